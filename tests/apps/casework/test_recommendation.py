"""What the policy recommends at a gate, and what is written down when people decide."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from banso.apps.casework import services
from banso.apps.casework.models import GateReview
from banso.apps.casework.recommendation import followed, recommend, stricter
from banso.apps.policies.models import Followed, PolicyDecision
from banso.apps.policies.selectors import replay
from support import policies

from . import making
from .test_gates import DAY, decide

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def reform():
    return policies.put_in_force("reformed", date(2025, 4, 1))


def idle():
    """A case whose only own effort is due and not done."""
    return making.opened(efforts=[making.effort(promised_by=date(2025, 6, 30))])


def end(case, day=DAY, **values):
    defaults = {"outcome": "not_exported", "note": "続ける体制がない。", "ended_on": day}
    return services.end_support(making.by("office_staff", day), case, **defaults | values)


def test_as_surveyed_support_goes_on_without_conditions():
    found = recommend(idle(), DAY)
    assert (found.code, found.said.version.code, found.said.values["months"]) == (
        "continue",
        "as_surveyed",
        12,
    )


def test_the_reform_asks_to_put_right_what_was_promised(reform):
    found = recommend(idle(), DAY)
    assert (found.code, found.said.values["remedy_days"]) == ("remedy", 60)
    assert any("取組" in line.reason for line in found.said.decisive)
    assert any(line.table == "期間の限度" for line in found.said.adding)


def test_without_a_policy_nothing_is_recommended_nor_stored():
    policies.end_all(date(2025, 1, 1))
    case = idle()
    assert recommend(case, DAY).code == ""
    decide(case)
    assert not PolicyDecision.objects.exists()


@pytest.mark.parametrize(
    ("code", "result", "runs_out", "expected"),
    [
        ("continue", "advance", False, True), ("continue", "extend", False, True),
        ("continue", "shorten", False, False), ("continue", "end", False, False),
        ("continue", "end", True, True), ("remedy", "extend", False, True),
        ("remedy", "pause", False, True), ("continue", "pause", False, None),
        ("remedy", "advance", False, False), ("remedy", "end", True, None),
        ("shorten", "shorten", False, True), ("shorten", "extend", False, False),
        ("shorten", "end", True, None), ("end", "end", False, True), ("end", "end", True, True),
        ("end", "advance", False, False), ("end", "pause", False, None), ("", "advance", False, None),
    ],
)  # fmt: skip
def test_what_follows_a_recommendation(code, result, runs_out, expected):
    assert followed(code, result, runs_out=runs_out) is expected


def test_a_gate_stores_the_decision_on_the_facts_before_it(reform):
    case = idle()
    decide(case, "extend", months=2)
    decision = PolicyDecision.objects.get()
    assert (decision.subject_kind, decision.subject_ref, decision.followed) == (
        "case", case.ref, Followed.FOLLOWED,
    )  # fmt: skip
    assert (decision.outputs["continuation_advice"], decision.facts["extended_months"]) == ("remedy", 0)


def test_a_gate_against_the_recommendation_is_a_departure_with_its_reason(reform):
    case = idle()
    decide(case, reason="担当者が決まり、来月から動く。")
    decision = PolicyDecision.objects.get()
    assert (decision.followed, decision.departure_reason) == (
        Followed.DEPARTED, "担当者が決まり、来月から動く。",
    )  # fmt: skip


def test_a_pause_follows_the_advice_to_put_something_right(reform):
    decide(idle(), "pause")
    assert PolicyDecision.objects.get().followed == Followed.FOLLOWED


def test_a_pause_neither_follows_nor_departs_from_any_other_advice():
    decide(idle(), "pause")
    assert PolicyDecision.objects.get().followed == ""


def lapse(case, day):
    """The firm is asked to put something right by a day, and does not."""
    asked = day - timedelta(days=60)
    decide(case, "pause", day=asked, remedy_due_on=day - timedelta(days=1))
    data = services.ResumeData(remedied=False, note="受注が近い")
    services.resume_case(making.by("office_staff", asked), case, data)


def test_a_remedy_that_is_not_there_by_its_day_leads_to_shortening_and_the_second_time_to_ending(reform):
    case = idle()
    assert recommend(case, DAY).code == "remedy"
    lapse(case, DAY)
    found = recommend(case, DAY)
    assert (found.code, found.lapsed, found.stricter) == ("shorten", 1, True)
    lapse(case, DAY - timedelta(days=1))
    assert recommend(case, DAY).code == "end"


def test_a_remedy_that_came_in_time_makes_nothing_stricter(reform):
    case = idle()
    lapse(case, DAY)
    GateReview.objects.update(remedy_done_on=DAY - timedelta(days=1))
    assert recommend(case, DAY).code == "remedy"
    GateReview.objects.update(remedy_done_on=DAY)
    assert recommend(case, DAY).code == "shorten"


@pytest.mark.parametrize("code", ["continue", "shorten", "end", ""])
def test_only_the_advice_to_put_something_right_becomes_stricter(code):
    assert stricter(code, 2) == code


def test_ending_support_stores_the_decision_of_the_open_stage(reform):
    end(idle())
    decision = PolicyDecision.objects.get()
    assert (decision.facts["stage"], decision.followed) == ("strategy", Followed.DEPARTED)
    assert decision.departure_reason == "続ける体制がない。"


def test_support_that_runs_out_by_its_plan_departs_from_nothing():
    case = making.opened()
    for _ in range(3):
        decide(case)
    end(case, date(2028, 3, 31))
    assert PolicyDecision.objects.order_by("-id").first().followed == Followed.FOLLOWED


def test_what_is_stored_at_gates_is_decided_the_same_again(reform):
    case = idle()
    decide(case, "extend", months=2)
    making.stored(case, confirmed_at=making.at(date(2025, 9, 13)))
    decide(case, day=date(2025, 12, 1))
    end(case, date(2026, 2, 1))
    report = replay()
    assert (report.total, report.different) == (3, ())


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def page(name, case):
    return reverse(f"casework:{name}", args=[case.ref])


def test_the_gate_page_shows_the_advice_apart_and_what_follows_it(client_as, reform):
    case = idle()
    shown = text(client_as("office_staff", office=case.office).get(page("gate_decide", case)))
    advice = shown.split('class="advice"')[1]
    assert "規則による推奨: " in advice
    assert reverse("policies:table", args=["reformed", "continuation"]) in advice
    assert "推奨に当たる決定" in advice


def test_the_case_page_shows_the_advice_beside_the_gate(client_as, reform):
    case = idle()
    shown = text(client_as("office_staff", office=case.office).get(page("case", case)))
    assert 'class="advice"' in shown


@pytest.mark.parametrize("role", ["firm_member", "expert"])
def test_who_may_not_read_policies_sees_no_advice(client_as, reform, role):
    case = idle()
    ties = {"firm": case.firm}
    if role == "expert":
        services.assign_expert(making.by("office_staff", DAY), case, making.expert())
        ties = {"user": case.__class__.objects.get().expert.user}
    shown = text(client_as(role, **ties).get(page("case", case)))
    assert 'class="advice"' not in shown


def test_the_page_on_which_support_ends_says_that_it_departs(client_as, reform):
    case = idle()
    shown = text(client_as("office_staff", office=case.office).get(page("support_end", case)))
    assert "推奨と異なる決定" in shown
