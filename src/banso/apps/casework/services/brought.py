"""What was agreed or recorded in the system used before, taken over as it stands there."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.agreed_by_both import NEW, fire_goal
from banso.apps.casework.models import Case, ExportGoal, FollowUpMethod, LookBack
from banso.apps.casework.models.goals import WAITING_STATES
from banso.apps.casework.services import checks
from banso.apps.casework.services.follow_ups import FollowUpData, close, day_of_contact, held, judged, take
from banso.apps.casework.services.goal_data import GoalData, put_milestones, values_of
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service


@service
def bring_goal(actor: Actor, case: Case, data: GoalData, agreed_on: date, reason: str = "") -> ExportGoal:
    """Store a goal that firm and office agreed on before; it is in force from that day.

    Its due day may have passed. The first of a case needs no reason, each further one does.

    Raises:
        Refused: what ``propose_goal`` refuses, seen from the day of the agreement; a single question, a day
            after today, a revision that waits, a goal in force on that day or later, no reason.
    """
    case = checks.locked(case)
    if case.application is None:
        raise Refused("no_application", _("A single question has no goal."), "case")
    checks.past_day(actor, agreed_on, "agreed_on")
    versions = list(case.application.goals.order_by("version"))
    facts = {
        "none_waits": not any(goal.state in WAITING_STATES for goal in versions),
        "newest": all(goal.in_force_on is None or goal.in_force_on < agreed_on for goal in versions),
    }
    fired = fire_goal(NEW, "bring", actor, facts)
    goal = ExportGoal.objects.create(
        application=case.application,
        case=case,
        version=versions[-1].version + 1 if versions else 1,
        state=fired.target,
        **values_of(data, agreed_on),
        set_at=actor.at,
        reason=checks.text(reason, "reason", checks.LONGEST_NOTE, wanted=bool(versions)),
        firm_agreed_on=agreed_on,
        office_agreed_on=agreed_on,
        in_force_on=agreed_on,
    )
    put_milestones(goal, data)
    told = {
        "goal": goal.pk,
        "version": goal.version,
        "metric": goal.metric,
        "baseline": goal.baseline,
        "source": goal.baseline_source,
        "target": goal.target,
        "due_on": goal.due_on.isoformat(),
        "agreed_on": agreed_on.isoformat(),
        "why": digest(goal.reason) if goal.reason else None,
        "guards": dict(fired.guards),
    }
    record(actor, "goal.brought", ("case", case.ref), told)
    return goal


@service
def bring_follow_up(actor: Actor, follow_up: LookBack, data: FollowUpData, *, reached: bool) -> LookBack:
    """Store a look back that was recorded before, whichever way; of a firm not reached without its tries.

    Raises:
        Refused: recorded already, a day after today or too early, an unknown way, an answer that the form
            does not take, or one of a firm that was not reached.
    """
    row = held(follow_up)
    row.done_on, row.reached = day_of_contact(actor, row, data.done_on, "done_on"), reached
    row.recorded_by_id = actor.user_id
    row.method = checks.one_of(data.method, FollowUpMethod.values, "method")
    row.note = checks.text(data.note, "note", checks.LONGEST_NOTE, wanted=False)
    answers = judged(data.answers)
    if reached:
        take(row, answers)
    elif any(value is not None and value != "" for value in answers.values()):
        message = _("A firm that was not reached gave no answers. Leave their columns empty.")
        raise Refused("answers_of_nobody", message, "reached")
    close(actor, row, {})
    return row
