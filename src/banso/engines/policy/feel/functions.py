"""The built-in functions that decision tables use. Source: DMN 1.3, 10.3.4.

Each takes values and gives a value; whatever does not fit gives None. Functions that ask what day it is
(``today``, ``now``) are left out on purpose: a decision is made from facts alone. So are those that take
regular expressions, whose cost has no bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from banso.engines.policy.expressions import Months, Value
from banso.engines.policy.feel import numbers, temporal
from banso.engines.policy.feel.values import equal, kind_of, less

Run = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Function:
    """A function, and how many arguments it takes; ``most`` None: any number."""

    least: int
    most: int | None
    run: Run


def texts(run: Callable[..., Value]) -> Run:
    """A function of texts alone."""
    return lambda *given: run(*given) if all(isinstance(value, str) for value in given) else None


def figures(run: Callable[..., Value]) -> Run:
    """A function of numbers alone."""

    def checked(*given: Value) -> Value:
        found = [numbers.number(value) for value in given]
        return None if None in found else run(*found)

    return checked


def lists(run: Callable[[list[Any]], Value]) -> Run:
    """A function of one list, or of its items as arguments."""

    def checked(*given: Value) -> Value:
        if len(given) == 1 and (given[0] is None or isinstance(given[0], list)):
            return None if given[0] is None else run(given[0])
        return run(list(given))

    return checked


def to_date(*given: Value) -> Value:
    """``date(text)``, ``date(moment)``, ``date(year, month, day)``."""
    if len(given) == 3:
        whole = [_whole(value) for value in given]
        try:
            return None if None in whole else date(*whole)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return None
    value = given[0] if len(given) == 1 else None
    if isinstance(value, datetime):
        return value.date()
    return temporal.read_date(value) if isinstance(value, str) else _only(value, date)


def to_time(*given: Value) -> Value:
    """``time(text)``, ``time(moment)``, ``time(hour, minute, second)`` with an offset as a fourth."""
    if len(given) >= 3:
        whole = [_whole(value) for value in given[:3]]
        offset = given[3] if len(given) == 4 else None
        if None in whole or not isinstance(offset, timedelta | None):
            return None
        try:
            zone = None if offset is None else temporal.zone_of(offset)
            return time(*whole, tzinfo=zone)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return None
    value = given[0] if len(given) == 1 else None
    if isinstance(value, datetime):
        return value.timetz()
    return temporal.read_time(value) if isinstance(value, str) else _only(value, time)


def to_date_and_time(*given: Value) -> Value:
    """``date and time(text)``, ``date and time(date, time)``."""
    if len(given) == 2:
        day, clock = given
        if isinstance(day, datetime):
            day = day.date()
        return datetime.combine(day, clock) if isinstance(day, date) and isinstance(clock, time) else None
    value = given[0]
    return temporal.read_date_and_time(value) if isinstance(value, str) else _only(value, datetime)


def to_duration(value: Value) -> Value:
    """``duration(text)``."""
    return temporal.read_duration(value) if isinstance(value, str) else _only(value, timedelta | Months)


def to_days(value: Value) -> Value:
    """A duration of days and time; None if it is one of months."""
    return _only(to_duration(value), timedelta)


def to_months(value: Value) -> Value:
    """A duration of years and months; None if it is one of days."""
    return _only(to_duration(value), Months)


def to_context(value: Value) -> Value:
    """A context as it is; None if it is none."""
    return _only(value, dict)


def to_number(value: Value, group: Value = None, point: Value = None) -> Value:
    """``number(text, grouping separator, decimal separator)``: the separators may be null."""
    if isinstance(value, str):
        if group not in (None, " ", ",", ".") or point not in (None, ",", ".") or (group and group == point):
            return None
        text = value.replace(str(group), "") if group else value
        text = text.replace(str(point), ".") if point else text
        return numbers.read_number(text) if re.fullmatch(r"-?(\d+(\.\d+)?|\.\d+)", text, re.ASCII) else None
    return numbers.number(value) if group is None and point is None else None


def to_text(value: Value) -> Value:
    """``string(value)``: as it would be written, a text as it is."""
    if isinstance(value, str | None):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        figure = numbers.number(value)
        return None if figure is None else numbers.plain(figure)
    return None if isinstance(value, list | dict) else temporal.written(value)


def substring(text: Value, start: Value, length: Value = None) -> Value:
    """``substring(text, start, length)``: places count from 1, from -1 backwards."""
    place, size = _whole(start), _whole(length)
    if not isinstance(text, str) or not place or abs(place) > len(text):
        return None
    if length is not None and (size is None or size < 1):
        return None
    begin = place - 1 if place > 0 else len(text) + place
    return text[begin:] if size is None else text[begin : begin + size]


def negation(value: Value) -> Value:
    """``not(value)``: true for false, false for true, else null."""
    return not value if isinstance(value, bool) else None


def greatest(items: list[Any]) -> Value:
    """The greatest of some values of one kind."""
    return _extreme(items, lambda best, item: less(best, item))


def least(items: list[Any]) -> Value:
    """The least of some values of one kind."""
    return _extreme(items, lambda best, item: less(item, best))


def total(items: list[Any]) -> Value:
    """The sum of numbers; null of none."""
    result: Decimal | None = Decimal(0)
    for item in items:
        figure = numbers.number(item)
        if figure is None or result is None:
            return None
        result = numbers.calculated("+", result, figure)
    return result if items else None


def mean(items: list[Any]) -> Value:
    """The average of numbers; null of none."""
    result = total(items)
    return numbers.calculated("/", result, Decimal(len(items))) if isinstance(result, Decimal) else None


def every(items: list[Any]) -> Value:
    """Whether all are true: false as soon as one is false, null where one is no truth value."""
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def some(items: list[Any]) -> Value:
    """Whether one is true: true as soon as one is, null where one is no truth value."""
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def contains_item(items: Value, wanted: Value) -> Value:
    """``list contains(list, item)``."""
    return any(equal(item, wanted) is True for item in items) if isinstance(items, list) else None


def joined(*given: Value) -> Value:
    """``concatenate(lists)``."""
    return [item for one in given for item in one] if all(isinstance(one, list) for one in given) else None  # type: ignore[union-attr]


def distinct(items: Value) -> Value:
    """``distinct values(list)``: each value once, where it first stands."""
    if not isinstance(items, list):
        return None
    found: list[Any] = []
    for item in items[:MOST_ITEMS]:
        if not contains_item(found, item):
            found.append(item)
    return found if len(items) <= MOST_ITEMS else None


#: The longest list that is compared item by item with itself.
MOST_ITEMS = 1_000


def _rounding(name: str) -> Run:
    def run(value: Decimal, places: Decimal = Decimal(0)) -> Value:
        return numbers.rounded(value, places, name)

    return figures(run)


def _months(start: Value, end: Value) -> Value:
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    if kind_of(start) != kind_of(end):
        start, end = (one.date() if isinstance(one, datetime) else one for one in (start, end))
    return temporal.months_between(start, end)


def _extreme(items: Sequence[Any], better: Callable[[Any, Any], bool | None]) -> Value:
    if not items or items[0] is None:
        return None
    best = items[0]
    for item in items:
        found = better(best, item)
        if found is None:
            return None
        best = item if found else best
    return best


def _whole(value: Value) -> int | None:
    figure = numbers.number(value)
    if figure is None or abs(figure) > 10**9 or figure != figure.to_integral_value():
        return None
    return int(figure)


def _only(value: Value, kinds: Any) -> Value:
    return value if isinstance(value, kinds) else None


def _absolute(value: Value) -> Value:
    if isinstance(value, timedelta):
        return abs(value)
    return Months(abs(value.months)) if isinstance(value, Months) else figures(Decimal.copy_abs)(value)


def _of_fact(run: Run) -> Run:
    """A conversion that also goes through a list."""
    return lambda value: [run(item) for item in value] if isinstance(value, list) else run(value)


#: What facts are read with whose kind only a DMN file knows: dates and durations stand in files of facts as
#: text. Not to be called by name.
OF_FACTS: dict[str, Run] = {
    f"fact:{name}": _of_fact(run)
    for name, run in {
        "number": to_number, "date": to_date, "time": to_time, "date and time": to_date_and_time,
        "days and time duration": to_days, "years and months duration": to_months, "context": to_context,
    }.items()
}  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    "date": Function(1, 3, to_date),
    "time": Function(1, 4, to_time),
    "date and time": Function(1, 2, to_date_and_time),
    "duration": Function(1, 1, to_duration),
    "years and months duration": Function(2, 2, _months),
    "number": Function(1, 3, to_number),
    "string": Function(1, 1, to_text),
    "not": Function(1, 1, negation),
    "substring": Function(2, 3, substring),
    "string length": Function(1, 1, texts(len)),
    "upper case": Function(1, 1, texts(str.upper)),
    "lower case": Function(1, 1, texts(str.lower)),
    "substring before": Function(2, 2, texts(lambda text, mark: text[: max(text.find(mark), 0)])),
    "substring after": Function(2, 2, texts(lambda text, mark: text.partition(mark)[2] if mark else text)),
    "contains": Function(2, 2, texts(lambda text, part: part in text)),
    "starts with": Function(2, 2, texts(str.startswith)),
    "ends with": Function(2, 2, texts(str.endswith)),
    "list contains": Function(2, 2, contains_item),
    "count": Function(1, None, lists(len)),
    "min": Function(1, None, lists(least)),
    "max": Function(1, None, lists(greatest)),
    "sum": Function(1, None, lists(total)),
    "mean": Function(1, None, lists(mean)),
    "all": Function(1, None, lists(every)),
    "any": Function(1, None, lists(some)),
    "concatenate": Function(1, None, joined),
    "distinct values": Function(1, 1, distinct),
    "decimal": Function(2, 2, _rounding("decimal")),
    "floor": Function(1, 2, _rounding("floor")),
    "ceiling": Function(1, 2, _rounding("ceiling")),
    "round up": Function(2, 2, _rounding("round up")),
    "round down": Function(2, 2, _rounding("round down")),
    "round half up": Function(2, 2, _rounding("round half up")),
    "round half down": Function(2, 2, _rounding("round half down")),
    "abs": Function(1, 1, _absolute),
    "modulo": Function(2, 2, figures(numbers.modulo)),
    "sqrt": Function(1, 1, figures(numbers.root)),
    "odd": Function(1, 1, figures(lambda value: numbers.modulo(value, Decimal(2)) == 1)),
    "even": Function(1, 1, figures(lambda value: numbers.modulo(value, Decimal(2)) == 0)),
}
