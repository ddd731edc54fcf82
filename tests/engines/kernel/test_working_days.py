"""Working days between days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.kernel.working_days import WorkingDays

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, day) for day in (6, 7, 8, 9))
#: Greenery Day and its neighbours: 2 May 2026 is a Saturday.
GOLDEN_WEEK = WorkingDays([date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6)])


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, SUNDAY, 0),
        (FRIDAY, MONDAY, 1),
        (SATURDAY, MONDAY, 1),
        (MONDAY, FRIDAY, 0),
        (date(2026, 2, 27), FRIDAY, 5),
        (date(2025, 3, 6), date(2026, 3, 6), 261),
    ],
)
def test_working_days_lie_between_two_days(first, last, number):
    assert WorkingDays().between(first, last) == number


@pytest.mark.parametrize(("number", "day"), [(0, FRIDAY), (1, MONDAY), (6, date(2026, 3, 16))])
def test_so_many_working_days_after_a_day(number, day):
    assert WorkingDays().after(FRIDAY, number) == day


def test_before_is_the_last_day_since_which_so_many_have_passed():
    days = WorkingDays()
    assert days.before(MONDAY, 1) == SUNDAY
    assert days.between(days.before(MONDAY, 3), MONDAY) == 3


def test_holidays_are_no_working_days_and_one_on_a_sunday_takes_nothing_away():
    thursday = date(2026, 4, 30)
    assert GOLDEN_WEEK.between(thursday, date(2026, 5, 8)) == 3
    assert GOLDEN_WEEK.after(thursday, 2) == date(2026, 5, 7)
    assert GOLDEN_WEEK.before(date(2026, 5, 7), 2) == thursday


SPRING = [date(2026, 3, 1) + timedelta(days=number) for number in range(60)]
DAYS = st.sampled_from(SPRING)


@settings(max_examples=100, deadline=None)
@given(st.sets(DAYS, max_size=20), DAYS, DAYS)
def test_working_days_are_those_of_the_week_that_are_not_off(off, first, last):
    days = WorkingDays(off)
    passed = (first + timedelta(days=number + 1) for number in range((last - first).days))
    assert days.between(first, last) == sum(day.weekday() < 5 and day not in off for day in passed)


@settings(max_examples=100, deadline=None)
@given(st.sets(DAYS, max_size=20), DAYS, st.integers(0, 12))
def test_after_and_before_are_the_first_and_the_last_day_with_so_many_between(off, day, number):
    days, one = WorkingDays(off), timedelta(days=1)
    later, earlier = days.after(day, number), days.before(day, number)
    assert days.between(day, later) == days.between(earlier, day) == number
    assert not number or days.between(day, later - one) == number - 1
    assert days.between(earlier + one, day) < number or not number
