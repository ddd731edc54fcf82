"""Keeping the index: in the transaction of each change, and anew as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Q

from banso.apps.bulk import insert, words_indexed_at_the_end
from banso.apps.journal.services import Subject
from banso.apps.search.models import Entry, Kind
from banso.apps.search.sources import SOURCES, Source

_AT_ONCE = 2000
_SHOWN = ["ref", "ref_key", "title", "detail", "names", "words"]
_COLUMNS = ("kind", "key", *_SHOWN)
_values = attrgetter(*_COLUMNS)
#: Whether the index is kept in step with events.
_keeping = ContextVar("keeping", default=True)
#: Records go from one firm to another.
_MERGED = ("merge.took_in", "merge.went_into", "merge.undone", "merge.came_out")
_OF_FIRM = (Kind.CONTACT, Kind.CASE, Kind.APPLICATION, Kind.CONSULTATION)


def follow(action: str, subject: Subject) -> None:
    """Put into the index what an event says has changed. Called in the transaction of the event."""
    for kind, which in _touched(action, *subject) if _keeping.get() else ():
        update(kind, which)


def _touched(action: str, kind: str, ref: str) -> Iterator[tuple[Kind, Q]]:
    """Which rows of which kinds an event touches; most events touch nothing that is shown."""
    of_firm = action == "firm.changed" or (kind == "firm" and action in _MERGED)
    if action == "firm.registered" or of_firm:
        yield Kind.FIRM, Q(ref=ref)
    if of_firm:
        # Its name stands on all of its records.
        yield from ((other, Q(firm__ref=ref)) for other in _OF_FIRM)
    elif action in ("contact.added", "contact.changed", "contact.removed", "contact.erased"):
        yield Kind.CONTACT, Q(firm__ref=ref)
    elif action == "consultation.asked" or (kind == "consultation" and action == "record.moved"):
        yield Kind.CONSULTATION, Q(ref=ref)
    elif action == "application.started":
        yield Kind.APPLICATION, Q(ref=ref)
    elif kind == "case" and (action in ("case.opened", "record.moved") or action.startswith("goal.")):
        yield Kind.CASE, Q(ref=ref)
    elif kind == "user" and action.startswith(("user.", "role.")):
        yield Kind.PERSON, Q(pk=ref)


def update(kind: Kind, which: Q) -> None:
    """Make the entries of some rows anew, and drop those of rows that are not to be found any more."""
    source = SOURCES[kind]
    entries = [source.entry(row) for row in source.rows().filter(which).order_by("pk")]
    of_rows = source.model._default_manager.order_by().filter(which).values("pk")
    stale = Entry.objects.filter(kind=kind, key__in=of_rows)
    stale.exclude(key__in=[entry.key for entry in entries]).delete()
    Entry.objects.bulk_create(
        entries, _AT_ONCE, update_conflicts=True, unique_fields=["kind", "key"], update_fields=_SHOWN
    )


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Make the whole index anew, all or nothing; gives how many entries of each kind there are."""
    with words_indexed_at_the_end("search_words"):
        Entry.objects.all().delete()
        return {str(kind): sum(insert(Entry, _COLUMNS, _entries(source))) for kind, source in SOURCES.items()}


def _entries(source: Source) -> Iterator[tuple[Any, ...]]:
    for row in source.rows().order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield _values(source.entry(row))


@contextmanager
def rebuilt_at_the_end() -> Iterator[None]:
    """While so much is written that the index is quicker made anew than kept in step; then make it anew.

    Inside one transaction with what is written: until it ends nobody else sees an index that lags behind.
    """
    token = _keeping.set(False)
    try:
        yield
    finally:
        _keeping.reset(token)
    rebuild()
