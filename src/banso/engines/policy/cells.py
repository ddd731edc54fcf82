"""The staff's notation for cells: what policy staff type in CSV, Excel and the grid.

Conditions: ``-`` any value; ``a, b`` one of several; ``not(a, b)``; ``>= 60``; ``[50..66.7)`` with or without
its ends; ``null`` for unknown. Results: one value, or ``-`` for none. Numbers are exact decimals, dates are
written 2026-04-01, truth values true and false. A text needs quotation marks only where it could be taken for
something else. What Excel or a Japanese keyboard makes of the signs (≥, full-width digits and
brackets) is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Test, Value, Within
from banso.engines.policy.model import Kind

LONGEST_CELL = 1000
#: A number of more digits could not be told from its neighbours where a million cases are decided at once.
MOST_DIGITS = 15
MOST_NESTED = 5

_SIGNS = str.maketrans(
    {
        **dict(zip("，、［］（）＜＞＝！－–−—―．", ",,[]()<>=!-----.", strict=True)),
        **{ord("０") + digit: ord("0") + digit for digit in range(10)},
        "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "“": '"', "”": '"', "＂": '"', "　": " ",
    }
)  # fmt: skip
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)?(?:\.[0-9]+)?")
_COMPARATOR = re.compile(r"(<=|>=|!=|=|<|>)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLAIN = re.compile(r'[^,()\[\]<>=!"]+')
_NEEDS_QUOTES = re.compile(r'[,()\[\]<>=!"\\、，；（）［］＜＞＝！≥≧≤≦≠“”＂　]|\.\.|^\s|\s$|^-|^[－–−—―]|^$')


class CellFault(Exception):
    """A cell cannot be read. ``rule`` is a stable code, ``params`` fill its sentence."""

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.params: Mapping[str, Any] = params


def read_test(text: str, kind: Kind) -> Test:
    """Read a condition on values of a kind.

    Raises:
        CellFault: the cell is empty or cannot be read as a condition of this kind.
    """
    if not text.strip():
        raise CellFault("cell_empty")
    if len(text) > LONGEST_CELL:
        raise CellFault("cell_too_long", limit=LONGEST_CELL)
    source = _narrow(text).strip()
    if source == "-":
        return Anything()
    reader = _Reader(source, kind)
    test = reader.tests(0)
    if not reader.at_end:
        raise CellFault("cell_unreadable", rest=reader.rest)
    return test


def read_result(text: str, kind: Kind) -> Constant:
    """Read a result of a kind; ``-`` and ``null`` are no value.

    Raises:
        CellFault: the cell is empty or holds no single value of this kind.
    """
    if not text.strip():
        raise CellFault("result_empty")
    if len(text) > LONGEST_CELL:
        raise CellFault("cell_too_long", limit=LONGEST_CELL)
    source = _narrow(text).strip()
    if source in ("-", "null"):
        return Constant(None)
    reader = _Reader(source, kind)
    value = reader.value()
    if not reader.at_end:
        raise CellFault("result_not_single", rest=reader.rest)
    return Constant(value)


def write_test(test: Test) -> str:
    """Write a condition in the staff's notation; reading it gives the same condition.

    Raises:
        ValueError: the condition refers to another fact, which this notation cannot say.
    """
    match test:
        case Anything():
            return "-"
        case Not(inner):
            return f"not({write_test(inner)})"
        case AnyOf(tests):
            return ", ".join(write_test(part) for part in tests)
        case Compared("=", Constant(value)):
            return "null" if value is None else write_value(value)
        case Compared(comparator, Constant(value)):
            return f"{comparator} {'null' if value is None else write_value(value)}"
        case Within(Constant(low), Constant(high), low_closed, high_closed):
            first, last = "[" if low_closed else "(", "]" if high_closed else ")"
            return f"{first}{write_value(low)}..{write_value(high)}{last}"
    raise ValueError(f"not a condition of constants: {test!r}")


def write_result(value: Value) -> str:
    """Write a result in the staff's notation."""
    return "-" if value is None else write_value(value)


