"""A price at several rates of tax: each rate is calculated by itself, a discount is spread over them.

1. What is charged at one rate is one request to ``price``, which rounds its price and its tax once.
2. A discount on the whole is spread over the rates in proportion to their prices before discount, in whole
   yen: each gets its part rounded down, the yen that remain go to the largest fractions, of equal ones to the
   earlier. No rate gets more than its price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from banso.engines.fees.price import Price, price


def together(prices: Iterable[Price]) -> Price:
    """What several prices come to."""
    rows = list(prices)
    return Price(
        sum(row.net for row in rows),
        sum(row.subtotal for row in rows),
        sum(row.tax for row in rows),
        sum(row.total for row in rows),
    )


def spread(yen: int, parts: Sequence[int]) -> list[int]:
    """So many yen, at most the sum of the parts, in proportion to them (step 2).

    Raises:
        ValueError: more than the parts come to, or below zero.
    """
    whole = sum(parts)
    if not 0 <= yen <= whole:
        raise ValueError(f"{yen} cannot be spread over {whole}")
    if whole == 0:
        return [0 for _part in parts]
    found = [yen * part // whole for part in parts]
    by_fraction = sorted(range(len(parts)), key=lambda place: (-(yen * parts[place] % whole), place))
    for place in by_fraction[: yen - sum(found)]:
        found[place] += 1
    return found


def discounted(requests: Sequence[Mapping[str, Any]], yen: int) -> list[dict[str, Any]]:
    """Requests to ``price``, one a rate, with a discount on the whole, cut at the price."""
    plain = [{**request, "discount": 0} for request in requests]
    nets = [price(request).net for request in plain]
    parts = spread(min(yen, sum(nets)), nets)
    return [{**request, "discount": part} for request, part in zip(plain, parts, strict=True)]
