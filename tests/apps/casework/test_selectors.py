from datetime import date, timedelta
from decimal import Decimal

import pytest

from banso.apps.casework import selectors, services
from banso.apps.casework.models import Case, ExportResult, FollowUp, OwnEffort

from . import making
from .test_gates import decide

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = date(2026, 3, 10)


def test_the_facts_of_a_case_come_from_its_records():
    case = making.opened()
    making.result(case, date(2025, 7, 1), sample=True)
    making.result(case, date(2025, 9, 12), amount_yen=620_000)
    making.result(case, date(2025, 8, 1), amount_yen=900_000, role="office_staff")
    services.record_effort_done(
        making.by("firm_member", date(2025, 9, 1)), case.own_efforts.get(), done_on=date(2025, 9, 1)
    )
    fact = selectors.casework_facts(Case.objects.all())[case.pk]
    assert fact.first_success == date(2025, 9, 12)
    assert fact.first_success_with_samples == date(2025, 7, 1)
    assert (fact.attainment.attained, fact.attainment.target) == (620_000, 5_000_000)
    assert (fact.efforts_promised, fact.efforts_done, fact.effort_kinds_done) == (1, 1, {"pr"})


def test_a_case_without_exports_has_attained_nothing_but_has_its_goal():
    case = making.opened()
    fact = selectors.casework_facts(Case.objects.all())[case.pk]
    assert (fact.first_success, fact.attainment.attained) == (None, 0)


def test_a_case_without_goal_has_no_attainment():
    expert = making.expert()
    case = services.open_spot_case(making.by("expert", user=expert.user), making.need(), expert)
    fact = selectors.casework_facts(Case.objects.all())[case.pk]
    assert (fact.goal, fact.attainment) == (None, None)


def test_the_latest_follow_up_that_reached_the_firm_speaks():
    case = making.opened()
    actor = making.by("office_staff")
    services.end_support(actor, case, outcome="exported", note="終了", ended_on=making.START)
    for months, day, reached, trend in (
        (6, date(2025, 10, 1), True, "up"),
        (12, date(2026, 4, 1), True, "down"),
        (24, date(2027, 4, 1), False, ""),
    ):
        row, by = case.follow_ups.get(months=months), making.by("office_staff", day)
        if reached:
            services.record_follow_up(by, row, services.FollowUpData(day, "call", trend))
        else:
            services.note_attempt(by, row, services.AttemptData(day, "call", "closed"))
            services.close_unreached(by, row)
    fact = selectors.casework_facts(Case.objects.all())[case.pk]
    assert (fact.follow_up_months, fact.trend) == (12, "down")


def test_facts_cost_the_same_number_of_queries_for_any_number_of_cases(queries):
    making.opened()
    with queries(5):
        selectors.casework_facts(Case.objects.all())
    making.result(making.opened())
    making.opened()
    with queries(5):
        assert len(selectors.casework_facts(Case.objects.all())) == 3


def test_facts_keep_to_the_cases_asked_for():
    case = making.opened()
    making.result(making.opened())
    assert list(selectors.casework_facts(Case.objects.filter(pk=case.pk))) == [case.pk]


@pytest.mark.parametrize(("today", "due"), [(date(2025, 8, 30), []), (date(2025, 8, 31), [1])])
def test_a_gate_is_due_from_thirty_days_before_its_day(today, due):
    making.opened()
    assert [stage.order for stage in selectors.gates_due(Case.objects.all(), today)] == due


def test_a_gate_stays_due_however_late():
    making.opened()
    assert selectors.gates_due(Case.objects.all(), date(2030, 1, 1)).count() == 1


def test_no_gate_is_due_while_a_case_is_paused():
    case = making.opened()
    decide(case, "pause", day=TODAY)
    assert not selectors.gates_due(Case.objects.all(), TODAY).exists()


def silent(today):
    return list(selectors.silent_cases(Case.objects.all(), today))


def test_a_firm_is_silent_after_the_days_of_its_version():
    case = making.opened()
    last = making.START + timedelta(days=case.version.silent_after_days)
    assert silent(last) == []
    assert silent(last + timedelta(days=1)) == [case]


def test_an_activity_breaks_the_silence():
    case = making.opened()
    day = date(2025, 5, 20)
    data = services.ActivityData("contact", day, Decimal("0.25"), "電話")
    services.log_activity(making.by("office_staff", day), case, data)
    assert silent(day + timedelta(days=60)) == []
    assert silent(day + timedelta(days=61)) == [case]


def test_a_recorded_export_breaks_the_silence():
    case = making.opened()
    making.result(case, date(2025, 5, 20))
    assert silent(date(2025, 7, 19)) == []


def test_a_decided_gate_breaks_the_silence():
    case = making.opened()
    day = date(2025, 5, 20)
    services.decide_gate(
        making.by("office_staff", day), case.stages.first(), services.GateData("advance", "順調", 0)
    )
    assert silent(date(2025, 7, 19)) == []


def test_an_ended_case_is_not_silent():
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="stopped", note="休業", ended_on=making.START
    )
    assert silent(TODAY) == []


@pytest.mark.parametrize(
    ("status", "months"),
    [("overdue", [6]), ("due", [12]), ("upcoming", [24, 36]), ("done", [])],
)
def test_follow_ups_are_found_by_their_status(status, months):
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="exported", note="終了", ended_on=making.START
    )
    found = selectors.follow_ups_by_status(FollowUp.objects.all(), status, TODAY)
    assert [follow_up.months for follow_up in found] == months


def test_follow_ups_to_do_are_due_or_overdue():
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="exported", note="終了", ended_on=making.START
    )
    assert [f.months for f in selectors.follow_ups_to_do(FollowUp.objects.all(), TODAY)] == [6, 12]


def test_exports_recorded_by_others_wait_for_the_firm():
    case = making.opened()
    making.result(case)
    waiting = making.result(case, role="office_staff")
    assert list(selectors.results_to_confirm(ExportResult.objects.all())) == [waiting]


def test_an_own_effort_is_due_once_its_day_has_passed():
    effort = making.opened().own_efforts.get()
    efforts = OwnEffort.objects.all()
    assert list(selectors.efforts_due(efforts, effort.promised_by)) == []
    assert list(selectors.efforts_due(efforts, effort.promised_by + timedelta(days=1))) == [effort]


def test_cases_in_hand_come_in_the_order_of_their_next_gate():
    later, sooner = making.opened(date(2025, 6, 1)), making.opened(date(2025, 4, 1))
    assert list(selectors.cases_in_hand(Case.objects.all())) == [sooner, later]
