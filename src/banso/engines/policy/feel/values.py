"""Which values can be compared, and how. Source: DMN 1.3, 10.3.2.13 and tables 53 and 54.

Null equals null and nothing else. Values of different kinds are neither equal nor unequal: the answer is
None. A truth value is no number, a date is no date and time, a year is no number of days.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from banso.engines.policy.expressions import Comparator, Months, Value


def kind_of(value: Value) -> str:
    """The kind of a value: values of one kind can be compared."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | Decimal():
            return "number"
        case str():
            return "string"
        case datetime():
            # A moment of a known zone cannot be put beside one of an unknown zone.
            return "date and time" if value.utcoffset() is None else "zoned date and time"
        case date():
            return "date"
        case time():
            return "time" if value.utcoffset() is None else "zoned time"
        case timedelta():
            return "days and time duration"
        case Months():
            return "years and months duration"
        case list():
            return "list"
        case _:
            return "context"


#: The kinds whose values come before and after each other.
ORDERED = frozenset(
    {
        "number", "string", "date and time", "zoned date and time", "date", "time", "zoned time",
        "days and time duration", "years and months duration",
    }
)  # fmt: skip


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are the same; None for two kinds."""
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    if kind == "list":
        return _all(left, right)  # type: ignore[arg-type]
    if kind == "context":
        if left.keys() != right.keys():  # type: ignore[union-attr]
            return False
        return _all(list(left.values()), [right[key] for key in left])  # type: ignore[union-attr,index,call-overload]
    return left == right


def less(left: Value, right: Value) -> bool | None:
    """Whether the left comes before the right; None for two kinds, and for kinds that have no order."""
    kind = kind_of(left)
    if kind not in ORDERED or kind != kind_of(right):
        return None
    return left < right  # type: ignore[operator]


def compared(comparator: Comparator, left: Value, right: Value) -> bool | None:
    """Whether a comparison holds."""
    if comparator in ("=", "!="):
        same = equal(left, right)
        return same if same is None or comparator == "=" else not same
    swapped = comparator in (">", "<=")
    found = less(right, left) if swapped else less(left, right)
    return found if found is None or comparator in ("<", ">") else not found


def _all(left: list[Value], right: list[Value]) -> bool | None:
    if len(left) != len(right):
        return False
    found = [equal(one, other) for one, other in zip(left, right, strict=True)]
    if False in found:
        return False
    return None if None in found else True
