"""Finding products: found by the database, counted and ordered by the engine, read for one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from banso.apps.base import in_use
from banso.apps.catalogue import facets
from banso.apps.catalogue.models import Entry, Meaning, ways
from banso.apps.catalogue.readiness import Wants
from banso.apps.products.models import Certificate, ClosedMarket, Edition, Image, Text
from banso.apps.together import attach, together
from banso.engines.catalogue import ranking
from banso.engines.catalogue.query import Query, read_query
from banso.engines.catalogue.synonyms import Meaning as Said
from banso.engines.catalogue.synonyms import Synonyms

#: So many products are on a page.
PAGE = 24


@dataclass(frozen=True)
class Hit:
    """A product that was found, its published edition, and its score."""

    edition: Edition
    score: float


@dataclass(frozen=True)
class Results:
    """What was found: how many, one page of it, counts by facet and code, and what else was looked for."""

    total: int
    #: How many firms offer what was found.
    makers: int
    hits: Sequence[Hit]
    counts: Mapping[str, Mapping[int, int]]
    also: Sequence[str]


def meanings_on(day: date) -> QuerySet[Meaning]:
    """The table of what means the same, on a day."""
    return in_use(Meaning.objects.select_related("category").order_by("position", "code"), day)


def synonyms(day: date) -> Synonyms:
    """What means the same on a day."""
    return synonyms_of(meanings_on(day))


def synonyms_of(meanings: Iterable[Meaning]) -> Synonyms:
    """The same from the rows of the table."""
    return _synonyms(
        tuple(
            (row.code, row.ja, row.en, row.zh, row.category.code if row.category else None)
            for row in meanings
        )
    )


@lru_cache(maxsize=2)
def _synonyms(rows: tuple[tuple[str, str, str, str, str | None], ...]) -> Synonyms:
    """Reading the table takes longer than asking whether it has changed."""
    return Synonyms(Said(code, ways(*said), category or "") for code, *said, category in rows)


def search(
    text: str,
    day: date,
    *,
    wanted: Mapping[str, Collection[int]] | None = None,
    page: int = 1,
    as_typed: bool = False,
    within: Q | None = None,
    newest: bool = False,
    said: Synonyms | None = None,
    ready: Wants | None = None,
) -> Results:
    """Find products by what is typed; without any text all of them. Two queries, and those of the page.

    ``wanted`` are codes by facet (``catalogue.facets``); ``within`` limits what may be found at all. The best
    come first, or the ``newest``. ``said`` is what means the same, where it was read already; with
    ``ready`` there is the facet of how ready products are for a market.
    """
    query = read_query(text, said or synonyms(day), as_typed=as_typed)
    entries = Entry.objects.filter(within or Q())
    if text.strip() and not query:
        entries = entries.none()
    found, makers = _found(entries, query, ready)
    wanted = wanted or {}
    fits = ranking.chosen(found, wanted)
    order = ranking.newest(found) if newest else ranking.order(found, day.toordinal())
    best = order[fits[order]]
    scores = ranking.scores(found, day.toordinal())
    shown = best[(page - 1) * PAGE : page * PAGE]
    by_key = {int(found.keys[place]): float(scores[place]) for place in shown}
    return Results(
        total=len(best),
        makers=len(np.unique(makers[fits])),
        hits=[Hit(edition, round(by_key[edition.product_id], 3)) for edition in _editions(list(by_key))],
        counts=ranking.counts(found, wanted),
        also=query.also,
    )


def _found(
    entries: QuerySet[Entry], query: Query, ready: Wants | None
) -> tuple[ranking.Found, NDArray[np.int64]]:
    """All entries that the query meets, as columns, and whose they are: a broad word meets ten thousand."""
    names = (
        "product_id", "named", "published_day", "answer_hours", "lot", "maker", "lacks",
        *facets.COLUMNS.values(), *facets.SEVERAL.values(),
    )  # fmt: skip
    rows = _raw_rows(_met(entries, query).order_by().values_list(*names))
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * len(names))
    column = dict(zip(names, flat.reshape(len(rows), len(names)).T, strict=True))
    hours = column["answer_hours"]
    codes = {facet: column[name] for facet, name in facets.COLUMNS.items()}
    if ready is not None:
        codes[facets.READY] = ready.codes(column["product_id"], column["lacks"], column["certificates"])
    found = ranking.Found(
        keys=column["product_id"],
        in_name=column["named"] == 1,
        published=column["published_day"],
        answer_days=np.where(hours < 0, np.nan, hours / 24),
        lots=column["lot"] / Entry.LOTS,
        facets=codes,
        several={facet: column[name] for facet, name in facets.SEVERAL.items()},
    )
    return found, column["maker"]


def _raw_rows(rows: QuerySet[Any, Any]) -> list[tuple[int, ...]]:
    """The rows of whole numbers as the driver gives them: for ten thousand, Django's own way takes double."""
    try:
        asked, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found


def _met(entries: QuerySet[Entry], query: Query) -> QuerySet[Entry]:
    """The entries that the query meets, and of each whether its name alone does (``named``).

    The words of a query are plain ASCII letters and digits and nothing else (``Query``).
    """
    if not query:
        return entries.annotate(named=Value(0))
    if connection.vendor == "postgresql":
        asked = query.for_postgresql()
        met = "SELECT entry_id FROM catalogue_words WHERE vector @@ %s::tsquery"
        # What a name meets the whole text meets too: each index alone is quicker than both together.
        named = "SELECT entry_id FROM catalogue_words WHERE name_vector @@ %s::tsquery"
        in_name = [asked]
    else:
        asked = query.for_sqlite()
        met = named = "SELECT rowid FROM catalogue_index WHERE catalogue_index MATCH %s"
        in_name = [f"{{in_name}}: ({asked})"]
    found = RawSQL(f"CASE WHEN product_id IN ({named}) THEN 1 ELSE 0 END", in_name, IntegerField())
    return entries.filter(pk__in=RawSQL(met, [asked])).annotate(named=found)


def _editions(keys: Sequence[int]) -> list[Edition]:
    """The published editions of products, in the order of their keys."""
    rows = (
        Edition.objects.filter(entry__in=keys)
        .select_related("product__firm__prefecture", "category")
        .order_by("pk")
    )
    with_parts(rows)
    by_product = {edition.product_id: edition for edition in rows}
    return [by_product[key] for key in keys]


def with_parts(editions: Iterable[Edition]) -> None:
    """Read what hangs on editions, as far as buyers are shown it, in one query for all of them."""
    found = list(editions)
    rows: dict[str, QuerySet[Any]] = {
        "texts": Text.objects.order_by("edition", "language"),
        "images": Image.objects.order_by("edition", "position"),
        "certificates": Certificate.objects.select_related("kind").order_by("edition", "kind__position"),
        "closed_markets": ClosedMarket.objects.select_related("market").order_by("edition", "market"),
    }
    parts = {name: queryset.filter(edition__in=found) for name, queryset in rows.items()}
    together(*parts.values())
    for name, children in parts.items():
        attach(found, name, children, "edition_id")
