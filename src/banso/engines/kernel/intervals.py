"""95 % intervals of shares and of what compares two shares, in percent or points with one decimal.

The formulas are the textbook ones (Wilson 1927; Newcombe 1998, method 10; Katz 1978). The counts stay far
below what a double holds exactly, and the result is rounded half-up.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import exp, log, sqrt
from statistics import NormalDist

Interval = tuple[Decimal, Decimal]

#: The 97.5 % point of the standard normal distribution.
Z = NormalDist().inv_cdf(0.975)


def wilson(numerator: int, denominator: int) -> Interval | None:
    """Return Wilson's 95 % interval of a share in percent; None without a base.

    Raises ValueError unless 0 <= numerator <= denominator.
    """
    if not denominator and not numerator:
        return None
    low, high = wilson_bounds(numerator, denominator)
    return _rounded(100 * low), _rounded(100 * high)


def wilson_bounds(numerator: float, denominator: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share from 0 to 1, not rounded; effective numbers may be broken.

    Raises ValueError unless 0 <= numerator <= denominator and there is a base.
    """
    if not denominator or not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    p, n, z2 = numerator / denominator, denominator, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    # At the ends the formula gives 0 and 1, which a double misses by a hair.
    low = 0.0 if numerator == 0 else middle - half
    high = 1.0 if numerator == denominator else middle + half
    return low, high


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> Interval | None:
    """Return the 95 % interval of a difference of two independent shares, first minus second, in points.

    Each group is (numerator, denominator). Newcombe's hybrid score interval, without continuity correction.
    None if a group is empty.
    """
    if not first[1] or not second[1]:
        return None
    p1, p2 = first[0] / first[1], second[0] / second[1]
    low1, high1 = wilson_bounds(*first)
    low2, high2 = wilson_bounds(*second)
    difference = p1 - p2
    low = difference - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = difference + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return _rounded(100 * low), _rounded(100 * high)


def log_ratio(first: tuple[int, int], second: tuple[int, int]) -> Interval | None:
    """Return the 95 % interval of a ratio of two independent shares, first to second, with two decimals.

    Each group is (numerator, denominator). Katz's interval on the log scale. None where it is not defined:
    a group is empty or nobody in it counts.
    """
    if not first[0] or not second[0]:
        return None
    (a, n), (b, m) = first, second
    middle = log(a / n) - log(b / m)
    half = Z * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return _rounded(exp(middle - half), 2), _rounded(exp(middle + half), 2)


def _rounded(value: float, places: int = 1) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
