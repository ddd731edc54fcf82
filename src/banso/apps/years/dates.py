"""The dates of a year's rows one year on.

A round is moved by twelve months. A day that falls on a Saturday or Sunday moves to the Monday after it; the
last day moves back to the Friday instead where that Monday lies in another fiscal year. Public holidays are
not known here: whoever opens the year sees the days and changes them.
"""

from __future__ import annotations

from datetime import date, timedelta

from banso.engines.kernel.fiscal import add_months, fiscal_year

_SATURDAY = 5


def a_year_on(first: date, last: date) -> tuple[date, date]:
    """The first and the last day one year later, each on a working day of the same fiscal year."""
    begin, end = _monday_after(add_months(first, 12)), add_months(last, 12)
    later = _monday_after(end)
    if fiscal_year(later) != fiscal_year(end):
        later = _friday_before(end)
    return begin, max(begin, later)


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def _friday_before(day: date) -> date:
    return day - timedelta(days=day.weekday() - 4) if day.weekday() >= _SATURDAY else day
