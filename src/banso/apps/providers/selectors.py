"""Reading in the room of private providers: who is listed, in which order, at which prices.

The order of a list:

1. For every listing is counted in how many of the asked fields it serves what is asked: subject, service,
   market, language.
2. More matches come first.
3. Among equals lots are drawn (``engines.kernel.lots``) by the seed of the need; without a need by the day.
   Nobody can ask or pay for a place, and whoever has the seed draws again and finds the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from banso.apps.directory.models import PrivateProvider
from banso.apps.programmes.models import Service
from banso.apps.providers.models import Listing, PriceUnit, State
from banso.engines.kernel import lots

#: From fewer providers no range is published: it would show a single one's prices.
LEAST_PROVIDERS = 3
#: So many days before its end a listing is due to be renewed.
RENEW_DAYS = 60
#: The lists of a listing by which it matches what is asked.
MATCHED = ("subjects", "services", "markets", "languages")


@dataclass(frozen=True)
class PriceRange:
    """What ``providers`` listings ask for one unit, in yen: the lowest and the highest price."""

    unit: PriceUnit
    least: int
    most: int
    providers: int


@dataclass(frozen=True)
class Place:
    """A place on a list: its listing, and in how many of the asked fields it serves what is asked."""

    listing: Listing
    matches: int


def listed(on: date) -> QuerySet[Listing]:
    """The listings that are published on a day."""
    return Listing.objects.filter(state=State.PUBLISHED, listed_from__lte=on, listed_to__gte=on)


def published_of(provider: PrivateProvider) -> Listing | None:
    """What is published of a provider, also after its last day; it may be renewed then."""
    return Listing.objects.filter(provider=provider, state=State.PUBLISHED).first()


def said_in(listing: Listing) -> dict[str, Any]:
    """What a listing says, by the names of the fields in which it is typed."""
    plain = (
        "name_ja", "name_en", "email", "phone", "prefecture", "offer",
        "price_unit", "price_from", "price_to", "tie", "tie_words",
    )  # fmt: skip
    said = {name: getattr(listing, name) for name in plain}
    return said | {name: list(getattr(listing, name).all()) for name in MATCHED}


def renewable(on: date) -> QuerySet[Listing]:
    """Published listings whose end is near or past and for which no change waits."""
    waiting = Listing.objects.filter(state=State.WAITING, provider__isnull=False).values("provider")
    rows = Listing.objects.filter(state=State.PUBLISHED, listed_to__lte=on + timedelta(days=RENEW_DAYS))
    return rows.exclude(provider__in=waiting)


def with_lists(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Listings with all that a page shows of them, in a fixed number of queries."""
    return rows.select_related("prefecture", "provider").prefetch_related(*MATCHED)


def in_order(rows: Iterable[Listing], wanted: Mapping[str, Any], seed: str) -> list[Place]:
    """Listings (``with_lists``) in the neutral order; ``wanted``: by the name of a list the row asked for."""
    asked = {name: row.pk for name, row in wanted.items() if row is not None}
    groups: dict[int, dict[str, Listing]] = defaultdict(dict)
    for listing in rows:
        matches = sum(
            any(row.pk == key for row in getattr(listing, name).all()) for name, key in asked.items()
        )
        groups[matches][listing.ref] = listing
    return [
        Place(groups[matches][ref], matches)
        for matches in sorted(groups, reverse=True)
        for ref in lots.order(seed, groups[matches])
    ]


def price_ranges(rows: Iterable[Listing]) -> tuple[PriceRange, ...]:
    """The published range for each unit of price; none where fewer than three publish one."""
    found: dict[str, list[Listing]] = defaultdict(list)
    for listing in rows:
        found[listing.price_unit].append(listing)
    return tuple(
        PriceRange(
            unit, min(row.price_from for row in found[unit]), max(row.price_to for row in found[unit]),
            len(found[unit]),
        )
        for unit in PriceUnit
        if len(found[unit]) >= LEAST_PROVIDERS
    )  # fmt: skip


def likes(services: Iterable[Service], on: date) -> dict[int, list[Listing]]:
    """By the key of each service the listings that offer the like of it on a day. Two queries."""
    keys = [service.pk for service in services]
    found: dict[int, list[Listing]] = {key: [] for key in keys}
    rows = listed(on).filter(Q(services__in=keys)).distinct().prefetch_related("services").order_by("ref")
    for listing in rows:
        for service in listing.services.all():
            if service.pk in found:
                found[service.pk].append(listing)
    return found
