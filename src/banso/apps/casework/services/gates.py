"""What a person decides on the open stage of a case, and taking a paused case up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case, GateResult, GateReview, GateState, Stage
from banso.apps.casework.models.stages import WAITING
from banso.apps.casework.recommendation import Recommendation, followed, recommend
from banso.apps.casework.services import checks
from banso.apps.casework.services.effects import (
    announce,
    later_end,
    settle_due,
    stages_ahead,
    take_effect,
)
from banso.apps.casework.services.limits import limit_of
from banso.apps.casework.services.plans import document_agreed
from banso.apps.casework.subject import DECISIONS as DECISIONS_OF_POLICY
from banso.apps.casework.subject import KIND, applied_on
from banso.apps.casework.transitions import NEW, fire, fire_gate
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.policies.advice import write_down
from banso.apps.programmes.models import GateGround, GateLimit
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)
#: What a person may decide at a gate here; support is ended by ``end_support``, which asks for the outcome.
DECISIONS = (GateResult.ADVANCE, GateResult.EXTEND, GateResult.SHORTEN, GateResult.PAUSE)
#: What is decided with a number of months, on a ground.
WITH_MONTHS = (GateResult.EXTEND, GateResult.SHORTEN)
#: What may ask the firm to put something right; a pause always does.
WITH_REMEDY = (GateResult.EXTEND, GateResult.PAUSE)
MOST_MONTHS = 12


@dataclass(frozen=True)
class GateData:
    """A decision on the open stage.

    ``months`` and ``ground`` only to extend (by) or to shorten (to, from today); ``remedy`` and its day for a
    pause, or with an extension. ``seen_reviews`` is the number of reviews of the stage on the page from which
    the person decides: if somebody else has decided meanwhile, this decision is refused.
    """

    result: str
    reason: str
    seen_reviews: int
    months: int | None = None
    ground: GateGround | None = None
    remedy: str = ""
    remedy_due_on: date | None = None


@dataclass(frozen=True)
class ResumeData:
    """Whether what had to be put right is there; if it is not, why support goes on all the same."""

    remedied: bool
    note: str = ""


@service
def decide_gate(actor: Actor, stage: Stage, data: GateData) -> GateReview:
    """Store what a person decided on a stage, with the reason.

    1. Advance closes the stage and starts the next one today. Extend moves its planned end, the stages after
       it and the planned end of support by as many months. Shorten lets support end with the open stage, so
       many months from today: the stages after it fall away. Pause keeps the stage open while nothing is due,
       and says what has to be put right by when.
    2. Extending and shortening keep to the limit of their ground. Where the limit says who must agree, the
       decision waits for another person (``agree_to_gate``).
    3. A shortening is announced to the firm and waits for its reply (``effects``).

    What the policy says, and on which facts, is written down with it; the reason of a decision that departs
    from it is that of the departure.

    Raises:
        Refused: the case is not under support, somebody else decided meanwhile or a decision still waits,
            there is no next stage, no reason, a ground or months that are missing, out of place, beyond the
            limit or shorten nothing, or a pause without remedy and day.
    """
    case = checks.locked(stage.case)
    settle_due(case, actor.at)
    stage = Stage.objects.select_related("definition").get(pk=stage.pk, case=case)
    result = checks.one_of(data.result, [decision.value for decision in DECISIONS], "result")
    following = stages_ahead(case, stage, actor.today)
    months = _months(result, data.months)
    end_after = _end_after(case, result, months, actor.today)
    fired = fire(
        case.state,
        result,
        actor,
        {
            "gate_as_seen": stage.started_on is not None
            and stage.ended_on is None
            and stage.reviews.count() == data.seen_reviews,
            "nothing_waits": not GateReview.objects.filter(stage__case=case, state__in=WAITING).exists(),
            "has_next_stage": bool(following),
            "document_agreed": document_agreed(stage),
            "ends_earlier": end_after is not None and end_after < case.planned_end_on,
        },
    )
    limit = _limit(case, result, data.ground, months, end_after)
    remedy, remedy_due_on = _remedy(result, data, actor.today)
    recommendation = recommend(case, actor.today)
    review = GateReview(
        stage=stage,
        result=result,
        reason=checks.text(data.reason, "reason", checks.LONGEST_NOTE),
        months=months,
        ground=data.ground,
        agreement=limit.agreed_by if limit else "",
        end_before=case.planned_end_on if end_after else None,
        end_after=end_after,
        remedy=remedy,
        remedy_due_on=remedy_due_on,
        decided_by_id=actor.user_id,
        decided_on=actor.today,
    )
    event = "propose" if review.agreement else "announce" if result == GateResult.SHORTEN else "decide"
    review.state = fire_gate(NEW, event, actor).target
    if review.state == GateState.IN_FORCE:
        review.in_force_on = actor.today
    case.state = fired.target
    case.save(update_fields=["state"])
    if event == "announce":
        announce(actor, case, review)
    review.save()
    if event == "decide":
        take_effect(actor.today, case, review)
    _record(actor, case, review, following, dict(fired.guards))
    keep_advice(actor, case, review, recommendation, runs_out=False)
    return review


@service
def resume_case(actor: Actor, case: Case, data: ResumeData) -> Case:
    """Take a paused case up again: its open stage goes on.

    Raises:
        Refused: the case is not paused, or it goes on without the remedy and nobody says why.
    """
    case = checks.locked(case)
    settle_due(case, actor.at)
    case.state = fire(case.state, "resume", actor).target
    case.save(update_fields=["state"])
    pause = GateReview.objects.filter(stage__case=case, result=GateResult.PAUSE).order_by("-id").first()
    owed = pause is not None and pause.remedy != "" and pause.remedy_done_on is None
    if owed and pause is not None and data.remedied:
        pause.remedy_done_on = actor.today
        pause.save(update_fields=["remedy_done_on"])
    note = checks.text(data.note, "note", checks.LONGEST_NOTE, wanted=owed and not data.remedied)
    record(
        actor,
        "case.resumed",
        ("case", case.ref),
        {"remedied": data.remedied if owed else None, "note": digest(note)},
    )
    return case


@service
def record_remedy(actor: Actor, review: GateReview, *, done_on: date) -> GateReview:
    """Store that what a decision asked to be put right is there.

    Raises:
        Refused: nothing had to be put right, it is recorded already, or a day after today or before the
            decision.
    """
    checks.locked(review.stage.case)
    review = GateReview.objects.select_related("stage__case").get(pk=review.pk)
    if not review.remedy:
        raise Refused("no_remedy", _("This decision asked for nothing to be put right."))
    if review.remedy_done_on is not None:
        raise Refused("already_done", _("This is recorded as put right already."))
    if checks.past_day(actor, done_on, "done_on") < review.decided_on:
        raise Refused("before_decision", _("This day lies before the decision."), "done_on")
    review.remedy_done_on = done_on
    review.save(update_fields=["remedy_done_on"])
    payload = {"stage": review.stage.order, "done_on": done_on.isoformat()}
    record(actor, "gate.remedied", ("case", review.stage.case.ref), payload)
    return review


def keep_advice(
    actor: Actor, case: Case, review: GateReview, recommendation: Recommendation, *, runs_out: bool
) -> None:
    """Write down what the policy said when a decision was taken, and whether it was followed."""
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


def _record(
    actor: Actor, case: Case, review: GateReview, following: list[Stage], guards: dict[str, bool]
) -> None:
    action = {
        GateState.PROPOSED.value: "gate.proposed",
        GateState.ANNOUNCED.value: "gate.announced",
    }.get(review.state, "case.paused" if review.result == GateResult.PAUSE else "gate.decided")
    advanced = review.result == GateResult.ADVANCE and following
    record(
        actor,
        action,
        ("case", case.ref),
        {
            "stage": review.stage.order,
            "result": review.result,
            "months": review.months,
            "ground": review.ground.code if review.ground else None,
            "agreement": review.agreement or None,
            "next": following[0].order if advanced else None,
            "reply_until": review.reply_until.isoformat() if review.reply_until else None,
            "remedy_due_on": review.remedy_due_on.isoformat() if review.remedy_due_on else None,
            "reason": digest(review.reason),
            "guards": guards,
        },
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


def _end_after(case: Case, result: str, months: int | None, today: date) -> date | None:
    """The planned end of support as the decision moves it; None where it does not."""
    if months is None:
        return None
    if result == GateResult.SHORTEN:
        return add_months(today, months) - ONE_DAY
    return later_end(case.planned_end_on, months)


def _limit(
    case: Case, result: str, ground: GateGround | None, months: int | None, end_after: date | None
) -> GateLimit | None:
    if result not in WITH_MONTHS:
        if ground is not None:
            raise Refused(
                "ground_out_of_place", _("A ground is given only to extend or to shorten."), "ground"
            )
        return None
    if ground is None:
        raise Refused("ground_missing", _("Choose the ground."), "ground")
    return limit_of(case, result, ground, months=months or 0, end_after=end_after)


def _remedy(result: str, data: GateData, today: date) -> tuple[str, date | None]:
    if result not in WITH_REMEDY:
        if data.remedy.strip() or data.remedy_due_on is not None:
            raise Refused(
                "remedy_out_of_place",
                _("What has to be put right goes with a pause or an extension."),
                "remedy",
            )
        return "", None
    asked = result == GateResult.PAUSE or data.remedy_due_on is not None
    remedy = checks.text(data.remedy, "remedy", 500, wanted=asked)
    if not remedy:
        return "", None
    if data.remedy_due_on is None:
        raise Refused("required", _("Give the day by which it has to be put right."), "remedy_due_on")
    if not today < data.remedy_due_on <= add_months(today, MOST_MONTHS):
        raise Refused("remedy_day", _("Give a day after today, within 12 months."), "remedy_due_on")
    return remedy, data.remedy_due_on
