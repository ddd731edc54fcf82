"""Writing the journal, and proving it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from banso.apps.base import hold
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Counter, Event
from banso.engines.kernel.fiscal import fiscal_year

P = ParamSpec("P")
R = TypeVar("R")

#: A reference to a subject: its kind and its reference, for example ("case", "C-2024-0317").
Subject = tuple[str, str]


#: Called with the action and the subject of every event, in the event's transaction.
Listener = Callable[[str, Subject], None]

_listeners: list[Listener] = []


def on_record(listener: Listener) -> None:
    """Let a room further on keep something of its own in step with what happens, for example an index."""
    if listener not in _listeners:
        _listeners.append(listener)


def service(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Mark a service call: it runs in one transaction, and takes the actor first."""

    @wraps(function)
    def call(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(actor, *args, **kwargs)

    return call


def digest(text: str) -> str:
    """A keyed digest of free text or personal data, so that an event can vouch for it without holding it."""
    return hmac.new(settings.JOURNAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def canonical(payload: Mapping[str, Any]) -> str:
    """The one text of a payload: sorted keys, no spaces.

    It holds text, whole numbers, booleans, null, lists and maps only.

    Raises:
        TypeError: a value of another type (a float or a date has no single text form).
    """
    _refuse_vague(payload)
    return _encode(payload)


#: Made once: events are written by the hundred thousand.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_PLAIN = frozenset((str, int, bool, type(None)))


def _refuse_vague(value: Any) -> None:
    if type(value) in _PLAIN:
        return
    if isinstance(value, Mapping):
        for item in value.values():
            if type(item) not in _PLAIN:
                _refuse_vague(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_vague(item)
    elif not isinstance(value, str | int):
        raise TypeError(f"an event cannot hold {value!r}")


def event_hash(event: Event) -> str:
    """SHA-256 over every stored field of an event and the hash of the one before it in the chain."""
    return _hash(*(getattr(event, column) for column in _HASHED))


#: The columns of an event in the order in which they are stored in bulk; the hash covers all but itself.
_HASHED = (
    "previous_hash",
    "subject_kind",
    "subject_ref",
    "number",
    "at",
    "actor_id",
    "role",
    "action",
    "payload",
    "policy_version",
    "batch",
)
EVENT_COLUMNS = (*_HASHED, "hash")


def _hash(
    previous: str,
    kind: str,
    ref: str,
    number: int,
    at: datetime,
    actor: int | None,
    role: str,
    action: str,
    payload: str,
    policy_version: str,
    batch: str,
) -> str:
    moment = at if at.tzinfo is ZONE else at.astimezone(ZONE)
    time = moment.isoformat(timespec="microseconds")
    who = str(actor or "")
    text = "\x1f".join(
        (previous, kind, ref, str(number), time, who, role, action, payload, policy_version, batch)
    )
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    actor: Actor,
    action: str,
    subject: Subject,
    payload: Mapping[str, Any] | None = None,
    *,
    policy_version: str = "",
    batch: str = "",
) -> Event:
    """Append one event to the subject's chain. Must run inside the transaction of the change it tells of."""
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of the change it tells of")
    kind, ref = subject
    _lock_chain(kind, ref)
    last = Event.objects.filter(subject_kind=kind, subject_ref=ref).order_by("-number").first()
    event = Event(
        subject_kind=kind,
        subject_ref=ref,
        number=last.number + 1 if last else 1,
        at=actor.at,
        actor_id=actor.user_id,
        role=actor.role,
        action=action,
        payload=canonical(payload or {}),
        policy_version=policy_version,
        batch=batch,
        previous_hash=last.hash if last else "",
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    for listener in _listeners:
        listener(action, subject)
    return event


def _lock_chain(kind: str, ref: str) -> None:
    """Hold the chain until the transaction ends. On SQLite transactions write one at a time anyway."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"{kind}:{ref}".encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


#: When, the order of adding, kind and reference of the subject, who, role, action, payload, policy version.
_Pending = tuple[datetime, int, str, str, int | None, str, str, str, str]


class NewChains:
    """Builds chains of subjects without events yet, for bulk loading; events come out in order of time."""

    def __init__(self, batch: str = "") -> None:
        self.batch = batch
        self._pending: list[_Pending] = []

    def __len__(self) -> int:
        return len(self._pending)

    def add(
        self,
        actor: Actor,
        action: str,
        subject: Subject,
        payload: Mapping[str, Any] | None = None,
        policy_version: str = "",
    ) -> None:
        """Note one event; its place in the chain is settled by time, then by the order of adding."""
        text = canonical(payload or {})
        self._pending.append(
            (actor.at, len(self._pending), *subject, actor.user_id, actor.role, action, text, policy_version)
        )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All events as rows of ``EVENT_COLUMNS``, oldest first, chained."""
        heads: dict[Subject, tuple[int, str]] = {}
        for at, _, kind, ref, user, role, action, payload, policy_version in sorted(self._pending):
            number, previous = heads.get((kind, ref), (0, ""))
            row = (
                previous, kind, ref, number + 1, at, user, role, action, payload, policy_version, self.batch
            )  # fmt: skip
            found = _hash(*row)
            heads[kind, ref] = (number + 1, found)
            yield (*row, found)

    def so_far(self, actions: Collection[str]) -> Iterator[Event]:
        """The events of these actions noted so far, oldest first, with the numbers that they will have.

        A number holds as long as nothing earlier is added to its chain.
        """
        numbers: dict[Subject, int] = {}
        for at, _, kind, ref, user, role, action, payload, _version in sorted(self._pending):
            number = numbers[kind, ref] = numbers.get((kind, ref), 0) + 1
            if action in actions:
                yield Event(
                    subject_kind=kind, subject_ref=ref, number=number, at=at,
                    actor_id=user, role=role, action=action, payload=payload,
                )  # fmt: skip

    def events(self) -> Iterator[Event]:
        """All events, oldest first, chained."""
        for row in self.rows():
            yield Event(**dict(zip(EVENT_COLUMNS, row, strict=True)))


@dataclass(frozen=True)
class ChainFault:
    """What is wrong with one event (or with a chain's missing tail)."""

    event_id: int | None
    subject: Subject
    number: int
    rule: str


def verify(
    events: Iterable[Event], heads: Mapping[Subject, tuple[int, str]] | None = None
) -> Iterator[ChainFault]:
    """Walk events in order of id and prove every chain, then compare with heads written down earlier.

    Rules: ``number`` a gap in the numbers, ``previous`` does not follow the event before it,
    ``hash`` the stored bytes are not those that were hashed,
    ``tail`` a head written down earlier is gone or differs.
    """
    seen: dict[Subject, tuple[int, str]] = {}
    wanted = dict(heads or {})
    for event in events:
        subject = (event.subject_kind, event.subject_ref)
        number, previous = seen.get(subject, (0, ""))
        if event.number != number + 1:
            yield ChainFault(event.pk, subject, event.number, "number")
        elif event.previous_hash != previous:
            yield ChainFault(event.pk, subject, event.number, "previous")
        if event_hash(event) != event.hash:
            yield ChainFault(event.pk, subject, event.number, "hash")
        seen[subject] = (event.number, event.hash)
        if subject in wanted and wanted[subject][0] == event.number and wanted[subject][1] == event.hash:
            del wanted[subject]
    for subject, (number, _) in wanted.items():
        yield ChainFault(None, subject, number, "tail")


def next_reference(kind: str, actor: Actor) -> str:
    """The next reference of a kind in the fiscal year of the actor's day, for example ``C-2026-0001``."""
    year = fiscal_year(actor.today)
    counter, _ = hold(Counter.objects).get_or_create(kind=kind, fiscal_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{kind}-{year}-{counter.last:04d}"
