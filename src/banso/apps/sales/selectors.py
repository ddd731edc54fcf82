"""Reading listings, reports, and what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Market
from banso.apps.sales.models import LineKind, Listing, SalesLine, SalesReport, StockEntry, StockLimit
from banso.apps.sales.models.stock import DISPOSALS
from banso.apps.sales.reading import last_of
from banso.apps.sales.sites import Site
from banso.apps.sales.stock import Stock, Told, stock_of

_SHOWN = 24
#: Sales and returns that are nobody's yet.
WAITS = Q(listing__isnull=True, set_aside="") & ~Q(kind=LineKind.FEE)


def waiting(site: Site | None = None) -> QuerySet[SalesLine]:
    """Lines that match no listing and wait for staff, of one site or of all."""
    where = {f"report__{name}": value for name, value in site.rows.items()} if site else {}
    return SalesLine.objects.filter(WAITS, **where)


def all_waiting_products() -> list[dict[str, Any]]:
    """What reports call products that nobody knows, by site and marketplace: ``line`` is one of its lines,
    how many there are, pieces, yen, first and last month; those with the most lines first.
    """
    rows = (
        waiting()
        .values("report__mall", "report__channel", "market", "product_key")
        .annotate(
            line=Min("pk"),
            lines=Count("pk"),
            pieces=Sum("quantity"),
            yen=Sum("amount_yen"),
            first=Min("month"),
            last=Max("month"),
        )
        .order_by("-lines", "product_key", "line")
    )
    found = list(rows)
    malls = Mall.objects.in_bulk({row["report__mall"] for row in found})
    channels = Channel.objects.in_bulk({row["report__channel"] for row in found})
    markets = Market.objects.in_bulk({row["market"] for row in found})
    for row in found:
        row["site"] = (malls.get(row["report__mall"]) or channels[row["report__channel"]]).name
        row["market_name"] = markets[row["market"]].name
    return found


def reports_with_waiting() -> QuerySet[SalesReport]:
    """Reports, each with how many of its lines wait (``waiting``)."""
    waits = Q(lines__listing__isnull=True, lines__set_aside="") & ~Q(lines__kind=LineKind.FEE)
    return SalesReport.objects.select_related("mall", "channel", "stored_by").annotate(
        waiting=Count("lines", filter=waits)
    )


@dataclass(frozen=True)
class SoldOf:
    """What was sold of a listing, after returns: pieces, yen (known ones), how often, and when last."""

    pieces: int
    yen: int
    sales: int
    last: date | None


def sold_of(listings: list[Listing]) -> dict[int, SoldOf]:
    """By listing what was sold of it; samples left out. One query."""
    lines = SalesLine.objects.filter(listing__in=listings, sample=False).exclude(kind=LineKind.FEE)
    rows = (
        lines.order_by()
        .values("listing")
        .annotate(
            pieces=Sum("quantity"),
            yen=Sum("amount_yen"),
            sales=Count("pk", filter=Q(kind=LineKind.SALE)),
            last=Max("month", filter=Q(kind=LineKind.SALE)),
        )
    )
    return {
        row["listing"]: SoldOf(row["pieces"] or 0, row["yen"] or 0, row["sales"], row["last"]) for row in rows
    }


def stocks_of(
    listings: Iterable[int] | QuerySet[Any],
    day: date,
    *,
    without: int | None = None,
    more: Mapping[int, Sequence[Told]] | None = None,
) -> dict[int, Stock]:
    """By key of a listing what was left of it at the end of a day; none of those of which nothing was told.
    ``without``: the key of an entry that is left out; ``more``: what is told besides. Two queries.
    """
    entries: dict[int, list[Told]] = defaultdict(list)
    entries.update({listing: list(told) for listing, told in (more or {}).items()})
    rows = StockEntry.objects.filter(listing__in=listings, day__lte=day).exclude(pk=without)
    for listing, on, kind, pieces in rows.order_by().values_list("listing_id", "day", "kind", "pieces"):
        entries[listing].append(Told(on, kind, pieces))
    sold = _sold_by_day(listings, stocked=more is None)
    return {listing: stock_of(told, sold[listing], day) for listing, told in entries.items()}


def stocks_with_unsold(listings: QuerySet[Any], day: date) -> dict[int, tuple[Stock, int]]:
    """By key of a listing what is left of it, and how many of it are there for longer than its channel
    allows. Two queries.
    """
    entries: dict[int, list[Told]] = defaultdict(list)
    limits: dict[int, int] = {}
    rows = StockEntry.objects.filter(listing__in=listings, day__lte=day).order_by()
    days = "listing__channel__stock_limit__days"
    for listing, on, kind, pieces, limit in rows.values_list("listing_id", "day", "kind", "pieces", days):
        entries[listing].append(Told(on, kind, pieces))
        limits[listing] = limit or 0
    sold = _sold_by_day(listings, stocked=True)
    stocks = {listing: stock_of(told, sold[listing], day) for listing, told in entries.items()}
    return {key: (stock, stock.unsold(limits[key], day)) for key, stock in stocks.items()}


def _sold_by_day(listings: Iterable[int] | QuerySet[Any], *, stocked: bool) -> dict[int, dict[date, int]]:
    """By listing and day the pieces that left; where only the month is told, on its last day. ``stocked``:
    only of listings of whose stock something is told.
    """
    lines = SalesLine.objects.filter(listing__in=listings).exclude(kind=LineKind.FEE)
    if stocked:
        lines = lines.filter(listing__in=StockEntry.objects.order_by().values("listing"))
    sold: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    # Samples leave the stock like anything else.
    for row in lines.order_by().values("listing", "day", "month").annotate(pieces=Sum("quantity")):
        sold[row["listing"]][row["day"] or last_of(row["month"])] += row["pieces"]
    return sold


def stock_limits() -> dict[int, int]:
    """By key of a channel after how many days goods at its sites count as unsold."""
    return dict(StockLimit.objects.order_by("position").values_list("channel_id", "days"))


@dataclass(frozen=True)
class ListingStock:
    """The stock of a listing as its page shows it, with what was told, latest first."""

    stock: Stock
    limit: int
    today: date
    entries: list[StockEntry]

    @property
    def unsold(self) -> int:
        """How many are there for longer than the channel allows."""
        return self.stock.unsold(self.limit, self.today)

    @property
    def age(self) -> int:
        """For how many days the oldest are there."""
        return (self.today - self.stock.oldest).days if self.stock.oldest else 0


def stock_of_listing(listing: Listing, today: date) -> ListingStock | None:
    """The stock of one listing; None where nothing was told. Four queries."""
    stock = stocks_of([listing.pk], today).get(listing.pk)
    if stock is None:
        return None
    entries = list(listing.stock.order_by("-day", "-pk")[:_SHOWN])
    return ListingStock(stock, stock_limits().get(listing.channel_id, 0), today, entries)


def disposals_since(mall: Mall, day: date) -> QuerySet[StockEntry]:
    """What became of goods of a mall from a day on."""
    found = StockEntry.objects.filter(listing__mall=mall, day__gte=day, kind__in=DISPOSALS)
    return found.select_related("listing__product__firm").order_by("listing_id", "day", "pk")
