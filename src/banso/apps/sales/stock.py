"""What is left of a listing at its site, from what was sent in, sold, counted and disposed of. Pure.

1. Days come one after the other. On one day goods are sent in, then sold, then counted, then disposed of.
2. What was sent in first is sold and disposed of first; so each piece that is left has a day since which it
   is there.
3. A count says how many there are. Where it is less than was thought the oldest are gone; where it is more,
   the others are there since that day.
4. More sold than was there: nothing is left, and so many are short until the next count. Stock is never below
   zero. A disposal of more than is there is none: it is named, so that it can be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from banso.apps.sales.models.stock import DISPOSALS, StockKind


@dataclass(frozen=True)
class Told:
    """What a day tells of the stock."""

    day: date
    kind: str
    pieces: int


@dataclass(frozen=True)
class Stock:
    """What is left: since when so many are there, oldest first."""

    since: tuple[tuple[date, int], ...] = ()
    #: So many were sold that nobody had told to be there.
    short: int = 0
    #: Disposals of more than was there.
    beyond: tuple[Told, ...] = ()

    @property
    def left(self) -> int:
        """How many are there."""
        return sum(pieces for _day, pieces in self.since)

    @property
    def oldest(self) -> date | None:
        """Since when the oldest are there."""
        return self.since[0][0] if self.since else None

    def unsold(self, days: int, today: date) -> int:
        """How many are there for more than so many days."""
        return sum(pieces for day, pieces in self.since if (today - day).days > days)


_ORDER = {StockKind.SENT_IN.value: 0, StockKind.COUNTED.value: 2, **{kind.value: 3 for kind in DISPOSALS}}
_SOLD = "sold"


def stock_of(entries: Iterable[Told], sold: Mapping[date, int], day: date) -> Stock:
    """The stock at the end of a day; ``sold``: by day the pieces sold, less those that came back."""
    told = [entry for entry in entries if entry.day <= day]
    told += [Told(on, _SOLD, pieces) for on, pieces in sold.items() if on <= day and pieces]
    shelf, beyond = _Shelf(), []
    for entry in sorted(told, key=lambda one: (one.day, _ORDER.get(one.kind, 1))):
        if entry.kind == StockKind.SENT_IN or entry.pieces < 0:
            shelf.put(entry.day, abs(entry.pieces))
        elif entry.kind == _SOLD:
            shelf.short += shelf.take(entry.pieces)
        elif entry.kind == StockKind.COUNTED:
            shelf.count(entry.day, entry.pieces)
        elif shelf.take(entry.pieces):
            beyond.append(entry)
    return Stock(tuple((on, pieces) for on, pieces in shelf.since if pieces), shelf.short, tuple(beyond))


class _Shelf:
    """Goods by the day since which they are there."""

    def __init__(self) -> None:
        self.since: list[list] = []
        self.short = 0

    def put(self, day: date, pieces: int) -> None:
        # What was sold before it was told to be there is gone already.
        gone = min(self.short, pieces)
        self.short -= gone
        if pieces > gone:
            self.since.append([day, pieces - gone])

    def take(self, pieces: int) -> int:
        """Take the oldest; gives how many were not there."""
        while pieces and self.since:
            gone = min(self.since[0][1], pieces)
            self.since[0][1] -= gone
            pieces -= gone
            if not self.since[0][1]:
                self.since.pop(0)
        return pieces

    def count(self, day: date, pieces: int) -> None:
        self.short = 0
        known = sum(there for _day, there in self.since)
        self.take(max(known - pieces, 0))
        self.put(day, max(pieces - known, 0))
