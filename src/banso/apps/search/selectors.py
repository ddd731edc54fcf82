"""Finding: one query over all kinds, within the person's reach, best first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from banso.apps.accounts.access import Access
from banso.apps.search.models import Entry, Kind
from banso.apps.search.sources import SOURCES, Source
from banso.engines.search.tokens import Query, read_query

#: Of each kind so many are shown beside each other, and so many of the only kind asked for.
SHOWN, SHOWN_OF_ONE = 5, 50


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many there are, and the first of them."""

    kind: Kind
    count: int
    entries: list[Entry]


def search(access: Access, text: str, only: Kind | None = None) -> list[Group]:
    """What a person finds, by kind. One query; nothing is said of rows out of reach, not even their number.

    1. Every word must be there; a word of Latin letters or digits may be the beginning of one.
    2. Within reach: by the same action and paths as the record's own page.
    3. The very reference first, then what begins with the text, then the rest; by name.
    """
    query = read_query(text)
    sources = [
        source for source in SOURCES.values() if only in (None, source.kind) and access.can(source.action)
    ]
    if not query or not sources:
        return []
    within = Q(pk__in=[])
    for source in sources:
        within |= Q(kind=source.kind) & Q(_reached(access, source))
    order = [F("rank").asc(), F("names").asc(), F("pk").asc()]
    found = (
        _having(query)
        .filter(within)
        .annotate(rank=_rank(query))
        .annotate(
            place=Window(RowNumber(), partition_by="kind", order_by=order),
            count=Window(Count("*"), partition_by="kind"),
        )
        .filter(place__lte=SHOWN_OF_ONE if only else SHOWN)
        .order_by("kind", "place")
    )
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.kind, []).append(entry)
    return [Group(kind, groups[kind][0].count, groups[kind]) for kind in SOURCES if kind in groups]


def _reached(access: Access, source: Source) -> Exists:
    rows = access.rows(source.action, source.model._default_manager.order_by())
    return Exists(rows.filter(pk=OuterRef("key")))


def _having(query: Query) -> QuerySet[Entry]:
    """The entries that hold every word. The words are plain ASCII letters and digits, and nothing else."""
    if connection.vendor == "postgresql":
        wanted = " & ".join(
            [f"'{word}'" for word in query.words] + [f"'{word}':*" for word in query.beginnings]
        )
        matches = "array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery"
        return Entry.objects.filter(RawSQL(matches, [wanted], output_field=BooleanField()))
    wanted = " ".join([f'"{word}"' for word in query.words] + [f'"{word}"*' for word in query.beginnings])
    matches = "SELECT rowid FROM search_words WHERE search_words MATCH %s"
    return Entry.objects.filter(pk__in=RawSQL(matches, [wanted]))


def _rank(query: Query) -> Case:
    beginning = "\n" + query.key
    return Case(
        When(ref_key=query.key, then=Value(0)),
        When(names__contains=beginning, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
