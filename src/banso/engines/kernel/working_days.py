"""Working days: Monday to Friday without the days off that a calendar is given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

_WEEK, _WORKED = 7, 5


class WorkingDays:
    """Counts working days; ``off`` are holidays and days on which an organisation is closed."""

    def __init__(self, off: Iterable[date] = ()) -> None:
        # Days off at weekends take nothing away.
        self._off = sorted({day for day in off if day.weekday() < _WORKED})

    def between(self, first: date, last: date) -> int:
        """How many working days lie after the first day, up to and with the last; none if it lies before."""
        if last <= first:
            return 0
        return self._worked(last) - self._worked(first)

    def after(self, day: date, number: int) -> date:
        """The day on which so many working days have passed since a day."""
        later = day
        while self.between(day, later) < number:
            later += timedelta(days=1)
        return later

    def before(self, day: date, number: int) -> date:
        """The last day since which so many working days, or more, have passed on a day."""
        earlier = day
        while self.between(earlier, day) < number:
            earlier -= timedelta(days=1)
        return earlier

    def _worked(self, day: date) -> int:
        """Working days from the first Monday of the calendar up to and with a day."""
        weeks, place = divmod(day.toordinal() - 1, _WEEK)
        return weeks * _WORKED + min(place + 1, _WORKED) - bisect_right(self._off, day)
