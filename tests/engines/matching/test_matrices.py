"""All at once says the same as one by one."""

import random

import numpy as np
import pytest

from banso.engines.matching.filters import checks_of, passes
from banso.engines.matching.matrices import eligibility, scores
from banso.engines.matching.scores import parts_of
from tests.engines.matching import making
from tests.engines.matching.making import DAY, REGIONS, WEIGHTS


@pytest.mark.parametrize("seed", range(8))
def test_the_matrices_hold_what_the_tests_and_the_parts_say(seed):
    chance = random.Random(seed)
    experts, asks = making.candidates(chance, 20), making.asks(chance, 40, (4, 8, 16))
    told = [[passes(checks_of(ask, expert, DAY)) for expert in experts] for ask in asks]
    worth = [[sum(parts_of(ask, expert, WEIGHTS, REGIONS).values()) for expert in experts] for ask in asks]
    assert np.array_equal(eligibility(asks, experts, DAY), np.array(told))
    assert np.array_equal(scores(asks, experts, WEIGHTS, REGIONS), np.array(worth))
    assert 0 < np.count_nonzero(told) < len(asks) * len(experts)
