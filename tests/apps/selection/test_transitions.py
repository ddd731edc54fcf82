"""Who may move an application from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.selection.models import ApplicationState
from banso.apps.selection.transitions import APPLICATION, NEW
from banso.engines.kernel.transitions import TransitionRefused

WRITERS = {"firm_member", "office_staff", "office_manager"}
COMPLETE = ("all_stored", "has_goal", "goal_ahead", "has_plan")
JUDGED = ("screened_by_others", "enough_views")
REVIEWER, DECIDER = {"reviewer"}, {"decider"}
#: state, event -> new state, by whom, under which guards.
ALLOWED = {
    (NEW, "start"): ("draft", WRITERS, ()),
    ("draft", "change"): ("draft", WRITERS, ()),
    ("returned", "change"): ("returned", WRITERS, ()),
    ("draft", "submit"): ("submitted", WRITERS, COMPLETE),
    ("returned", "submit"): ("submitted", WRITERS, COMPLETE),
    ("draft", "withdraw"): ("withdrawn", WRITERS, ()),
    ("submitted", "withdraw"): ("withdrawn", WRITERS, ()),
    ("screened", "withdraw"): ("withdrawn", WRITERS, ()),
    ("returned", "withdraw"): ("withdrawn", WRITERS, ()),
    ("waiting", "withdraw"): ("withdrawn", WRITERS, ()),
    ("submitted", "declare"): ("submitted", REVIEWER, ()),
    ("screened", "declare"): ("screened", REVIEWER, ()),
    ("waiting", "declare"): ("waiting", REVIEWER, ()),
    ("submitted", "screen"): ("screened", REVIEWER, ("without_conflict", "first_view")),
    ("screened", "screen"): ("screened", REVIEWER, ("without_conflict", "first_view")),
    ("screened", "discuss"): ("screened", REVIEWER, ("own_view", "others_views")),
    ("screened", "assent"): ("screened", REVIEWER, ("own_view",)),
    ("submitted", "ask_more"): ("returned", DECIDER, ("screened_by_others",)),
    ("screened", "ask_more"): ("returned", DECIDER, ("screened_by_others",)),
    ("screened", "wait"): ("waiting", DECIDER, (*JUDGED, "has_places")),
    ("screened", "adopt"): ("adopted", DECIDER, JUDGED),
    ("screened", "decline"): ("declined", DECIDER, JUDGED),
    ("waiting", "adopt"): ("adopted", DECIDER, JUDGED),
    ("waiting", "decline"): ("declined", DECIDER, JUDGED),
}
EVENTS = sorted({event for _state, event in ALLOWED})
FACTS = {guard: True for _target, _roles, guards in ALLOWED.values() for guard in guards}
GUARDED = [(state, event, guard) for (state, event), row in ALLOWED.items() for guard in row[2]]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", [NEW, *ApplicationState.values])
def test_an_application_moves_only_as_allowed(state, event, role):
    target, roles, guards = ALLOWED.get((state, event), (None, set(), ()))
    if role in roles:
        fired = APPLICATION.fire(state, event, role, FACTS)
        assert (fired.target, tuple(fired.guards)) == (target, guards)
    else:
        with pytest.raises(TransitionRefused):
            APPLICATION.fire(state, event, role, FACTS)


@pytest.mark.parametrize(("state", "event", "guard"), GUARDED)
@pytest.mark.parametrize("said", [False, None])
def test_a_guard_that_does_not_hold_stops_it(state, event, guard, said):
    role = sorted(ALLOWED[state, event][1])[0]
    with pytest.raises(TransitionRefused) as caught:
        APPLICATION.fire(state, event, role, FACTS | {guard: said})
    assert caught.value.guard == guard
