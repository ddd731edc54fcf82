"""The status of a need follows from its proposals: every set of their states, against rules spelled out."""

from itertools import combinations

import pytest

from banso.apps.intake.models import ProposalState
from banso.apps.intake.status import NeedStatus, need_status

SETS = [set(chosen) for size in range(7) for chosen in combinations(ProposalState.values, size)]


def oracle(states: set[str]) -> NeedStatus:
    """The rule in the words of those who decided it, one sentence after the other."""
    if not states:
        return NeedStatus.NOT_COMPLETE
    if "helped" in states:
        return NeedStatus.HELPED
    if "taken" in states:
        return NeedStatus.TAKEN
    if "waiting" in states:
        return NeedStatus.WAITING
    if "no_help" in states:
        return NeedStatus.NO_HELP
    if "not_reachable" in states:
        return NeedStatus.NOT_REACHABLE
    assert states == {"not_my_field"}
    return NeedStatus.REFUSED_BY_ALL


def test_every_set_of_states_is_tried():
    assert len(SETS) == 2**6


@pytest.mark.parametrize("states", SETS, ids=lambda states: "+".join(sorted(states)) or "none")
def test_the_first_state_in_order_of_precedence_decides(states):
    assert need_status(states) is oracle(states)
    assert need_status(sorted(states) * 2) is oracle(states)
