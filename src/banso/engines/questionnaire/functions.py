"""The functions of expressions, as ODK's XForms specification has them.

XPath's own functions are lxml's. The others are Python, called by lxml with plain values: a text, a number, a
yes or no, or the nodes of a question that is asked several times. A date is its text, 2026-03-10; where a
number is needed it is the days since 1970.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, isfinite, nan
from typing import Any, Literal

from banso.engines.questionnaire.patterns import compiled

#: What a function takes: "nodes" are those of a question or repeat, "literal" a text that stands in the form.
Want = Literal["text", "number", "boolean", "any", "nodes", "literal"]
Kind = Literal["text", "number", "boolean", "date", "any"]

Scalar = str | float | bool

_EPOCH = date(1970, 1, 1)
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:T.*)?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called: what it takes (the last again, if `more`), how much it needs, what it gives.

    `code` is None where XPath has the function itself.
    """

    wants: tuple[Want, ...]
    gives: Kind
    code: Callable[..., Any] | None = None
    least: int | None = None
    more: bool = False

    def fits(self, number: int) -> bool:
        """Whether it can be called with so many arguments."""
        least = len(self.wants) if self.least is None else self.least
        return least <= number and (self.more or number <= len(self.wants))

    def want(self, place: int) -> Want:
        """What the argument at a place is taken as."""
        return self.wants[min(place, len(self.wants) - 1)]


def to_text(value: Scalar) -> str:
    """Return a value as a text; numbers as people write them, what is no number as an empty text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if not isfinite(value):
        return ""
    # Fifteen digits are what a number of this kind holds.
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def days(text: str) -> float:
    """Return the days from 1970-01-01 to a date; NaN for what is none."""
    match = _DAY.fullmatch(text)
    if match:
        try:
            return float((date(int(match[1]), int(match[2]), int(match[3])) - _EPOCH).days)
        except ValueError:
            return nan
    return nan


def to_number(value: Scalar) -> float:
    """Return a value as a number: a date in days, NaN for what is none."""
    if not isinstance(value, str):
        return float(value)
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    return days(text)


_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def to_boolean(value: Scalar) -> bool:
    """Return whether a value counts as yes: any text but an empty one, any number but 0."""
    if isinstance(value, float):
        return value == value and value != 0
    return bool(value)


def to_date(value: Scalar) -> str:
    """ODK's date(): the text of a date, from one or from days since 1970; empty for what is none."""
    number = to_number(value) if not isinstance(value, bool) else nan
    if not isfinite(number) or abs(number) > 1_000_000:
        return ""
    try:
        return (_EPOCH + timedelta(days=floor(number))).isoformat()
    except OverflowError:
        return ""


def _selected(given: str, choice: str) -> bool:
    return choice.strip() in given.split()


def _selected_at(given: str, place: float) -> str:
    codes = given.split()
    return codes[int(place)] if isfinite(place) and 0 <= place < len(codes) else ""


def _if(condition: bool, then: Scalar, otherwise: Scalar) -> Scalar:
    return then if condition else otherwise


def _coalesce(*values: Scalar) -> Scalar:
    return next((value for value in values if to_text(value) != ""), "")


def _int(value: float) -> float:
    return float(int(value)) if isfinite(value) else nan


def _round(value: float, digits: float = 0.0) -> float:
    if not isfinite(value) or not isfinite(digits) or abs(digits) > 15:
        return nan
    factor = 10.0 ** int(digits)
    # Halves go away from zero, as people round.
    return (1 if value >= 0 else -1) * floor(abs(value) * factor + 0.5) / factor


def _pow(base: float, exponent: float) -> float:
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError):
        return nan
    return result if isinstance(result, float) else nan


def _least(*values: Any) -> float:
    return _extreme(min, values)


def _most(*values: Any) -> float:
    return _extreme(max, values)


def _extreme(choose: Callable[[Sequence[float]], float], values: Sequence[Any]) -> float:
    numbers = [to_number(text) for value in values for text in _texts(value)]
    return nan if not numbers or any(number != number for number in numbers) else choose(numbers)


