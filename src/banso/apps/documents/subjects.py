"""What documents can belong to. Each room registers its own records.

The scope paths of a record settle who reaches its documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from banso.apps.documents.models import SubjectKind


@dataclass(frozen=True)
class Subject:
    """One kind of record.

    ``key`` is the field that ``subject_ref`` holds, ``firm`` the attribute path to the firm (empty: the row
    is one), ``address`` gives the record's page from a reference.
    """

    kind: SubjectKind
    rows: Callable[[], QuerySet[Any]]
    address: Callable[[str], str]
    key: str = "ref"
    firm: str = "firm"

    @property
    def model(self) -> type[Model]:
        """The table of the records."""
        return self.rows().model

    def firm_of(self, row: Model) -> Any:
        """The firm that a record is about."""
        found: Any = row
        for part in self.firm.split(".") if self.firm else ():
            found = getattr(found, part)
        return found


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
