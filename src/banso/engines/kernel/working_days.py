"""Working days: Monday to Friday. Public holidays are not known here."""

from __future__ import annotations

from datetime import date, timedelta

_WEEK, _WORKED = 7, 5


def between(first: date, last: date) -> int:
    """How many working days lie after the first day, up to and with the last; none if it lies before."""
    if last <= first:
        return 0
    return _since_monday(last) - _since_monday(first)


def after(day: date, number: int) -> date:
    """The day on which so many working days have passed since a day."""
    later = day
    while number > 0:
        later += timedelta(days=1)
        number -= later.weekday() < _WORKED
    return later


def before(day: date, number: int) -> date:
    """The last day since which so many working days, or more, have passed on a day."""
    earlier = day
    while between(earlier, day) < number:
        earlier -= timedelta(days=1)
    return earlier


def _since_monday(day: date) -> int:
    """Working days from the first Monday of the calendar up to and with a day."""
    weeks, place = divmod(day.toordinal() - 1, _WEEK)
    return weeks * _WORKED + min(place + 1, _WORKED)
