"""Who may move a proposal from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.intake.models import ProposalState
from banso.apps.intake.transitions import NEW, PROPOSAL
from banso.engines.kernel.transitions import TransitionRefused

FACTS = {"under_contract": True, "has_reason": True, "sent_to_expert": True}
OFFICE, EXPERT = {"office_staff", "office_manager"}, {"expert"}
#: state, event -> new state, by whom.
ALLOWED = {
    (NEW, "send"): ("waiting", OFFICE),
    (NEW, "answer"): ("helped", OFFICE),
    ("waiting", "take"): ("taken", EXPERT),
    ("waiting", "refuse"): ("not_my_field", EXPERT),
    ("taken", "helped"): ("helped", EXPERT),
    ("taken", "no_help"): ("no_help", EXPERT),
    ("taken", "not_reachable"): ("not_reachable", EXPERT),
    ("not_my_field", "reopen"): ("waiting", EXPERT | OFFICE),
    ("helped", "reopen"): ("taken", EXPERT | OFFICE),
    ("no_help", "reopen"): ("taken", EXPERT | OFFICE),
    ("not_reachable", "reopen"): ("taken", EXPERT | OFFICE),
}
EVENTS = sorted({event for _state, event in ALLOWED})


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", [NEW, *ProposalState.values])
def test_a_proposal_moves_only_as_allowed(state, event, role):
    target, roles = ALLOWED.get((state, event), (None, set()))
    if role in roles:
        assert PROPOSAL.fire(state, event, role, FACTS).target == target
    else:
        with pytest.raises(TransitionRefused):
            PROPOSAL.fire(state, event, role, FACTS)


GUARDS = [
    ("office_staff", NEW, "send", "under_contract"),
    ("expert", "waiting", "refuse", "has_reason"),
    ("office_staff", "helped", "reopen", "sent_to_expert"),
]


@pytest.mark.parametrize(("role", "state", "event", "fact"), GUARDS)
@pytest.mark.parametrize("said", [False, None])
def test_a_guard_that_does_not_hold_stops_it(role, state, event, fact, said):
    with pytest.raises(TransitionRefused) as caught:
        PROPOSAL.fire(state, event, role, FACTS | {fact: said})
    assert caught.value.guard == fact
