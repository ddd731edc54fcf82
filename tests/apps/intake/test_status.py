"""The status of a need follows from its proposals."""

from itertools import combinations

import pytest

from banso.apps.intake.models import ProposalState
from banso.apps.intake.status import NeedStatus, need_status

ORDER = [
    ("helped", NeedStatus.HELPED),
    ("taken", NeedStatus.TAKEN),
    ("waiting", NeedStatus.WAITING),
    ("no_help", NeedStatus.NO_HELP),
    ("not_reachable", NeedStatus.NOT_REACHABLE),
    ("not_my_field", NeedStatus.REFUSED_BY_ALL),
]
SETS = [chosen for size in range(1, 7) for chosen in combinations(ORDER, size)]


@pytest.mark.parametrize("chosen", SETS, ids=lambda chosen: "+".join(state for state, _ in chosen))
def test_the_first_state_in_order_of_precedence_decides(chosen):
    assert need_status(state for state, _ in reversed(chosen)) is chosen[0][1]


def test_without_a_proposal_nothing_has_been_done():
    assert need_status([]) is NeedStatus.NOT_COMPLETE


def test_every_state_of_a_proposal_has_its_place_in_the_order():
    assert {state for state, _ in ORDER} == set(ProposalState.values)
