"""What the page of a case works out from its records."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banso.apps.casework import services
from banso.apps.casework.drawing import marks
from banso.apps.casework.models import Case, ExportGoal, ExportResult
from banso.apps.casework.overview import Overview
from banso.apps.casework.results import attainment
from banso.apps.casework.selectors import plain_goal, plain_result
from banso.apps.journal.actor import ZONE
from banso.engines.reporting.goal_chart import confirmed_steps

from . import making
from .test_gates import ground


@pytest.fixture(autouse=True)
def _configured(configuration):
    pass


TODAY = date(2026, 3, 10)


def view(case, today=TODAY):
    return Overview(Case.objects.get(pk=case.pk), today)


def test_steps_say_planned_and_actual():
    case = making.opened()
    services.decide_gate(
        making.by("office_staff", date(2025, 9, 20)),
        case.stages.first(),
        services.GateData("extend", "追加の調査", 0, 2, ground("order_near")),
    )
    services.decide_gate(
        making.by("office_staff", date(2025, 12, 1)),
        case.stages.first(),
        services.GateData("advance", "完了", 1),
    )
    first, second, third, _ = view(case).steps
    assert (first.state, first.detail) == ("done", "2025年4月–12月　8か月（計画6、延長2）")
    assert (second.state, second.detail) == ("now", "2025年12月–　4か月目（計画6）")
    assert (third.state, third.detail) == ("ahead", "2026年6月–2027年5月　12か月（予定）")


def test_stages_not_begun_when_support_ends_are_not_reached():
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="stopped", note="休業", ended_on=making.START
    )
    assert [step.note for step in view(case).steps] == ["済", "未到達", "未到達", "未到達"]


def test_hours_fall_to_the_stage_of_their_day_and_a_day_of_change_to_the_later_one():
    expert = making.expert()
    case = making.opened(expert=expert)
    changed = date(2025, 9, 20)
    services.decide_gate(
        making.by("office_staff", changed), case.stages.first(), services.GateData("advance", "完了", 0)
    )
    for day, hours in ((date(2025, 5, 1), "2"), (changed, "1.25"), (date(2026, 1, 5), "0.5")):
        data = services.ActivityData("advice", day, Decimal(hours), "助言")
        services.log_activity(making.by("expert", TODAY, expert.user), case, data)
    assert [str(hours) for hours in view(case).hours_by_stage.values()] == ["2.00", "1.75", "0", "0"]
    assert view(case).hours_said == "3.75"


def test_the_cumulative_column_ends_at_the_sum_of_the_chart():
    case = making.opened()
    making.result(case, date(2025, 6, 1), amount_yen=100)
    making.result(case, date(2025, 7, 1), amount_yen=900, sample=True)
    making.result(case, date(2025, 8, 1), amount_yen=50, role="office_staff")
    making.result(case, date(2025, 9, 1), amount_yen=25)
    page = view(case)
    assert [line.total for line in page.result_lines] == ["100円", "–", "–", "125円"]
    assert (page.counted, page.not_counted) == (2, 2)


def test_an_effort_is_late_from_the_day_after_its_promise():
    case = making.opened()
    promised = case.own_efforts.get().promised_by
    assert view(case, promised).effort_lines[0].state == "ahead"
    line = view(case, date(2025, 10, 1)).effort_lines[0]
    assert (line.state, line.days) == ("overdue", 1)


def test_a_cost_that_is_not_known_is_left_out_of_the_sum_and_counted():
    case = making.opened(efforts=[making.effort(), making.effort(kind="hr")])
    for effort, cost in zip(case.own_efforts.all(), (1000, None), strict=True):
        services.record_effort_done(making.by("firm_member", TODAY), effort, done_on=TODAY, cost_yen=cost)
    page = view(case)
    assert (page.effort_cost, page.efforts_without_cost) == (1000, 1)


def test_the_firm_is_asked_for_late_efforts_then_confirmations_then_efforts_ahead():
    case = making.opened(efforts=[making.effort(), making.effort(kind="hr", promised_by=date(2026, 12, 1))])
    making.result(case, role="office_staff")
    todos = view(case).todos
    assert [(todo.late, todo.result is not None) for todo in todos] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_nobody_asks_for_efforts_once_support_has_ended():
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="stopped", note="休業", ended_on=making.START
    )
    assert view(case).todos == []


exports = st.builds(
    ExportResult,
    exported_on=st.dates(date(2025, 1, 1), TODAY),
    amount_yen=st.none() | st.integers(0, 10**9),
    quantity=st.none() | st.integers(0, 10**5),
    unit=st.sampled_from(["kg", "箱"]),
    sample=st.booleans(),
    confirmed_at=st.none() | st.datetimes(timezones=st.just(ZONE)),
)


@given(st.lists(exports), st.sampled_from(["amount", "quantity"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_chart_draws_just_what_the_goal_counts(results, metric):
    case = Case(started_on=making.START)
    goal = ExportGoal(metric=metric, target=10, unit="kg", due_on=TODAY, baseline=0)
    drawn = confirmed_steps(marks(case, goal, results))
    counted = attainment(plain_goal(goal), map(plain_result, results), case.started_on)
    assert (drawn[-1].total if drawn else 0) == counted.attained
