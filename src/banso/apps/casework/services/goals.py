"""The export goal, its revisions, and the firm's own efforts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.agreed_by_both import NEW, fire_goal, side_of
from banso.apps.casework.feasibility import Feasibility, feasibility_of
from banso.apps.casework.models import (
    Case,
    CaseState,
    EffortKind,
    ExportGoal,
    GoalState,
    OwnEffort,
)
from banso.apps.casework.models.goals import WAITING_STATES
from banso.apps.casework.services import checks
from banso.apps.casework.services.efforts import attach_evidence
from banso.apps.casework.services.goal_data import GoalData, put_milestones, refuse_past, values_of
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.selection.models import Application, ApplicationState

#: A goal and promises belong to the application until it is determined.
OPEN_STATES = (ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.SUBMITTED)


@dataclass(frozen=True)
class EffortData:
    """One thing that the firm promises to do itself, and until when."""

    kind: str
    description: str
    promised_by: date


@service
def propose_goal(actor: Actor, application: Application, data: GoalData) -> ExportGoal:
    """Store the goal of an application that is not determined yet; a second call rewrites it.

    Raises:
        Refused: with the field of ``GoalData`` (of intermediate values ``m1_due_on``, ``m1_value`` ...): no
            baseline, target not above it, a source that does not fit, due date not after today, an HS code
            that cannot be, intermediate values that do not rise to the target, an unknown code, a missing
            product or unit; or the application is determined or withdrawn.
    """
    _refuse_determined(application)
    values = values_of(data, actor.today)
    goal, _created = ExportGoal.objects.update_or_create(
        application=application,
        version=1,
        defaults={
            **values,
            "set_at": actor.at,
            "proposed_by_id": actor.user_id,
            "verdict": "",
            "weighed": None,
        },
    )
    put_milestones(goal, data)
    record(actor, "goal.set", ("application", application.ref), _said(goal))
    return goal


@service
def weigh_goal(actor: Actor, application: Application) -> Feasibility | None:
    """Keep with the goal of an application what similar firms reached, as shown before it is handed in.

    Returns None where no goal is set.

    Raises:
        Refused: similar firms reached far less or far more, and nobody said why to go on all the same.
    """
    goal = application.goals.select_related("application__firm__industry", "market", "case").first()
    if goal is None:
        return None
    found = _weigh(goal, actor.today)
    goal.save(update_fields=["verdict", "weighed"])
    record(actor, "goal.weighed", ("application", application.ref), _weighed(goal))
    return found


def agree_by_adoption(actor: Actor, application: Application, case: Case) -> None:
    """Put the goal of an adopted application into force for its case. Called as the case opens.

    The firm agreed to it by handing it in, the office agrees by the adoption.
    """
    for goal in application.goals.all():
        fired = fire_goal(goal.state, "adopt", actor)
        goal.case, goal.state, goal.in_force_on = case, fired.target, actor.today
        submitted = application.submitted_at
        goal.firm_agreed_on = submitted.astimezone(ZONE).date() if submitted else actor.today
        goal.firm_agreed_by_id = goal.proposed_by_id
        goal.office_agreed_on, goal.office_agreed_by_id = actor.today, actor.user_id
        goal.after_support = application.plan_after_support
        goal.save()


@service
def revise_goal(actor: Actor, case: Case, data: GoalData, reason: str, *, seen_version: int) -> ExportGoal:
    """Propose another goal for a case, with the reason. The one in force stays until both have agreed.

    Whoever proposes agrees for the own side. ``seen_version`` is the version in force that the page showed
    (0: none); in a case without a goal the first one is set in the same way.

    Raises:
        Refused: what ``propose_goal`` refuses; support has ended, a single question, a revision that waits
            already, a goal revised meanwhile, no reason, nothing said of the time after support, or no reason
            to go on against what similar firms reached.
    """
    case = checks.locked(case)
    if case.application is None:
        raise Refused("no_application", _("A single question has no goal."))
    side = side_of(actor)
    versions = list(case.goals.order_by("version"))
    in_force = next((goal for goal in reversed(versions) if goal.state == GoalState.AGREED), None)
    facts = {
        "under_way": case.state != CaseState.ENDED,
        "as_seen": seen_version == (in_force.version if in_force else 0),
        "none_waits": not any(goal.state in WAITING_STATES for goal in versions),
    }
    fired = fire_goal(NEW, f"{side}_propose", actor, facts)
    goal = ExportGoal(
        application=case.application,
        case=case,
        version=versions[-1].version + 1 if versions else 1,
        state=fired.target,
        **values_of(data, actor.today, after_support=True),
        set_at=actor.at,
        reason=checks.text(reason, "reason", checks.LONGEST_NOTE),
        proposed_by_id=actor.user_id,
    )
    _agree(goal, actor)
    _weigh(goal, actor.today)
    goal.save()
    put_milestones(goal, data)
    record(
        actor,
        "goal.revised",
        ("case", case.ref),
        {
            **_said(goal),
            **_weighed(goal),
            "side": side,
            "why": digest(goal.reason),
            "guards": dict(fired.guards),
        },
    )
    return goal


@service
def agree_goal(actor: Actor, goal: ExportGoal) -> ExportGoal:
    """Agree to a revision for the side that did not propose it: it is in force from today.

    Raises:
        Refused: the own side has agreed already, the revision was dropped, support has ended, or the day by
            which the goal is to be reached has come.
    """
    case, goal = _held(goal)
    side = side_of(actor)
    fired = fire_goal(goal.state, f"{side}_agree", actor, {"under_way": case.state != CaseState.ENDED})
    refuse_past(goal.due_on, actor.today)
    goal.state, goal.in_force_on = fired.target, actor.today
    _agree(goal, actor)
    goal.save()
    record(
        actor,
        "goal.agreed",
        ("case", case.ref),
        {"goal": goal.pk, "version": goal.version, "side": side, "guards": dict(fired.guards)},
    )
    return goal


@service
def drop_goal(actor: Actor, goal: ExportGoal, reason: str) -> ExportGoal:
    """Take a revision back, or say no to it, with the reason. The goal in force stays.

    Raises:
        Refused: both have agreed already, it was dropped already, or no reason.
    """
    case, goal = _held(goal)
    fired = fire_goal(goal.state, "drop", actor)
    goal.state, goal.dropped_on = fired.target, actor.today
    goal.drop_reason = checks.text(reason, "reason", checks.LONGEST_NOTE)
    goal.save(update_fields=["state", "dropped_on", "drop_reason"])
    record(
        actor,
        "goal.dropped",
        ("case", case.ref),
        {
            "goal": goal.pk,
            "version": goal.version,
            "side": side_of(actor),
            "why": digest(goal.drop_reason),
        },
    )
    return goal


def _held(goal: ExportGoal) -> tuple[Case, ExportGoal]:
    if goal.case is None:
        raise Refused("no_case", _("Support has not begun yet."))
    case = checks.locked(goal.case)
    return case, hold(ExportGoal.objects).get(pk=goal.pk)


def _agree(goal: ExportGoal, actor: Actor) -> None:
    side = side_of(actor)
    setattr(goal, f"{side}_agreed_on", actor.today)
    setattr(goal, f"{side}_agreed_by_id", actor.user_id)


def _weigh(goal: ExportGoal, today: date) -> Feasibility:
    """Keep what similar firms reached; refuse to go on against it without a reason."""
    found = feasibility_of(goal, today)
    if found.needs_reason and not goal.go_on_reason:
        message = (
            _("Hardly any similar firm reached this target. Set another one, or say why it can be reached.")
            if found.verdict == "not_feasible"
            else _("Nearly every similar firm that exported reached more. Aim higher, or say why not.")
        )
        raise Refused("go_on_reason", message, "go_on_reason")
    goal.verdict, goal.weighed = found.verdict, found.stored()
    return found


def _said(goal: ExportGoal) -> dict[str, Any]:
    """What the journal keeps of a goal."""
    return {
        "goal": goal.pk,
        "version": goal.version,
        "metric": goal.metric,
        "baseline": goal.baseline,
        "source": goal.baseline_source,
        "target": goal.target,
        "due_on": goal.due_on.isoformat(),
    }


def _weighed(goal: ExportGoal) -> dict[str, Any]:
    return {
        "goal": goal.pk,
        "verdict": goal.verdict,
        "firms": goal.weighed["n"],
        "go_on": digest(goal.go_on_reason) if goal.go_on_reason else None,
    }


@service
def promise_efforts(actor: Actor, application: Application, efforts: Sequence[EffortData]) -> list[OwnEffort]:
    """Store what the firm promises to do itself; a second call puts this list in the place of the first.

    Raises:
        Refused: with the field as ``<index>.<field>``: a date before today, an unknown kind, no description;
            or the application is determined or withdrawn.
    """
    _refuse_determined(application)
    promised = []
    for index, data in enumerate(efforts):
        if data.promised_by < actor.today:
            raise Refused("promised_in_past", _("Promise a day from today on."), f"{index}.promised_by")
        promised.append(
            OwnEffort(
                application=application,
                kind=checks.one_of(data.kind, EffortKind.values, f"{index}.kind"),
                description=checks.text(data.description, f"{index}.description", 200),
                promised_by=data.promised_by,
            )
        )
    application.own_efforts.all().delete()
    for effort in promised:
        effort.save()
    record(
        actor,
        "effort.promised",
        ("application", application.ref),
        {"efforts": [effort.pk for effort in promised], "count": len(promised)},
    )
    return promised


def _refuse_determined(application: Application) -> None:
    if application.state not in OPEN_STATES:
        raise Refused("application_state", _("The application is determined; its goal and promises stand."))


@service
def record_effort_done(
    actor: Actor,
    effort: OwnEffort,
    *,
    done_on: date,
    cost_yen: int | None = None,
    evidence: str = "",
    file: UploadedFile | None = None,
) -> OwnEffort:
    """Record that the firm did what it promised, on which day and at what cost (None: not known).

    ``evidence`` is the text of a link or a reference, ``file`` a document that shows it.

    Raises:
        Refused: a day after today, a second record, or an effort whose application became no case.
    """
    effort = hold(OwnEffort.objects).select_related("case").get(pk=effort.pk)
    if effort.case is None:
        raise Refused("no_case", _("Support has not begun yet."))
    if effort.done_on is not None:
        raise Refused("already_done", _("This effort is recorded as done already."))
    effort.done_on = checks.past_day(actor, done_on, "done_on")
    effort.cost_yen = checks.amount(cost_yen, "cost_yen")
    effort.evidence = checks.text(evidence, "evidence", 300, wanted=False) or effort.evidence
    effort.save(update_fields=["done_on", "cost_yen", "evidence"])
    if file is not None:
        attach_evidence(actor, effort, file)
    record(
        actor,
        "effort.done",
        ("case", effort.case.ref),
        {"effort": effort.pk, "done_on": done_on.isoformat(), "cost_yen": cost_yen},
    )
    return effort
