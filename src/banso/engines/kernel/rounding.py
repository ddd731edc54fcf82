"""Named rounding rules on exact numbers. No binary fractions: 195/395 is 49.4 %, whatever a float says."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | int, places: int = 1) -> Decimal:
    """Return a number rounded to `places` decimals; an exact half goes away from zero (2.25 to 2.3)."""
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return _decimal(units if value >= 0 else -units, places)


def truncated(value: Fraction | int, places: int = 1) -> Decimal:
    """Return a number cut off after `places` decimals (2.29 to 2.2)."""
    scaled = abs(Fraction(value)) * 10**places
    units = scaled.numerator // scaled.denominator
    return _decimal(units if value >= 0 else -units, places)


def half_even(value: Fraction | int, places: int = 1) -> Decimal:
    """Return a number rounded to `places` decimals; an exact half goes to the even digit (2.25 to 2.2)."""
    scaled = Fraction(value) * 10**places
    return _decimal(round(scaled), places)


#: The rules that a setting may name: how a number is rounded to so many decimals.
NAMED: Mapping[str, Callable[[Fraction | int, int], Decimal]] = {
    "half_up": half_up,
    "half_even": half_even,
    "down": truncated,
}


def share(numerator: int, denominator: int) -> Fraction | None:
    """Return numerator/denominator in percent, exactly; None without a base."""
    return Fraction(100 * numerator, denominator) if denominator else None


def percent(numerator: int, denominator: int) -> Decimal | None:
    """Return numerator/denominator in percent, half-up to one decimal; None without a base."""
    exact = share(numerator, denominator)
    return None if exact is None else half_up(exact)


def _decimal(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)
