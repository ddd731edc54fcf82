"""When a look back at a firm is due, and when a firm counts as not reached: worked out, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import AttemptResult, CatchUp, LookBack
from banso.engines.kernel.fiscal import add_months

#: A follow-up may be recorded from so many months before its due date on.
OPEN_BEFORE = 1
#: Tries on different days after which a firm without a version of a service counts as not reached.
ATTEMPTS = 3
#: So many days before a catch-up contact is due the firm is asked by mail; of a case its version says it.
ASK_DAYS = 14
#: After these nobody need try again.
FINAL = frozenset({AttemptResult.REFUSED.value, AttemptResult.CLOSED.value})


class FollowUpStatus(TextChoices):
    UPCOMING = "upcoming", _("Not due yet")
    DUE = "due", _("Due now")
    OVERDUE = "overdue", _("Overdue")
    DONE = "done", _("Recorded")
    NOT_REACHED = "not_reached", _("Firm not reached")
    FIRM_CLOSED = "firm_closed", _("Firm out of business")


def opens_on(due_on: date) -> date:
    """The first day on which a follow-up may be recorded."""
    return add_months(due_on, -OPEN_BEFORE)


def first_day(row: LookBack) -> date:
    """The first day on which this look back may be recorded.

    One that catches up was due long ago: it may be recorded before the week it was planned for.
    """
    return opens_on(row.not_before if isinstance(row, CatchUp) else row.due_on)


def follow_up_status(
    due_on: date,
    done_on: date | None,
    today: date,
    *,
    reached: bool | None = True,
    firm_closed: bool = False,
) -> FollowUpStatus:
    """Recorded, closed without reaching the firm, or ended because the firm has closed; else not due yet, due
    from a month before the due date through that day, overdue after it.
    """
    if firm_closed:
        return FollowUpStatus.FIRM_CLOSED
    if done_on is not None:
        return FollowUpStatus.NOT_REACHED if reached is False else FollowUpStatus.DONE
    if today > due_on:
        return FollowUpStatus.OVERDUE
    return FollowUpStatus.DUE if today >= opens_on(due_on) else FollowUpStatus.UPCOMING


def tries_left(tried: Iterable[tuple[date, str]], wanted: int) -> int:
    """On how many more days to try before a firm may be recorded as not reached.

    ``tried`` is day and result of each try. Two tries on one day count once; none is left once the firm has
    closed or does not want to answer.
    """
    tried = list(tried)
    if any(result in FINAL for _day, result in tried):
        return 0
    return max(0, wanted - len({day for day, _result in tried}))
