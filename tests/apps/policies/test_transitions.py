"""Who may move a version from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import SYSTEM
from banso.apps.policies.models import State
from banso.apps.policies.transitions import NEW, POLICY, REFUSALS
from banso.engines.kernel.transitions import TransitionRefused

MANAGER = {"programme_manager"}
#: state, event -> new state, by whom, under which guards.
ALLOWED = {
    (NEW, "copy"): ("draft", MANAGER, ()),
    (NEW, "import"): ("draft", MANAGER, ()),
    ("draft", "change"): ("draft", MANAGER, ()),
    ("draft", "send"): ("checked", MANAGER, ("check_passes",)),
    ("checked", "return"): ("draft", MANAGER, ("has_reason",)),
    ("approved", "return"): ("draft", MANAGER, ("has_reason",)),
    ("checked", "approve"): ("approved", MANAGER, ("approver_wrote_nothing",)),
    ("approved", "publish"): ("published", MANAGER, ("not_in_the_past", "overlaps_none")),
    ("published", "end"): ("published", MANAGER, ("end_is_open", "last_day_ahead")),
    ("draft", "discard"): ("discarded", MANAGER, ()),
    ("checked", "discard"): ("discarded", MANAGER, ()),
    ("approved", "discard"): ("discarded", MANAGER, ()),
    (NEW, "ship"): ("draft", {SYSTEM}, ()),
    ("draft", "ship"): ("draft", {SYSTEM}, ()),
    (NEW, "ship_in_force"): ("published", {SYSTEM}, ("check_passes", "overlaps_none")),
}
EVENTS = sorted({event for _state, event in ALLOWED})
FACTS = {guard: True for _target, _roles, guards in ALLOWED.values() for guard in guards}
GUARDED = [(state, event, guard) for (state, event), row in ALLOWED.items() for guard in row[2]]


@pytest.mark.parametrize("role", [*Role.values, SYSTEM])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", [NEW, *State.values])
def test_a_version_moves_only_as_allowed(state, event, role):
    target, roles, guards = ALLOWED.get((state, event), (None, set(), ()))
    if role in roles:
        fired = POLICY.fire(state, event, role, FACTS)
        assert (fired.target, tuple(fired.guards)) == (target, guards)
    else:
        with pytest.raises(TransitionRefused):
            POLICY.fire(state, event, role, FACTS)


@pytest.mark.parametrize(("state", "event", "guard"), GUARDED)
@pytest.mark.parametrize("said", [False, None])
def test_a_guard_that_does_not_hold_stops_it(state, event, guard, said):
    role = sorted(ALLOWED[state, event][1])[0]
    with pytest.raises(TransitionRefused) as caught:
        POLICY.fire(state, event, role, FACTS | {guard: said})
    assert caught.value.guard == guard


def test_every_guard_and_every_state_has_words_for_its_refusal():
    assert set(REFUSALS.guards) == set(POLICY.guards)
    assert set(REFUSALS.states) == set(State.values)
