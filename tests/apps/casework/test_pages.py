"""The pages of the room: who sees what, in how many queries, and what a form says when something is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.accounts.models import RoleAssignment
from banso.apps.casework import services
from banso.apps.casework.models import Activity, Case, CaseState, ExportResult
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 9, 20)


def page(case, name="case", *more):
    return reverse(f"casework:{name}", args=[case.ref, *more])


def follow_up_page(case, months):
    return reverse("casework:follow_up", args=[case.follow_ups.get(months=months).pk])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def staff_of(case, client_as):
    return client_as("office_staff", office=case.office)


def rich_case(expert=None):
    """A case in its second stage with exports of every standing, hours, an effort done and a gate decided."""
    case = making.opened(
        expert=expert or making.expert(),
        efforts=[making.effort(), making.effort(kind="hr", description="採用")],
    )
    making.result(case, date(2025, 6, 1), sample=True)
    making.result(case, date(2025, 9, 12), amount_yen=620_000)
    making.result(case, date(2025, 12, 1), amount_yen=900_000, role="office_staff")
    making.result(case, date(2025, 2, 1), amount_yen=70_000)
    making.result(case, date(2025, 12, 2), amount_yen=None, quantity=12, unit="箱")
    services.decide_gate(
        making.by("office_staff", DAY),
        case.stages.first(),
        services.GateData("advance", "戦略がまとまった", 0),
    )
    data = services.ActivityData("advice", date(2025, 10, 1), Decimal("1.5"), "小売価格を見直した")
    services.log_activity(making.by("expert", date(2025, 10, 1), case.expert.user), case, data)
    services.record_effort_done(
        making.by("firm_member", DAY), case.own_efforts.first(), done_on=DAY, cost_yen=380_000
    )
    return case


def test_staff_see_stage_goal_exports_efforts_hours_and_log(client_as):
    case = rich_case()
    shown = text(staff_of(case, client_as).get(page(case)))
    for part in (
        "事業計画",
        "確認済み 62",
        "620,000円",
        "380,000円",
        "小売価格を見直した",
        "戦略がまとまった",
        "採用",
    ):
        assert part in shown


def test_the_page_says_in_a_sentence_what_the_chart_draws(client_as):
    case = rich_case()
    shown = text(staff_of(case, client_as).get(page(case)))
    assert "620,000円" in shown.split("figcaption")[1]
    assert "12.4 %" in shown.split("figcaption")[1]


def test_the_case_page_costs_at_most_fifteen_queries(client_as, queries):
    case = rich_case()
    client = staff_of(case, client_as)
    with queries(at_most=15):
        client.get(page(case))


def test_the_firms_page_costs_at_most_fifteen_queries(client_as, queries):
    case = rich_case()
    client = client_as("firm_member", firm=case.firm)
    with queries(at_most=15):
        client.get(page(case))


def test_more_records_cost_no_more_queries(client_as, queries):
    case = rich_case()
    client = staff_of(case, client_as)
    with queries() as before:
        client.get(page(case))
    for day in range(1, 9):
        making.result(case, date(2026, 1, day))
    with queries(len(before)):
        client.get(page(case))


def test_the_firm_reads_its_stage_in_its_own_words_and_what_it_is_asked_for(client_as):
    case = rich_case()
    shown = text(client_as("firm_member", firm=case.firm).get(page(case)))
    assert "売るための計画をまとめる" in shown
    assert reverse("casework:result_confirm", args=[case.ref, case.results.get(source="staff").pk]) in shown
    assert reverse("casework:effort_done", args=[case.ref, case.own_efforts.get(kind="hr").pk]) in shown
    assert "戦略がまとまった" not in shown


def test_staff_open_the_firms_page_without_its_buttons(client_as):
    case = rich_case()
    shown = text(staff_of(case, client_as).get(page(case, "case_as_firm")))
    assert "売るための計画をまとめる" in shown
    assert (
        reverse("casework:result_confirm", args=[case.ref, case.results.get(source="staff").pk]) not in shown
    )


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("programme_manager", 200),
        ("evaluator", 200),
        ("auditor", 200),
        ("reviewer", 200),
        ("decider", 200),
        ("expert", 404),
        ("partner_member", 404),
        ("firm_member", 404),
        ("administrator", 403),
    ],
)
def test_a_case_is_seen_by_role_and_reach(client_as, role, expected):
    case = making.opened()
    client = client_as(role, user=people.make(role))
    assert client.get(page(case)).status_code == expected


def test_readers_find_nothing_to_press(client_as):
    case = rich_case()
    shown = text(client_as("evaluator").get(page(case)))
    for name in ("activity_log", "result_record", "gate_decide", "support_end", "expert_assign"):
        assert page(case, name) not in shown


def test_staff_of_another_office_who_also_evaluate_see_but_do_not_decide(client_as):
    from banso.apps.directory.models import Office

    case = rich_case()
    elsewhere = Office.objects.create(
        code="x", name_ja="別", name_en="Other", prefecture=case.office.prefecture
    )
    client = client_as("office_staff", office=elsewhere)
    RoleAssignment.objects.create(user=client.user, role="evaluator", valid_from=people.SINCE)
    assert page(case, "gate_decide") not in text(client.get(page(case)))
    assert client.get(page(case, "gate_decide")).status_code == 404


def test_the_expert_of_a_case_logs_hours_from_its_page(client_as):
    expert = making.expert()
    case = making.opened(expert=expert)
    client = client_as("expert", user=expert.user)
    assert page(case, "activity_log") in text(client.get(page(case)))
    form = {
        "kind": "advice",
        "done_on": "令和7年10月1日",
        "hours": "１．５",
        "advice": "助言",
        "entry": "00000000-0000-4000-8000-000000000001",
    }
    response = client.post(page(case, "activity_log"), form)
    assert response.url == page(case)
    activity = case.activities.get()
    assert (activity.expert, activity.hours, activity.done_on) == (expert, Decimal("1.5"), date(2025, 10, 1))


def test_a_form_sent_twice_is_stored_once(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    form = {
        "kind": "contact",
        "done_on": "2025-10-01",
        "hours": "1",
        "advice": "電話",
        "entry": "00000000-0000-4000-8000-000000000001",
    }
    assert client.post(page(case, "activity_log"), form).status_code == 302
    assert client.post(page(case, "activity_log"), form).status_code == 302
    assert Activity.objects.count() == 1


def test_hours_that_no_day_has_are_refused_beside_the_field_and_kept(client_as):
    case = making.opened()
    form = {"kind": "advice", "done_on": "2025-10-01", "hours": "25", "advice": "長い一日", "entry": "x"}
    shown = text(staff_of(case, client_as).post(page(case, "activity_log"), form))
    assert 'id="id_hours_error"' in shown
    assert 'value="25"' in shown
    assert "長い一日" in shown
    assert not case.activities.exists()


def export(**values):
    defaults = {
        "exported_on": "2025-09-12",
        "market": making.market().pk,
        "product": "緑茶",
        "amount": "６２０，０００円",
        "currency": "JPY",
        "source": "staff",
        "quantity": "",
        "unit": "",
        "channel": "direct",
        "mall": "",
        "entry": "00000000-0000-4000-8000-000000000002",
    }
    return defaults | values


def test_the_firm_reports_an_export_that_counts_at_once(client_as):
    case = making.opened()
    client = client_as("firm_member", firm=case.firm)
    assert client.post(page(case, "result_record"), export()).status_code == 302
    result = case.results.get()
    assert (result.amount_yen, result.source, result.recorded_by) == (620_000, "firm", client.user)


def test_an_export_dated_after_today_is_refused_beside_its_field(client_as):
    case = making.opened()
    shown = text(
        staff_of(case, client_as).post(page(case, "result_record"), export(exported_on="2026-03-11"))
    )
    assert 'id="id_exported_on_error"' in shown
    assert not ExportResult.objects.exists()


def test_the_firm_confirms_an_export(client_as):
    case = making.opened()
    waiting = making.result(case, role="office_staff")
    client = client_as("firm_member", firm=case.firm)
    assert "620,000円" in text(client.get(page(case, "result_confirm", waiting.pk)))
    answer = {"answer": "as_written", "attribution": "3", "faster": "yes"}
    assert client.post(page(case, "result_confirm", waiting.pk), answer).status_code == 302
    waiting.refresh_from_db()
    assert waiting.confirmed_at is not None
    said = waiting.confirmations.get()
    assert (said.user, said.attribution, said.faster) == (client.user, 3, "yes")


def test_staff_cannot_reach_the_confirmation(client_as):
    case = making.opened()
    waiting = making.result(case, role="office_staff")
    assert staff_of(case, client_as).get(page(case, "result_confirm", waiting.pk)).status_code == 403


def test_an_export_of_another_case_is_not_found(client_as):
    case, other = making.opened(), making.opened()
    waiting = making.result(other, role="office_staff")
    client = client_as("firm_member", firm=case.firm)
    assert client.get(page(case, "result_confirm", waiting.pk)).status_code == 404


def decision(**values):
    return {"result": "advance", "months": "", "reason": "順調", "stage": "1", "seen_reviews": "0"} | values


def test_staff_decide_at_the_gate(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    assert "輸出戦略" in text(client.get(page(case, "gate_decide")))
    assert client.post(page(case, "gate_decide"), decision()).status_code == 302
    assert case.stages.get(order=2).started_on == date(2026, 3, 10)


def test_a_decision_sent_twice_closes_one_stage(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    client.post(page(case, "gate_decide"), decision())
    shown = text(client.post(page(case, "gate_decide"), decision()))
    assert "順調" in shown
    assert case.stages.get(order=2).ended_on is None


def test_a_decision_without_reason_says_so_and_keeps_the_rest(client_as):
    case = making.opened()
    shown = text(
        staff_of(case, client_as).post(
            page(case, "gate_decide"), decision(result="extend", months="3", reason="")
        )
    )
    assert 'id="id_reason_error"' in shown
    assert 'value="3"' in shown


def test_the_last_stage_offers_no_advance(client_as):
    case = making.opened()
    for stage in case.stages.all()[:3]:
        services.decide_gate(making.by("office_staff", DAY), stage, services.GateData("advance", "順調", 0))
    shown = text(staff_of(case, client_as).get(page(case, "gate_decide")))
    assert 'value="extend"' in shown
    assert 'value="advance"' not in shown


def test_a_case_is_paused_and_resumed_from_its_page(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    remedy = {"remedy": "輸出の担当者を決める", "remedy_due_on": "2026-05-10"}
    client.post(page(case, "gate_decide"), decision(result="pause", **remedy))
    assert page(case, "case_resume") in text(client.get(page(case)))
    client.post(page(case, "case_resume"), {"remedied": "yes"})
    assert Case.objects.get().state == CaseState.ACTIVE


def test_staff_assign_an_expert(client_as):
    case, expert = making.opened(), making.expert()
    client = staff_of(case, client_as)
    assert expert.name in text(client.get(page(case, "expert_assign")))
    assert client.post(page(case, "expert_assign"), {"expert": expert.pk}).status_code == 302
    assert Case.objects.get().expert == expert


def test_an_end_of_support_has_to_be_confirmed(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    form = {"outcome": "exported", "ended_on": "2026-03-10", "note": "初回輸出"}
    assert 'id="id_sure_error"' in text(client.post(page(case, "support_end"), form))
    assert client.post(page(case, "support_end"), form | {"sure": "on"}).status_code == 302
    assert Case.objects.get().state == CaseState.ENDED


def ended(day=date(2025, 8, 31)):
    case = making.opened()
    return services.end_support(
        making.by("office_staff", day), case, outcome="exported", note="初回輸出", ended_on=day
    )


def test_the_page_of_an_ended_case_shows_outcome_and_follow_ups(client_as):
    case = ended()
    shown = text(staff_of(case, client_as).get(page(case)))
    assert follow_up_page(case, 6) in shown
    assert follow_up_page(case, 12) not in shown
    assert page(case, "gate_decide") not in shown


def test_a_follow_up_is_recorded_from_its_form(client_as):
    case = ended()
    form = {
        "done_on": "2026-03-10",
        "method": "call",
        "trend": "up",
        "amount_yen": "",
        "new_exports": "notyet",
        "note": "",
    }
    assert staff_of(case, client_as).post(follow_up_page(case, 6), form).status_code == 302
    done = case.follow_ups.get(months=6)
    assert (done.reached, done.trend, done.amount_yen) == (True, "up", None)


def test_the_list_of_follow_ups_shows_what_is_to_be_done(client_as):
    case = ended()
    client = staff_of(case, client_as)
    address = reverse("casework:follow_up_list")
    assert follow_up_page(case, 6) in text(client.get(address))
    assert case.ref not in text(client.get(address, {"status": "done"}))
    assert text(client.get(address, {"status": "all"})).count(case.firm.name) == 4


def test_the_list_of_follow_ups_keeps_to_the_own_office(client_as):
    from banso.apps.directory.models import Office

    case = ended()
    elsewhere = Office.objects.create(
        code="x", name_ja="別", name_en="Other", prefecture=case.office.prefecture
    )
    shown = text(client_as("office_staff", office=elsewhere).get(reverse("casework:follow_up_list")))
    assert case.firm.name not in shown


def test_the_list_of_cases_costs_the_same_for_any_number(client_as, queries):
    client = client_as("programme_manager")
    making.opened()
    # The first page of a process also finds out whether this is the demonstration.
    client.get(reverse("casework:case_list"))
    with queries() as before:
        client.get(reverse("casework:case_list"))
    for _ in range(3):
        rich_case()
    with queries(len(before)):
        client.get(reverse("casework:case_list"))
    assert len(before) <= 8


def test_the_list_of_cases_finds_the_silent_ones(client_as):
    silent, heard = making.opened(), making.opened()
    data = services.ActivityData("contact", date(2026, 3, 1), Decimal(1), "電話")
    services.log_activity(making.by("office_staff", date(2026, 3, 1)), heard, data)
    shown = text(client_as("programme_manager").get(reverse("casework:case_list"), {"contact": "silent"}))
    assert silent.ref in shown
    assert heard.ref not in shown


def test_the_list_of_cases_is_taken_away_as_csv(client_as):
    case = making.opened()
    response = client_as("programme_manager").get(reverse("casework:case_list"), {"format": "csv"})
    assert case.ref in response.content.decode("utf-8-sig")


def test_a_firm_lists_only_its_own_cases(client_as):
    case, other = making.opened(), making.opened()
    shown = text(client_as("firm_member", firm=case.firm).get(reverse("casework:case_list")))
    assert case.ref in shown
    assert other.ref not in shown


def test_a_spot_case_has_a_page_without_stages_and_goal(client_as):
    expert = making.expert()
    case = services.open_spot_case(making.by("expert", user=expert.user), making.need(), expert)
    assert "必要書類" in text(client_as("expert", user=expert.user).get(page(case)))


@pytest.mark.parametrize("role", ["office_staff", "firm_member"])
def test_the_page_speaks_english(client_as, role):
    case = rich_case()
    tie = {"office": case.office} if role == "office_staff" else {"firm": case.firm}
    client = client_as(role, **tie)
    client.cookies["banso_language"] = "en"
    assert "12.4 % of the target of ¥5,000,000" in text(client.get(page(case)))


def test_the_firm_reads_its_question_on_the_page_of_a_spot_case(client_as):
    expert = making.expert()
    case = services.open_spot_case(making.by("expert", user=expert.user), making.need(), expert)
    shown = text(client_as("firm_member", firm=case.firm).get(page(case)))
    assert "必要書類" in shown
    assert reverse("intake:consultation", args=[case.need.consultation.ref]) in shown
