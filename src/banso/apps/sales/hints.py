"""What listings say about months without a sale: why sites declined or ended products, and prices.

1. Products of the case that sites declined or took off again, counted by coded reason. Each reason suggests a
   kind of root cause (``_KINDS``).
2. The price of a product on sale against the published prices of other firms' products of its category, for
   the same unit, that sold at the same site within ``MONTHS``; said where at least ``LEAST`` of them did and
   the price lies ``ABOVE`` percent above their median. Both in yen by the latest stored rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.casework.hints import Hint
from banso.apps.casework.models import Case
from banso.apps.products.models import Edition, EditionState
from banso.apps.programmes.exchange import Rates
from banso.apps.sales.models import DeclineReason, EndReason, LineKind, Listing, ListingState, SalesLine
from banso.apps.sales.sites import Site
from banso.engines.kernel.fiscal import add_months
from banso.engines.kernel.money import YEN, in_yen
from banso.web import formats

MONTHS = 12
LEAST = 3
ABOVE = 25
_LINKS = 3

_KINDS: dict[str, str] = {
    DeclineReason.PRICE: "price",
    DeclineReason.MINIMUM_ORDER: "product",
    DeclineReason.REGULATION: "rules",
    DeclineReason.LABEL: "rules",
    DeclineReason.SHELF_LIFE: "product",
    DeclineReason.DELIVERY: "logistics",
    DeclineReason.THEME: "product",
    DeclineReason.RANGE_FULL: "buyers",
    EndReason.NOT_SOLD: "product",
    EndReason.NO_STOCK: "capacity",
    EndReason.FIRM: "management",
}


def causes(case: Case, today: date) -> Iterable[Hint]:
    """Hints about a case from its listings. Four queries."""
    listings = list(
        Listing.objects.filter(case=case).select_related("product", "channel", "mall").order_by("pk")
    )
    yield from _closed(listings)
    on_sale = [listing for listing in listings if listing.state == ListingState.LISTED]
    if on_sale:
        yield from _dear(case, on_sale, today)


def _closed(listings: list[Listing]) -> Iterable[Hint]:
    groups: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for listing in listings:
        # What ended because a season is over or a mall closed says nothing of the product.
        closed = listing.state in (ListingState.DECLINED, ListingState.ENDED)
        if closed and listing.reason not in (EndReason.SEASON, EndReason.MALL_CLOSED):
            groups[listing.state, listing.reason].append(listing)
    answered = sum(listing.answered_on is not None for listing in listings)
    for (state, reason), rows in sorted(groups.items(), key=lambda group: -len(group[1])):
        said = {"reason": rows[0].reason_words, "count": len(rows), "answered": answered}
        if state == ListingState.DECLINED:
            words = _("Declined by sites: %(reason)s (%(count)s of %(answered)s answers)") % said
        else:
            words = _("Taken off a site: %(reason)s (%(count)s of %(answered)s answers)") % said
        days = [row.answered_on if state == ListingState.DECLINED else row.ended_on for row in rows]
        first = min(day for day in days if day is not None)
        yield Hint(_KINDS.get(reason, ""), words, len(rows), first, _links(rows))


@dataclass(frozen=True)
class _Offer:
    yen: int
    unit: str
    category: int


def _dear(case: Case, on_sale: list[Listing], today: date) -> Iterable[Hint]:
    sold = _sold_beside(case, on_sale, today)
    keys = {listing.product_id for listing in on_sale} | {product for _site, product in sold}
    offers = _offers(keys, today)
    for listing in on_sale:
        own = offers.get(listing.product_id)
        if own is None:
            continue
        site = (listing.channel_id, listing.mall_id)
        others = [
            other.yen
            for where, product in sold
            if where == site
            and (other := offers.get(product)) is not None
            and (other.category, other.unit) == (own.category, own.unit)
        ]
        if len(others) >= LEAST and own.yen * 100 > median(others) * (100 + ABOVE):
            said = {
                "site": Site(listing.channel, listing.mall).name,
                "own": formats.yen(own.yen),
                "median": formats.yen(round(median(others))),
                "count": len(others),
            }
            words = (
                _("Price %(own)s at %(site)s; %(count)s others sold there, in the middle %(median)s") % said
            )
            yield Hint("price", words, len(others), listing.listed_on or today, _links([listing]))


def _sold_beside(case: Case, on_sale: list[Listing], today: date) -> set[tuple[tuple[int, int | None], int]]:
    """Products of other firms that sold at the sites of these listings, each with its site."""
    lines = SalesLine.objects.filter(
        kind=LineKind.SALE,
        sample=False,
        listing__channel__in={listing.channel_id for listing in on_sale},
        month__gte=add_months(today.replace(day=1), -MONTHS),
    ).exclude(listing__case__firm=case.firm_id)
    malls = {listing.mall_id for listing in on_sale}
    rows = lines.order_by().values_list("listing__channel", "listing__mall", "listing__product").distinct()
    return {((channel, mall), product) for channel, mall, product in rows if mall in malls}


def _offers(products: set[int], today: date) -> dict[int, _Offer]:
    """By product its published price in yen; those without price, category or rate are left out."""
    editions = Edition.objects.filter(
        product__in=products, state=EditionState.PUBLISHED, price__isnull=False, category__isnull=False
    )
    rows = list(editions.order_by("pk").values_list("product", "price", "currency", "price_unit", "category"))
    rates = Rates({currency for _product, _price, currency, _unit, _category in rows} - {YEN})
    found = {}
    for product, price, currency, unit, category in rows:
        rate = None if currency == YEN else rates.on(currency, today)
        if currency == YEN or rate is not None:
            yen = int(price) if rate is None else in_yen(price, rate.yen)
            found[product] = _Offer(yen, unit, category)
    return found


def _links(listings: list[Listing]) -> tuple[tuple[str, str], ...]:
    return tuple((row.ref, reverse("sales:listing", args=[row.ref])) for row in listings[-_LINKS:])
