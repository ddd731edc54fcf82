"""A warning needs enough firms, a fall that is large enough, and an interval that excludes no change."""

from decimal import Decimal

import pytest

from banso.engines.fees.drop_out import Rule, judge

RULE = Rule(50, Decimal(5))


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((60, 100), (40, 100), "warns"),
        # The interval of a fall by ten points includes none at this size.
        ((50, 100), (40, 100), "holds"),
        # It excludes none, but the fall is smaller than the threshold.
        ((5_000, 10_000), (4_600, 10_000), "holds"),
        # A rise is no drop-out.
        ((40, 100), (60, 100), "holds"),
        ((40, 49), (10, 100), "too_few"),
        ((0, 0), (10, 100), "too_few"),
    ],
)
def test_the_rule_judges_a_change(before, after, verdict):
    assert judge(RULE, before, after).verdict == verdict


def test_a_change_is_told_in_points_with_its_interval():
    found = judge(RULE, (60, 100), (40, 100))
    assert found.difference == Decimal("-20.0")
    # Newcombe's interval as published formulas give it.
    assert found.interval == (Decimal("-32.8"), Decimal("-6.1"))
    assert judge(RULE, (0, 0), (1, 2)).difference is None
