"""The nightly run: what is due and not yet recorded is recorded, and each person is told in one digest.

1. Ask every source what is due. One that fails is left for the next run; the others go on.
2. Hold it against the ledger: record what is new, note as done what is due no longer, open again what
   came back. One transaction a source.
3. For everybody with reminders that were not told yet, whose day it is, queue one digest. The reminders are
   tied to it in the same transaction, only those that are tied to none: whoever runs twice tells once.
4. Queue again what waits to be sent and has lost its task.

Nothing looks at when it last ran: days without a run lose nothing. A run that is cut off leaves whole
transactions, and the next one does the rest.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import DatabaseError, transaction

from banso.apps.accounts.models import User
from banso.apps.journal.actor import ZONE, system
from banso.apps.journal.services import record
from banso.apps.notices.delivery import MOST_ATTEMPTS
from banso.apps.notices.digests import DIGEST
from banso.apps.notices.models import Digest, Letter, LetterState, Reminder, Rhythm
from banso.apps.notices.people import People
from banso.apps.notices.quiet import next_allowed, week_began
from banso.apps.notices.services.letters import enqueue
from banso.apps.notices.sources import Source, all_sources
from banso.apps.notices.undelivered import note_undelivered

logger = logging.getLogger(__name__)

T = TypeVar("T")
#: What makes a reminder the same one, within a kind.
Key = tuple[str, str, date, int]
_KEY = ("subject_kind", "subject_ref", "due_on", "person_id")
#: So many people are told in one transaction: enough to be quick, few enough to keep nobody waiting.
_TOLD_AT_ONCE = 100
_ROWS_AT_ONCE = 1000
#: A letter that should have left so long ago has lost its task.
_LOST_AFTER = timedelta(days=1)


class SourcesFailed(Exception):
    """Some sources could not say what is due; everything else was done."""


def run(now: datetime) -> dict[str, int]:
    """Record what is due, tell everybody once, and give the counts: found, done, letters, queued_again.

    Raises:
        SourcesFailed: naming the sources that failed; the worker tries again later.
    """
    counts, failed = record_due(now)
    counts["letters"] = tell(now)
    counts["queued_again"] = queue_again(now)
    if any(counts.values()):
        with transaction.atomic():
            record(system(now), "reminders.run", ("reminders", "nightly"), counts)
    if failed:
        raise SourcesFailed(", ".join(failed))
    return counts


def record_due(now: datetime) -> tuple[dict[str, int], list[str]]:
    """Hold what every source finds against the ledger: counts of found and done, and which sources failed."""
    people = People(now.astimezone(ZONE).date())
    counts = {"found": 0, "done": 0}
    failed = []
    for source in all_sources():
        try:
            found, done = take_stock(source, now, people)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("the source %s failed", source.kind)
            failed.append(source.kind)
        else:
            counts["found"] += found
            counts["done"] += done
    return counts, failed


def take_stock(source: Source, now: datetime, people: People) -> tuple[int, int]:
    """Hold what a source finds against the ledger; how many were recorded, and how many noted as done."""
    wanted: dict[Key, Reminder] = {}
    for due in source.due(now, None):
        for person in people.asked(due):
            wanted[due.subject_kind, due.subject_ref, due.due_on, person] = Reminder(
                kind=source.kind,
                subject_kind=due.subject_kind,
                subject_ref=due.subject_ref,
                due_on=due.due_on,
                person_id=person,
                office_id=due.office,
                firm_id=due.firm,
                address=due.address,
                found_at=now,
            )
    rows = Reminder.objects.filter(kind=source.kind, done_at__isnull=True).order_by()
    recorded = {
        (kind, ref, due_on, person): pk for kind, ref, due_on, person, pk in rows.values_list(*_KEY, "pk")
    }
    new = [row for key, row in wanted.items() if key not in recorded]
    gone = [pk for key, pk in recorded.items() if key not in wanted]
    with transaction.atomic():
        # What came back after it was done is the same reminder: it was told, and is open again.
        Reminder.objects.bulk_create(
            new,
            batch_size=_ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["subject_kind", "subject_ref", "kind", "due_on", "person"],
            update_fields=["done_at"],
        )
        for part in _parts(gone, _ROWS_AT_ONCE):
            Reminder.objects.filter(pk__in=part).update(done_at=now)
    return len(new), len(gone)


def tell(now: datetime) -> int:
    """Queue a digest for everybody with something untold whose day it is; how many."""
    untold: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, pk, kind in (
        Reminder.objects.filter(done_at__isnull=True, letter__isnull=True, person__is_active=True)
        .order_by("person_id", "due_on", "pk")
        .values_list("person_id", "pk", "kind")
    ):
        untold[person].append((pk, kind))
    rhythms = {rhythm.user_id: rhythm for rhythm in Rhythm.objects.order_by("pk")}
    told_this_week = set(
        Letter.objects.filter(template=DIGEST, queued_at__gte=week_began(now), references__everything=True)
        .order_by()
        .values_list("to_user_id", flat=True)
    )
    mandatory = {source.kind for source in all_sources() if source.mandatory}
    queued = 0
    for part in _parts(list(untold), _TOLD_AT_ONCE):
        languages = dict(User.objects.filter(pk__in=part).order_by().values_list("pk", "language"))
        with transaction.atomic():
            for person in part:
                rhythm = rhythms.get(person) or Rhythm(user_id=person)
                everything = rhythm.digest == Digest.DAILY or (
                    rhythm.digest == Digest.WEEKLY and person not in told_this_week
                )
                keys = [pk for pk, kind in untold[person] if everything or kind in mandatory]
                queued += bool(keys) and _queue_digest(
                    person, languages[person], keys, everything, rhythm, now
                )
    return queued


def _queue_digest(
    person: int, language: str, keys: list[int], everything: bool, rhythm: Rhythm, now: datetime
) -> bool:
    """One digest of these reminders; False when somebody else has told them in the meantime."""
    key = uuid.uuid4()
    letter = Letter.objects.create(
        key=key,
        to_user_id=person,
        template=DIGEST,
        language=language,
        references={"letter": str(key), "everything": everything},
        subject_kind="user",
        subject_ref=str(person),
        queued_at=now,
        not_before=next_allowed(now, rhythm.quiet_from, rhythm.quiet_to),
    )
    tied = 0
    for part in _parts(keys, _ROWS_AT_ONCE):
        tied += Reminder.objects.filter(pk__in=part, letter__isnull=True).update(letter=letter)
    if not tied:
        letter.delete()
        return False
    enqueue(letter)
    return True


def queue_again(now: datetime) -> int:
    """Queue letters again that should have left long ago; how many. One that has had all attempts failed."""
    lost = Letter.objects.filter(state=LetterState.QUEUED, not_before__lt=now - _LOST_AFTER)
    again = 0
    for letter in lost.select_related("to_user", "to_contact__firm").order_by("pk"):
        if letter.attempts >= MOST_ATTEMPTS:
            note_undelivered(system(now), letter, LetterState.FAILED, "interrupted")
        else:
            with transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(not_before=now)
                enqueue(letter)
            again += 1
    return again


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
