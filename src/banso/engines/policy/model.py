"""A policy as parsed: facts, tables and formulas that feed each other, and what it answers.

The same form comes from a folder of CSV files, from an XLSX workbook, from the database and from a DMN file,
and the same form is checked, compiled to Python and to NumPy, compared and written back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.expressions import Expression, Test, Value


class Kind(StrEnum):
    """What values a fact or result has. ``ANY`` comes from DMN files only: what it is is seen when it is
    used.
    """

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ANY = "any"


class HitPolicy(StrEnum):
    """What a table answers when several rows match (DMN 1.3, 8.2.10)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"
    COLLECT = "collect"


class Aggregation(StrEnum):
    """How a collecting table joins its results."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


#: The hit policies that answer with one row.
SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY})


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a fact or result may have.

    ``values`` closes a text to a list; its order is the order of priority of a result. ``least`` and ``most``
    bound a number or date (both belong to it). ``whole`` says that a number has no fractions. The constraints
    of a DMN file that cannot be said so are in ``allowed``.
    """

    values: tuple[str, ...] | None = None
    least: Decimal | date | None = None
    most: Decimal | date | None = None
    whole: bool = False
    allowed: Test | None = None


def outside(value: Any, domain: Domain) -> str:
    """The rule that a value of the right kind breaks by lying outside its domain; "" if it lies within."""
    if value is None:
        return ""
    if domain.values is not None and value not in domain.values:
        return "value_unknown"
    if domain.whole and value != int(value):
        return "value_not_whole"
    if domain.least is not None and value < domain.least:
        return "value_too_small"
    if domain.most is not None and value > domain.most:
        return "value_too_large"
    return ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a case, or unknown. ``unit`` is a code: yen, percent, months, points ... ("" if
    none).
    """

    name: str
    kind: Kind
    title: Text
    domain: Domain = Domain()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions: what is tested. In a policy's own tables it is always the name of a fact or
    result.
    """

    title: str
    expression: Expression
    kind: Kind
    domain: Domain = Domain()


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results."""

    name: str
    kind: Kind
    title: Text
    domain: Domain = Domain()
    unit: str = ""
    default: Expression | None = None


#: Nothing said, in both languages.
NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a test for each input, a value for each output, and why. Tables count rows from 1.

    ``source`` says where an amount or threshold comes from, or "proposed".
    """

    tests: tuple[Test, ...]
    results: tuple[Expression, ...]
    reason: Text = NO_TEXT
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. ``name`` is also the name of its decision."""

    name: str
    title: Text
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    hit: HitPolicy
    aggregation: Aggregation | None = None
    note: Text = NO_TEXT
    #: True when other decisions see the table's one result under the table's name (DMN), not the column's.
    speaks_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A decision that is one expression (DMN literal expression)."""

    name: str
    title: Text
    expression: Expression
    kind: Kind = Kind.ANY


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that follows from a decision: a share of a base, in whole yen, rounded half up.

    ``base`` names a fact or result in yen, ``share`` a result between 0 and 1. Unknown if either is.
    """

    name: str
    title: Text
    base: str
    share: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy, or the decisions of one DMN file.

    ``results`` names the outputs that the policy answers with; the others must be used by another table.
    """

    id: str
    title: Text
    facts: tuple[Fact, ...]
    decisions: tuple[Table | Formula, ...]
    results: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    family: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    author: str = ""
    approver: str = ""
    legal_basis: Text = NO_TEXT
    #: What the codes of text values are called, by code.
    words: Mapping[str, Text] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The decision tables, without formulas."""
        return tuple(decision for decision in self.decisions if isinstance(decision, Table))

    def table(self, name: str) -> Table:
        """The table of a name.

        Raises:
            KeyError: there is none.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


class Reason(NamedTuple):
    """Why: the row of a table that matched, in both languages. ``row`` counts from 1."""

    table: str
    row: int
    text: Text


class Decision(NamedTuple):
    """What was decided for one case (a tuple, because a million of them are made).

    ``outputs``: by name of the output column (of a DMN decision: by its name); a list for hit policies that
    answer with several rows; None where nothing matched. ``matched``: the rows that matched, from 1, by
    table. ``missing``: facts that are unknown and without which a row that otherwise fits could not match.
    ``conflicts``: tables whose rows contradict each other for this case, so that they give no result.
    """

    outputs: Mapping[str, Value]
    matched: Mapping[str, tuple[int, ...]]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]
