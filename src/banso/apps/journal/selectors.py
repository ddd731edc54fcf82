"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from banso.apps.journal.heads import files
from banso.apps.journal.models import Event
from banso.apps.journal.rules import message
from banso.apps.journal.services import Subject, verify
from banso.apps.journal.timeline import Entry, entry, kind_name


def events_of(subjects: Iterable[Subject]) -> QuerySet[Event]:
    """The events of these subjects with who did them, newest first."""
    where = Q(pk__in=[])
    for kind, ref in subjects:
        where |= Q(subject_kind=kind, subject_ref=ref)
    return Event.objects.filter(where).select_related("actor").order_by("-at", "-id")


def timeline(subjects: Iterable[Subject], limit: int | None = None) -> list[Entry]:
    """The events of these subjects in words, newest first, at most ``limit``. One query."""
    return [entry(event) for event in events_of(subjects)[:limit]]


def last_number(subject: Subject) -> int:
    """The number of the newest event about a subject; 0 where nothing has happened. It tells pages apart."""
    events = Event.objects.filter(subject_kind=subject[0], subject_ref=subject[1])
    return events.aggregate(last=Max("number"))["last"] or 0


@dataclass(frozen=True)
class Link:
    """One event of a chain with what is wrong with it, in words."""

    entry: Entry
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """One subject's events, newest first, proved against each other and the newest file of heads."""

    subject: Subject
    links: tuple[Link, ...]
    #: Faults of no single event: a tail that is gone.
    faults: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of its subject in words."""
        return kind_name(self.subject[0])

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults and not any(link.faults for link in self.links)


def chain_of(subject: Subject) -> Chain:
    """Prove one chain. One query, and the newest file of heads."""
    kind, ref = subject
    events = list(
        Event.objects.filter(subject_kind=kind, subject_ref=ref).select_related("actor").order_by("id")
    )
    newest = files()[-1:]
    head = newest[0].read().get(subject) if newest else None
    faults: dict[int | None, list[str]] = {}
    for fault in verify(events, {subject: head} if head else None):
        faults.setdefault(fault.event_id, []).append(message(fault.rule))
    links = tuple(Link(entry(event), tuple(faults.get(event.pk, ()))) for event in reversed(events))
    return Chain(subject, links, tuple(faults.get(None, ())))
