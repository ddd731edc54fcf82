"""Months before and after a charge are equally many and the same in the calendar."""

from datetime import date

import pytest

from banso.engines.fees.windows import Window, windows


@pytest.mark.parametrize(
    ("began", "today", "months", "before", "after"),
    [
        # A whole turn of the seasons, with the months that begin before the charge two years back.
        ((2024, 4, 1), (2026, 3, 10), 12, ((2023, 3, 1), (2024, 2, 29)), ((2025, 3, 1), (2026, 2, 28))),
        ((2025, 4, 1), (2026, 3, 10), 11, ((2024, 4, 1), (2025, 2, 28)), ((2025, 4, 1), (2026, 2, 28))),
        # The month in which it began does not count unless it began on the first.
        ((2025, 4, 2), (2025, 6, 1), 1, ((2024, 5, 1), (2024, 5, 31)), ((2025, 5, 1), (2025, 5, 31))),
    ],
)
def test_the_windows_have_the_same_calendar_months(began, today, months, before, after):
    found = windows(date(*began), date(*today))
    assert found.months == months
    assert found.before == Window(*(date(*day) for day in before))
    assert found.after == Window(*(date(*day) for day in after))
    assert found.before.last < date(*began) <= found.after.first


def test_there_is_nothing_to_compare_before_a_month_is_over():
    assert windows(date(2025, 4, 1), date(2025, 4, 30)) is None
    assert windows(date(2025, 4, 2), date(2025, 5, 31)) is None


def test_the_days_of_a_window_are_counted_with_both_ends():
    assert Window(date(2024, 2, 1), date(2024, 2, 29)).days == 29
