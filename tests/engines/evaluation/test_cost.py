"""What work cost, by the rate of its day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.evaluation.cost import Rate, Work, cost

RATES = (
    Rate("expert", date(2024, 4, 1), 12_000),
    Rate("expert", date(2023, 4, 1), 11_000),
    Rate("staff", date(2023, 4, 1), 4_501),
)


def work(worker="expert", day=date(2024, 5, 1), hours="1.5", travel_yen=0):
    return Work(worker, day, Decimal(hours), travel_yen)


@pytest.mark.parametrize(
    ("day", "yen"),
    [
        (date(2023, 4, 1), 16_500), (date(2024, 3, 31), 16_500), (date(2024, 4, 1), 18_000),
        (date(2030, 1, 1), 18_000),
    ],
)  # fmt: skip
def test_an_hour_costs_what_the_rate_of_its_day_says(day, yen):
    assert cost([work(day=day)], RATES).yen == yen


def test_a_day_before_the_first_rate_leaves_the_cost_unknown_and_says_how_many_hours():
    found = cost([work(day=date(2023, 3, 31)), work()], RATES)
    assert (found.yen, found.known_yen, found.hours_without_rate) == (None, 18_000, Decimal("1.5"))


def test_a_worker_without_any_rate_is_unknown_and_not_free():
    assert cost([work("volunteer")], RATES).yen is None


def test_no_work_costs_nothing():
    assert cost([], ()).yen == 0


def test_no_hours_need_no_rate():
    assert cost([work(day=date(2020, 1, 1), hours="0")], RATES).yen == 0


def test_travel_is_added_and_unknown_travel_makes_the_cost_unknown():
    assert cost([work(travel_yen=3_000)], RATES).yen == 21_000
    found = cost([work(travel_yen=None), work(travel_yen=500)], RATES)
    assert (found.yen, found.known_yen, found.travels_unknown) == (None, 36_500, 1)


def test_the_sum_is_rounded_once_and_half_up():
    quarters = [work("staff", hours="0.25"), work("staff", hours="0.25")]
    assert cost(quarters, RATES).yen == 2_251


works = st.builds(
    Work,
    worker=st.sampled_from(["expert", "staff", "other"]),
    day=st.dates(date(2022, 1, 1), date(2026, 1, 1)),
    hours=st.integers(0, 96).map(lambda quarters: Decimal(quarters) / 4),
    travel_yen=st.none() | st.integers(0, 10**6),
)


@given(st.lists(works))
def test_the_known_part_is_the_sum_over_hours_that_have_a_rate(done):
    found = cost(done, RATES)
    expected = Fraction(0)
    for one in done:
        valid = [rate for rate in RATES if rate.worker == one.worker and rate.in_force_from <= one.day]
        if valid:
            expected += Fraction(one.hours) * max(valid, key=lambda rate: rate.in_force_from).yen
    assert abs(found.work_yen - expected) <= Fraction(1, 2)
    assert found.hours == sum((one.hours for one in done), Decimal(0))
    assert (found.yen is None) == bool(found.hours_without_rate or found.travels_unknown)
