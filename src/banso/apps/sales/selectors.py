"""Reading listings, reports, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from banso.apps.channels.models import Channel, Mall
from banso.apps.sales.models import LineKind, Listing, MonthCost, SalesLine, SalesReport
from banso.apps.sales.sites import Site

#: Sales and returns that are nobody's yet.
WAITS = Q(listing__isnull=True, set_aside="") & ~Q(kind=LineKind.FEE)


def waiting(site: Site | None = None) -> QuerySet[SalesLine]:
    """Lines that match no listing and wait for staff, of one site or of all."""
    where = {f"report__{name}": value for name, value in site.rows.items()} if site else {}
    return SalesLine.objects.filter(WAITS, **where)


def all_waiting_products() -> list[dict[str, Any]]:
    """What reports call products that nobody knows, by site: ``line`` is one of its lines, how many there
    are, pieces, yen, first and last month; those with the most lines first.
    """
    rows = (
        waiting()
        .values("report__mall", "report__channel", "product_key")
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
    for row in found:
        row["site"] = (malls.get(row["report__mall"]) or channels[row["report__channel"]]).name
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


@dataclass
class MallFigures:
    """What a mall came to in some months.

    ``months`` are yen sold and cost by month. Sales are after returns, without samples; of what waits or is
    set aside nothing is counted.
    """

    offered: int = 0
    picked: int = 0
    declined: int = 0
    listed: int = 0
    firms: int = 0
    pieces: int = 0
    sales: int = 0
    repeat: int = 0
    sold: int = 0
    cost: int = 0
    months: dict[date, tuple[int, int]] | None = None

    @property
    def balance(self) -> int:
        """Yen sold for which it did not cost one."""
        return self.sold - self.cost

    @property
    def picked_share(self) -> int | None:
        """Of a hundred products answered so many were picked; None where none was answered."""
        answered = self.picked + self.declined
        return round(self.picked * 100 / answered) if answered else None

    @property
    def per_yen(self) -> float | None:
        """Yen of cost for each yen sold; None where nothing was sold."""
        return self.cost / self.sold if self.sold > 0 else None

    def behind(self) -> int:
        """For how many months on end, up to the last one, a month cost more than it sold."""
        count = 0
        for _month, (sold, cost) in sorted((self.months or {}).items(), reverse=True):
            if cost <= sold:
                break
            count += 1
        return count


def mall_figures(first: date, last: date) -> dict[int, MallFigures]:
    """By key of the mall its figures from the first day of a month to the last day of another. Five queries.

    Listings count by the day of offer, of the answer and of the first sale each; costs by their month.
    """
    found: dict[int, MallFigures] = {}

    def of(mall: int) -> MallFigures:
        return found.setdefault(mall, MallFigures(months={}))

    span = (first, last)
    listings = (
        Listing.objects.filter(mall__isnull=False)
        .order_by()
        .values("mall")
        .annotate(
            offered=Count("pk", filter=Q(offered_on__range=span)),
            picked=Count("pk", filter=Q(answered_on__range=span) & ~Q(state="declined")),
            declined=Count("pk", filter=Q(answered_on__range=span, state="declined")),
            listed=Count("pk", filter=Q(listed_on__range=span)),
        )
    )
    for row in listings:
        figures = of(row["mall"])
        figures.offered, figures.picked = row["offered"], row["picked"]
        figures.declined, figures.listed = row["declined"], row["listed"]
    lines = SalesLine.objects.filter(
        listing__mall__isnull=False, sample=False, month__range=span
    ).exclude(kind=LineKind.FEE).order_by()  # fmt: skip
    for row in lines.values("listing__mall").annotate(
        pieces=Sum("quantity"),
        sales=Count("pk", filter=Q(kind=LineKind.SALE)),
        repeat=Count("pk", filter=Q(kind=LineKind.SALE, repeat=True)),
        firms=Count("listing__case__firm", filter=Q(kind=LineKind.SALE), distinct=True),
    ):
        figures = of(row["listing__mall"])
        figures.pieces, figures.sales = row["pieces"] or 0, row["sales"]
        figures.repeat, figures.firms = row["repeat"], row["firms"]
    sold = lines.values_list("listing__mall", "month").annotate(yen=Sum("amount_yen"))
    for mall, month, yen in sold:
        _book(of(mall), month, yen or 0, 0)
    costs = MonthCost.objects.filter(month__range=span).order_by()
    for mall, month, yen in costs.values_list("mall", "month").annotate(total=Sum("yen")):
        _book(of(mall), month, 0, yen)
    return found


def _book(figures: MallFigures, month: date, sold: int, cost: int) -> None:
    assert figures.months is not None
    before = figures.months.get(month, (0, 0))
    figures.months[month] = (before[0] + sold, before[1] + cost)
    figures.sold += sold
    figures.cost += cost
