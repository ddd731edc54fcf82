"""Currencies (ISO 4217) and how an amount becomes yen."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision, get_territory_currencies

from banso.engines.kernel.rounding import half_up

YEN = "JPY"


@lru_cache(maxsize=64)
def currencies_on(day: date) -> frozenset[str]:
    """The codes of all currencies that are legal tender somewhere on a day, after the CLDR."""
    territories = get_global("territory_currencies")
    return frozenset(code for place in territories for code in get_territory_currencies(place, day))


def decimals(currency: str) -> int:
    """How many decimals an amount in this currency has: 0 for yen, 2 for dollars, 3 for dinars."""
    return get_currency_precision(currency)


def fits(amount: Decimal, currency: str) -> bool:
    """Whether an amount can be paid in this currency: it has no more decimals than the currency."""
    return amount == amount.quantize(Decimal(1).scaleb(-decimals(currency)))


def in_yen(amount: Decimal, rate: Decimal) -> int:
    """An amount in whole yen at ``rate`` yen for one unit; an exact half goes up (half up)."""
    return int(half_up(Fraction(amount) * Fraction(rate), 0))
