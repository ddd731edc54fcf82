"""How a person ends support."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Case, CaseOutcome, GateResult, GateReview
from banso.apps.casework.recommendation import recommend, runs_out
from banso.apps.casework.services import checks
from banso.apps.casework.services.agreement import withdraw_waiting
from banso.apps.casework.services.closing import close
from banso.apps.casework.services.effects import settle_due, stages_ahead
from banso.apps.casework.services.gates import keep_advice
from banso.apps.casework.transitions import fire
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service

#: How a case that came out of an application may end; single questions are settled at the consultation.
OUTCOMES = (CaseOutcome.SELF_DRIVEN, CaseOutcome.EXPORTED, CaseOutcome.NOT_EXPORTED, CaseOutcome.STOPPED)


@service
def end_support(actor: Actor, case: Case, *, outcome: str, note: str, ended_on: date) -> Case:
    """End support with an outcome and the reason: the open stage closes, follow-ups are due from then on.

    Raises:
        Refused: the case has ended, or answers a single question; a day after today or before the open stage
            began; an unknown outcome; no reason.
    """
    case = checks.locked(case)
    settle_due(case, actor.at)
    fired = fire(case.state, "end", actor)
    if case.need_id is not None:
        raise Refused("settled_at_consultation", _("A single question is settled at its consultation."))
    outcome = checks.one_of(outcome, [known.value for known in OUTCOMES], "outcome")
    note = checks.text(note, "note", checks.LONGEST_NOTE)
    ended_on = checks.past_day(actor, ended_on, "ended_on")
    stage = case.stages.filter(started_on__isnull=False, ended_on__isnull=True).first()
    began = stage.started_on if stage is not None else case.started_on
    if began is not None and ended_on < began:
        raise Refused("before_stage", _("This day lies before the present stage began."), "ended_on")
    withdraw_waiting(actor, case, note)
    if stage is None:
        return close(actor, case, fired, outcome, note, ended_on)
    recommendation = recommend(case, actor.today)
    by_plan = runs_out(stage.planned_to, actor.today, last=not stages_ahead(case, stage, actor.today))
    review = GateReview.objects.create(
        stage=stage,
        result=GateResult.END,
        reason=note,
        decided_by_id=actor.user_id,
        decided_on=actor.today,
        in_force_on=actor.today,
    )
    case = close(actor, case, fired, outcome, note, ended_on)
    keep_advice(actor, case, review, recommendation, runs_out=by_plan)
    return case
