"""What is going to be written: rows by table, events, references; and the calendar they keep to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import NOT_PROVIDED, Model

from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.services import NewChains, Subject
from banso.demo.configuration import Configuration
from banso.engines.kernel.fiscal import fiscal_year

if TYPE_CHECKING:
    from banso.demo.decisions import Decided

#: The first day of what the portfolio tells: fiscal year 2021.
BEGIN = date(2021, 4, 1)


class Table:
    """The rows of one table, in the order in which they are added. Keys are given from 1 on."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.columns = tuple(field.attname for field in model._meta.concrete_fields)
        self.rows: list[tuple[Any, ...]] = []
        self._gone = 0
        self._defaults = dict(_defaults(model))
        self._pick = itemgetter(*self.columns)

    def add(self, **values: Any) -> int:
        """Add a row by column name and return its key. What is left out takes the field's default.

        Raises:
            TypeError: a name that is no column.
            KeyError: a column without default is left out.
        """
        key = self.next_key
        row = {**self._defaults, "id": key, **values}
        if len(row) > len(self.columns):
            raise TypeError(f"{self.model.__name__}: {sorted(row.keys() - set(self.columns))}")
        self.rows.append(self._pick(row))
        return key

    def change(self, key: int, **values: Any) -> None:
        """Change columns of a row that was added before."""
        row = dict(zip(self.columns, self.rows[key - 1], strict=True))
        self.rows[key - 1] = self._pick({**row, **values})

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by column name, as they stand now."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def next_key(self) -> int:
        """The key that the next row will get."""
        return len(self) + 1

    def __len__(self) -> int:
        """How many rows there are, also when they were let go."""
        return self._gone + len(self.rows)

    def let_go(self) -> None:
        """Forget the rows, once they are written: there are hundreds of thousands."""
        self._gone = len(self)
        self.rows = []


def _defaults(model: type[Model]) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if field.default is not NOT_PROVIDED and not callable(field.default):
            yield field.attname, field.default
        elif field.null:
            yield field.attname, None
        elif field.blank and field.empty_strings_allowed:
            yield field.attname, ""


class Plan:
    """Everything that one load will write. ``as_of`` is the first day on which nothing has happened yet."""

    def __init__(self, configuration: Configuration, *, firms: int, seed: int, as_of: date) -> None:
        self.configuration = configuration
        self.firms, self.seed, self.as_of = firms, seed, as_of
        self.tables: dict[type[Model], Table] = {}
        self.chains = NewChains()
        self.counters: dict[tuple[str, int], int] = {}
        #: Values of rounds that are known once all applications are, by key.
        self.rounds: dict[int, dict[str, Any]] = {}
        #: What people decided beside a recommendation; see ``decisions``.
        self.decided: list[Decided] = []

    def __getitem__(self, model: type[Model]) -> Table:
        """The table of a model."""
        if model not in self.tables:
            self.tables[model] = Table(model)
        return self.tables[model]

    def random(self, part: str) -> random.Random:
        """A stream of chance of its own for a part of the portfolio: parts do not disturb each other."""
        return random.Random(f"{self.seed}/{part}")

    def reference(self, kind: str, day: date) -> str:
        """The next reference of a kind in the fiscal year of a day. Ask in order of time."""
        year = fiscal_year(day)
        number = self.counters[kind, year] = self.counters.get((kind, year), 0) + 1
        return f"{kind}-{year}-{number:04d}"

    def event(
        self,
        at: datetime,
        who: int | None,
        role: str,
        action: str,
        subject: Subject,
        payload: dict[str, Any] | None = None,
        policy_version: str = "",
    ) -> None:
        """Note one event of the journal."""
        self.chains.add(Actor(who, role, at), action, subject, payload, policy_version)

    def past(self, moment: date | datetime) -> bool:
        """Whether something happens before the portfolio's day, and so has happened."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return day < self.as_of


def working(day: date) -> date:
    """The day itself, or the next on which offices are open: no weekend, not 29 December to 3 January."""
    while True:
        if (day.month, day.day) >= (12, 29):
            day = date(day.year + 1, 1, 4)
        elif (day.month, day.day) <= (1, 3):
            day = date(day.year, 1, 4)
        elif day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        else:
            return day


def in_office(chance: random.Random, day: date) -> datetime:
    """A moment of office hours (9:00 to 17:30) on a day."""
    return at(day, chance.randrange(9 * 60, 17 * 60 + 30))


def at(day: date, minute: int) -> datetime:
    """A day in Tokyo and a minute of it."""
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE)


def later(chance: random.Random, moment: datetime, least: int, most: int) -> datetime:
    """A moment of office hours so many days later, always after the moment given."""
    day = working(moment.date() + timedelta(days=chance.randint(least, most)))
    if day > moment.date():
        return in_office(chance, day)
    return moment + timedelta(minutes=chance.randint(5, 90))