def write_value(value: Value) -> str:
    """Write one known value in the staff's notation."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        quoted = _NEEDS_QUOTES.search(value) or value in ("null", "not", "true", "false")
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"' if quoted else value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def number_of(text: str) -> int | Decimal | None:
    """The exact number that a text says; None if it is none."""
    if not _NUMBER.fullmatch(text) or not text.strip("+-"):
        return None
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _narrow(text: str) -> str:
    """Replace the signs that keyboards and Excel make by the plain ones, outside quotation marks."""
    text = text.replace("“", '"').replace("”", '"').replace("＂", '"')
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    # Every second part is quoted.
    return "".join(part if place % 2 else part.translate(_SIGNS) for place, part in enumerate(parts))


class _Reader:
    """Reads one cell from left to right."""

    def __init__(self, source: str, kind: Kind) -> None:
        self._source, self._kind, self._at = source, kind, 0

    @property
    def rest(self) -> str:
        return self._source[self._at :].strip()

    @property
    def at_end(self) -> bool:
        return not self.rest

    def tests(self, depth: int) -> Test:
        if depth > MOST_NESTED:
            raise CellFault("cell_too_deep", limit=MOST_NESTED)
        found = [self._test(depth)]
        while self._take(","):
            found.append(self._test(depth))
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def value(self) -> Value:
        self._skip()
        quoted = _QUOTED.match(self._source, self._at)
        if quoted:
            self._at = quoted.end()
            return self._typed(re.sub(r"\\(.)", r"\1", quoted[1]), quoted=True)
        plain = self._plain()
        if not plain:
            raise CellFault("quote_open" if self.rest.startswith('"') else "value_expected", rest=self.rest)
        return self._typed(plain, quoted=False)

    def _test(self, depth: int) -> Test:
        self._skip()
        if re.compile(r"not\s*\(").match(self._source, self._at):
            self._at = self._source.index("(", self._at) + 1
            inner = self.tests(depth + 1)
            if not self._take(")"):
                raise CellFault("bracket_open", rest=self.rest)
            return Not(inner)
        if self._source[self._at : self._at + 1] in ("[", "]", "("):
            return self._interval()
        comparator = _COMPARATOR.match(self._source, self._at)
        if comparator:
            self._at = comparator.end()
            return self._comparison(comparator[1])
        if re.compile(r"null\s*(?=[,)]|$)").match(self._source, self._at):
            self._at += 4
            return Compared("=", Constant(None))
        return Compared("=", Constant(self.value()))

    def _comparison(self, comparator: str) -> Test:
        if comparator in ("=", "!=") and re.compile(r"\s*null\s*(?=[,)]|$)").match(self._source, self._at):
            self._at = self._source.index("null", self._at) + 4
            return Compared(comparator, Constant(None))  # type: ignore[arg-type]
        if comparator not in ("=", "!=") and self._kind not in (Kind.NUMBER, Kind.DATE):
            raise CellFault("no_order", comparator=comparator, kind=self._kind.value)
        return Compared(comparator, Constant(self.value()))  # type: ignore[arg-type]

    def _interval(self) -> Test:
        if self._kind not in (Kind.NUMBER, Kind.DATE):
            raise CellFault("no_order", comparator="..", kind=self._kind.value)
        found = re.compile(r"([\[\](])([^\[\]()]*?)\.\.([^\[\]()]*)([\[\])])").match(self._source, self._at)
        if found is None:
            raise CellFault("interval_unreadable", rest=self.rest)
        low, high = (_Reader(end.strip(), self._kind)._whole() for end in (found[2], found[3]))
        self._at = found.end()
        return Within(Constant(low), Constant(high), found[1] == "[", found[4] == "]")

    def _whole(self) -> Value:
        value = self.value()
        if not self.at_end:
            raise CellFault("cell_unreadable", rest=self.rest)
        return value

    def _plain(self) -> str:
        """Text up to the next sign."""
        plain = _PLAIN.match(self._source, self._at)
        if plain is None:
            return ""
        self._at = plain.end()
        return plain[0].strip()

    def _typed(self, text: str, *, quoted: bool) -> Value:
        if self._kind is Kind.TEXT:
            return text
        if quoted:
            raise CellFault(f"{self._kind.value}_expected", text=text)
        if self._kind is Kind.NUMBER:
            number = number_of(text)
            if number is None:
                raise CellFault("number_expected", text=text)
            if len(str(abs(number)).replace(".", "").lstrip("0")) > MOST_DIGITS:
                raise CellFault("number_too_long", text=text, limit=MOST_DIGITS)
            return number
        if self._kind is Kind.BOOLEAN:
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            raise CellFault("boolean_expected", text=text)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CellFault("date_expected", text=text) from None

    def _take(self, sign: str) -> bool:
        self._skip()
        if self._source.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False

    def _skip(self) -> None:
        while self._source[self._at : self._at + 1].isspace():
            self._at += 1
