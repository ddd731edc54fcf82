"""What policies are asked about: rooms further on register their kinds of subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from banso.apps.accounts.access import Access
from banso.apps.directory.models import Firm
from banso.engines.policy.expressions import Value

#: What is known of one subject, by the name of the fact; what is not in it is unknown.
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Case:
    """One subject as policies see it: its reference, the day it applied, and its facts."""

    ref: str
    applied_on: date
    facts: Facts


@dataclass(frozen=True)
class Subject:
    """A kind of subject.

    ``decisions`` are the results that a policy is asked for about such a subject. ``case_of`` gives the facts
    of one as they are now, None where there is no such record. ``open_cases`` gives all that are still open,
    in a constant number of queries. ``address`` is where the record is read. ``of_firms`` gives the
    references of subjects of some firms with a few words on each, the latest first, at most so many.
    ``closed_to`` gives the records whose facts a person may not read yet, whatever role is held.
    """

    kind: str
    words: Promise
    decisions: tuple[str, ...]
    case_of: Callable[[str], Case | None]
    open_cases: Callable[[], Iterable[Case]]
    address: Callable[[str], str]
    of_firms: Callable[[QuerySet[Firm], int], Iterable[tuple[str, str]]] | None = None
    closed_to: Callable[[Access], QuerySet[Any]] | None = None


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Let policies be asked about subjects of this kind.

    Raises:
        ValueError: another room answers for the kind already.
    """
    if _subjects.setdefault(subject.kind, subject) is not subject:
        raise ValueError(f"subjects of kind {subject.kind!r} are registered twice")


def subject_of(kind: str) -> Subject:
    """The subject of a kind.

    Raises:
        KeyError: no room registered it.
    """
    return _subjects[kind]


def known_subjects() -> list[Subject]:
    """Every kind of subject, in the order of registration."""
    return list(_subjects.values())
