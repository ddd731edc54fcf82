"""What a firm owes in return for support, and what it has done of it: rooms bring their own kinds.

Firms see it at their application, and so do those who judge it; policies may judge by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet, Value
from django.utils.functional import Promise


@dataclass(frozen=True)
class Duty:
    """One kind of duty of a firm: its name, how many were due by the day, and how many of these are done."""

    name: Promise | str
    due: int
    done: int
    address: str = ""

    @property
    def owed(self) -> int:
        """How many are not done."""
        return self.due - self.done


class Owing(Protocol):
    """What firms owe of one kind, as it stood on any day."""

    #: What is read for it: whoever wants it in one round trip reads it together before asking.
    lists: Sequence[QuerySet[Any, Any]]

    def on(self, firm: int, day: date) -> int:
        """How much a firm, by its key, owed at the end of a day."""


@dataclass(frozen=True)
class Fact:
    """A kind of duty as policies judge by it: the name of the fact, and what firms (a query) owe."""

    name: str
    of: Callable[[QuerySet[Any, Any]], Owing]


@dataclass(frozen=True)
class Source:
    """A kind of duty: what it is called, where a firm finds it, and by key of the firm how much there is.

    ``rows`` takes keys of firms and a day, and gives lists of key, how many were due, how many of these are
    done, counted by the database: all sources together are read in one query. ``fact``: where policies read
    it besides, as of the day of what they judge.
    """

    name: Promise | str
    rows: Callable[[Iterable[int], date], QuerySet[Any, Any]]
    address: Callable[[], str] = str
    fact: Fact | None = None


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room bring a kind of duty."""
    if source not in _sources:
        _sources.append(source)


def with_facts() -> dict[Fact, Source]:
    """The kinds of duty that policies judge by."""
    return {source.fact: source for source in _sources if source.fact is not None}


def owed_of(firms: Iterable[int], day: date) -> dict[int, int]:
    """By firm how much of what was due by a day is not done, of all kinds together; one that owes nothing is
    left out. One query.
    """
    owed: dict[int, int] = defaultdict(int)
    for _source, firm, due, done in _counted(firms, day):
        owed[firm] += due - done
    return {firm: count for firm, count in owed.items() if count}


def duties_of(firm: int, day: date) -> list[Duty]:
    """The duties of a firm of which something was due by a day. One query."""
    found = ((source, due, done) for source, _firm, due, done in _counted([firm], day) if due)
    return [Duty(source.name, due, done, source.address()) for source, due, done in found]


def _counted(firms: Iterable[int], day: date) -> Iterator[tuple[Source, int, int, int]]:
    keys = list(firms)
    parts = [source.rows(keys, day).annotate(kind=Value(n)) for n, source in enumerate(_sources)]
    if parts:
        for firm, due, done, kind in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[-1]):
            yield _sources[kind], firm, due, done
