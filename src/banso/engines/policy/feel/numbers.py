"""FEEL's numbers: exact decimals of 34 digits, whatever context the caller computes in.

Source: DMN 1.3, 10.3.2.3.1 (IEEE 754-2008 decimal128, halves to the even neighbour).
What goes wrong gives None.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from banso.engines.policy.expressions import Value
from banso.engines.policy.feel.faults import MOST_DIGITS, MOST_EXPONENT

_TRAPS = [Overflow, InvalidOperation, DivisionByZero]
#: Where every calculation takes place. Never changed, so that threads may share it.
_CONTEXT = Context(
    prec=MOST_DIGITS, rounding=ROUND_HALF_EVEN, Emax=MOST_EXPONENT, Emin=-MOST_EXPONENT + 1, traps=_TRAPS
)
#: For writing numbers out without rounding them.
_WIDE = Context(prec=4 * MOST_EXPONENT, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=_TRAPS)

_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _CONTEXT.divide,
    "**": _CONTEXT.power,
}
#: The functions that round, and how.
ROUNDINGS = {
    "decimal": ROUND_HALF_EVEN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}


def number(value: Value) -> Decimal | None:
    """A value as a number; None if it is none, or beyond the range of numbers. A truth value is no number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    decimal = Decimal(value)
    return decimal if decimal.is_finite() and abs(decimal.adjusted()) <= MOST_EXPONENT else None


def calculated(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    """The result of ``+ - * / **``, rounded to 34 digits; None where there is none."""
    try:
        return _OPERATIONS[operator](left, right)
    except DecimalException:
        return None


def negative(value: Decimal) -> Decimal:
    """The number with the other sign; there is no negative zero."""
    return value.copy_negate() if value else value


def rounded(value: Decimal, places: Decimal, rule: str) -> Decimal | None:
    """A number rounded to decimal places (negative: to tens, hundreds ...) by the rule of a function."""
    if places != places.to_integral_value() or abs(places) > MOST_EXPONENT:
        return None
    exponent = -int(places)
    if value.as_tuple().exponent >= exponent:  # type: ignore[operator]
        return value
    try:
        unit = Decimal(1).scaleb(exponent, _WIDE)
        result = value.quantize(unit, ROUNDINGS[rule], _WIDE)
        return result if result else result.copy_abs()
    except DecimalException:
        return None


def modulo(value: Decimal, by: Decimal) -> Decimal | None:
    """What is left of a division rounded down; it has the sign of the divisor."""
    if not by:
        return None
    try:
        rest = _CONTEXT.remainder(value, by)
        return _CONTEXT.add(rest, by) if rest and (rest < 0) != (by < 0) else rest
    except DecimalException:
        return None


def root(value: Decimal) -> Decimal | None:
    """The square root; None of a negative number."""
    return _CONTEXT.sqrt(value) if value >= 0 else None


def read_number(text: str) -> Decimal | None:
    """The number that a text says; None if it says none, or a longer one than is held."""
    try:
        return _CONTEXT.create_decimal(text) if len(text) <= 2 * MOST_DIGITS else None
    except DecimalException:
        return None


def plain(value: Decimal) -> str:
    """A number as text, without an exponent and without zeros at the end of its fraction."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
