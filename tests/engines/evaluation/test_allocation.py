"""A shared cost divided by a key."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.evaluation.allocation import NoWeights, divided

WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(any)


@given(st.integers(-(10**9), 10**9), WEIGHTS)
def test_the_parts_add_up_to_the_whole(yen: int, weights: list[int]) -> None:
    assert sum(divided(yen, weights)) == yen


@given(st.integers(0, 10**9), WEIGHTS)
def test_no_part_is_a_yen_or_more_from_its_share(yen: int, weights: list[int]) -> None:
    for part, weight in zip(divided(yen, weights), weights, strict=True):
        assert abs(part * sum(weights) - yen * weight) < sum(weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_reversing_sum_cancels_part_by_part(yen: int, weights: list[int]) -> None:
    assert divided(-yen, weights) == [-part for part in divided(yen, weights)]


def test_the_remaining_yen_goes_to_the_largest_fraction() -> None:
    assert divided(10, [Decimal("1.5"), Decimal("1.5"), Decimal(1)]) == [4, 4, 2]
    assert divided(100, [1, 1, 1]) == [34, 33, 33]


def test_nothing_is_divided_without_weights() -> None:
    with pytest.raises(NoWeights):
        divided(100, [0, 0])


def test_a_weight_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        divided(100, [2, -1])
