"""Lines that match no listing: matched by staff, or set aside."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.services import Report, record_sold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.sales.goods import Range
from banso.apps.sales.models import LineKind, Listing, SalesLine, SetAside
from banso.apps.sales.selectors import waiting
from banso.apps.sales.services.listings import subject
from banso.apps.sales.services.reports import settle_returns, sold
from banso.apps.sales.sites import Site


@service
def match_lines(
    actor: Actor, site: Site, product_key: str, listing: Listing, market: int | None = None
) -> int:
    """Say which listing a site's reports mean by a product, on one marketplace or on all: the lines that wait
    become its own, and its sales exports of its case. Later reports are read so too. Gives how many lines.

    Raises:
        Refused: ``nothing_waits``; ``listing_elsewhere``: it is not of this site, or was never taken there.
    """
    lines = _held(site, product_key, market)
    goods = Range(site)
    if not goods.has(listing):
        raise Refused("listing_elsewhere", _("This listing is not of this site."), "listing")
    known = goods.of(listing)
    by_report: dict[str, list[SalesLine]] = {}
    for line in lines:
        line.listing = listing
        if line.kind == LineKind.SALE:
            by_report.setdefault(line.report.ref, []).append(line)
    for ref, sales in by_report.items():
        report = Report(ref, site.results, site.mall)
        results = record_sold(actor, report, [sold(line, known) for line in sales])
        for line in sales:
            line.result_id = results[line.key]
    SalesLine.objects.bulk_update(lines, ["listing", "result"], batch_size=500)
    keys = [line.pk for line in lines]
    settle_returns(actor, lines[0].report.ref, site, SalesLine.objects.filter(pk__in=keys))
    payload = {"site": site.code, "product": digest(product_key), "lines": len(lines)}
    record(actor, "sales_listing.matched", subject(listing), payload)
    return len(lines)


@service
def set_aside_lines(
    actor: Actor, site: Site, product_key: str, reason: str, market: int | None = None
) -> int:
    """Say that what a site's reports call so, on one marketplace or on all, is nobody's sale here. Gives how
    many lines.

    Raises:
        Refused: ``nothing_waits``; ``reason_unknown``.
    """
    if reason not in SetAside.values:
        raise Refused("reason_unknown", _("Choose one of the reasons."), "reason")
    lines = _held(site, product_key, market)
    for line in lines:
        line.set_aside = reason
    SalesLine.objects.bulk_update(lines, ["set_aside"], batch_size=500)
    payload = {"product": digest(product_key), "lines": len(lines), "reason": reason}
    record(actor, "sales_lines.set_aside", ("site", site.code), payload)
    return len(lines)


def _held(site: Site, product_key: str, market: int | None) -> list[SalesLine]:
    there = waiting(site).filter(product_key=product_key)
    rows: QuerySet[SalesLine] = hold(there if market is None else there.filter(market=market))
    lines = list(rows.select_related("report").order_by("pk"))
    if not lines:
        raise Refused("nothing_waits", _("No line of this product waits any longer."))
    return lines
