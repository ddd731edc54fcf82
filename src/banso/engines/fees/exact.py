"""Numbers as people and programs write them, read exactly or refused: never through a binary fraction."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

#: A number has at most so many digits before and after the point: more is a slip, not a price.
MOST_DIGITS = 15
MOST_DECIMALS = 10

_WRITTEN = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_SHOWN = 60


class NotExact(ValueError):
    """A value that is no number which can be calculated with; ``rule`` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def exact(value: Any) -> Fraction:
    """Return a number that is not negative, exactly: an int, a Decimal, or digits with at most one point.

    Raises:
        NotExact: ``number_kind`` (a truth value, a binary fraction, anything else), ``number_written``
            (blanks, commas, exponents, no digits), ``number_endless`` (NaN, infinity), ``number_too_long``,
            ``number_negative``.
    """
    if isinstance(value, str):
        if len(value) > MOST_DIGITS + MOST_DECIMALS + 2 and _WRITTEN.fullmatch(value):
            raise NotExact("number_too_long")
        if not _WRITTEN.fullmatch(value):
            raise NotExact("number_written")
        number = Decimal(value)
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NotExact("number_kind")
    elif isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        raise NotExact("number_too_long")
    else:
        number = Decimal(value)
    if not number.is_finite():
        raise NotExact("number_endless")
    places = number.as_tuple().exponent
    if number.adjusted() >= MOST_DIGITS or (isinstance(places, int) and places < -MOST_DECIMALS):
        raise NotExact("number_too_long")
    if number < 0:
        raise NotExact("number_negative")
    return Fraction(number)


def shown(value: Any) -> str:
    """A value as a message can show it, short whatever was given."""
    if isinstance(value, int) and value.bit_length() > 256:
        return "…"
    said = value if isinstance(value, str) else "true" if value is True else "false" if value is False else ""
    said = said or ("null" if value is None else str(value))
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


class Repeated(dict[str, Any]):
    """An object of JSON in which a name stands twice: which value is meant is not for a program to guess."""

    names: tuple[str, ...] = ()


def read_json(text: str) -> Any:
    """Read JSON with every number exact: whole numbers as int, all others by their digits as Decimal.

    An object that says a name twice comes back as ``Repeated``.

    Raises:
        ValueError: this is no JSON.
    """
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=Decimal,
            object_pairs_hook=_object,
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _whole(digits: str) -> int | Decimal:
    # int() itself refuses thousands of digits; a Decimal holds them until they are refused by name.
    return int(digits) if len(digits) <= 2 * MOST_DIGITS else Decimal(digits)


def _fraction(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = tuple(dict.fromkeys(name for name in names if names.count(name) > 1)) if _again(names) else ()
    if not twice:
        return dict(pairs)
    found = Repeated(pairs)
    found.names = twice
    return found


def _again(names: list[str]) -> bool:
    return len(set(names)) < len(names)
