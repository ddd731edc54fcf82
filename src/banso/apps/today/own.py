"""A person's own day, beside the queues of every role: meetings, tasks, reminders, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation
from banso.apps.notices.selectors import Work, work_of
from banso.apps.notices.sources import kind_words
from banso.apps.selection.models import Application
from banso.apps.today.selectors import last_working_day, news
from banso.web.navigation import address
from banso.web.templatetags.banso import due

#: So many tasks and reminders stand beside the queues, and so much of what changed.
ROWS, NEWS = 5, 8


@dataclass(frozen=True)
class Item:
    """One task or reminder: by when, what, for which firm, and where it is done."""

    when: SafeString
    what: str
    firm: str
    url: str


@dataclass(frozen=True)
class OwnDay:
    """What the aside shows. ``may_note``: whether the person keeps tasks at all."""

    work: Work
    tasks: list[Item]
    reminders: list[Item]
    may_note: bool
    all_url: str


def own_day(access: Access, since: date) -> OwnDay:
    """The person's own day; ``since`` is the day from which a reminder counts as new. Seven queries."""
    work, today = work_of(access, access.today, since), access.today
    may_note = access.can(Action.TASK_WRITE)
    tasks = [
        Item(
            due(task.due_on, today),
            task.text or task.get_kind_display(),
            task.firm.name if task.firm else "",
            address("notices:task", task.pk),
        )
        for task in work.task_rows[:ROWS]
    ]
    reminders = [
        Item(due(row.due_on, today), kind_words(row.kind), row.firm.name if row.firm else "", row.address)
        for row in work.reminders[:ROWS]
    ]
    return OwnDay(work, tasks if may_note else [], reminders, may_note, address("notices:mine"))


def changes(access: Access, reach: dict[str, QuerySet[Any]] | None = None) -> dict[str, Any]:
    """What happened since the last working day to the records that this person may read.

    Reviewers are told nothing of applications: they see nothing of others before they have given their view.
    """
    since = last_working_day(access.today)
    count, told = news(reach if reach is not None else reach_of(access), since, NEWS)
    return {
        "changes": count,
        "news": told,
        "since": since,
        "since_yesterday": (access.today - since).days == 1,
    }


def reach_of(access: Access) -> dict[str, QuerySet[Any]]:
    """The rows whose news this person may read, by kind of subject."""
    kinds: dict[str, tuple[Action, QuerySet[Any]]] = {
        "consultation": (Action.CONSULTATION_VIEW, Consultation.objects.all()),
        "application": (Action.APPLICATION_VIEW, Application.objects.all()),
        "case": (Action.CASE_VIEW, Case.objects.all()),
        "firm": (Action.FIRM_VIEW, Firm.objects.standing()),
    }
    if access.can(Action.APPLICATION_SCREEN):
        del kinds["application"]
    return {kind: access.rows(action, rows) for kind, (action, rows) in kinds.items() if access.can(action)}
