"""Where a wave stands: by stratum and in all, day by day, and against the wave before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import accumulate

from django.db.models import Count, Q

from banso.apps.journal.actor import day_of
from banso.apps.surveys.models import Exclusion, FrameUnit, Wave

#: A stratum with fewer to ask is small: no table can be published of it alone.
SMALL = 5
#: A wave is told day by day for so long.
DAILY = 14
#: What a drawing is wide and high, in its own units.
WIDTH, HEIGHT = 640, 180


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units stand where. ``left``: nothing keeps them from being asked."""

    framed: int = 0
    left: int = 0
    drawn: int = 0
    sent: int = 0
    bounced: int = 0
    opened: int = 0
    started: int = 0
    answered: int = 0
    declined: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def small(self) -> bool:
        """Whether fewer can be asked than a table may tell of."""
        return self.left < SMALL


@dataclass(frozen=True, slots=True)
class Line:
    """A stratum with its tally."""

    code: str
    name: str
    tally: Tally


def tallies(wave: Wave, name_of: Callable[[str], str]) -> list[Line]:
    """The strata of a wave, in one query.

    Only who was drawn is counted as sent and so on; bounced are those that came back and did not answer.
    """
    drawn = Q(drawn=True)
    rows = (
        FrameUnit.objects.filter(wave=wave)
        .order_by("stratum")
        .values_list("stratum")
        .annotate(
            framed=Count("pk"),
            left=Count("pk", filter=Q(excluded="")),
            drawn_=Count("pk", filter=drawn),
            sent=Count("pk", filter=drawn & Q(sent_at__isnull=False)),
            bounced=Count("pk", filter=drawn & Q(bounced_at__isnull=False, answered_at__isnull=True)),
            opened=Count("pk", filter=drawn & Q(opened_at__isnull=False)),
            started=Count("pk", filter=drawn & Q(started_at__isnull=False)),
            answered=Count("pk", filter=drawn & Q(answered_at__isnull=False)),
            declined=Count("pk", filter=drawn & Q(declined_at__isnull=False)),
        )
    )
    return [Line(code, name_of(code), Tally(*counts)) for code, *counts in rows]


def in_all(lines: Iterable[Line]) -> Tally:
    """All strata together."""
    return sum((line.tally for line in lines), Tally())


def left_out(wave: Wave) -> list[tuple[str, int]]:
    """Why units are not asked, and how many."""
    rows = wave.units.exclude(excluded="").order_by().values_list("excluded").annotate(count=Count("pk"))
    counts = dict(rows)
    return [(str(reason.label), counts[reason]) for reason in Exclusion if reason in counts]


@dataclass(frozen=True, slots=True)
class Days:
    """How many of those ``drawn`` had answered by the end of each day since the wave opened."""

    wave: Wave
    drawn: int
    answered: tuple[int, ...]

    @property
    def shares(self) -> list[float]:
        """The same as parts of those drawn."""
        return [count / self.drawn for count in self.answered] if self.drawn else []


def days_of(wave: Wave, today: date) -> Days:
    """The days of a wave until it closed, or until now. One query."""
    rows = list(wave.units.filter(drawn=True).order_by().values_list("answered_at", flat=True))
    # Closed in the night after its last day, it took answers until that day.
    ends = [today, wave.closes_on or today, day_of(wave.closed_at) if wave.closed_at else today]
    first, last = wave.asked_on, min(ends)
    by_day = [0] * max((last - first).days + 1, 0)
    for moment in rows:
        if moment is not None and by_day:
            # An answer typed in before or after counts at the end it is nearest to.
            by_day[min(max((day_of(moment) - first).days, 0), len(by_day) - 1)] += 1
    return Days(wave, len(rows), tuple(accumulate(by_day)))


@dataclass(frozen=True, slots=True)
class Drawing:
    """The days of a wave, and of the one before, as lines: points, and what the axes say."""

    now: str
    before: str
    highest: int
    days: int
    width: int = WIDTH
    height: int = HEIGHT


def drawing(now: Days, before: Days | None) -> Drawing | None:
    """Lines of the shares that had answered; None where nothing can be drawn."""
    series = [one.shares for one in (now, before) if one is not None and one.shares]
    longest = max((len(one) for one in series), default=0)
    if longest < 2 or not now.shares:
        return None
    # The axis ends at the next ten percent over the highest point.
    highest = min(100, 10 * (int(max(max(one) for one in series) * 10) + 1))
    return Drawing(
        _points(now.shares, longest, highest),
        _points(before.shares, longest, highest) if before is not None else "",
        highest,
        longest,
    )


def _points(shares: Sequence[float], days: int, highest: int) -> str:
    return " ".join(
        f"{number / (days - 1) * WIDTH:.1f},{HEIGHT - share * 100 / highest * HEIGHT:.1f}"
        for number, share in enumerate(shares)
    )


@dataclass(frozen=True, slots=True)
class Week:
    """A day of a wave, or the end of a week, for the table below the lines."""

    day: date
    number: int
    answered: int
    drawn: int
    before: int | None
    before_drawn: int


def weeks(now: Days, before: Days | None) -> list[Week]:
    """Both waves on each day of a young wave; of an older one at the end of each week and on the last day."""
    young = len(now.answered) <= DAILY
    places = [*range(len(now.answered))] if young else [*range(6, len(now.answered), 7)]
    if now.answered and len(now.answered) - 1 not in places:
        places.append(len(now.answered) - 1)
    return [
        Week(
            now.wave.asked_on + timedelta(days=place),
            place + 1,
            now.answered[place],
            now.drawn,
            before.answered[min(place, len(before.answered) - 1)] if before and before.answered else None,
            before.drawn if before else 0,
        )
        for place in places
    ]
