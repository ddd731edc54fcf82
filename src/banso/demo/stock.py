"""Goods at the sites: what was sent in, counted since, and what became of some that did not sell.

Products on sale only, and of malls a part of them; a stream of chance of its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.sales.models import Listing, ListingState, StockEntry, StockKind
from banso.apps.sales.models.stock import DISPOSALS
from banso.demo.plan import Plan, in_office, working

#: Of a hundred products on sale at malls so many have goods at the site.
_OF_MALLS = 15
#: Of a hundred with goods, of so many some were disposed of.
_DISPOSED = 20
_CURRENCIES = ("USD", "JPY")


def write_stock(plan: Plan, manager: int) -> None:
    """Write what is told of the goods of products on sale."""
    chance = plan.random("stock")
    for row in plan[Listing].dicts():
        if row["state"] != ListingState.LISTED:
            continue
        if row["mall_id"] is None or chance.randrange(100) < _OF_MALLS:
            _write(plan, chance, manager, row)


def _write(plan: Plan, chance: Any, manager: int, listing: dict[str, Any]) -> None:
    sent = max(listing["listed_on"], plan.as_of - timedelta(days=chance.randrange(20, 300)))
    pieces = chance.randrange(4, 30) * 10
    if not plan.past(sent + timedelta(days=1)):
        return
    _tell(plan, manager, listing, StockKind.SENT_IN, sent, pieces)
    counted = max(sent + timedelta(days=20), plan.as_of - timedelta(days=chance.randrange(15, 90)))
    if not plan.past(counted + timedelta(days=12)):
        return
    left = chance.randrange(0, pieces + 1)
    _tell(plan, manager, listing, StockKind.COUNTED, counted, left)
    if left > 3 and chance.randrange(100) < _DISPOSED:
        gone = chance.randrange(1, left // 2 + 1)
        kind, day = chance.choice(DISPOSALS), counted + timedelta(days=chance.randrange(3, 10))
        currency = chance.choice(_CURRENCIES)
        cost = {"cost": Decimal(gone * (150 if currency == "JPY" else 1)), "currency": currency}
        _tell(plan, manager, listing, kind, day, gone, **cost)
        said = {"kind": kind.value, "day": day.isoformat(), "pieces": gone}
        said |= {"cost": f"{cost['cost']:f}", "currency": currency}
        moment = in_office(chance, working(day))
        subject = ("sales_listing", listing["ref"])
        plan.event(moment, manager, Role.PROGRAMME_MANAGER, "sales_listing.disposed", subject, said)


def _tell(
    plan: Plan,
    manager: int,
    listing: dict[str, Any],
    kind: StockKind,
    day: date,
    pieces: int,
    **cost: Any,
) -> None:
    plan[StockEntry].add(
        listing_id=listing["id"],
        day=day,
        kind=kind.value,
        pieces=pieces,
        recorded_by_id=manager,
        recorded_at=in_office(plan.random(f"stock {listing['id']} {kind}"), working(day)),
        **cost,
    )
