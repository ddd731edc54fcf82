"""Keeping the catalogue: in the transaction of each change of a product, and anew as a whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter

from django.db import transaction
from django.db.models import Q, QuerySet

from banso.apps.bulk import insert
from banso.apps.catalogue import facets
from banso.apps.catalogue.models import Entry
from banso.apps.journal.actor import day_of
from banso.apps.journal.services import Subject
from banso.apps.products.models import Edition
from banso.apps.products.selectors import published
from banso.apps.programmes.exchange import Rates
from banso.engines.catalogue.query import category_word
from banso.engines.catalogue.words import words
from banso.engines.kernel import money

_AT_ONCE = 1000
_SHOWN = (
    "edition_id", "in_name", "in_text", "category_id", "chapter", "price_band", "minimum_band", "lead_band",
    "temperature", "region_id", "certificates", "published_on", "answer_days", "lot",
)  # fmt: skip
_COLUMNS = ("product_id", *_SHOWN)
_values = attrgetter(*_COLUMNS)
_TOUCHING = frozenset({"product.published", "product.suspended", "product.resumed", "product.withdrawn"})


def follow(action: str, subject: Subject) -> None:
    """Put into the catalogue what an event says has changed. Called in the transaction of the event."""
    kind, ref = subject
    if kind == "product" and action in _TOUCHING:
        update(Q(product__ref=ref))
    elif kind == "firm" and action == "firm.changed":
        # The region of its products.
        update(Q(product__firm__ref=ref))


def update(which: Q) -> None:
    """Make the entries of some products anew, and drop those that are not published any more."""
    Entry.objects.filter(which).delete()
    Entry.objects.bulk_create(_entries(_editions().filter(which)))


@transaction.atomic
def rebuild() -> int:
    """Make the whole catalogue anew, all or nothing; gives how many products are in it."""
    Entry.objects.all().delete()
    rows = (_values(entry) for entry in _entries(_editions().iterator(chunk_size=_AT_ONCE)))
    return sum(insert(Entry, _COLUMNS, rows))


def _editions() -> QuerySet[Edition]:
    return (
        published()
        .select_related("product__firm__prefecture", "category")
        .prefetch_related("texts", "certificates")
        .order_by("pk")
    )


def _entries(editions: Iterable[Edition]) -> Iterator[Entry]:
    rates: dict[str, Rates] = {}
    for edition in editions:
        yield _entry(edition, rates)


def _entry(edition: Edition, rates: dict[str, Rates]) -> Entry:
    texts = list(edition.texts.all())
    product, category = edition.product, edition.category
    assert category is not None and edition.reviewed_at is not None  # no edition is published without
    in_name = words(*(text.name for text in texts)) | {category_word(category.code)}
    said = [*(text.description for text in texts), edition.ingredients]
    in_text = words(*said, category.name_ja, category.name_en, category.name_zh) - in_name
    published_on = day_of(product.first_published_at or edition.reviewed_at)
    return Entry(
        product_id=product.pk,
        edition_id=edition.pk,
        in_name=" ".join(sorted(in_name)),
        in_text=" ".join(sorted(in_text)),
        category_id=category.pk,
        chapter=facets.chapter(edition),
        price_band=facets.band(_yen(edition, day_of(edition.reviewed_at), rates), facets.PRICES),
        minimum_band=facets.band(edition.minimum_order, facets.MINIMUMS),
        lead_band=facets.band(edition.lead_days, facets.LEAD_TIMES),
        temperature=facets.temperature(edition),
        region_id=product.firm.prefecture.region_id if product.firm.prefecture else None,
        certificates=sum({1 << held.kind_id for held in edition.certificates.all()}),
        published_on=published_on,
        answer_days=None,
        lot=zlib.crc32(product.ref.encode()) % Entry.LOTS,
    )


def _yen(edition: Edition, day: date, rates: dict[str, Rates]) -> int | None:
    """The price of a unit in yen at the rate of the day of its review; None where either is not known."""
    if edition.price is None:
        return None
    if edition.currency == money.YEN:
        return int(edition.price)
    if edition.currency not in rates:
        rates[edition.currency] = Rates([edition.currency])
    rate = rates[edition.currency].on(edition.currency, day)
    return money.in_yen(edition.price, rate.yen) if rate else None
