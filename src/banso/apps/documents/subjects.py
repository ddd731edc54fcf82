"""What documents can belong to. Each room registers its own records.

The scope paths of a record settle who reaches its documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from banso.apps.accounts.access import Access
from banso.apps.documents.models import SubjectKind


@dataclass(frozen=True)
class Subject:
    """One kind of record: its rows, which have a ``ref`` and are firms or have one; and the page of each.

    ``closed_to`` gives the rows that a person may not open yet, whatever role reaches them.
    """

    kind: SubjectKind
    rows: Callable[[], QuerySet[Any]]
    address: Callable[[str], str]
    closed_to: Callable[[Access], QuerySet[Any]] | None = None


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Let documents belong to records of this kind.

    Raises:
        ValueError: another room has registered the kind.
    """
    if _subjects.setdefault(subject.kind, subject) is not subject:
        raise ValueError(f"documents of {subject.kind!r} are registered twice")


def subject_of(kind: str) -> Subject | None:
    """The records of a kind, if a room has registered it."""
    return _subjects.get(kind)


def all_subjects() -> list[Subject]:
    """Every kind of record that documents can belong to."""
    return list(_subjects.values())
