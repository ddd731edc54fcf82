"""When a follow-up is due: worked out from dates, never stored."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banso.engines.kernel.fiscal import add_months

#: A follow-up may be recorded from so many months before its due date on.
OPEN_BEFORE = 1


class FollowUpStatus(TextChoices):
    UPCOMING = "upcoming", _("Not due yet")
    DUE = "due", _("Due now")
    OVERDUE = "overdue", _("Overdue")
    DONE = "done", _("Recorded")


def opens_on(due_on: date) -> date:
    """The first day on which a follow-up may be recorded."""
    return add_months(due_on, -OPEN_BEFORE)


def follow_up_status(due_on: date, done_on: date | None, today: date) -> FollowUpStatus:
    """Recorded; else not due yet, due from a month before the due date through that day, overdue after it."""
    if done_on is not None:
        return FollowUpStatus.DONE
    if today > due_on:
        return FollowUpStatus.OVERDUE
    return FollowUpStatus.DUE if today >= opens_on(due_on) else FollowUpStatus.UPCOMING
