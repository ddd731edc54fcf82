"""What other rooms and pages read of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import ZONE
from banso.apps.journal.services import digest
from banso.apps.notices.meetings import calendar_file
from banso.apps.notices.models import Letter, LetterState, Meeting, MeetingState, Reminder, Task, TaskState

#: So many rows of each list stand on a first page.
SHOWN = 8


@dataclass(frozen=True)
class Work:
    """What one person has to do, for the first page: counts over everything, rows of the first few.

    ``due``: open reminders not late; ``late``: their day has passed; ``new``: found since a day;
    ``done``: noted as done since that day; ``tasks``: open tasks due by today; ``waiting``: open tasks that
    the person gave to others.
    """

    due: int
    late: int
    new: int
    done: int
    tasks: int
    waiting: int
    reminders: list[Reminder]
    task_rows: list[Task]
    appointments: list[Meeting]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def open_reminders(user_id: int) -> QuerySet[Reminder]:
    """What one person is reminded of and has not done, late first."""
    rows = Reminder.objects.filter(person=user_id, done_at__isnull=True)
    return rows.select_related("firm", "office").order_by("due_on", "pk")


def open_tasks(access: Access) -> QuerySet[Task]:
    """Open tasks of the person, and those of the office that nobody in particular was asked to do."""
    offices = [held.office_id for held in access.assignments if held.office_id]
    mine = Q(assignee=access.user.pk) | Q(assignee__isnull=True, office__in=offices)
    return Task.objects.filter(mine, state=TaskState.OPEN).select_related("firm", "office", "noted_by")


def work_of(access: Access, today: date, since: date | None = None) -> Work:
    """What the person has to do today, in seven queries whatever there is.

    ``since`` is the day from which something counts as new; yesterday unless told otherwise.
    """
    user = access.user.pk
    begun = _midnight(since or today - timedelta(days=1))
    mine = open_reminders(user)
    late = Q(due_on__lt=today)
    found = mine.order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=late), new=Count("pk", filter=Q(found_at__gte=begun))
    )
    done = Reminder.objects.filter(person=user, done_at__gte=begun).count()
    tasks = open_tasks(access).order_by("due_on", "pk")
    given = Task.objects.filter(noted_by=user, state=TaskState.OPEN, assignee__isnull=False)
    rows = list(tasks[:SHOWN])
    return Work(
        due=found["all"] - found["late"],
        late=found["late"],
        new=found["new"],
        done=done,
        tasks=tasks.filter(due_on__lte=today).count(),
        waiting=given.exclude(assignee=user).count(),
        reminders=list(mine[:SHOWN]),
        task_rows=rows,
        appointments=appointments(access, today),
    )


def appointments(access: Access, day: date) -> list[Meeting]:
    """The meetings of a day within the person's reach, in order of time. One query."""
    rows = access.rows(Action.MEETING_VIEW, Meeting.objects.all())
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    held = rows.filter(starts_at__gte=begins, starts_at__lt=ends).exclude(state=MeetingState.CANCELLED)
    return list(held.select_related("firm", "office").order_by("starts_at", "pk")[:SHOWN])


def meetings_ahead(access: Access) -> list[Meeting]:
    """The meetings within reach that have not ended, called off or not, soonest first. One query."""
    rows = access.rows(Action.MEETING_VIEW, Meeting.objects.filter(ends_at__gte=access.at))
    return list(rows.select_related("office").order_by("starts_at", "pk")[:SHOWN])


def meetings_about(kind: str, ref: str, now: datetime) -> list[Meeting]:
    """The meetings ahead about a record, called off or not, soonest first. One query."""
    rows = Meeting.objects.filter(subject_kind=kind, subject_ref=ref, ends_at__gte=now)
    return list(rows.order_by("starts_at", "pk")[:SHOWN])


def dead_addresses(addresses: Iterable[str]) -> set[str]:
    """Those that mail does not reach: the last letter there failed or came back. One query."""
    by_digest = {digest(address.lower()): address for address in addresses if address}
    last: dict[str, str] = {}
    rows = Letter.objects.filter(address_digest__in=by_digest).order_by("queued_at", "pk")
    last.update(rows.values_list("address_digest", "state"))
    undelivered = (LetterState.FAILED, LetterState.BOUNCED)
    return {by_digest[key] for key, state in last.items() if state in undelivered}


def letters_to(user_id: int) -> QuerySet[Letter]:
    """Every letter to a person, newest first."""
    return Letter.objects.filter(to_user=user_id).order_by("-queued_at", "-pk")


def appointment_file(meeting: Meeting, now: datetime) -> bytes:
    """A meeting as a file for calendars (iCalendar); a newer one replaces what they hold."""
    return calendar_file(meeting, now)
