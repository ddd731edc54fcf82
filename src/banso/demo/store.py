"""Pages of the store: products on sale there, looked at before, by what marketplaces name them, and how
buyers rate them month by month.

What was sold there stays as it was told; a stream of chance of its own.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.directory.models import Market
from banso.apps.products.models import Product
from banso.apps.sales.models import CodeKind, Identifier, Listing, ListingCheck, ListingState, Rating
from banso.demo.casework import CaseRow
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working
from banso.demo.reviews import write_review
from banso.engines.kernel.fiscal import add_months

_POINTS = ("title", "pictures", "label", "price")
_FOUND = (("label", "language"), ("pictures", "small"), ("label", "content"), ("price", "shipping"))
#: Marketplaces of the site, the first of which sells everything, each in its currency.
_MARKETPLACES = (("US", "USD"), ("GB", "GBP"), ("DE", "EUR"))
#: Ratings go back so many months at most.
_MONTHS = 18


def write_store(plan: Plan, people: People, cases: Sequence[CaseRow]) -> None:
    """Put the published products of firms with a place in the store on sale there."""
    products: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in plan[Product].dicts():
        if row["first_published_at"] is not None:
            products[row["firm_id"]].append(row)
    chance, found = plan.random("store pages"), []
    for case in cases:
        if case.service.code == "store":
            for product in products.pop(case.firm.id, ()):
                first = max(product["first_published_at"].date(), case.opened.date())
                offered = in_office(chance, working(first + timedelta(days=7)))
                if plan.past(offered) and (case.ended_on is None or offered.date() < case.ended_on):
                    found.append((offered, case, product))
    store = Channel.objects.get(kind=ChannelKind.STORE)
    markets = dict(Market.objects.order_by("pk").values_list("code", "pk"))
    for offered, case, product in sorted(found, key=lambda one: (one[0], one[2]["id"])):
        _write(plan, people.programme_manager, store, offered, case, product, markets)


def _write(
    plan: Plan,
    manager: int,
    store: Channel,
    offered: datetime,
    case: CaseRow,
    product: dict[str, Any],
    markets: dict[str, int],
) -> None:
    chance = plan.random(f"store page {product['id']}")
    answered = later(chance, offered, 2, 10)
    looks = [later(chance, answered, 2, 15)]
    if chance.random() < 0.4:
        looks.append(later(chance, looks[0], 3, 20))
    listed = later(chance, looks[-1], 1, 6)
    state = ListingState.OFFERED
    if plan.past(answered):
        state = ListingState.LISTED if plan.past(listed) else ListingState.PICKED
    on_sale = state == ListingState.LISTED
    ref = plan.reference("LI", offered.date())
    key = plan[Listing].add(
        ref=ref,
        product_id=product["id"],
        channel_id=store.pk,
        mall_id=None,
        case_id=case.id,
        state=state.value,
        offered_on=offered.date(),
        reason="",
        answered_on=None if state == ListingState.OFFERED else answered.date(),
        ordered_on=None,
        listed_on=listed.date() if on_sale else None,
        ended_on=None,
    )

    def tell(moment: datetime, who: int, role: Role, step: str, payload: dict[str, Any]) -> None:
        plan.event(moment, who, role, f"sales_listing.{step}", ("sales_listing", ref), payload)

    place = {"product": product["ref"], "site": store.code, "case": case.ref}
    tell(offered, case.staff, Role.OFFICE_STAFF, "offered", place)
    if state == ListingState.OFFERED:
        return
    offer = {"product_offered": True}
    tell(
        answered,
        manager,
        Role.PROGRAMME_MANAGER,
        "picked",
        {"reason": "", "guards": {**offer, "place_free": True}},
    )
    for moment in looks:
        if plan.past(moment):
            found = dict([chance.choice(_FOUND)]) if moment != looks[-1] else {}
            look = plan[ListingCheck].add(
                listing_id=key,
                words="",
                checked_by_id=manager,
                checked_at=moment,
                **{name: found.get(name, "") for name in _POINTS},
            )
            said = {"check": look, "found": found, "words": None}
            tell(moment, manager, Role.PROGRAMME_MANAGER, "checked", said)
    if on_sale:
        guards = {**offer, "checked": True}
        tell(listed, manager, Role.PROGRAMME_MANAGER, "listed", {"reason": "", "guards": guards})
        listing = {"id": key, "channel_id": store.pk, "manager": manager}
        sold_in = _name(plan, chance, listing, product["id"], markets)
        _rate(plan, listing, max(listed.date(), add_months(plan.as_of, -_MONTHS)), sold_in)


def _name(
    plan: Plan, chance: Any, listing: dict[str, Any], product: int, markets: dict[str, int]
) -> list[tuple[int, str]]:
    """A code on each marketplace on which it is sold; gives these."""
    found = []
    for number, (code, currency) in enumerate(_MARKETPLACES):
        if number == 0 or chance.random() < 0.4:
            plan[Identifier].add(
                listing_id=listing["id"],
                channel_id=listing["channel_id"],
                market_id=markets[code],
                kind=CodeKind.ASIN.value,
                code=f"B{number}{product:08d}",
                currency=currency,
            )
            found.append((markets[code], code))
    return found


def _rate(plan: Plan, listing: dict[str, Any], since: date, sold_in: list[tuple[int, str]]) -> None:
    """A rating at the end of every month with reviews; of few reviews it jumps, of many it hardly moves."""
    chance = plan.random(f"ratings {listing['id']}")
    written = plan.random(f"reviews {listing['id']}")
    mean, reviews, day = Decimal(chance.randrange(350, 490)) / 100, 0, since
    for _month in range(_MONTHS):
        day = (day.replace(day=1) + timedelta(days=62)).replace(day=1) - timedelta(days=1)
        stored = in_office(chance, working(day + timedelta(days=4)))
        if not plan.past(stored):
            return
        told = chance.randrange(0, 6)
        reviews += told
        if told > 2:
            write_review(plan, written, listing, written.choice(sold_in), day, stored)
        if reviews:
            jump = Decimal(chance.randrange(-60, 61)) / (100 * max(1, reviews // 3))
            plan[Rating].add(
                listing_id=listing["id"],
                day=day,
                stars=min(Decimal(5), max(Decimal(1), round(mean + jump, 2))),
                reviews=reviews,
                file=hashlib.sha256(f"{plan.seed}/ratings/{day}".encode()).hexdigest(),
                stored_by_id=listing["manager"],
                stored_at=stored,
            )
