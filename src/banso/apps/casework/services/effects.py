"""How decisions at a gate take effect.

A shortening holds from the day after the firm's time to reply, if it did not reply; if it did, from the
day on which the office confirms it. The first happens by itself: ``cut_by`` tells by dates what holds on a
day, so that pages are right although nothing is recorded yet, and ``settle_due`` records what is due and not
yet recorded, once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from banso.apps.base import Refused
from banso.apps.casework.models import Case, GateResult, GateReview, GateState, Stage
from banso.apps.casework.transitions import fire, fire_gate
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import Actor, system
from banso.apps.journal.services import record
from banso.apps.notices.services import LetterData, send_letter
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)
#: The letter that tells a firm of a shortening.
LETTER = "gate_announced"


def cut_by(day: date) -> Q:
    """Shortenings that hold on a day: recorded, or due without a reply."""
    lapsed = Q(state=GateState.ANNOUNCED, replied_on__isnull=True, reply_until__lt=day)
    return Q(Q(state=GateState.IN_FORCE) | lapsed, result=GateResult.SHORTEN)


def stages_ahead(case: Case, stage: Stage, on: date) -> list[Stage]:
    """The stages after one, in their order; none once support was shortened to end with it."""
    if GateReview.objects.filter(cut_by(on), stage__case=case).exists():
        return []
    return list(case.stages.filter(order__gt=stage.order).order_by("order"))


def later_end(day: date, months: int) -> date:
    """A last day so many months later, moved as the day before a first day: whole months stay whole."""
    return add_months(day + ONE_DAY, months) - ONE_DAY


def announce(actor: Actor, case: Case, review: GateReview) -> None:
    """Tell the firm of a shortening, and let its time to reply begin. The months count from today."""
    review.announced_on = actor.today
    review.reply_until = actor.today + timedelta(days=case.version.reply_days)
    review.end_after = add_months(actor.today, review.months or 0) - ONE_DAY
    for contact in contacts_for(case.firm, Mail.SUPPORT):
        references = {"case": case.ref, "stage": review.stage.order}
        letter = LetterData(LETTER, ("case", case.ref), to_contact=contact, context_refs=references)
        try:
            send_letter(actor, letter)
        except Refused:
            # No mail address: the page of the firm tells it, and the office by telephone.
            continue


def take_effect(day: date, case: Case, review: GateReview) -> None:
    """Store what a decision in force changes in the case, whose row is held, and its stages."""
    stage = review.stage
    following = stages_ahead(case, stage, day)
    if review.result == GateResult.ADVANCE:
        stage.ended_on = following[0].started_on = day
        stage.save(update_fields=["ended_on"])
        following[0].save(update_fields=["started_on"])
    elif review.result == GateResult.SHORTEN and review.end_after is not None:
        stage.planned_to = case.planned_end_on = max(review.end_after, stage.started_on or day)
        stage.save(update_fields=["planned_to"])
        case.save(update_fields=["planned_end_on"])
    elif review.result == GateResult.EXTEND and review.months is not None:
        _extend(case, stage, following, review.months)


def settle_due(case: Case, at: datetime) -> bool:
    """Record that a shortening holds whose time to reply is over; returns whether there was one.

    The case's row is held.
    """
    actor = system(at)
    review = (
        GateReview.objects.filter(cut_by(actor.today), stage__case=case, state=GateState.ANNOUNCED)
        .select_related("stage", "ground")
        .first()
    )
    if review is None or review.reply_until is None:
        return False
    facts = {"no_reply_yet": True, "time_is_over": True}
    review.state = fire_gate(review.state, "lapse", actor, facts).target
    cut(actor, case, review, review.reply_until + ONE_DAY, by="time")
    return True


def cut(actor: Actor, case: Case, review: GateReview, day: date, *, by: str) -> None:
    """Let a shortening hold from a day on; ``by``: "time" or "office"."""
    case.state = fire(case.state, "cut", actor).target
    case.save(update_fields=["state"])
    review.in_force_on = day
    review.save()
    take_effect(day, case, review)
    record(
        actor,
        "gate.in_force",
        ("case", case.ref),
        {
            "stage": review.stage.order,
            "result": review.result,
            "months": review.months,
            "in_force_on": day.isoformat(),
            "ends_on": case.planned_end_on.isoformat(),
            "by": by,
        },
    )


def _extend(case: Case, stage: Stage, following: list[Stage], months: int) -> None:
    stage.planned_to = later_end(stage.planned_to, months)
    stage.save(update_fields=["planned_to"])
    for later in following:
        later.planned_from = add_months(later.planned_from, months)
        later.planned_to = later_end(later.planned_to, months)
        later.save(update_fields=["planned_from", "planned_to"])
    case.planned_end_on = later_end(case.planned_end_on, months)
    case.save(update_fields=["planned_end_on"])
