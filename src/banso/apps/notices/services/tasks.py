"""Tasks: noted for oneself or a colleague, done or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.accounts.absences import away
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.services import current
from banso.apps.base import Refused
from banso.apps.directory.models import Firm, Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, record, service
from banso.apps.notices.models import Task, TaskState
from banso.apps.notices.sources import Found
from banso.apps.notices.transitions import NEW, fire_task


@dataclass(frozen=True)
class TaskData:
    """What to note. ``about`` is the kind of record and the record; without it the task is about nothing."""

    text: str
    due_on: date
    assignee: User
    office: Office | None = None
    about: tuple[str, Found] | None = None


def _subject(task: Task) -> Subject:
    """The chain that tells of a task: that of what it is about, else that of who does it."""
    if task.subject_kind in ("case", "consultation"):
        return task.subject_kind, task.subject_ref
    return "task", str(task.pk)


def colleagues(office: Office, today: date) -> list[User]:
    """Who may be given a task of an office: everybody who holds a role there today, by name."""
    held: list[RoleAssignment] = list(
        current(today)
        .filter(office=office, user__is_active=True)
        .select_related("user")
        .order_by("user__name")
    )
    return list(dict.fromkeys(item.user for item in held))


@service
def note_task(actor: Actor, data: TaskData) -> Task:
    """Note something to do by a day, for oneself or for a colleague of the office.

    Raises:
        Refused: ``role``, ``due_past``, ``not_a_colleague``; ``absent``, a colleague who is away until it is
            due.
    """
    fired = fire_task(NEW, "note", actor)
    if data.due_on < actor.today:
        raise Refused("due_past", _("Choose a day from today on."), "due_on")
    others = colleagues(data.office, actor.today) if data.office else []
    if data.assignee.pk != actor.user_id and data.assignee not in others:
        raise Refused("not_a_colleague", _("Choose somebody of your office."), "assignee")
    if data.assignee.pk != actor.user_id and data.assignee.pk in away(actor.today, data.due_on):
        text = _("This person is absent until after that day. Choose somebody else, or a later day.")
        raise Refused("absent", text, "assignee")
    kind, found = data.about or ("", None)
    task = Task.objects.create(
        text=data.text,
        subject_kind=kind,
        subject_ref=found.ref if found else "",
        firm=Firm.objects.filter(pk=found.firm).first() if found else None,
        office=data.office,
        assignee=data.assignee,
        noted_by_id=actor.user_id,
        noted_at=actor.at,
        due_on=data.due_on,
        state=fired.target,
    )
    told = {"task": task.pk, "assignee": data.assignee.pk, "text": digest(data.text)}
    record(actor, "task.noted", _subject(task), told)
    return task


@service
def close_task(actor: Actor, task: Task, *, done: bool) -> None:
    """A task is done, or dropped as no longer needed. Of two who close it at once one is refused.

    Raises:
        Refused: ``task_state``, ``role``.
    """
    event = "do" if done else "drop"
    open_task = Task.objects.filter(pk=task.pk, state=TaskState.OPEN)
    fired = fire_task(task.state, event, actor)
    if not open_task.update(state=fired.target, closed_at=actor.at, closed_by=actor.user_id):
        fire_task(fired.target, event, actor)
    record(actor, "task.done" if done else "task.dropped", _subject(task), {"task": task.pk})
