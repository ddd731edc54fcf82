"""The months before and after a charge came into force that are held beside each other.

1. After: the latest whole months under the charge, at most twelve. The month in which it began counts only if
   it began on the first; the month of today is not over and does not count.
2. Before: the same calendar months of the latest year in which all of them lie before the charge. So both
   have the same seasons and the same number of months; a leap day may make one a day longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from banso.engines.kernel.fiscal import add_months

#: A window is at most so long: one turn of the seasons.
MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months, from the first of the first to the last day of the last."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Windows:
    """Two windows of equally many months."""

    before: Window
    after: Window
    months: int


def windows(began: date, today: date) -> Windows | None:
    """The windows on a day; None while no whole month under the charge is over."""
    start = began if began.day == 1 else add_months(began.replace(day=1), 1)
    end = today.replace(day=1)
    months = min((end.year - start.year) * 12 + end.month - start.month, MOST_MONTHS)
    if months <= 0:
        return None
    years = 1
    while add_months(end, -12 * years) > began:
        years += 1
    before_end = add_months(end, -12 * years)
    return Windows(_window(before_end, months), _window(end, months), months)


def _window(end: date, months: int) -> Window:
    return Window(add_months(end, -months), end - timedelta(days=1))
