"""Who may move an application from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.selection.models import ApplicationState
from banso.apps.selection.transitions import APPLICATION, NEW
from banso.engines.kernel.transitions import TransitionRefused

WRITERS = {"firm_member", "office_staff", "office_manager"}
#: state, event -> new state, by whom, under which guards.
ALLOWED = {
    (NEW, "start"): ("draft", WRITERS, ()),
    ("draft", "change"): ("draft", WRITERS, ()),
    ("draft", "submit"): ("submitted", WRITERS, ("has_goal", "goal_ahead", "has_plan")),
    ("draft", "withdraw"): ("withdrawn", WRITERS, ()),
    ("submitted", "withdraw"): ("withdrawn", WRITERS, ()),
    ("screened", "withdraw"): ("withdrawn", WRITERS, ()),
    ("submitted", "screen"): ("screened", {"reviewer"}, ("first_view",)),
    ("screened", "screen"): ("screened", {"reviewer"}, ("first_view",)),
    ("screened", "adopt"): ("adopted", {"decider"}, ("screened_by_others",)),
    ("screened", "decline"): ("declined", {"decider"}, ("screened_by_others",)),
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
