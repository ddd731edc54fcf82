"""The compiled form of a table: for every value of a column, which rows it lets through, as bits.

A decision is then one lookup a column and one ``&``. Python (``compiled``) and NumPy (``vectors``) decide
from the same columns, so that they cannot differ. Bits stand in order of precedence: the lowest set bit is
the row that a table with one answer gives (by order of rows, or of priority).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import xor
from typing import Any

from banso.engines.policy.expressions import AnyOf, Compared, Constant, Expression, Name, Test, Value
from banso.engines.policy.feel.runtime import evaluate, satisfies
from banso.engines.policy.model import Domain, HitPolicy, Input, Kind, Table
from banso.engines.policy.regions import FIRST, Labels, Region, Spans, region_of


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of numbers or dates. ``masks`` holds one mask before, at and after each of ``places``, in
    order.
    """

    name: str
    kind: Kind
    places: tuple[Any, ...]
    masks: tuple[int, ...]
    null: int

    def mask(self, value: Value, _context: Mapping[str, Value]) -> int:
        """The rows that a value lets through."""
        if value is None:
            return self.null
        return self.masks[bisect_left(self.places, value) + bisect_right(self.places, value)]

    @property
    def steps(self) -> bool:
        """Whether every place belongs to what comes after it, so that one search is enough."""
        return self.masks[1::2] == self.masks[2::2]


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """A column of texts or truth values. ``other`` is for labels that no row names."""

    name: str
    kind: Kind
    masks: Mapping[Any, int]
    other: int
    null: int

    def mask(self, value: Value, _context: Mapping[str, Value]) -> int:
        """The rows that a value lets through."""
        return self.null if value is None else self.masks.get(value, self.other)


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column whose tests or tested value depend on more than one fact (DMN): worked out case by case."""

    expression: Expression
    tests: tuple[Test, ...]

    def mask(self, _value: Value, context: Mapping[str, Value]) -> int:
        """The rows that the value in its context lets through."""
        value = evaluate(self.expression, context)
        found = (satisfies(test, value, context) is True for test in self.tests)
        return sum(1 << bit for bit, passes in enumerate(found) if passes)


Column = LineColumn | LabelColumn | OpenColumn


@dataclass(frozen=True, slots=True)
class Plan:
    """A table ready to decide: its columns, and the row that each bit stands for (from 0)."""

    table: Table
    columns: tuple[Column, ...]
    order: tuple[int, ...]

    @property
    def everything(self) -> int:
        """The mask of all rows."""
        return (1 << len(self.order)) - 1

    def rows(self, mask: int) -> list[int]:
        """The rows of a mask (from 0) in order of precedence."""
        return [row for bit, row in enumerate(self.order) if mask >> bit & 1]


def plan_of(table: Table, known: Mapping[str, tuple[Kind, Domain]]) -> Plan:
    """Make a table ready. ``known`` are the names whose kind is sure: facts, and results of policies' own
    tables.
    """
    order = precedence(table)
    columns = [
        _column(column, tuple(table.rows[row].tests[place] for row in order), known)
        for place, column in enumerate(table.inputs)
    ]
    return Plan(table, tuple(columns), order)


def precedence(table: Table) -> tuple[int, ...]:
    """The rows of a table (from 0), those first that come before others when several match."""
    rows = range(len(table.rows))
    if table.hit not in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: _priority(table, row)))


def _priority(table: Table, row: int) -> tuple[int, ...]:
    """How early the results of a row stand in the lists of their columns, column by column."""
    found = []
    for output, cell in zip(table.outputs, table.rows[row].results, strict=True):
        places = _listed(output.domain)
        value = cell.value if isinstance(cell, Constant) else None
        found.append(
            next((place for place, test in enumerate(places) if satisfies(test, value, {})), len(places))
        )
    return tuple(found)


def _listed(domain: Domain) -> tuple[Test, ...]:
    """The values of a column in order of priority; those of DMN files need not be texts."""
    if domain.values is not None:
        return tuple(Compared("=", Constant(value)) for value in domain.values)
    if domain.allowed is None:
        return ()
    return domain.allowed.tests if isinstance(domain.allowed, AnyOf) else (domain.allowed,)


def _column(
    column: Input, tests: Sequence[Test], known: Mapping[str, tuple[Kind, Domain]]
) -> LineColumn | LabelColumn | OpenColumn:
    expression = column.expression
    name = expression.path[0] if isinstance(expression, Name) and len(expression.path) == 1 else ""
    kind, domain = known.get(name, (Kind.ANY, Domain()))
    regions = [region_of(test, kind, domain) for test in tests]
    sure = [region for region in regions if region is not None]
    if kind is Kind.ANY or len(sure) < len(regions):
        return OpenColumn(expression, tuple(tests))
    null = sum(1 << bit for bit, region in enumerate(sure) if region.null)
    if kind in (Kind.TEXT, Kind.BOOLEAN):
        return _label_column(name, kind, sure, null)
    return _line_column(name, kind, sure, null)


def _label_column(name: str, kind: Kind, regions: Sequence[Region], null: int) -> LabelColumn:
    sets = [region.known for region in regions if isinstance(region.known, Labels)]
    labels = {label for found in sets for label in found.labels}
    masks = {
        label: sum(1 << bit for bit, found in enumerate(sets) if (label in found.labels) != found.others)
        for label in labels
    }
    other = sum(1 << bit for bit, found in enumerate(sets) if found.others)
    return LabelColumn(name, kind, masks, other, null)


def _line_column(name: str, kind: Kind, regions: Sequence[Region], null: int) -> LineColumn:
    spans = [region.known.spans for region in regions if isinstance(region.known, Spans)]
    places: list[int | Decimal | date] = sorted(
        {cut[1] for row in spans for span in row for cut in span if cut[0] == 0}
    )
    # Stretches before, at and after each place, each known by the cut at which it begins. A row's bit turns
    # where one of its spans begins and where it ends.
    begins = [FIRST, *((0, place, side) for place in places for side in (0, 1))]
    turns = dict.fromkeys(begins, 0)
    for bit, row in enumerate(spans):
        for cut in (cut for span in row for cut in span):
            if cut in turns:
                turns[cut] ^= 1 << bit
    masks = tuple(accumulate(turns.values(), xor))
    return LineColumn(name, kind, tuple(places), masks, null)
