"""What the firm, or staff for it, does to its application."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.casework.services import EffortData, GoalData
from banso.apps.directory.models import Firm, Office
from banso.apps.directory.services import refuse_new_work
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service
from banso.apps.programmes.models import Service
from banso.apps.selection import revisions
from banso.apps.selection.models import Application, ApplicationState, Revision, Typed
from banso.apps.selection.services.rounds import round_to_enter, seal
from banso.apps.selection.services.shared import held, tell
from banso.apps.selection.transitions import NEW, fire


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
        Refused: a firm that is closed or merged, a service that takes no applications, or what ``casework``
            refuses of goal and efforts.
    """
    fired = fire(NEW, "start", actor)
    refuse_new_work(firm)
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
    """Write a draft anew, or what was handed back. ``edition`` is the one that the writer had in view.

    Raises:
        Refused: nothing can be written now, somebody else changed it meanwhile, another service is named for
            what was handed in already, or what ``casework`` refuses of goal and efforts.
    """
    stored = held(application, edition)
    fire(stored.state, "change", actor)
    _refuse_unscreened(draft.service)
    if stored.submitted_at is not None and draft.service.pk != stored.service_id:
        raise Refused(
            "service_stands",
            _("The service cannot be changed any more. Apply anew for another one."),
            "service",
        )
    stored.service = draft.service
    stored.reason, stored.plan_after_support = draft.reason.strip(), draft.plan_after_support.strip()
    stored.save(update_fields=["service", "reason", "plan_after_support", "edition"])
    Typed.objects.filter(application=stored).delete()
    record(
        actor,
        "application.changed",
        ("application", stored.ref),
        {
            "service": draft.service.code,
            "edition": stored.edition,
            "plan": digest(stored.plan_after_support),
        },
    )
    _store_goal_and_efforts(actor, stored, draft)
    return stored


@service
def keep_typed(actor: Actor, application: Application, data: Mapping[str, str], edition: int) -> Application:
    """Keep what stands on the form exactly as typed, good or not, so that nothing is lost.

    Raises:
        Refused: nothing can be written now, or somebody else changed it meanwhile.
    """
    stored = held(application, edition)
    fire(stored.state, "change", actor)
    stored.save(update_fields=["edition"])
    kept = dict(sorted(data.items()))
    Typed.objects.update_or_create(application=stored, defaults={"data": kept, "saved_at": actor.at})
    text = hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()
    record(
        actor,
        "application.typed",
        ("application", stored.ref),
        {"edition": stored.edition, "typed": digest(text)},
    )
    return stored


@service
def submit(actor: Actor, application: Application, edition: int) -> Application:
    """Hand the application in; handed back, it is handed in as the next revision.

    It belongs to the round that is open on the day on which it is handed in for the first time. What is
    handed in is frozen as a revision.

    Raises:
        Refused: no goal, one that should be reached by now, no plan past the end of support, something typed
            and not stored, no round open, nothing to hand in, changed meanwhile, a goal far from what similar
            firms reached without a reason to go on, or a firm that is closed or merged.
    """
    stored = held(application, edition)
    refuse_new_work(stored.firm)
    goal = stored.goals.order_by("-version").first()
    facts = {
        "has_goal": goal is not None,
        "goal_ahead": goal is not None and goal.due_on > actor.today,
        "has_plan": bool(stored.plan_after_support),
        "all_stored": not Typed.objects.filter(application=stored).exists(),
    }
    again = stored.state == ApplicationState.RETURNED
    fired = fire(stored.state, "submit", actor, facts)
    casework.weigh_goal(actor, stored)
    stored.state = fired.target
    if again:
        stored.revision += 1
    else:
        stored.round, stored.submitted_at = round_to_enter(stored.service, actor.today), actor.at
        seal(actor, stored.round)
    stored.save(update_fields=["state", "submitted_at", "round", "revision", "edition"])
    content = revisions.content_of(stored)
    revision = Revision.objects.create(
        application=stored,
        number=stored.revision,
        content=content,
        digest=revisions.digest_of(content),
        handed_in_at=actor.at,
        handed_in_by_id=actor.user_id,
    )
    payload = {
        "revision": revision.number,
        "content": digest(revision.digest),
        "round": stored.round.code if stored.round else "",
    }
    tell(actor, "submitted", stored, fired, payload)
    return stored


@service
def withdraw(actor: Actor, application: Application, edition: int) -> Application:
    """The firm takes its application back.

    Raises:
        Refused: it is determined already, or changed meanwhile.
    """
    stored = held(application, edition)
    fired = fire(stored.state, "withdraw", actor)
    stored.state = fired.target
    stored.save(update_fields=["state", "edition"])
    tell(actor, "withdrawn", stored, fired)
    return stored


def _refuse_unscreened(service: Service) -> None:
    if not service.screened:
        raise Refused("not_screened", _("This service needs no application."), "service")


def _store_goal_and_efforts(actor: Actor, application: Application, draft: Draft) -> None:
    if draft.goal is not None:
        casework.propose_goal(actor, application, draft.goal)
    if draft.efforts or application.own_efforts.exists():
        casework.promise_efforts(actor, application, draft.efforts)
