"""Logged hours, advice and travel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Activity, ActivityKind, Case, CaseState
from banso.apps.casework.services import checks
from banso.apps.directory.models import Expert
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.engines.kernel.fiscal import add_months
from banso.web import formats

QUARTER_HOUR = Decimal("0.25")
HOURS_A_DAY = Decimal(24)
#: No journey for one day of advice costs more.
MOST_TRAVEL = 1_000_000
#: From the second year on nothing continues without a gate.
MONTHS_WITHOUT_GATE = 12


@dataclass(frozen=True)
class ActivityData:
    """Hours of one day and the advice given. ``entry`` is the number of the form: one is stored once.

    ``travel_yen`` is what travelling cost in whole yen; None: nobody said, which leaves the cost of a visit
    unknown. ``expert``: staff enter the hours of this expert; of an expert who acts it is always the own.
    """

    kind: str
    done_on: date
    hours: Decimal
    advice: str
    entry: UUID | None = None
    travel_yen: int | None = None
    expert: Expert | None = None


@service
def log_activity(actor: Actor, case: Case, data: ActivityData) -> Activity:
    """Log hours and advice: an expert on a case of their own, or staff.

    Raises:
        Refused: hours outside 0 to 24 or not in quarters, a day after today or outside the support, no text,
            a case of another expert, travel below 0 or beyond reason, or hours of a day on which the case
            goes on without its gate (``gate_overdue``).
    """
    case = checks.locked(case)
    sent = Activity.objects.filter(entry=data.entry).first() if data.entry else None
    if sent is not None:
        return sent
    by_expert = checks.own_case(actor, case)
    if not 0 <= data.hours <= HOURS_A_DAY:
        raise Refused("hours_range", _("Hours of one day are 0 to 24."), "hours")
    if data.hours % QUARTER_HOUR:
        raise Refused("hours_quarters", _("Enter hours in quarters, for example 1.25."), "hours")
    day = checks.past_day(actor, data.done_on, "done_on")
    if day < case.started_on:
        raise Refused("before_support", _("This day lies before support began."), "done_on")
    if case.state == CaseState.ENDED and case.ended_on is not None and day > case.ended_on:
        raise Refused("after_support", _("This day lies after support ended."), "done_on")
    if data.hours:
        _refuse_without_gate(case, day)
    if data.travel_yen is not None and not 0 <= data.travel_yen <= MOST_TRAVEL:
        raise Refused("travel_range", _("Travel costs 0 to 1,000,000 yen."), "travel_yen")
    activity = Activity.objects.create(
        case=case,
        expert=case.expert if by_expert else data.expert,
        staff_id=None if by_expert or data.expert else actor.user_id,
        kind=checks.one_of(data.kind, ActivityKind.values, "kind"),
        done_on=day,
        hours=data.hours,
        advice=checks.text(data.advice, "advice", checks.LONGEST_NOTE),
        entry=data.entry,
        travel_yen=data.travel_yen,
    )
    record(
        actor,
        "activity.logged",
        ("case", case.ref),
        {
            "activity": activity.pk,
            "kind": activity.kind,
            "done_on": day.isoformat(),
            "hours": f"{data.hours:.2f}",
            "travel_yen": data.travel_yen,
            "advice": digest(activity.advice),
        },
    )
    return activity


def hours_stop_after(case: Case, planned_to: date) -> date:
    """The last day for which hours are logged while a stage stays open past its planned end.

    Year one has no such day of its own: it lies at the end of its last month at the earliest.
    """
    grace = planned_to + timedelta(days=case.version.gate_grace_days)
    return max(grace, add_months(case.started_on, MONTHS_WITHOUT_GATE) - timedelta(days=1))


def _refuse_without_gate(case: Case, day: date) -> None:
    """From the second year on nothing continues without a gate.

    Contacts without hours, such as calls to arrange the review, are logged all the same.
    """
    stage = case.stages.select_related("definition").filter(started_on__isnull=False, ended_on=None).first()
    if stage is None or case.state != CaseState.ACTIVE or day <= hours_stop_after(case, stage.planned_to):
        return
    said = {
        "stage": f"{stage.order} {stage.definition.name}",
        "due": formats.day(stage.planned_to),
        "last": formats.day(hours_stop_after(case, stage.planned_to)),
    }
    raise Refused(
        "gate_overdue",
        _(
            "The gate review of stage %(stage)s was due on %(due)s and is not decided. From the second year "
            "on hours are logged only up to %(last)s until the office has decided."
        )
        % said,
        "done_on",
    )
