"""Which exports look like one and the same, entered twice.

Two exports of one firm, in whatever case and channel, look alike when
1. both or neither were samples, and both went to the same market,
2. their days lie at most 14 days apart (of shipment, customs, arrival or payment each writes another), and
3. their amounts in yen differ by at most 2 % of the larger (rates differ by day and bank); where a yen amount
   is missing, the amounts in one currency do; where amounts are missing too, the quantities in one unit are
   equal.
4. At least one of them is no line of a site's report: a report tells each sale once, and goods of one price
   are sold many times a month.
The product is not compared: it is a text, and everybody words it in another way. People decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

DAYS_APART = 14
#: In percent of the larger amount.
APART = 2


@dataclass(frozen=True)
class Export:
    """An export as a plain value; ``firm`` and ``market`` are keys."""

    id: int
    firm: int
    market: int
    day: date
    sample: bool
    yen: int | None
    currency: str
    amount: Decimal | None
    quantity: int | None
    unit: str
    by_line: bool = False


def look_alike(one: Export, other: Export) -> bool:
    """Whether two exports look like one (rules 1 to 4)."""
    if one.by_line and other.by_line:
        return False
    if (one.firm, one.market, one.sample) != (other.firm, other.market, other.sample):
        return False
    if abs((one.day - other.day).days) > DAYS_APART:
        return False
    if one.yen is not None and other.yen is not None:
        return _near(one.yen, other.yen)
    if one.amount is not None and other.amount is not None:
        return one.currency == other.currency and _near(one.amount, other.amount)
    if one.quantity is not None and other.quantity is not None:
        return (one.quantity, one.unit) == (other.quantity, other.unit)
    return False


def _near(one: Decimal | int, other: Decimal | int) -> bool:
    return abs(one - other) * 100 <= max(one, other) * APART


def pairs(exports: Iterable[Export]) -> Iterator[tuple[Export, Export]]:
    """The pairs that look alike, of each firm and market by day."""
    groups: dict[tuple[int, int], list[Export]] = defaultdict(list)
    for export in exports:
        groups[export.firm, export.market].append(export)
    for group in groups.values():
        if all(export.by_line for export in group):
            continue
        group.sort(key=lambda export: (export.day, export.id))
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if (other.day - one.day).days > DAYS_APART:
                    break
                if look_alike(one, other):
                    yield one, other
