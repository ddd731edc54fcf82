"""What can be done to an application. Each call is one transaction and one event in its chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.casework.services import EffortData, GoalData
from banso.apps.directory.models import Firm, Office
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service
from banso.apps.policies.advice import write_down
from banso.apps.programmes.models import Service
from banso.apps.selection.facts import DECISIONS, KIND, applied_on
from banso.apps.selection.models import Application, Determination, Feasible, Outcome, Screening, View
from banso.apps.selection.recommendation import followed, recommend
from banso.apps.selection.transitions import NEW, fire
from banso.engines.kernel.transitions import Fired


@dataclass(frozen=True)
class Draft:
    """What a firm writes in an application. A draft may lack everything but the service."""

    service: Service
    reason: str = ""
    plan_after_support: str = ""
    goal: GoalData | None = None
    efforts: Sequence[EffortData] = field(default_factory=tuple)


@service
def start(
    actor: Actor, firm: Firm, office: Office, draft: Draft, consultation: Consultation | None = None
) -> Application:
    """Start an application as a draft.

    Raises:
        Refused: the service takes no applications, or what ``casework`` refuses of goal and efforts.
    """
    fired = fire(NEW, "start", actor)
    _refuse_unscreened(draft.service)
    application = Application.objects.create(
        ref=next_reference("A", actor),
        firm=firm,
        office=office,
        service=draft.service,
        consultation=consultation,
        state=fired.target,
        reason=draft.reason.strip(),
        plan_after_support=draft.plan_after_support.strip(),
        created_at=actor.at,
    )
    record(
        actor,
        "application.started",
        ("application", application.ref),
        {"firm": firm.ref, "office": office.code, "service": draft.service.code},
    )
    _store_goal_and_efforts(actor, application, draft)
    return application


@service
def change(actor: Actor, application: Application, draft: Draft, edition: int) -> Application:
    """Write a draft anew. ``edition`` is the one that the writer had before the eyes.

    Raises:
        Refused: the application is no draft any more, somebody else changed it meanwhile, or what
            ``casework`` refuses of goal and efforts.
    """
    held = _held(application, edition)
    fire(held.state, "change", actor)
    _refuse_unscreened(draft.service)
    held.service = draft.service
    held.reason, held.plan_after_support = draft.reason.strip(), draft.plan_after_support.strip()
    held.save(update_fields=["service", "reason", "plan_after_support", "edition"])
    record(
        actor,
        "application.changed",
        ("application", held.ref),
        {
            "service": draft.service.code,
            "edition": held.edition,
            "plan": digest(held.plan_after_support),
        },
    )
    _store_goal_and_efforts(actor, held, draft)
    return held


@service
def submit(actor: Actor, application: Application, edition: int) -> Application:
    """Hand the application in.

    Raises:
        Refused: no goal, one that should be reached by now, no plan past the end of support, not a draft, or
            changed meanwhile.
    """
    held = _held(application, edition)
    goal = held.goals.order_by("-version").first()
    facts = {
        "has_goal": goal is not None,
        "goal_ahead": goal is not None and goal.due_on > actor.today,
        "has_plan": bool(held.plan_after_support),
    }
    fired = fire(held.state, "submit", actor, facts)
    held.state, held.submitted_at = fired.target, actor.at
    held.save(update_fields=["state", "submitted_at", "edition"])
    _record(actor, "submitted", held, fired, {"revision": held.revision})
    return held


@service
def withdraw(actor: Actor, application: Application, edition: int) -> Application:
    """The firm takes its application back.

    Raises:
        Refused: it is determined already, or changed meanwhile.
    """
    held = _held(application, edition)
    fired = fire(held.state, "withdraw", actor)
    held.state = fired.target
    held.save(update_fields=["state", "edition"])
    _record(actor, "withdrawn", held, fired)
    return held


@service
def screen(
    actor: Actor, application: Application, *, view: str, goal_feasible: str, opinion: str, edition: int
) -> Screening:
    """A reviewer says what he or she thinks of the present revision, and whether its goal can be reached.

    Raises:
        Refused: not submitted, screened by this reviewer already, an unknown code, no opinion, or changed
            meanwhile.
    """
    held = _held(application, edition)
    mine = held.screenings.filter(reviewer_id=actor.user_id, revision=held.revision)
    fired = fire(held.state, "screen", actor, {"first_view": not mine.exists()})
    if view not in View.values:
        raise Refused("unknown_code", _("Choose one of the options."), "view")
    if goal_feasible not in Feasible.values:
        raise Refused("unknown_code", _("Choose one of the options."), "goal_feasible")
    screening = Screening.objects.create(
        application=held,
        revision=held.revision,
        reviewer_id=actor.user_id,
        view=view,
        goal_feasible=goal_feasible,
        opinion=_text(opinion, "opinion"),
        screened_at=actor.at,
    )
    held.state = fired.target
    held.save(update_fields=["state", "edition"])
    payload = {
        "revision": held.revision,
        "view": view,
        "goal_feasible": goal_feasible,
        "opinion": digest(screening.opinion),
    }
    _record(actor, "screened", held, fired, payload)
    return screening


@service
def determine(
    actor: Actor, application: Application, *, outcome: str, reason: str, edition: int
) -> Determination:
    """A decider adopts or declines, with a reason. Adoption opens the case.

    What the policy says, and on which facts, is written down with it; a determination that departs from it
    has its reason written down as that of the departure.

    Raises:
        Refused: not screened, screened by the decider, determined already, no reason, or changed meanwhile.
    """
    held = _held(application, edition)
    if outcome not in Outcome.values:
        raise Refused("unknown_code", _("Choose one of the options."), "outcome")
    own = held.screenings.filter(reviewer_id=actor.user_id).exists()
    event = "adopt" if outcome == Outcome.ADOPTED else "decline"
    fired = fire(held.state, event, actor, {"screened_by_others": not own})
    recommendation = recommend(held, actor.today)
    determination = Determination.objects.create(
        application=held,
        outcome=outcome,
        reason=_text(reason, "reason"),
        recommendation=recommendation.code,
        decider_id=actor.user_id,
        determined_on=actor.today,
    )
    held.state = fired.target
    held.save(update_fields=["state", "edition"])
    _record(
        actor,
        "determined",
        held,
        fired,
        {
            "outcome": outcome,
            "recommendation": recommendation.code,
            "reason": digest(determination.reason),
        },
    )
    write_down(
        actor,
        KIND,
        held.ref,
        recommendation.facts,
        recommendation.said,
        decisions=DECISIONS,
        applied_on=applied_on(held),
        followed=followed(recommendation.code, outcome),
        reason=determination.reason,
    )
    if outcome == Outcome.ADOPTED:
        casework.open_case(actor, held)
    return determination


def _held(application: Application, edition: int) -> Application:
    """The application as stored now, held until the transaction ends, its edition counted on."""
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.edition != edition:
        raise Refused(
            "stale",
            _("Somebody else has changed this application since you opened the page. What you typed is kept "
              "here: read the application as it stands now in another window. Sent again, yours counts."),
        )  # fmt: skip
    held.edition += 1
    return held


def _refuse_unscreened(service: Service) -> None:
    if not service.screened:
        raise Refused("not_screened", _("This service needs no application."), "service")


def _store_goal_and_efforts(actor: Actor, application: Application, draft: Draft) -> None:
    if draft.goal is not None:
        casework.propose_goal(actor, application, draft.goal)
    if draft.efforts or application.own_efforts.exists():
        casework.promise_efforts(actor, application, draft.efforts)


def _text(value: str, name: str) -> str:
    value = value.strip()
    if not value:
        raise Refused("required", _("Please fill this in."), name)
    return value


def _record(
    actor: Actor,
    what: str,
    application: Application,
    fired: Fired,
    payload: dict[str, object] | None = None,
) -> None:
    guards = {"guards": dict(fired.guards)} if fired.guards else {}
    record(actor, f"application.{what}", ("application", application.ref), {**(payload or {}), **guards})
