"""Which firms to catch up with first, and in which week: pure rules on plain values.

Support that ended before Banso left follow-ups undone. They become one contact a firm. Firms are ranked by
promise and spread over weeks, so many a week as their office takes on.

Promise, in points (each item by the best of the firm's past supports; what is not known gives nothing):

* the end is not more than 12 months ago: 30; 24 months: 20; 36 months: 10;
* it exported under support: 40;
* it had a plan past the end of support: 20.

Equal points: the later end first, then the reference of the firm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from banso.engines.kernel.fiscal import add_months

#: Catch-up contacts a week of an office that says nothing else.
WEEKLY = 5
#: Months after the end of support at which firms were to be looked back at.
MONTHS = (6, 12, 24, 36)
RECENT = ((12, 30), (24, 20), (36, 10))
EXPORTED = 40
PLANNED_PAST_END = 20
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ended:
    """Support that ended on a day. None: not known."""

    ended_on: date
    exported: bool | None = None
    plan_past_end: bool | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm to be planned, by its reference; not before a day."""

    ref: str
    points: int
    ended_on: date
    not_before: date


def promise(supports: Iterable[Ended], today: date) -> int:
    """What a firm promises, in points."""
    supports = list(supports)
    latest = max(support.ended_on for support in supports)
    recent = next((points for months, points in RECENT if add_months(latest, months) >= today), 0)
    exported = EXPORTED if any(support.exported for support in supports) else 0
    planned = PLANNED_PAST_END if any(support.plan_past_end for support in supports) else 0
    return recent + exported + planned


def next_due(supports: Iterable[Ended], today: date, after: date | None = None) -> date | None:
    """The day from which the next contact is due; None once all is past and was caught up with.

    ``after`` is the day of the last contact. Without one, everything missed until today is due now, once; a
    firm whose first follow-up lies ahead is due on that day. After a contact the next one is due on the first
    follow-up that lies more than a month after it.
    """
    days = sorted(add_months(support.ended_on, months) for support in supports for months in MONTHS)
    if after is None:
        return today if days[0] <= today else days[0]
    return next((day for day in days if add_months(day, -1) > after), None)


def monday_of(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())


def friday_of(day: date) -> date:
    """The last working day of the week: by then a contact of that week is due."""
    return monday_of(day) + timedelta(days=4)


def spread(
    candidates: Iterable[Candidate], weekly: int, first_week: date, taken: Mapping[date, int] | None = None
) -> dict[str, date]:
    """The week (its Monday) of each firm of one office, by reference.

    1. The firms in the order of their promise.
    2. Each gets the first week with room, from ``first_week`` (a Monday) and from its own first day on.

    ``taken`` says how many contacts stand in a week already.

    Raises:
        ValueError: a capacity below one a week.
    """
    if weekly < 1:
        raise ValueError("an office takes on at least one contact a week")
    full: Counter[date] = Counter(taken or {})
    #: From a week on: the first week that may have room. Weeks fill up from the front.
    room: dict[date, date] = {}
    weeks = {}
    for firm in sorted(candidates, key=lambda one: (-one.points, -one.ended_on.toordinal(), one.ref)):  # 1
        start = max(first_week, monday_of(firm.not_before))
        week = room.get(start, start)
        while full[week] >= weekly:  # 2
            week += _WEEK
        full[week] += 1
        room[start] = week
        weeks[firm.ref] = week
    return weeks
