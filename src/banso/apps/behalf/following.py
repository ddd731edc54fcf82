"""Entries follow the journal: in the transaction of each event, and anew as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from banso.apps.base import hold
from banso.apps.behalf.models import Entry, EntryKind, EntryState, Word
from banso.apps.behalf.standing import Said, Standing, State, Writing, standing
from banso.apps.behalf.writings import ACTIONS, SOURCES, Written, read
from banso.apps.journal.models import Event
from banso.apps.journal.services import Subject

_AT_ONCE = 2000


def follow(action: str, subject: Subject) -> None:
    """Keep the entry of the record that an event has just written into."""
    if action == "application.withdrawn":
        _withdrawn(subject)
    if action not in ACTIONS:
        return
    events = Event.objects.filter(subject_kind=subject[0], subject_ref=subject[1], action__in=ACTIONS)
    written = [read(event) for event in events.order_by("number")]
    last = written[-1]
    if last is None:
        return
    source = SOURCES[last.kind]
    if subject[0] != source.subject_kind:
        return
    for row in source.rows().filter(**{source.by_ref: subject[1]}).order_by("pk"):
        if last.into(row):
            _keep(last.kind, row, [one.writing for one in written if _same(one, last.kind, row)])


def _same(one: Written | None, kind: EntryKind, row: Any) -> bool:
    return one is not None and one.kind == kind and one.into(row)


def _withdrawn(subject: Subject) -> None:
    """Nobody confirms what was taken back."""
    gone = Entry.objects.filter(kind=EntryKind.APPLICATION, subject_ref=subject[1])
    gone.filter(words__isnull=True).delete()
    gone.update(state=EntryState.NONE, told_at=None, told_way="")


def _keep(kind: EntryKind, row: Any, writings: Sequence[Writing]) -> None:
    if not any(writing.by_office for writing in writings):
        return
    entry = hold(Entry.objects).filter(kind=kind, row=row.pk).first()
    words = words_of(entry) if entry else []
    found = _found(kind, row, writings, words)
    if found is not None:
        Entry.objects.update_or_create(kind=kind, row=row.pk, defaults=_values(kind, row, found))
    elif entry is not None:
        entry.delete()


def _found(kind: EntryKind, row: Any, writings: Sequence[Writing], words: Sequence[Said]) -> Standing | None:
    """How a record stands; None where nothing is to confirm and nobody ever said anything."""
    found = standing(writings, words)
    if found is not None and not SOURCES[kind].speaks(row):
        found = Standing(State.NONE, found.writing, found.only_corrected)
    return None if found is None or (found.state is State.NONE and not words) else found


def _values(kind: EntryKind, row: Any, found: Standing) -> dict[str, Any]:
    source = SOURCES[kind]
    return {
        "firm": source.firm(row),
        "subject_kind": source.subject_kind,
        "subject_ref": source.ref(row),
        "number": found.writing.number,
        "written_at": found.writing.at,
        "written_by_id": found.writing.user,
        "only_corrected": found.only_corrected,
        **_told(found.state, found.told),
    }


def _told(state: State, told: Said | None) -> dict[str, Any]:
    return {
        "state": EntryState(state.value),
        "told_at": told.at if told else None,
        "told_way": told.way if told else "",
    }


def words_of(entry: Entry) -> list[Said]:
    """What was said of an entry, as the rule takes it."""
    return [_said(word) for word in entry.words.order_by("given_at", "pk")]


def _said(word: Word) -> Said:
    """A person is the contact, or the user where the person is no contact."""
    person = f"contact {word.contact_id}" if word.contact_id else f"user {word.user_id}"
    return Said(person, word.answer, word.number, word.given_at, word.way)


def settle(entry: Entry) -> None:
    """Let an entry, its row held, say what its words make of it. The writing is the one it has."""
    last = Writing(entry.number, entry.written_at, entry.written_by_id, "office_staff")
    found = standing([last], words_of(entry))
    assert found is not None
    for name, value in _told(found.state, found.told).items():
        setattr(entry, name, value)
    entry.save(update_fields=["state", "told_at", "told_way"])


def _place(kind: EntryKind, ref: str, key: int | str) -> str:
    """Where to look: in its chain; for a catch-up by its key, since the chain of a merged firm stays."""
    return str(key) if kind is EntryKind.CATCH_UP else ref


@transaction.atomic
def rebuild() -> int:
    """Make the entries anew from the journal, with the words there are; gives how many there are.

    Needed where rows and events were written past the services.
    """
    writings: dict[tuple[EntryKind, str], list[Written]] = defaultdict(list)
    for event in Event.objects.filter(action__in=ACTIONS).order_by("pk").iterator(chunk_size=_AT_ONCE):
        written = read(event)
        if written and event.subject_kind == SOURCES[written.kind].subject_kind:
            key = written.mark[1] if written.mark else ""
            writings[written.kind, _place(written.kind, event.subject_ref, key)].append(written)
    known = {(entry.kind, entry.row): entry for entry in Entry.objects.order_by("pk")}
    said: dict[int, list[Said]] = defaultdict(list)
    for word in Word.objects.order_by("given_at", "pk"):
        said[word.entry_id].append(_said(word))
    new: list[Entry] = []
    for kind, source in SOURCES.items():
        for row in source.rows().order_by("pk").iterator(chunk_size=_AT_ONCE):
            there = writings.get((kind, _place(kind, source.ref(row), row.pk)), ())
            mine = [one.writing for one in there if one.into(row)]
            entry = known.get((kind, row.pk))
            found = _found(kind, row, mine, said[entry.pk] if entry else [])
            if entry is not None and found is not None:
                Entry.objects.filter(pk=entry.pk).update(**_values(kind, row, found))
            elif entry is not None:
                entry.delete()
            elif found is not None:
                new.append(Entry(kind=kind, row=row.pk, **_values(kind, row, found)))
    Entry.objects.bulk_create(new, _AT_ONCE)
    return Entry.objects.count()
