"""What further months of support came to."""

from fractions import Fraction

from banso.engines.evaluation.support_months import Supported, bands


def test_cost_and_first_exports_fall_into_the_band_of_their_month() -> None:
    first, second, *_rest = bands([Supported(8, {1: 100, 7: 50}, 7), Supported(3, {2: 30}, None)])
    assert (first.cases, first.months, first.yen, first.first_exports) == (2, 9, 130, 0)
    assert (second.cases, second.months, second.yen, second.first_exports) == (1, 2, 50, 1)
    assert second.exports_per_100_months == Fraction(50)


def test_a_case_of_unknown_cost_is_counted_apart() -> None:
    first, *_rest = bands([Supported(3, None, 2), Supported(3, {1: 9}, None)])
    assert (first.cases, first.first_exports, first.cost_unknown) == (1, 0, 1)


def test_a_band_that_nobody_reached_has_no_figure() -> None:
    last = bands([Supported(3, {1: 9}, None)])[-1]
    assert last.cases == 0 and last.yen_per_month is None and last.exports_per_100_months is None


def test_the_last_band_has_no_end() -> None:
    last = bands([Supported(40, {38: 7}, 40)])[-1]
    assert (last.months, last.yen, last.first_exports) == (4, 7, 1)
