"""Reading listings, reports, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from banso.apps.channels.models import Channel, Mall
from banso.apps.sales.models import LineKind, Listing, SalesLine, SalesReport
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
