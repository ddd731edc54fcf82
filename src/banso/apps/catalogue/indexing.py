"""Keeping the catalogue: in the transaction of each change of a product, and anew as a whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from operator import attrgetter

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from banso.apps.bulk import insert, words_indexed_at_the_end
from banso.apps.catalogue import columns, facets
from banso.apps.catalogue.models import Entry, Words
from banso.apps.catalogue.readiness import lacks
from banso.apps.journal.actor import day_of
from banso.apps.journal.services import Subject
from banso.apps.products.models import CertificateTold, Edition
from banso.apps.products.selectors import published
from banso.apps.products.services.certificates import ENDED
from banso.apps.programmes.exchange import Rates
from banso.engines.catalogue.query import category_word
from banso.engines.catalogue.words import words
from banso.engines.kernel import money

_AT_ONCE = 1000
_COLUMNS = (
    "product_id", "edition_id", "category_id", "chapter", "price_band", "minimum_band", "lead_band",
    "temperature", "region_id", "certificates", "lacks", "maker", "published_day", "answer_hours", "lot",
)  # fmt: skip
_WORDS = ("entry_id", "in_name", "in_text")
_values = attrgetter(*_COLUMNS)
_TOUCHING = frozenset(
    f"product.{what}" for what in ("published", "suspended", "resumed", "withdrawn", "certificate_ended")
)


def follow(action: str, subject: Subject) -> None:
    """Put into the catalogue what an event says has changed. Called in the transaction of the event."""
    kind, ref = subject
    if kind == "product" and action in _TOUCHING:
        update(Q(product__ref=ref))
    elif kind == "firm" and action in ("firm.changed", "merge.took_in"):
        # The region of its products, and whose they are.
        update(Q(product__firm__ref=ref))


def update(which: Q) -> None:
    """Make the entries of some products anew, and drop those that are not published any more."""
    makers = Edition.objects.filter(which).order_by().values("product__firm")
    known = _answers(Entry.objects.filter(maker__in=makers))
    Entry.objects.filter(which).delete()
    columns.changed()
    for edition, entry in _entries(_editions().filter(which)):
        entry.answer_hours = known.get(entry.maker, Entry.NEVER_ASKED)
        entry.save(force_insert=True)
        _words(edition).save(force_insert=True)


@transaction.atomic
def rebuild() -> int:
    """Make the whole catalogue anew, all or nothing; gives how many products are in it."""
    known, count = _answers(Entry.objects.all()), 0
    columns.changed()
    with words_indexed_at_the_end("catalogue_index"):
        Words.objects.all().delete()
        Entry.objects.all().delete()
        made = _entries(_editions().iterator(chunk_size=_AT_ONCE))
        while part := list(islice(made, _AT_ONCE)):
            for _edition, entry in part:
                entry.answer_hours = known.get(entry.maker, Entry.NEVER_ASKED)
            count += sum(insert(Entry, _COLUMNS, (_values(entry) for _edition, entry in part)))
            words_of_part = map(_words, (edition for edition, _entry in part))
            sum(insert(Words, _WORDS, map(attrgetter(*_WORDS), words_of_part)))
    return count


def _answers(entries: QuerySet[Entry]) -> dict[int, int]:
    """How soon makers answer, by key: what a room further on has told stays when an entry is made anew."""
    told = entries.exclude(answer_hours=Entry.NEVER_ASKED).order_by()
    return dict(told.values_list("maker", "answer_hours").distinct())


def _editions() -> QuerySet[Edition]:
    ended = CertificateTold.objects.filter(days=ENDED)
    return (
        published()
        .select_related("product__firm__prefecture", "category")
        .prefetch_related("texts", "certificates", "images", Prefetch("product__certificates_told", ended))
        .order_by("pk")
    )


def _entries(editions: Iterable[Edition]) -> Iterator[tuple[Edition, Entry]]:
    rates: dict[str, Rates] = {}
    for edition in editions:
        yield edition, _entry(edition, rates)


def _entry(edition: Edition, rates: dict[str, Rates]) -> Entry:
    product, category = edition.product, edition.category
    assert category is not None and edition.reviewed_at is not None  # no edition is published without
    return Entry(
        product_id=product.pk,
        edition_id=edition.pk,
        category_id=category.pk,
        chapter=facets.chapter(edition),
        price_band=facets.band(_yen(edition, day_of(edition.reviewed_at), rates), facets.PRICES),
        minimum_band=facets.band(edition.minimum_order, facets.MINIMUMS),
        lead_band=facets.band(edition.lead_days, facets.LEAD_TIMES),
        temperature=facets.temperature(edition),
        region_id=product.firm.prefecture.region_id,
        certificates=_certificates(edition),
        lacks=lacks(edition, day_of(edition.reviewed_at)),
        maker=product.firm_id,
        published_day=day_of(product.first_published_at or edition.reviewed_at).toordinal(),
        lot=zlib.crc32(product.ref.encode()) % Entry.LOTS,
    )


def _certificates(edition: Edition) -> int:
    """The certificates it holds as bits by their kind, without those whose end was noted."""
    ended = {(told.kind_id, told.expires_on) for told in edition.product.certificates_told.all()}
    held = {row.kind_id for row in edition.certificates.all() if (row.kind_id, row.expires_on) not in ended}
    return sum(1 << kind for kind in held)


def _words(edition: Edition) -> Words:
    texts, category = list(edition.texts.all()), edition.category
    assert category is not None
    in_name = words(*(text.name for text in texts)) | {category_word(category.code)}
    said = [said for text in texts for said in (text.description, text.ingredients)]
    in_text = words(*said, category.name_ja, category.name_en, category.name_zh) - in_name
    return Words(
        entry_id=edition.product_id, in_name=" ".join(sorted(in_name)), in_text=" ".join(sorted(in_text))
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
