import json
from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.journal.models import Event
from banso.apps.selection.models import ApplicationState

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def propose(**values):
    draft = making.application()
    return services.propose_goal(making.by("firm_member"), draft, making.goal(**values))


def test_a_goal_by_amount_is_kept_in_yen():
    assert propose(unit="kg").unit == "JPY"


def test_a_goal_by_quantity_keeps_its_unit():
    goal = propose(metric="quantity", unit="kg", baseline=10, target=500)
    assert (goal.baseline, goal.target, goal.unit) == (10, 500, "kg")


def test_a_second_proposal_rewrites_the_first():
    draft = making.application()
    actor = making.by("firm_member")
    services.propose_goal(actor, draft, making.goal(target=100))
    services.propose_goal(actor, draft, making.goal(target=200))
    assert [goal.target for goal in draft.goals.all()] == [200]


@pytest.mark.parametrize("baseline", [5_000_000, 5_000_001])
def test_it_rejects_a_target_not_above_the_baseline(refused, baseline):
    with refused("target_above_baseline", "target"):
        propose(baseline=baseline)


@pytest.mark.parametrize("due_on", [making.START, date(2025, 3, 31)])
def test_it_rejects_a_goal_due_today_or_in_the_past(refused, due_on):
    with refused("due_in_future", "due_on"):
        propose(due_on=due_on)


def test_it_rejects_a_quantity_without_a_unit(refused):
    with refused("required", "unit"):
        propose(metric="quantity", unit=" ", target=500)


def test_it_rejects_a_negative_baseline(refused):
    with refused("amount_range", "baseline"):
        propose(baseline=-1)


def test_it_rejects_an_unknown_metric(refused):
    with refused("unknown_code", "metric"):
        propose(metric="orders")


def test_it_rejects_a_goal_without_a_product(refused):
    with refused("required", "product"):
        propose(product="  ")


def test_a_goal_stands_once_the_application_is_determined(refused):
    adopted = making.application(ApplicationState.ADOPTED)
    with refused("application_state"):
        services.propose_goal(making.by("firm_member"), adopted, making.goal())


def test_a_goal_is_one_event_of_the_application_without_its_text(events):
    goal = propose(product="秘密の商品")
    assert events(goal.application, "application") == ["goal.set"]
    assert "秘密" not in Event.objects.get(action="goal.set").payload


def test_promises_take_the_place_of_earlier_ones(events):
    draft = making.application()
    actor = making.by("firm_member")
    services.promise_efforts(actor, draft, [making.effort(), making.effort(kind="hr", description="採用")])
    services.promise_efforts(actor, draft, [making.effort(kind="fair", description="展示会")])
    assert [effort.kind for effort in draft.own_efforts.all()] == ["fair"]
    assert events(draft, "application") == ["effort.promised"] * 2


def test_a_promise_for_a_day_past_names_its_place(refused):
    with refused("promised_in_past", "1.promised_by"):
        services.promise_efforts(
            making.by("firm_member"),
            making.application(),
            [making.effort(), making.effort(promised_by=date(2025, 3, 31))],
        )


def test_nothing_is_stored_when_one_promise_is_refused(refused):
    draft = making.application()
    with refused("required", "1.description"):
        services.promise_efforts(
            making.by("firm_member"), draft, [making.effort(), making.effort(description="")]
        )
    assert not draft.own_efforts.exists()


def done(case, day=date(2025, 9, 1), **values):
    effort = case.own_efforts.get()
    return services.record_effort_done(making.by("firm_member", day), effort, done_on=day, **values)


def test_an_effort_is_recorded_with_its_cost(events):
    case = making.opened()
    effort = done(case, cost_yen=380_000)
    assert (effort.done_on, effort.cost_yen) == (date(2025, 9, 1), 380_000)
    event = Event.objects.get(action="effort.done")
    assert json.loads(event.payload)["effort"] == effort.pk
    assert events(case)[-1] == "effort.done"


def test_a_cost_that_is_not_known_stays_unknown():
    assert done(making.opened()).cost_yen is None


def test_an_effort_is_not_done_twice(refused):
    case = making.opened()
    done(case)
    with refused("already_done"):
        done(case)


def test_an_effort_is_not_done_after_today(refused):
    effort = making.opened().own_efforts.get()
    with refused("in_future", "done_on"):
        services.record_effort_done(making.by("firm_member"), effort, done_on=date(2025, 4, 2))


def test_an_effort_of_an_application_without_case_is_not_done(refused):
    draft = making.application()
    [effort] = services.promise_efforts(making.by("firm_member"), draft, [making.effort()])
    with refused("no_case"):
        services.record_effort_done(making.by("firm_member"), effort, done_on=making.START)
