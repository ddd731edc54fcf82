"""Looks back at a firm after its support ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.follow_up import opens_on
from banso.apps.casework.models import FollowUp, FollowUpMethod, NewExports, Trend
from banso.apps.casework.services import checks
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service


@dataclass(frozen=True)
class FollowUpData:
    """What a look back at a firm found. Answers only of a firm that was reached; empty or None: not known."""

    done_on: date
    method: str
    reached: bool
    trend: str = ""
    amount_yen: int | None = None
    new_exports: str = ""
    note: str = ""


@service
def record_follow_up(actor: Actor, follow_up: FollowUp, data: FollowUpData) -> FollowUp:
    """Store what a look back at a firm found. It may be recorded from one month before it is due.

    Raises:
        Refused: recorded already, a day after today or too early, an unknown code, or answers of a firm that
            was not reached.
    """
    follow_up = FollowUp.objects.select_for_update().select_related("case").get(pk=follow_up.pk)
    if follow_up.done_on is not None:
        raise Refused("already_done", _("This follow-up is recorded already."))
    done_on = checks.not_in_future(data.done_on, actor.today, "done_on")
    if done_on < opens_on(follow_up.due_on):
        raise Refused(
            "too_early", _("A follow-up is recorded from one month before its due date on."), "done_on"
        )
    if not data.reached and (data.trend or data.new_exports or data.amount_yen is not None):
        raise Refused("not_reached", _("A firm that was not reached gave no answers."), "reached")
    follow_up.done_on = done_on
    follow_up.method = checks.one_of(data.method, FollowUpMethod.values, "method")
    follow_up.reached = data.reached
    follow_up.trend = checks.one_of(data.trend, ["", *Trend.values], "trend")
    follow_up.amount_yen = checks.amount(data.amount_yen, "amount_yen")
    follow_up.new_exports = checks.one_of(data.new_exports, ["", *NewExports.values], "new_exports")
    follow_up.note = checks.text(data.note, "note", checks.LONGEST_NOTE, wanted=False)
    follow_up.recorded_by_id = actor.user_id
    follow_up.save()
    record(
        actor,
        "follow_up.recorded",
        ("case", follow_up.case.ref),
        {
            "months": follow_up.months,
            "done_on": done_on.isoformat(),
            "reached": data.reached,
            "trend": follow_up.trend,
            "new_exports": follow_up.new_exports,
        },
    )
    return follow_up
