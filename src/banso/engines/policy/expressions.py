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


@dataclass(frozen=True, slots=True)
class Member:
    """A part of what an expression gives: the ``year`` of a date, an entry of a context."""

    of: Expression
    name: str


@dataclass(frozen=True, slots=True)
class In:
    """``x in [1..5]``, ``x between 1 and 5``: whether a value passes a test."""

    value: Expression
    test: Test


Expression = Constant | Name | Operation | Comparison | Negative | Call | ListOf | Choice | Member | In


@dataclass(frozen=True, slots=True)
class Anything:
    """``-``: every value matches, the unknown too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The value compared with an expression: ``>= 60``, ``"a"`` (that is ``= "a"``), ``null``."""

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


@dataclass(frozen=True, slots=True)
class Holds:
    """An expression about the value, which it calls ``?``, is true: ``ends with(?, "a")``."""

    expression: Expression


#: The name under which ``Holds`` knows the value that is tested.
TESTED = "?"

Test = Anything | Compared | Within | AnyOf | Not | Holds
