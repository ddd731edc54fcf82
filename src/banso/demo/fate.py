"""How a supported firm's export goes, drawn before anything is written: goals and results follow from it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from banso.demo.firms import FirmRow

#: How hard success is under each service: the higher, the fewer firms export.
_HURDLE = {"spot": 0.1, "hands_on": -0.45, "street": 0.3, "mall": 0.3, "store": 0.3}
#: From the start of support to the first order, in days: fewest and most.
_FIRST_ORDER = {
    "spot": (3, 22),
    "hands_on": (200, 800),
    "street": (120, 480),
    "mall": (110, 420),
    "store": (110, 420),
}
#: The middle of a single order's value, in yen.
_ORDER_YEN = {"spot": 250_000, "hands_on": 650_000, "street": 180_000, "mall": 70_000, "store": 60_000}
#: Days between two orders: fewest and most.
_BETWEEN = {
    "spot": (20, 60),
    "hands_on": (40, 170),
    "street": (50, 170),
    "mall": (30, 110),
    "store": (30, 110),
}


@dataclass(frozen=True)
class Order:
    """One export."""

    day: date
    yen: int
    sample: bool


@dataclass(frozen=True)
class Fate:
    """What a case would bring if it went on for ever."""

    orders: tuple[Order, ...]
    trend: str
    #: Whether the goal will be set low enough to be met.
    modest: bool
    #: Orders over twelve months, in yen, as it may be expected.
    yearly_yen: int


def draw_fate(chance: random.Random, firm: FirmRow, service: str, start: date, end: date) -> Fate:
    """The exports of a firm under a service from the start of support up to a day."""
    score = 0.7 * firm.capability + 0.5 * firm.engagement + chance.gauss(0, 1)
    succeeds = score > _HURDLE[service] * 1.32 or firm.example
    middle = _ORDER_YEN[service] * (0.5, 0.8, 1.1, 1.6, 2.4, 4)[firm.size]
    least, most = _BETWEEN[service]
    gap = chance.randint(least, most)
    first = start + timedelta(days=chance.randint(*_FIRST_ORDER[service]))
    if firm.example:
        first, gap = start + timedelta(days=420), 75
    trend = chance.choices(("up", "flat", "down"), (35, 38, 27))[0]
    orders = list(_samples(chance, first, start, succeeds))
    if succeeds:
        orders += _orders(chance, first, end, middle, gap, 1.0 if firm.example else _growth(trend))
    yearly = round(middle * 365 / gap)
    return Fate(tuple(orders), trend, chance.random() < 0.52 and succeeds, yearly)


def _samples(chance: random.Random, first: date, start: date, succeeds: bool) -> list[Order]:
    if chance.random() > (0.35 if succeeds else 0.1):
        return []
    day = first - timedelta(days=chance.randint(10, 60))
    if day <= start:
        return []
    return [Order(day, chance.randint(3, 60) * 1000, True)]


def _orders(
    chance: random.Random, first: date, end: date, middle: float, gap: int, growth: float
) -> list[Order]:
    orders: list[Order] = []
    day, level = first, middle
    while day < end and len(orders) < 14:
        yen = max(10_000, round(level * chance.lognormvariate(0, 0.45), -3))
        orders.append(Order(day, int(yen), False))
        level *= growth
        day += timedelta(days=max(7, round(gap * chance.uniform(0.6, 1.4) / growth)))
    return orders


def _growth(trend: str) -> float:
    return {"up": 1.12, "flat": 1.0, "down": 0.82}[trend]
