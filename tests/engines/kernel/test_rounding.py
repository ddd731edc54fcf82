from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.kernel.rounding import half_up, percent, share, truncated


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (195, 395, "49.4"),
        (184, 488, "37.7"),
        (98, 195, "50.3"),
        (1, 8, "12.5"),
        (1, 1, "100.0"),
        (0, 7, "0.0"),
    ],
)
def test_a_percentage_is_rounded_half_up_to_one_decimal(numerator, denominator, expected):
    assert str(percent(numerator, denominator)) == expected


def test_an_exact_half_goes_up_where_a_float_would_go_down():
    assert percent(1, 2000) == Decimal("0.1")
    assert half_up(Fraction(2675, 1000), 2) == Decimal("2.68")
    assert round(2.675, 2) == 2.67


def test_an_exact_half_below_zero_goes_away_from_zero():
    assert half_up(Fraction(-225, 100)) == Decimal("-2.3")


def test_there_is_no_percentage_without_a_base():
    assert percent(0, 0) is None
    assert share(0, 0) is None


def test_cutting_off_is_another_rule():
    assert truncated(Fraction(100 * 195, 395)) == Decimal("49.3")
    assert truncated(Fraction(-229, 100)) == Decimal("-2.2")


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 3))
def test_rounding_moves_a_number_by_no_more_than_half_a_unit(value, places):
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
