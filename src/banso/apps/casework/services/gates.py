"""Gate reviews, pause and end of support, follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.follow_up import opens_on
from banso.apps.casework.models import (
    Case,
    CaseOutcome,
    FollowUp,
    FollowUpMethod,
    GateResult,
    GateReview,
    NewExports,
    Stage,
    Trend,
)
from banso.apps.casework.recommendation import Recommendation, followed, recommend, runs_out
from banso.apps.casework.services import checks
from banso.apps.casework.services.closing import close
from banso.apps.casework.subject import DECISIONS as DECISIONS_OF_POLICY
from banso.apps.casework.subject import KIND, applied_on
from banso.apps.casework.transitions import fire
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.policies.advice import write_down
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)
#: What a person may decide at a gate here; support is ended by ``end_support``, which asks for the outcome.
DECISIONS = (GateResult.ADVANCE, GateResult.EXTEND, GateResult.SHORTEN, GateResult.PAUSE)
#: What is decided with a number of months.
WITH_MONTHS = (GateResult.EXTEND, GateResult.SHORTEN)
MOST_MONTHS = 12
#: How a case that came out of an application may end; single questions are settled at the consultation.
OUTCOMES = (CaseOutcome.SELF_DRIVEN, CaseOutcome.EXPORTED, CaseOutcome.NOT_EXPORTED, CaseOutcome.STOPPED)


@dataclass(frozen=True)
class GateData:
    """A decision on the open stage. ``months`` only to extend (by) or to shorten (to, from today).

    ``seen_reviews`` is the number of reviews of the stage on the page from which the person decides: if
    somebody else has decided meanwhile, this decision is refused.
    """

    result: str
    reason: str
    seen_reviews: int
    months: int | None = None


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
def decide_gate(actor: Actor, stage: Stage, data: GateData) -> GateReview:
    """Store what a person decided on a stage, with the reason.

    Advance closes the stage and starts the next one today. Extend moves its planned end, the stages after it
    and the planned end of support by as many months. Shorten lets support end with the open stage, so many
    months from today: the stages after it fall away. Pause keeps the stage open while nothing is due.

    What the policy says, and on which facts, is written down with it; the reason of a decision that departs
    from it is that of the departure.

    Raises:
        Refused: the case is not under support, somebody else decided meanwhile, there is no next stage,
            no reason, or months that are missing, out of place or shorten nothing.
    """
    case = checks.locked(stage.case)
    stage = Stage.objects.select_related("definition").get(pk=stage.pk, case=case)
    result = checks.one_of(data.result, [decision.value for decision in DECISIONS], "result")
    following = stages_ahead(case, stage)
    following_first = following[0] if following else None
    shortened_to = _shortened_to(result, data.months, actor.today)
    fired = fire(
        case.state,
        result,
        actor,
        {
            "gate_as_seen": stage.started_on is not None
            and stage.ended_on is None
            and stage.reviews.count() == data.seen_reviews,
            "has_next_stage": following_first is not None,
            "ends_earlier": shortened_to is not None and shortened_to < case.planned_end_on,
        },
    )
    recommendation = recommend(case, actor.today)
    review = GateReview.objects.create(
        stage=stage,
        result=result,
        reason=checks.text(data.reason, "reason", checks.LONGEST_NOTE),
        months=_months(result, data.months),
        decided_by_id=actor.user_id,
        decided_on=actor.today,
        in_force_on=actor.today,
    )
    if result == GateResult.ADVANCE and following_first is not None:
        stage.ended_on = actor.today
        stage.save(update_fields=["ended_on"])
        following_first.started_on = actor.today
        following_first.save(update_fields=["started_on"])
    elif shortened_to is not None:
        stage.planned_to = case.planned_end_on = shortened_to
        stage.save(update_fields=["planned_to"])
    elif review.months is not None:
        _extend(case, stage, following, review.months)
    case.state = fired.target
    case.save(update_fields=["state", "planned_end_on"])
    record(
        actor,
        "case.paused" if result == GateResult.PAUSE else "gate.decided",
        ("case", case.ref),
        {
            "stage": stage.order,
            "result": result,
            "months": review.months,
            "next": following_first.order if result == GateResult.ADVANCE and following_first else None,
            "reason": digest(review.reason),
            "guards": dict(fired.guards),
        },
    )
    _write_down(actor, case, review, recommendation, runs_out=False)
    return review


def stages_ahead(case: Case, stage: Stage) -> list[Stage]:
    """The stages after one, in their order; none once support was shortened to end with it."""
    if GateReview.objects.filter(stage__case=case, result=GateResult.SHORTEN).exists():
        return []
    return list(case.stages.filter(order__gt=stage.order).order_by("order"))


@service
def resume_case(actor: Actor, case: Case) -> Case:
    """Take a paused case up again: its open stage goes on.

    Raises:
        Refused: the case is not paused.
    """
    case = checks.locked(case)
    case.state = fire(case.state, "resume", actor).target
    case.save(update_fields=["state"])
    record(actor, "case.resumed", ("case", case.ref))
    return case


@service
def end_support(actor: Actor, case: Case, *, outcome: str, note: str, ended_on: date) -> Case:
    """End support with an outcome and the reason: the open stage closes, follow-ups are due from then on.

    Raises:
        Refused: the case has ended, or answers a single question; a day after today or before the open stage
            began; an unknown outcome; no reason.
    """
    case = checks.locked(case)
    fired = fire(case.state, "end", actor)
    if case.need_id is not None:
        raise Refused("settled_at_consultation", _("A single question is settled at its consultation."))
    outcome = checks.one_of(outcome, [known.value for known in OUTCOMES], "outcome")
    note = checks.text(note, "note", checks.LONGEST_NOTE)
    ended_on = checks.not_in_future(ended_on, actor.today, "ended_on")
    stage = case.stages.filter(started_on__isnull=False, ended_on__isnull=True).first()
    began = stage.started_on if stage is not None else case.started_on
    if began is not None and ended_on < began:
        raise Refused("before_stage", _("This day lies before the present stage began."), "ended_on")
    if stage is None:
        return close(actor, case, fired, outcome, note, ended_on)
    recommendation = recommend(case, actor.today)
    by_plan = runs_out(stage.planned_to, actor.today, last=not stages_ahead(case, stage))
    review = GateReview.objects.create(
        stage=stage,
        result=GateResult.END,
        reason=note,
        decided_by_id=actor.user_id,
        decided_on=actor.today,
        in_force_on=actor.today,
    )
    case = close(actor, case, fired, outcome, note, ended_on)
    _write_down(actor, case, review, recommendation, runs_out=by_plan)
    return case


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


def _write_down(
    actor: Actor, case: Case, review: GateReview, recommendation: Recommendation, *, runs_out: bool
) -> None:
    write_down(
        actor,
        KIND,
        case.ref,
        recommendation.facts,
        recommendation.said,
        decisions=DECISIONS_OF_POLICY,
        applied_on=applied_on(case),
        followed=followed(recommendation.code, review.result, runs_out=runs_out),
        reason=review.reason,
    )


def _months(result: str, months: int | None) -> int | None:
    if result not in WITH_MONTHS:
        if months is not None:
            raise Refused(
                "months_out_of_place", _("Months are given only to extend or to shorten."), "months"
            )
        return None
    if months is None or not 1 <= months <= MOST_MONTHS:
        raise Refused("months_range", _("Give 1 to %(most)s months.") % {"most": MOST_MONTHS}, "months")
    return months


def _shortened_to(result: str, months: int | None, today: date) -> date | None:
    """The last day of support that is shortened to so many months from today; None of any other decision."""
    months = _months(result, months)
    if result != GateResult.SHORTEN or months is None:
        return None
    return add_months(today, months) - ONE_DAY


def _extend(case: Case, stage: Stage, following: list[Stage], months: int) -> None:
    """Move ends as the day before a first day, so that whole months stay whole."""
    stage.planned_to = _later_end(stage.planned_to, months)
    stage.save(update_fields=["planned_to"])
    for later in following:
        later.planned_from = add_months(later.planned_from, months)
        later.planned_to = _later_end(later.planned_to, months)
        later.save(update_fields=["planned_from", "planned_to"])
    case.planned_end_on = _later_end(case.planned_end_on, months)


def _later_end(day: date, months: int) -> date:
    return add_months(day + ONE_DAY, months) - ONE_DAY
