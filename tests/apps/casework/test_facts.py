"""Facts of cases: as of a day, from records, in a constant number of queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from banso.apps.casework import services
from banso.apps.casework.facts import CaseRecords, Course, facts_of_case, facts_of_cases
from banso.apps.casework.models import Case, CaseState, PastSupport
from banso.apps.casework.subject import cases_at_stake
from banso.apps.policies.subjects import subject_of

from . import making
from .test_gates import decide

pytestmark = pytest.mark.usefixtures("configuration")

START = making.START
DAY = date(2025, 9, 20)


def facts(case, on=DAY):
    return facts_of_cases([case.ref], on)[0]


def export(case, day=date(2025, 9, 12), **values):
    return making.stored(case, exported_on=day, **{"confirmed_at": making.at(day), **values})


def test_a_case_tells_of_its_application_and_its_course():
    found = facts(making.opened())
    assert (found["service"], found["has_goal"], found["efforts_promised"]) == ("hands_on", True, 1)
    assert (found["stage"], found["support_months"], found["gates_passed"]) == ("strategy", 5, 0)
    assert (found["extended_months"], found["stage_late_months"], found["first_export"]) == (0, 0, False)


def test_a_single_question_has_no_goal_and_no_stages():
    case = services.open_spot_case(making.by("expert", START), making.need(), making.expert())
    found = facts(case)
    names = ("has_goal", "efforts_promised", "plan_past_end", "stage", "gates_passed", "extended_months")
    assert {found[name] for name in names} == {None}
    assert found["open_cases_same_service"] == 0


def test_gates_passed_and_months_extended_are_counted_up_to_the_day():
    case = making.opened()
    decide(case, "extend", months=2)
    decide(case, day=DAY + timedelta(days=5))
    before, after = facts(case, DAY), facts(case, DAY + timedelta(days=5))
    assert (before["gates_passed"], before["extended_months"], before["stage"]) == (0, 2, "strategy")
    assert (after["gates_passed"], after["extended_months"], after["stage"]) == (1, 2, "plan")


def test_a_cut_is_no_extension():
    case = making.opened()
    decide(case, "shorten", months=4)
    services.let_lapse(making.by("office_staff", DAY + timedelta(days=15)), case)
    assert facts(case, DAY + timedelta(days=15))["extended_months"] == 0


def test_a_stage_is_late_by_whole_months():
    case = making.opened()
    assert facts(case, date(2025, 10, 29))["stage_late_months"] == 0
    assert facts(case, date(2025, 11, 30))["stage_late_months"] == 2


@pytest.mark.parametrize(
    ("yen", "expected"),
    # Of 730 days to the due date 365 have gone: 2,500,000 of 5,000,000 are on the way.
    [(1_250_000, Decimal("50.0")), (2_500_000, Decimal("100.0")), (7_500_000, Decimal("300.0")),
     (1_000, Decimal("0.0")), (1_250, Decimal("0.1"))],
)  # fmt: skip
def test_results_are_measured_against_the_straight_way_to_the_goal(yen, expected):
    case = making.opened(goal_data=making.goal(due_on=START + timedelta(days=730)))
    export(case, amount_yen=yen)
    assert facts(case, START + timedelta(days=365))["goal_pct"] == expected


def test_after_its_due_date_the_whole_goal_is_asked_for():
    case = making.opened(goal_data=making.goal(due_on=date(2025, 12, 31)))
    export(case, amount_yen=5_000_000)
    assert facts(case, date(2026, 12, 31))["goal_pct"] == Decimal("100.0")


def test_exports_of_unknown_size_leave_the_way_unknown_until_the_known_sum_is_enough():
    case = making.opened()
    export(case, amount_yen=None, quantity=3, unit="個")
    assert facts(case)["goal_pct"] is None
    export(case, amount_yen=5_000_000)
    assert facts(case)["goal_pct"] > 100


def test_on_the_first_day_nothing_can_be_measured():
    assert facts(making.opened(), START)["goal_pct"] is None


def test_an_export_counts_from_the_day_on_which_it_was_confirmed():
    case = making.opened()
    export(case, confirmed_at=making.at(DAY))
    assert facts(case, DAY - timedelta(days=1))["first_export"] is False
    assert facts(case, DAY)["first_export"] is True


def test_samples_are_no_export():
    case = making.opened()
    export(case, sample=True)
    assert facts(case)["first_export"] is False


def test_own_efforts_are_measured_by_those_that_are_due():
    efforts = [making.effort(promised_by=date(2025, month, 1)) for month in (7, 8, 9, 12)]
    case = making.opened(efforts=efforts)
    assert facts(case, date(2025, 6, 30))["effort_pct"] is None
    effort = case.own_efforts.order_by("promised_by").first()
    services.record_effort_done(
        making.by("firm_member", date(2025, 7, 20)), effort, done_on=date(2025, 7, 20), cost_yen=None
    )
    assert facts(case, date(2025, 7, 10))["effort_pct"] == 0
    assert facts(case)["effort_pct"] == Decimal("33.3")


def test_a_case_that_ended_is_told_as_of_its_last_day():
    case = making.opened()
    actor = making.by("office_staff", DAY)
    before = facts(case)
    services.end_support(actor, case, outcome="not_exported", note="終了", ended_on=DAY)
    assert facts(case, date(2027, 1, 1)) == before


def test_an_earlier_case_is_held_against_a_later_one_and_not_the_other_way_round():
    first = making.opened()
    second = making.opened(date(2025, 8, 1), firm=first.firm)
    assert facts(first)["past_support_months"] == 0
    assert facts(second)["past_support_months"] == 5
    assert (facts(first)["open_cases_same_service"], facts(second)["open_cases_same_service"]) == (1, 1)


@pytest.mark.parametrize(
    ("started_on", "ended_on", "months"),
    [
        (date(2022, 4, 1), date(2023, 10, 1), 18),
        (None, date(2023, 10, 1), None),
        (date(2025, 1, 1), date(2026, 1, 1), 0),
    ],
    ids=["before", "nobody knows since when", "ended after this case began"],
)
def test_support_before_banso_counts_as_earlier_support(started_on, ended_on, months):
    case = making.opened()
    PastSupport.objects.create(
        firm=case.firm,
        old_ref="旧-1",
        service="専門家派遣",
        started_on=started_on,
        ended_on=ended_on,
        imported_at=making.at(DAY),
    )
    assert facts(case)["past_support_months"] == months


def test_where_the_day_alone_does_not_say_how_far_a_case_had_come_it_is_told():
    case = making.opened()
    course = Course("strategy", date(2025, 9, 30), 0, 0)
    before = CaseRecords(Case.objects.filter(pk=case.pk)).facts(case.pk, DAY)
    decide(case)
    assert facts(case)["stage"] == "plan"
    assert CaseRecords(Case.objects.filter(pk=case.pk)).facts(case.pk, DAY, course) == before


def test_many_cases_cost_as_many_queries_as_one(queries):
    making.opened()
    rows = Case.objects.order_by("pk")
    with queries() as before:
        facts_of_cases(rows, DAY)
    for _ in range(4):
        export(making.opened())
    with queries(len(before)):
        assert len(facts_of_cases(rows, DAY)) == 5


def test_at_stake_are_cases_with_a_gate_due_or_past_their_first_year():
    case = making.opened()
    assert not cases_at_stake(date(2025, 8, 1)).exists()
    assert list(cases_at_stake(date(2025, 9, 5))) == [case]
    decide(case)
    assert not cases_at_stake(DAY).exists()
    assert list(cases_at_stake(date(2026, 4, 1))) == [case]
    Case.objects.update(state=CaseState.PAUSED)
    assert not cases_at_stake(date(2026, 4, 1)).exists()


def test_policies_may_ask_about_cases():
    case = making.opened()
    subject = subject_of("case")
    assert [found.ref for found in subject.open_cases()] == [case.ref]
    found = subject.case_of(case.ref)
    assert (found.applied_on, found.facts["stage"]) == (START, "strategy")


@pytest.mark.usefixtures("portfolio")
def test_one_case_read_by_itself_has_the_facts_that_it_has_among_many():
    day = date(2026, 3, 10)
    many = facts_of_cases(Case.objects.all(), day)
    some = many[:: max(1, len(many) // 25)]
    assert [facts_of_case(row["id"], day) for row in some] == some


@pytest.mark.usefixtures("portfolio")
def test_the_facts_of_one_case_cost_three_queries(queries):
    ref = Case.objects.filter(application__isnull=False).order_by("pk").values_list("ref", flat=True)[0]
    with queries(3):
        facts_of_case(ref, date(2026, 3, 10))
