"""A shared cost divided by a stated key, in whole yen.

1. Each part is its exact share of the whole, rounded down.
2. The yen that remain go one by one to the largest fractions, of equal ones to the earlier.
3. A sum below zero (a reversing entry) is divided as its opposite is: the two cancel part by part.

The parts therefore add up to the whole. Without a weight above zero nothing can be divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


class NoWeights(ValueError):
    """No part has a weight: the key divides nothing."""


def divided(yen: int, weights: Sequence[int | Decimal]) -> list[int]:
    """A sum in proportion to weights; the parts add up to it.

    Raises:
        NoWeights: the weights are all zero, or there are none.
        ValueError: a weight below zero.
    """
    exact = [Fraction(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ValueError("a weight is below zero")
    whole = sum(exact)
    if not whole:
        raise NoWeights("no part has a weight")
    shares = [abs(yen) * weight / whole for weight in exact]
    parts = [int(share) for share in shares]
    by_fraction = sorted(range(len(parts)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_fraction[: abs(yen) - sum(parts)]:
        parts[place] += 1
    return parts if yen >= 0 else [-part for part in parts]
