"""Finding products: found by the database, counted and ordered by the engine, read for one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

from banso.apps.base import in_use
from banso.apps.catalogue import columns, facets
from banso.apps.catalogue.models import Entry, Meaning, Revision, ways
from banso.apps.catalogue.readiness import Wants
from banso.apps.products.models import Certificate, ClosedMarket, Edition, Image, Text
from banso.apps.together import attach, together
from banso.engines.catalogue import ranking
from banso.engines.catalogue.query import Query, read_query
from banso.engines.catalogue.synonyms import Meaning as Said
from banso.engines.catalogue.synonyms import Synonyms

# As the indexes of PostgreSQL have them (``migrations/0002_words``), to the letter: it knows them by that.
_NAME_WORDS = "array_to_tsvector(array_remove(string_to_array(in_name, ' '), ''))"
_ALL_WORDS = "array_to_tsvector(array_remove(string_to_array(in_name || ' ' || in_text, ' '), ''))"
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
    categories: Collection[int] | None = None,
    newest: bool = False,
    said: Synonyms | None = None,
    ready: Wants | None = None,
) -> Results:
    """Find products by what is typed; without any text all of them. Three queries: what means the same, what
    is met, the products of the page; one more where the entries have changed since this process read them.

    ``wanted`` are codes by facet (``catalogue.facets``); only products of the ``categories`` (their keys;
    None: all) may be found at all. The best come first, or the ``newest``. ``said`` is what means the same,
    where it was read already; with ``ready`` there is the facet of how ready products are for a market.
    """
    query = read_query(text, said or synonyms(day), as_typed=as_typed)
    # Of signs alone no word is left: they meet nothing, where nothing typed meets everything.
    found, column = _found(query if query or not text.strip() else None, categories, ready)
    wanted = wanted or {}
    fits = ranking.chosen(found, wanted)
    order = ranking.newest(found) if newest else ranking.order(found, day.toordinal())
    best = order[fits[order]]
    scores = ranking.scores(found, day.toordinal())
    shown = best[(page - 1) * PAGE : page * PAGE]
    by_edition = {int(column["edition_id"][place]): float(scores[place]) for place in shown}
    return Results(
        total=len(best),
        makers=len(np.unique(column["maker"][fits])),
        hits=[Hit(edition, round(by_edition[edition.pk], 3)) for edition in _editions(list(by_edition))],
        counts=ranking.counts(found, wanted),
        also=query.also,
    )


def _found(
    query: Query | None, categories: Collection[int] | None, ready: Wants | None
) -> tuple[ranking.Found, Mapping[str, NDArray[np.int64]]]:
    """All entries that the query meets (None: nothing is met), and their columns. One query.

    With an empty query all entries are met. What a name meets the whole text meets too.
    """
    revision, met, named = _met(query)
    entries = columns.columns(revision)
    places = np.arange(len(entries.keys)) if met is None else entries.places(met)
    if categories is not None:
        places = places[np.isin(entries.values["category_id"][places], list(categories))]
    column = entries.at(places)
    hours = column["answer_hours"]
    codes = {facet: column[name] for facet, name in facets.COLUMNS.items()}
    if ready is not None:
        codes[facets.READY] = ready.codes(column["product_id"], column["lacks"], column["certificates"])
    found = ranking.Found(
        keys=column["product_id"],
        in_name=entries.has(named)[places],
        published=column["published_day"],
        answer_days=np.where(hours < 0, np.nan, hours / 24),
        lots=column["lot"] / Entry.LOTS,
        facets=codes,
        several={facet: column[name] for facet, name in facets.SEVERAL.items()},
    )
    return found, column


def _met(query: Query | None) -> tuple[str, NDArray[np.int64] | None, NDArray[np.int64]]:
    """The revision of the entries, the keys of those that the query meets, of those whose name alone does.

    An empty query meets all: no keys are read (None). Each list of keys comes as one text: ten thousand rows
    would take longer to arrive than to find. The words of a query are plain ASCII letters and digits.
    """
    nothing = np.empty(0, dtype=np.int64)
    if query is None or not query:
        revision = Revision.objects.values_list("token", flat=True).first() or ""
        return revision, nothing if query is None else None, nothing
    if connection.vendor == "postgresql":
        asked = in_name = query.for_postgresql()
        joined = "SELECT string_agg(entry_id::text, ' ') FROM catalogue_words WHERE {} @@ %s::tsquery"
        met, named = joined.format(_ALL_WORDS), joined.format(_NAME_WORDS)
    else:
        asked = query.for_sqlite()
        in_name = f"{{in_name}}: ({asked})"
        met = named = "SELECT group_concat(rowid, ' ') FROM catalogue_index WHERE catalogue_index MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT token FROM catalogue_revision), ({met}), ({named})", [asked, in_name])
        revision, *texts = cursor.fetchone()
    keys, keys_in_name = (np.fromstring(text, dtype=np.int64, sep=" ") if text else nothing for text in texts)
    return revision or "", keys, keys_in_name


def _editions(keys: Sequence[int]) -> list[Edition]:
    """Editions in the order of their keys, without those that have gone just now, and what hangs on them. One
    query.
    """
    rows = (
        Edition.objects.filter(pk__in=keys)
        .select_related("product__firm__prefecture", "category")
        .order_by("pk")
    )
    parts = _parts(keys)
    together(rows, *parts.values())
    _hang(parts, rows)
    by_key = {edition.pk: edition for edition in rows}
    return [by_key[key] for key in keys if key in by_key]


def with_parts(editions: Iterable[Edition]) -> None:
    """Read what hangs on editions, as far as buyers are shown it, in one query for all of them."""
    found = list(editions)
    parts = _parts([edition.pk for edition in found])
    together(*parts.values())
    _hang(parts, found)


def _parts(editions: Sequence[int]) -> dict[str, QuerySet[Any]]:
    """What hangs on some editions, by the name under which it hangs there."""
    rows: dict[str, QuerySet[Any]] = {
        "texts": Text.objects.order_by("edition_id", "language"),
        "images": Image.objects.order_by("edition_id", "position"),
        "certificates": Certificate.objects.select_related("kind").order_by("edition_id", "kind__position"),
        "closed_markets": ClosedMarket.objects.select_related("market").order_by("edition_id", "market"),
    }
    return {name: queryset.filter(edition__in=editions) for name, queryset in rows.items()}


def _hang(parts: Mapping[str, QuerySet[Any]], editions: Iterable[Edition]) -> None:
    for name, children in parts.items():
        attach(editions, name, children, "edition_id")
