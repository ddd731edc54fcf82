"""Who may move a request about personal data from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.privacy.models import RequestState
from banso.apps.privacy.transitions import NEW, REQUEST
from banso.engines.kernel.transitions import TransitionRefused

WORKERS = {"office_staff", "office_manager", "administrator"}
DECIDERS = {"office_manager", "administrator"}
EVERYBODY = {*Role.values, "no_role"}
ANOTHER = ("decided_by_another",)
#: state, event -> new state, by whom, under which guards.
ALLOWED = {
    (NEW, "receive"): ("received", EVERYBODY, ()),
    ("received", "identify"): ("identified", WORKERS, ()),
    ("identified", "grant"): ("granted", DECIDERS, ANOTHER),
    ("received", "refuse"): ("refused", DECIDERS, ANOTHER),
    ("identified", "refuse"): ("refused", DECIDERS, ANOTHER),
    ("granted", "fulfil"): ("done", WORKERS, ("handed_out",)),
    ("received", "withdraw"): ("withdrawn", EVERYBODY, ()),
    ("identified", "withdraw"): ("withdrawn", EVERYBODY, ()),
}
EVENTS = sorted({event for _state, event in ALLOWED})
FACTS = {guard: True for _target, _roles, guards in ALLOWED.values() for guard in guards}
GUARDED = [(state, event, guard) for (state, event), row in ALLOWED.items() for guard in row[2]]


@pytest.mark.parametrize("role", sorted(EVERYBODY))
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", [NEW, *RequestState.values])
def test_a_request_moves_only_as_allowed(state, event, role):
    target, roles, guards = ALLOWED.get((state, event), (None, set(), ()))
    if role in roles:
        fired = REQUEST.fire(state, event, role, FACTS)
        assert (fired.target, dict(fired.guards)) == (target, dict.fromkeys(guards, True))
    else:
        with pytest.raises(TransitionRefused):
            REQUEST.fire(state, event, role, FACTS)


@pytest.mark.parametrize(("state", "event", "guard"), GUARDED)
def test_a_guard_that_does_not_hold_keeps_the_request_where_it_is(state, event, guard):
    with pytest.raises(TransitionRefused) as refused:
        REQUEST.fire(state, event, "administrator", {**FACTS, guard: False})
    assert refused.value.guard == guard
