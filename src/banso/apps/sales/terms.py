"""The terms of sites: which are in force on a day, and all that ever were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from banso.apps.channels.models import Mall
from banso.apps.sales.models import SiteTerms
from banso.apps.sales.sites import Site


def terms_in_force(mall: Mall, on: date) -> SiteTerms | None:
    """The terms of a mall on a day, with their fees; None where none are on record. Two queries."""
    return _latest(SiteTerms.objects.filter(mall=mall), on).prefetch_related("fees").first()


def terms_by_mall(malls: Iterable[int], on: date) -> dict[int, SiteTerms]:
    """By key of the mall its terms in force on a day, without their fees. One query."""
    found: dict[int, SiteTerms] = {}
    for row in _latest(SiteTerms.objects.filter(mall__in=list(malls)), on):
        if row.mall_id is not None:
            found.setdefault(row.mall_id, row)
    return found


def history(site: Site) -> list[SiteTerms]:
    """All terms of a site, the latest first, with their fees. Two queries."""
    of = {"mall": site.mall} if site.mall else {"channel": site.channel}
    rows = SiteTerms.objects.filter(**of).select_related("written_by").prefetch_related("fees")
    return list(rows.order_by("-since", "-pk"))


def _latest(rows: QuerySet[SiteTerms], on: date) -> QuerySet[SiteTerms]:
    return rows.filter(since__lte=on).order_by("-since", "-pk")
