"""Tasks as a source of reminders."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import ZONE
from banso.apps.notices.models import Task, TaskState
from banso.apps.notices.sources import Due, Source


def tasks_due(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Open tasks whose day has come: who was asked, else the office."""
    rows = Task.objects.filter(state=TaskState.OPEN, due_on__lte=now.astimezone(ZONE).date())
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    columns = ("pk", "due_on", "assignee_id", "office_id", "firm_id")
    for pk, due_on, assignee, office, firm in rows.order_by("due_on", "pk").values_list(*columns):
        persons = (assignee,) if assignee else ()
        yield Due("task", str(pk), due_on, reverse("notices:task", args=[pk]), persons, office, firm)


SOURCE = Source("task", _("Task to do"), tasks_due)
