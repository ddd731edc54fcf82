"""Working days between days."""

from datetime import date

import pytest

from banso.engines.kernel import working_days

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, day) for day in (6, 7, 8, 9))


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
    assert working_days.between(first, last) == number


@pytest.mark.parametrize(("number", "day"), [(0, FRIDAY), (1, MONDAY), (6, date(2026, 3, 16))])
def test_so_many_working_days_after_a_day(number, day):
    assert working_days.after(FRIDAY, number) == day


def test_before_is_the_last_day_since_which_so_many_have_passed():
    assert working_days.before(MONDAY, 1) == SUNDAY
    assert working_days.between(working_days.before(MONDAY, 3), MONDAY) == 3
