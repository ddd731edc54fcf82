"""What work on a case cost: hours by the rate of their day, and travel.

A day without a rate leaves the cost of its hours unknown, and so does travel of which nobody said what it
cost: the sum of what is known is told together with how much is not, and nothing unknown counts as zero.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from banso.engines.kernel.rounding import half_up


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour of a kind of worker costs in whole yen, from a day on."""

    worker: str
    in_force_from: date
    yen: int


@dataclass(frozen=True, slots=True)
class Work:
    """Hours of one day by a kind of worker, and what travelling cost in yen; None: nobody said."""

    worker: str
    day: date
    hours: Decimal
    travel_yen: int | None = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """The known part of a cost in whole yen, and what is missing from it.

    ``work_yen`` is rounded half up once, over all hours. ``hours_without_rate`` and ``travels_unknown`` say
    what the sum leaves out.
    """

    hours: Decimal
    work_yen: int
    travel_yen: int
    hours_without_rate: Decimal
    travels_unknown: int

    @property
    def known_yen(self) -> int:
        """The sum of what is known."""
        return self.work_yen + self.travel_yen

    @property
    def yen(self) -> int | None:
        """The cost; None when a part of it is not known."""
        return None if self.hours_without_rate or self.travels_unknown else self.known_yen


def cost(work: Iterable[Work], rates: Iterable[Rate]) -> Cost:
    """What the work cost by the rates in force on its days."""
    scales: dict[str, tuple[list[date], list[int]]] = {}
    for rate in sorted(rates, key=lambda rate: (rate.worker, rate.in_force_from)):
        days, yen = scales.setdefault(rate.worker, ([], []))
        days.append(rate.in_force_from)
        yen.append(rate.yen)
    hours = known = without = Decimal(0)
    travel = unknown = 0
    for done in work:
        hours += done.hours
        days, yen = scales.get(done.worker, ([], []))
        place = bisect_right(days, done.day)
        if place:
            known += done.hours * yen[place - 1]
        else:
            without += done.hours
        if done.travel_yen is None:
            unknown += 1
        else:
            travel += done.travel_yen
    return Cost(hours, int(half_up(Fraction(known), 0)), travel, without, unknown)
