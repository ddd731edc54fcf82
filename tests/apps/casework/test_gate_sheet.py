"""What a gate review collects by itself, and the pages on which it is decided, agreed to and replied to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.casework import services
from banso.apps.casework.gate_review import Sheet
from banso.apps.casework.models import Case, GateReview, GateState, Milestone
from banso.apps.casework.overview import Overview
from banso.apps.programmes.models import HourlyRate
from support import people, policies

from . import making
from .test_causes import note
from .test_gates import DAY, decide, ground

pytestmark = pytest.mark.usefixtures("configuration")

#: The day of ``client_as``.
TODAY = date(2026, 3, 10)


def sheet(case, today=DAY):
    return Sheet(Overview(Case.objects.get(pk=case.pk), today))


def log(case, hours="2", *, day=DAY, kind="advice", travel_yen=None, today=None):
    data = services.ActivityData(kind, day, Decimal(hours), "助言", travel_yen=travel_yen)
    return services.log_activity(making.by("office_staff", today or day), case, data)


def page(name, case, *more):
    return reverse(f"casework:{name}", args=[case.ref, *more])


def text(response):
    return response.content.decode()


# Cost


def test_cost_is_hours_by_the_rate_of_their_day_and_travel():
    HourlyRate.objects.all().delete()
    HourlyRate.objects.create(worker="staff", in_force_from=date(2025, 4, 1), yen=5000)
    case = making.opened()
    log(case)
    log(case, "1.5", kind="visit", travel_yen=3000)
    assert sheet(case).cost.yen == 2 * 5000 + 7500 + 3000


def test_a_day_without_a_rate_is_said_and_is_not_nothing():
    HourlyRate.objects.filter(worker="staff").delete()
    case = making.opened()
    log(case)
    found = sheet(case)
    assert found.cost.yen is None
    assert "不明" in found.cost_said
    assert "2.0" in found.cost_said


def test_a_visit_whose_travel_nobody_stated_leaves_the_cost_unknown():
    case = making.opened()
    log(case, kind="visit")
    assert (sheet(case).cost.yen, sheet(case).cost.travels_unknown) == (None, 1)


@pytest.mark.parametrize("travel", [-1, 1_000_001])
def test_travel_beyond_reason_is_refused(refused, travel):
    with refused("travel_range", "travel_yen"):
        log(making.opened(), travel_yen=travel)


# Hours without a gate


def test_in_year_one_hours_are_logged_although_the_gate_is_overdue():
    # Stage one was due on 30 September 2025; year one ends on 31 March 2026.
    case = making.opened()
    log(case, day=date(2026, 3, 31))


def test_from_the_second_year_on_hours_stop_after_the_grace_and_the_message_names_the_gate(refused):
    case = making.opened()
    with refused("gate_overdue", "done_on") as refusal:
        log(case, day=date(2026, 4, 1))
    assert "輸出戦略" in refusal.value.message
    assert "2026年3月31日" in refusal.value.message
    log(case, day=date(2026, 3, 31), today=date(2026, 4, 5))
    log(case, "0", day=date(2026, 4, 1), kind="contact")


def test_the_grace_is_configured():
    case = making.opened()
    case.stages.filter(order=1).update(planned_to=date(2026, 3, 31))
    last = date(2026, 4, 30)
    log(case, day=last)
    assert sheet(case, last).hours_stopped_on is None
    assert sheet(case, last + timedelta(days=1)).hours_stopped_on == last


def test_a_decision_lets_hours_be_logged_again():
    case = making.opened()
    decide(case, day=date(2026, 4, 1))
    log(case, day=date(2026, 4, 1))


# Criteria


def test_without_conditions_in_the_policy_there_are_no_criteria_to_go_on():
    assert sheet(making.opened()).to_continue == []


def test_the_criteria_of_the_policy_are_met_unmet_or_unknown_each_with_its_record():
    policies.put_in_force("reformed", date(2025, 4, 1))
    case = making.opened(efforts=[making.effort(promised_by=date(2025, 6, 30))])
    note(case)
    found = sheet(case)
    assert [(one.name, one.met, one.blocks) for one in found.criteria] == [
        ("effort_pct", False, True),
        ("cause_months", False, True),
    ]
    assert "1件のうち0件" in found.to_continue[0].record
    assert "輸出の担当者がいない" in found.to_continue[1].record
    assert found.cause_limit == 6
    assert found.cause_lines[0].late


def test_what_is_not_known_is_said_so_even_where_the_policy_accepts_it():
    policies.put_in_force("reformed", date(2025, 4, 1))
    case = making.opened(efforts=[making.effort(promised_by=date(2026, 6, 30))])
    assert [(one.met, one.blocks) for one in sheet(case).criteria] == [(None, False), (None, False)]


def test_a_milestone_is_judged_by_what_was_confirmed_by_its_day():
    case = making.opened()
    goal = case.goals.get()
    for day, value in (
        (date(2025, 7, 31), 500_000),
        (date(2025, 8, 31), 900_000),
        (date(2026, 3, 31), 10**6),
    ):
        Milestone.objects.create(goal=goal, due_on=day, value=value)
    making.result(case, date(2025, 7, 31), amount_yen=600_000)
    making.result(case, date(2025, 9, 1), amount_yen=600_000)
    assert [(line.met, line.ahead) for line in sheet(case).milestones] == [
        (True, False),
        (False, False),
        (True, True),
    ]


# Pages


@pytest.fixture
def extension():
    """An extension that waits for an office manager, decided by somebody of the office."""
    case = making.opened()
    return case, decide(case, "extend", months=3, ground=ground("certification"), day=TODAY)


@pytest.fixture
def cut():
    case = making.opened()
    return case, decide(case, "shorten", months=4, day=TODAY)


def test_the_page_of_a_gate_shows_what_it_collected(client_as):
    case = making.opened()
    note(case)
    log(case)
    shown = text(client_as("office_staff", office=case.office).get(page("gate_decide", case)))
    for words in (
        "移行の条件",
        "これまでの費用",
        "輸出の担当者がいない",
        "計画150.0時間のうち0.0時間",
        "目標に対する実績",
    ):
        assert words in shown


def test_an_extension_beyond_its_limit_keeps_what_was_typed(client_as):
    case = making.opened()
    client = client_as("office_staff", office=case.office)
    sent = {
        "result": "extend", "ground": "staff_change", "months": "4", "reason": "後任の引き継ぎ",
        "stage": "1", "seen_reviews": "0",
    }  # fmt: skip
    shown = text(client.post(page("gate_decide", case), sent))
    assert "合わせて3か月まで" in shown
    assert "後任の引き継ぎ" in shown
    assert not GateReview.objects.exists()


def test_an_office_manager_agrees_and_the_list_is_empty_then(client_as, extension):
    case, review = extension
    client = client_as("office_manager", office=case.office)
    assert page("gate_agree", case, review.pk) in text(client.get(reverse("casework:gate_list")))
    client.post(page("gate_agree", case, review.pk), {"agreed": "yes", "note": ""})
    review.refresh_from_db()
    assert review.state == GateState.IN_FORCE
    assert page("gate_agree", case, review.pk) not in text(client.get(reverse("casework:gate_list")))


def test_who_decided_is_not_offered_to_agree_and_refused_if_they_try(client_as):
    case = making.opened()
    manager = people.make("office_manager", office=case.office)
    data = services.GateData("extend", "認証待ち", 0, 3, ground("certification"))
    stage = case.stages.get(order=1)
    review = services.decide_gate(making.by("office_manager", TODAY, manager), stage, data)
    client = client_as("office_manager", user=manager)
    assert page("gate_agree", case, review.pk) not in text(client.get(reverse("casework:gate_list")))
    shown = text(client.post(page("gate_agree", case, review.pk), {"agreed": "yes", "note": ""}))
    assert "決めた人は同意できません" in shown


def test_the_firm_reads_why_and_until_when_and_replies_in_its_own_words(client_as, cut):
    case, review = cut
    client = client_as("firm_member", firm=case.firm)
    shown = text(client.get(page("case", case)))
    assert "2026年3月24日まで" in shown
    assert page("gate_reply", case, review.pk) in shown
    client.post(page("gate_reply", case, review.pk), {"reply": "展示会の商談があります"})
    review.refresh_from_db()
    assert review.reply == "展示会の商談があります"
    assert page("gate_reply", case, review.pk) not in text(client.get(page("case", case)))


def test_the_office_reads_the_reply_and_withdraws(client_as, cut):
    case, review = cut
    services.reply_to_gate(making.by("firm_member", TODAY), review, "展示会の商談があります")
    client = client_as("office_staff", office=case.office)
    shown = text(client.get(page("gate_settle", case, review.pk)))
    assert "展示会の商談があります" in shown
    client.post(page("gate_settle", case, review.pk), {"answer": "withdraw", "note": "商談を確かめた"})
    review.refresh_from_db()
    assert review.state == GateState.WITHDRAWN


def test_a_paused_firm_reads_why_and_what_it_can_do(client_as):
    case = making.opened()
    decide(case, "pause", day=TODAY, reason="出荷できないため")
    shown = text(client_as("firm_member", firm=case.firm).get(page("case", case)))
    for words in ("支援はいま中断しています", "輸出の担当者を決める", "出荷できないため", "2026年5月9日まで"):
        assert words in shown


def test_a_root_cause_is_noted_and_solved_on_pages(client_as):
    case = making.opened()
    client = client_as("office_staff", office=case.office)
    kind = note(case, "price").kind_id
    sent = {"kind": kind, "description": "小売価格が高い", "since": "2025-12-01", "remedy": ""}
    assert "すでに未解決として記録" in text(client.post(page("cause_note", case), sent))
    cause = case.causes.get()
    client.post(page("cause_solve", case, cause.pk), {"solved_on": "2026-03-10", "how": "価格表を直した"})
    assert "価格表を直した" in text(client.get(page("case", case)))


def test_the_list_of_what_waits_costs_as_many_queries_for_many_rows_as_for_one(client_as, queries):
    case = making.opened()
    decide(case, "shorten", months=4, day=TODAY)
    client = client_as("programme_manager")
    address = reverse("casework:gate_list")
    client.get(address)
    with queries(at_most=8) as before:
        client.get(address)
    for _ in range(5):
        decide(making.opened(), "shorten", months=4, day=TODAY)
    with queries(len(before)):
        client.get(address)
