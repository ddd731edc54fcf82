"""The EC channels: what was offered, picked and sold, and what became of samples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from banso.apps.inquiries.models import Sample
from banso.apps.orders.models import STANDING, Order
from banso.apps.sales.models import LineKind, Listing, ListingState, SalesLine
from banso.apps.snapshots.reading.world import Row, World, day


@dataclass
class _Sold:
    first: date | None = None
    months: set[date] = field(default_factory=set)
    yen: int = 0
    unknown: bool = False


def _sold() -> dict[int, _Sold]:
    """By listing what was sold of it, samples and fees left out."""
    found: dict[int, _Sold] = defaultdict(_Sold)
    rows = SalesLine.objects.filter(listing__isnull=False, sample=False).exclude(kind=LineKind.FEE)
    for listing, kind, month, on, yen in rows.order_by("month", "pk").values_list(
        "listing_id", "kind", "month", "day", "amount_yen"
    ):
        sold = found[listing]
        sold.unknown = sold.unknown or yen is None
        sold.yen += yen or 0
        if kind == LineKind.SALE:
            sold.first = min(sold.first or date.max, on or month)
            sold.months.add(month)
    return found


def listings(world: World) -> Iterator[Row]:
    """Products offered to the malls, the store and Japan Street."""
    sold = _sold()
    rows = Listing.objects.order_by("pk").values_list(
        "pk",
        "ref",
        "case_id",
        "channel__code",
        "mall__code",
        "state",
        "offered_on",
        "reason",
        "listed_on",
        "ended_on",
    )
    for pk, ref, case, channel, mall, state, offered_on, reason, listed_on, ended_on in rows:
        own = sold.get(pk, _Sold())
        declined = state == ListingState.DECLINED
        yield (
            pk,
            *world.where_case(case, offered_on)[:-2],
            ref,
            case,
            channel,
            mall,
            state,
            offered_on,
            None if state == ListingState.OFFERED else not declined,
            reason or None if declined else None,
            listed_on,
            ended_on,
            own.first,
            own.first is not None,
            len(own.months) > 1,
            None if own.unknown else own.yen,
        )


def samples(world: World) -> Iterator[Row]:
    """Samples that buyers asked for, with the orders that came after."""
    orders: dict[int, list[date]] = defaultdict(list)
    rows = Order.objects.filter(state__in=STANDING, sample=False).order_by("ordered_on", "pk")
    for inquiry, ordered_on in rows.values_list("inquiry_id", "ordered_on"):
        orders[inquiry].append(ordered_on)
    for pk, firm, inquiry, ref, asked_at, sent_on, state in Sample.objects.order_by("pk").values_list(
        "pk",
        "inquiry__product__firm_id",
        "inquiry_id",
        "inquiry__ref",
        "asked_at",
        "sent_on",
        "state",
    ):
        asked_on = day(asked_at)
        assert asked_on is not None
        later = [one for one in orders.get(inquiry, ()) if one >= asked_on]
        yield (
            pk,
            *world.where_firm(firm, asked_on),
            ref,
            asked_on,
            sent_on,
            state,
            bool(later),
            len(later) > 1,
        )
