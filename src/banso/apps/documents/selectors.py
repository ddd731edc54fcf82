"""What other rooms and pages read of this room.

Who reaches a document, role by role: the role must reach the record it belongs to, by that record's own paths
and the scope of the action; a firm then sees what is marked for it, an expert what is marked for experts or
was uploaded in person, reviewers and deciders what belongs to applications. A record that a person may not
open yet, as an application before the reviewer has declared to have no conflict of interest, keeps its
documents closed to every role held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import TABLE, Action
from banso.apps.accounts.roles import Role
from banso.apps.documents import files, scanner
from banso.apps.documents.models import Document, ScanState, SubjectKind
from banso.apps.documents.subjects import Subject, all_subjects, subject_of

#: How long somebody outside the office can take an own upload back; later the office removes it.
TAKE_BACK = timedelta(hours=24)

SCAN_MARKS = {
    ScanState.NOT_SCANNED: "unk",
    ScanState.CLEAN: "ok",
    ScanState.INFECTED: "late",
    ScanState.FAILED: "ne",
}


def _marked_for_firm(access: Access) -> Q:
    return Q(visible_to_firm=True)


def _marked_for_expert(access: Access) -> Q:
    return Q(visible_to_expert=True) | Q(uploaded_by=access.user.pk)


def _of_applications(access: Access) -> Q:
    return Q(subject_kind=SubjectKind.APPLICATION)


def _own_of_today(access: Access) -> Q:
    return Q(uploaded_by=access.user.pk, uploaded_at__gt=access.at - TAKE_BACK)


#: What narrows the reach of a role further. A role that is missing sees all that the record opens.
_NARROWED: dict[Action, dict[str, Callable[[Access], Q]]] = {
    Action.DOCUMENT_VIEW: {
        Role.FIRM_MEMBER: _marked_for_firm,
        Role.EXPERT: _marked_for_expert,
        Role.REVIEWER: _of_applications,
        Role.DECIDER: _of_applications,
    },
    Action.DOCUMENT_REMOVE: {Role.FIRM_MEMBER: _own_of_today, Role.EXPERT: _own_of_today},
}


def reachable(access: Access, action: Action, kinds: list[Subject] | None = None) -> QuerySet[Document]:
    """The documents, but for removed ones, that an action reaches for a person; ``kinds``: of these only."""
    where = Q(pk__in=[])
    subjects = all_subjects() if kinds is None else kinds
    for role in sorted(access.roles & TABLE[action].keys()):
        held = access.in_role(role)
        narrowed = _NARROWED.get(action, {}).get(role)
        records = Q(pk__in=[])
        for subject in subjects:
            records |= Q(subject_kind=subject.kind) & Q(Exists(_records(held, action, subject)))
        where |= records & narrowed(held) if narrowed else records
    for subject in subjects:
        where &= ~_of_closed_records(access, subject)
    return Document.objects.filter(where, deleted_at__isnull=True)


def _records(access: Access, action: Action, subject: Subject) -> QuerySet:
    return access.rows(action, subject.rows().order_by()).filter(ref=OuterRef("subject_ref"))


def _of_closed_records(access: Access, subject: Subject) -> Q:
    """The documents of records that this person may not open yet: of those no other role helps."""
    if subject.closed_to is None:
        return Q(pk__in=[])
    closed = subject.closed_to(access).order_by().filter(ref=OuterRef("subject_ref"))
    return Q(subject_kind=subject.kind) & Q(Exists(closed))


def record_of(access: Access, action: Action, kind: str, ref: str) -> Any:
    """The record of a kind and reference, if the action on documents reaches it."""
    subject = subject_of(kind)
    return access.rows(action, subject.rows()).filter(ref=ref).first() if subject else None


@dataclass(frozen=True)
class Line:
    """A document on a page, with what its reader may do."""

    document: Document
    locked: bool
    may_change: bool
    may_remove: bool

    @property
    def mark(self) -> str:
        """The mark of the scan's state."""
        return SCAN_MARKS[ScanState(self.document.scan_state)]


@dataclass(frozen=True)
class Shelf:
    """The documents of one record, for ``documents/parts/list.html``."""

    kind: str
    ref: str
    lines: list[Line]
    may_upload: bool
    #: Whether the reader is told who else sees a document.
    staff: bool

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the documents."""
        return tuple(line.document.pk for line in self.lines)


def documents_of(access: Access, subject_kind: str, subject_ref: str) -> Shelf | None:
    """The documents of one record that a person sees, newest first; None for who sees none at all. One query.

    For a page whose record was found within the person's reach; what is not reached by the rules of documents
    is left out all the same.
    """
    subject = subject_of(subject_kind)
    if subject is None or not access.can(Action.DOCUMENT_VIEW):
        return None
    rows = reachable(access, Action.DOCUMENT_VIEW, [subject]).filter(
        subject_kind=subject_kind, subject_ref=subject_ref, superseded_by__isnull=True
    )
    return Shelf(
        subject_kind,
        subject_ref,
        [line_of(access, document) for document in rows.select_related("uploaded_by")],
        access.can(Action.DOCUMENT_UPLOAD),
        access.can(Action.DOCUMENT_CHANGE),
    )


def line_of(access: Access, document: Document) -> Line:
    """A document with what its reader may do; the pages behind the links check the row again."""
    own = document.uploaded_by_id == access.user.pk and document.uploaded_at > access.at - TAKE_BACK
    staff = access.can(Action.DOCUMENT_CHANGE)
    may_remove = access.can(Action.DOCUMENT_REMOVE) and (staff or own)
    return Line(document, locked(document), staff, may_remove)


def locked(document: Document) -> bool:
    """Whether nobody gets the file: harmful, or not found clean although there is a scanner."""
    if document.scan_state == ScanState.INFECTED:
        return True
    return scanner.configured() and document.scan_state != ScanState.CLEAN


def scanner_answers() -> bool | None:
    """Whether the scanner of uploads answers; None where none is configured."""
    return scanner.answers() if scanner.configured() else None


def without_file() -> list[str]:
    """The references of the documents whose file should be there and is not. One query, one look a file."""
    kept = Document.objects.filter(file_gone_at__isnull=True).order_by("pk")
    names = kept.values_list("ref", "stored_name").iterator(chunk_size=5000)
    return [ref for ref, stored_name in names if not files.is_there(stored_name)]


def address_of(document: Document) -> str:
    """The page of the record that a document belongs to."""
    subject = subject_of(document.subject_kind)
    return subject.address(document.subject_ref) if subject else reverse("today:home")