def _texts(value: Any) -> list[Any]:
    return [node.text or "" for node in value] if isinstance(value, list) else [value]


def _join(between: str, *values: Any) -> str:
    return between.join(to_text(text) for value in values for text in _texts(value))


def _format_date(day: Scalar, pattern: str) -> str:
    text = to_date(day)
    if not text:
        return ""
    found = date.fromisoformat(text)
    parts = {
        "%Y": f"{found.year:04}",
        "%y": f"{found.year % 100:02}",
        "%m": f"{found.month:02}",
        "%n": str(found.month),
        "%b": _MONTHS[found.month - 1],
        "%d": f"{found.day:02}",
        "%e": str(found.day),
    }
    return re.sub(r"%[Yymnbde]", lambda match: parts[match[0]], pattern)


def _substr(text: str, start: float, end: float | None = None) -> str:
    if not isfinite(start) or (end is not None and not isfinite(end)):
        return ""
    return text[int(start) : None if end is None else int(end)]


def _regex(text: str, pattern: str) -> bool:
    return compiled(pattern).found_in(text)


#: Those that give a value by themselves; position, count, sum and jr:choice-name are made by `expressions`.
FUNCTIONS = {
    # Choices
    "selected": Function(("text", "text"), "boolean", _selected),
    "selected-at": Function(("text", "number"), "text", _selected_at),
    "count-selected": Function(("text",), "number", lambda given: float(len(given.split()))),
    "jr:choice-name": Function(("text", "literal"), "text"),
    # Conditions
    "if": Function(("boolean", "any", "any"), "any", _if),
    "coalesce": Function(("any",), "any", _coalesce, least=2, more=True),
    "not": Function(("boolean",), "boolean"),
    "true": Function((), "boolean"),
    "false": Function((), "boolean"),
    "boolean": Function(("boolean",), "boolean"),
    "boolean-from-string": Function(("text",), "boolean", lambda text: text in ("1", "true")),
    # Dates
    "today": Function((), "date"),
    "date": Function(("any",), "date", to_date),
    "decimal-date-time": Function(("any",), "number", to_number),
    "format-date": Function(("any", "text"), "text", _format_date),
    # Numbers
    "number": Function(("any",), "number", to_number),
    "int": Function(("number",), "number", _int),
    "round": Function(("number", "number"), "number", _round, least=1),
    "floor": Function(("number",), "number", lambda value: floor(value) if isfinite(value) else nan),
    "ceiling": Function(("number",), "number", lambda value: ceil(value) if isfinite(value) else nan),
    "abs": Function(("number",), "number", abs),
    "pow": Function(("number", "number"), "number", _pow),
    "min": Function(("nodes",), "number", _least, least=1, more=True),
    "max": Function(("nodes",), "number", _most, least=1, more=True),
    # What is asked several times
    "sum": Function(("nodes",), "number"),
    "count": Function(("nodes",), "number"),
    "count-non-empty": Function(("nodes",), "number"),
    "join": Function(("text", "nodes"), "text", _join, more=True),
    "position": Function(("nodes",), "number"),
    # Texts
    "regex": Function(("text", "literal"), "boolean", _regex),
    "string": Function(("text",), "text"),
    "concat": Function(("text",), "text", lambda *texts: "".join(texts), least=1, more=True),
    "contains": Function(("text", "text"), "boolean"),
    "starts-with": Function(("text", "text"), "boolean"),
    "ends-with": Function(("text", "text"), "boolean", str.endswith),
    "string-length": Function(("text",), "number"),
    "substring": Function(("text", "number", "number"), "text", least=2),
    "substr": Function(("text", "number", "number"), "text", _substr, least=2),
    "substring-before": Function(("text", "text"), "text"),
    "substring-after": Function(("text", "text"), "text"),
    "translate": Function(("text", "text", "text"), "text"),
    "normalize-space": Function(("text",), "text"),
}
