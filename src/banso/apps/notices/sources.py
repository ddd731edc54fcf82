"""Where other rooms say what people are reminded of, which letters they write, and what a meeting is about.

A room registers in its ``ready()``:

    sources.register(Source("gate_due", _("Gate review due"), due=gates))
    sources.register_letter(LetterKind("casework.confirm", _("Please confirm your exports"),
                                       "casework/mail/confirm.txt", context))
    sources.register_subject(SubjectKind("case", _("Case"), find))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action


@dataclass(frozen=True)
class Due:
    """One thing that is due. Keys are those of the database; ``due_on`` may lie ahead or behind.

    ``persons`` are the keys of the users who are asked; where nobody of them can be (none named, or left),
    the managers of the office are, and without a manager its staff. ``address`` is the path of the page
    where it is done.
    """

    subject_kind: str
    subject_ref: str
    due_on: date
    address: str
    persons: tuple[int, ...] = ()
    office: int | None = None
    firm: int | None = None


#: What is due at a moment, in a number of queries that does not grow. With references: only these subjects
#: (the morning's digest asks again whether each is still due).
FindDue = Callable[[datetime, Collection[str] | None], Iterable[Due]]


@dataclass(frozen=True)
class Source:
    """One kind of reminder. ``mandatory``: told by mail every day, whatever rhythm the person chose."""

    kind: str
    words: Promise
    due: FindDue
    mandatory: bool = False


@dataclass(frozen=True)
class Enclosure:
    """A calendar part of a letter: its method (REQUEST or CANCEL) and the iCalendar text."""

    method: str
    content: bytes


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    ``template`` is a plain-text template: its first line that is not empty is the subject, what follows the
    body. It is given ``name`` (of who gets it, may be empty), ``base_url``, what the letter encloses, and
    what ``context`` makes of its references in the language that is active. ``context`` gives None when the
    letter is no longer needed: it is withdrawn then. ``calendar`` adds an invitation.
    """

    code: str
    words: Promise
    template: str
    context: Callable[[Mapping[str, Any], datetime], Mapping[str, Any] | None] = lambda references, now: {}
    calendar: Callable[[Mapping[str, Any], datetime], Enclosure] | None = None


@dataclass(frozen=True)
class Found:
    """A record that a task or a meeting is about, as somebody sees it who may."""

    ref: str
    title: str
    address: str
    firm: int | None
    office: int | None
    #: The keys of the users who are naturally asked to a meeting about it, such as its expert.
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Invited:
    """How somebody who is invited is written to.

    ``language``: empty is that of the account. ``clock`` says a moment by the own clock; None where that is
    Tokyo's.
    """

    language: str = ""
    clock: Callable[[datetime], str] | None = None


@dataclass(frozen=True)
class SubjectKind:
    """A kind of record that tasks and meetings may be about.

    ``find(access, action, ref)`` gives None where the action does not reach; ``address`` is the path of a
    record's page. ``title(ref)`` is what a meeting about it is called in the language that is active, empty
    where it has one title; ``place`` where all are held, if in one place; ``invited(ref, user)`` says how a
    person is invited to one.
    """

    kind: str
    words: Promise
    find: Callable[[Access, Action, str], Found | None]
    address: Callable[[str], str]
    title: Callable[[str], str] = lambda ref: ""
    place: Promise | str = ""
    invited: Callable[[str, int], Invited] = lambda ref, user: Invited()


_sources: dict[str, Source] = {}
_letters: dict[str, LetterKind] = {}
_subjects: dict[str, SubjectKind] = {}


def register(source: Source) -> None:
    """Let people be reminded of what this source finds.

    Raises:
        ValueError: another source has this kind.
    """
    if _sources.setdefault(source.kind, source) is not source:
        raise ValueError(f"two sources of {source.kind!r}")


def register_letter(kind: LetterKind) -> None:
    """Let letters of this kind be sent.

    Raises:
        ValueError: another letter has this code.
    """
    if _letters.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two letters {kind.code!r}")


def register_subject(kind: SubjectKind) -> None:
    """Let tasks and meetings be about records of this kind.

    Raises:
        ValueError: registered already.
    """
    if _subjects.setdefault(kind.kind, kind) is not kind:
        raise ValueError(f"two subjects {kind.kind!r}")


def all_sources() -> list[Source]:
    """Every source, by kind."""
    return [_sources[kind] for kind in sorted(_sources)]


def source(kind: str) -> Source | None:
    """The source of a kind, if there still is one."""
    return _sources.get(kind)


def letter_kind(code: str) -> LetterKind:
    """The kind of letter with this code.

    Raises:
        LookupError: no room registered it.
    """
    return _letters[code]


def letter_words(code: str) -> str:
    """What a kind of letter is called; its code if no room knows it any more."""
    return str(_letters[code].words) if code in _letters else code


def kind_words(kind: str) -> str:
    """What a kind of reminder is called; its code if no room knows it any more."""
    return str(_sources[kind].words) if kind in _sources else kind


def subject_kind(kind: str) -> SubjectKind | None:
    """The kind of record, if tasks and meetings may be about it."""
    return _subjects.get(kind)
