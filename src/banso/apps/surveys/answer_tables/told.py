"""What is told of tables that are published together, and how that is kept.

A release is frozen: its tables hold numbers and words as they were when it was prepared, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from banso.apps.surveys.answer_tables.choice import Choice
from banso.apps.surveys.answer_tables.frame import stored
from banso.apps.surveys.answer_tables.linked import linked
from banso.apps.surveys.answer_tables.made import Made, asked_of, make_of, passes
from banso.apps.surveys.answer_tables.variables import variables
from banso.apps.surveys.answer_tables.words import filters, percent
from banso.apps.surveys.models import Asked, Wave
from banso.engines.kernel.bilingual import Text
from banso.engines.statistics.counting import count
from banso.engines.statistics.publishing import PublishedCell, published
from banso.engines.statistics.suppression import Key, protected

#: Which part of the work counting the tables is; the rest is seeing that nothing can be worked out.
_COUNTING = 0.3


@dataclass(frozen=True)
class ToldCell:
    """A cell as it is told; shares in percent. ``suppressed``: not told because it would name firms."""

    row: str
    column: str | None
    suppressed: bool
    n: int | None
    share: Decimal | None
    low: Decimal | None
    high: Decimal | None
    mentions: Decimal | None


@dataclass(frozen=True)
class ToldTable:
    """A table of a release. ``bases`` by column, None alone for a table without columns."""

    name: str
    question: Text
    by: Text | None
    rows: Mapping[str, Text]
    columns: Mapping[str | None, Text]
    bases: Mapping[str | None, int | None]
    cells: Mapping[tuple[str, str | None], ToldCell]
    several: bool
    weighted: bool
    percentages: bool
    query: str

    @property
    def hidden(self) -> int:
        """How many of its cells are not told."""
        return sum(cell.suppressed for cell in self.cells.values())

    def as_json(self) -> dict[str, Any]:
        """The table as it is kept."""
        return {
            "name": self.name,
            "question": _pair(self.question),
            "by": _pair(self.by) if self.by else None,
            "rows": [[code, *_pair(words)] for code, words in self.rows.items()],
            "columns": [[code, *_pair(words), self.bases[code]] for code, words in self.columns.items()],
            "cells": [
                [
                    cell.row,
                    cell.column,
                    cell.suppressed,
                    cell.n,
                    *(_number(value) for value in (cell.share, cell.low, cell.high, cell.mentions)),
                ]
                for cell in self.cells.values()
            ],
            "several": self.several,
            "weighted": self.weighted,
            "percentages": self.percentages,
            "query": self.query,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> ToldTable:
        """A table that was kept."""
        cells = [
            ToldCell(
                row, column, suppressed, n, *(None if value is None else Decimal(value) for value in shares)
            )
            for row, column, suppressed, n, *shares in kept["cells"]
        ]
        return cls(
            kept["name"],
            Text(*kept["question"]),
            Text(*kept["by"]) if kept["by"] else None,
            {code: Text(ja, en) for code, ja, en in kept["rows"]},
            {code: Text(ja, en) for code, ja, en, _base in kept["columns"]},
            {code: base for code, _ja, _en, base in kept["columns"]},
            {(cell.row, cell.column): cell for cell in cells},
            kept["several"],
            kept["weighted"],
            kept["percentages"],
            kept["query"],
        )


@dataclass(frozen=True)
class Told:
    """A release as it is told: the waves, which answers it looks at, and its tables."""

    waves: Sequence[Text]
    filters: Sequence[tuple[Text, Text]]
    tables: Sequence[ToldTable]

    def as_json(self) -> dict[str, Any]:
        """The release as it is kept."""
        return {
            "waves": [_pair(words) for words in self.waves],
            "filters": [[_pair(label), _pair(said)] for label, said in self.filters],
            "tables": [table.as_json() for table in self.tables],
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Told:
        """A release that was kept."""
        return cls(
            [Text(*pair) for pair in kept["waves"]],
            [(Text(*label), Text(*said)) for label, said in kept["filters"]],
            [ToldTable.of_json(each) for each in kept["tables"]],
        )


def tell(named: Sequence[tuple[str, Choice]], waves: Sequence[Wave], heard: Callable[[float], None]) -> Told:
    """Work out what may be told of tables over the same answers, all of them together.

    1. Each table is estimated from answers that are read once.
    2. What is not told is found over the bare counts of all tables at once. A total that is not told takes
       the shares of its column with it: a share and its count give the total.
    3. ``heard`` is told how much is done, from 0 to 1.
    """
    known = variables(waves)
    first = named[0][1]
    found = stored(waves, [known[code] for code in dict.fromkeys(_asked(named))])
    made: list[Made] = []
    for place, (_name, choice) in enumerate(named):
        heard(_COUNTING * place / len(named))
        made.append(make_of(found, choice, waves, known))
    part = found.frame.filter(passes(found.frame, first, known))
    counts = count(part.lazy(), [asked_of(choice, known) for _name, choice in named])
    hidden = protected(linked(part, counts), heard=lambda done: heard(_COUNTING + (1 - _COUNTING) * done))
    tables = [_told(name, one, hidden) for (name, _choice), one in zip(named, made, strict=True)]
    return Told([Text(wave.name_ja, wave.name_en) for wave in waves], filters(first, known), tables)


def _asked(named: Sequence[tuple[str, Choice]]) -> list[str]:
    return [code for _name, choice in named for code in choice.variables]


def _told(name: str, made: Made, hidden: frozenset[Key]) -> ToldTable:
    table, rows, columns = made.table, made.rows, made.columns
    assert table is not None
    percentages = all(wave.asked != Asked.PROVIDERS for wave in made.waves)
    bases = {
        place: None if not rows.several and _base(made, place) in hidden else base
        for place, base in table.bases.items()
    }
    cells = [
        _cell(cell, whole=bases[cell.column] is not None)
        for cell in published(table, hidden, percentages=percentages)
    ]
    words = {place: columns.words(place) if columns else Text("", "") for place in made.places}
    return ToldTable(
        name,
        rows.label,
        columns.label if columns else None,
        {code: rows.words(code) for code in table.rows},
        words,
        bases,
        {(cell.row, cell.column): cell for cell in cells},
        rows.several,
        made.weighted,
        percentages,
        made.choice.query,
    )


def _base(made: Made, place: str | None) -> Key:
    pairs = [(made.choice.rows, "*")]
    if place is not None:
        pairs.append((made.choice.columns, place))
    return frozenset(pairs)


def _cell(cell: PublishedCell, *, whole: bool) -> ToldCell:
    shares = (cell.share, cell.low, cell.high, cell.mentions)
    told = [None if share is None or not whole else percent(share) for share in shares]
    return ToldCell(cell.row, cell.column, cell.suppressed, cell.n, *told)


def _pair(words: Text) -> list[str]:
    return [words.ja, words.en]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
