from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from banso.engines.kernel.intervals import log_ratio, newcombe, wilson

shares = st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
inner_shares = st.integers(2, 1000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


def near(found, expected, slack):
    """Both bounds agree up to rounding."""
    return all(abs(float(a) - b) <= slack for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("count", "base", "interval"),
    [
        (195, 395, ("44.5", "54.3")),
        (97, 195, ("42.8", "56.7")),
        (184, 488, ("33.5", "42.1")),
        (75, 184, ("33.9", "48.0")),
    ],
)
def test_wilson_gives_the_known_intervals_of_the_survey(count, base, interval):
    assert wilson(count, base) == tuple(map(Decimal, interval))


@given(shares)
def test_wilson_agrees_with_the_oracle(share):
    low, high = proportion_confint(*share, method="wilson")

    assert near(wilson(*share), (100 * low, 100 * high), 0.0501)


def test_wilson_reaches_the_ends_exactly():
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 100


def test_there_is_no_interval_without_a_base():
    assert wilson(0, 0) is None


@pytest.mark.parametrize("share", [(11, 10), (-1, 10), (1, 0)])
def test_wilson_refuses_what_is_no_share(share):
    with pytest.raises(ValueError, match="no share"):
        wilson(*share)


@given(shares, shares)
def test_the_interval_of_a_difference_agrees_with_the_oracle(first, second):
    low, high = confint_proportions_2indep(*first, *second, compare="diff", method="newcomb")

    assert near(newcombe(first, second), (100 * low, 100 * high), 0.0501)


@given(inner_shares, inner_shares)
def test_the_interval_of_a_ratio_agrees_with_the_oracle(first, second):
    low, high = confint_proportions_2indep(*first, *second, compare="ratio", method="log")

    assert near(log_ratio(first, second), (low, high), 0.00501)


def test_an_empty_group_has_no_comparison():
    assert newcombe((1, 2), (0, 0)) is None
    assert log_ratio((1, 2), (0, 5)) is None
