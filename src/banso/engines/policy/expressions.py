"""What stands in a cell, once parsed: expressions and unary tests, as plain trees.

Both readers make these trees: the staff's notation in CSV and XLSX (``cells``) and S-FEEL in DMN files
(``feel.parser``). Source of the meaning: OMG DMN 1.3, chapters 9 (S-FEEL) and 10.3 (FEEL).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A length of time in years and months, held in months; negative backwards."""

    months: int


#: A value of a fact, a cell or a result. ``None`` is unknown. A dict is a context, a list a list.
Value = (
    str
    | int
    | Decimal
    | bool
    | date
    | datetime
    | time
    | timedelta
    | Months
    | list[Any]
    | dict[str, Any]
    | None
)

Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/", "**", "and", "or"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written down: a number, text, truth value, date, or null."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or the result of another decision. ``path`` goes into contexts: loan.principal -> (loan,
    principal).
    """

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions joined by arithmetic or logic."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two expressions compared; unknown when they are of different kinds."""

    comparator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """The arithmetic negative of an expression."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function by its name, for example ``date`` or ``not``."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of expressions."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """``if condition then ... else ...``."""

    condition: Expression
    then: Expression
    otherwise: Expression


Expression = Constant | Name | Operation | Comparison | Negative | Call | ListOf | Choice


@dataclass(frozen=True, slots=True)
class Anything:
    """``-``: every value matches, the unknown too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The value compared with an expression: ``>= 60``, ``"a"`` (meaning ``= "a"``), ``null`` (``= null``)."""

    comparator: Comparator
    to: Expression


@dataclass(frozen=True, slots=True)
class Within:
    """``[low..high)``: the value lies between two ends, each of which belongs to it or not."""

    low: Expression
    high: Expression
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``a, b``: one of several tests holds."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``not(...)``: the test does not hold; of an unknown value it is unknown too, unless the test is for
    null.
    """

    test: Test


Test = Anything | Compared | Within | AnyOf | Not
