"""The parts of the programme for one firm: begun, carried on step by step, closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import TradingCompany
from banso.apps.directory.services import refuse_new_work
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.new_exporters.holders import Holder, holder_code, holder_of, sides_of
from banso.apps.new_exporters.models import Component, ComponentKind, ComponentState, Registration
from banso.apps.new_exporters.services.registering import locked, subject
from banso.apps.new_exporters.services.sharing import share
from banso.apps.new_exporters.transitions import CLOSED, COMPONENTS, fire

#: Which amount a step of a subsidy brings.
AMOUNTS = {"apply": "applied_yen", "grant": "granted_yen", "pay": "paid_yen"}


@dataclass(frozen=True)
class StepData:
    """What is said with a step: an amount in yen, a trading company, what came of it."""

    edition: int
    amount_yen: int | None = None
    trading_company: TradingCompany | None = None
    note: str = ""


@service
def start(actor: Actor, registration: Registration, *, kind: ComponentKind, title: str) -> Component:
    """Plan a part for the firm. Who plans it holds it, till it is handed over.

    Raises:
        Refused: somebody who takes no part in this registration, no title, a closed registration, or a firm
            that is closed.
    """
    held = locked(registration)
    refuse_new_work(held.firm)
    mine = sides_of(actor)
    side = next((side for side in _taking_part(held) if side in mine), None)
    if side is None:
        raise Refused("holds", _("Only who takes part in this registration may do this."))
    title = title.strip()
    if not title:
        raise Refused("required", _("Please fill this in."), "title")
    component = Component.objects.create(
        registration=held,
        kind=kind,
        state=ComponentState.PLANNED,
        **side.columns("holder"),
        title=title,
        begun_on=actor.today,
        moved_on=actor.today,
    )
    share(held)
    payload = {"component": component.pk, "kind": kind.code, "holder": holder_code(side)}
    record(actor, "component.planned", subject(held), payload)
    return component


@service
def move(actor: Actor, component: Component, event: str, data: StepData) -> Component:
    """Carry a part one step on, by the table of its course.

    Raises:
        Refused: somebody else holds it, the step does not follow from its state, what the step needs is
            missing, more is paid than granted, or the page was older than the record.
    """
    registration = locked(component.registration)
    held = hold(Component.objects).select_related("kind").get(pk=component.pk)
    if held.edition != data.edition:
        raise Refused(
            "stale", _("Somebody else has changed this meanwhile. Read the page again, then decide.")
        )
    note = data.note.strip()
    fired = fire(
        COMPONENTS[held.kind.course],
        held.state,
        event,
        actor,
        {
            "holds": holder_of(held, "holder") in sides_of(actor),
            "has_amount": data.amount_yen is not None,
            "has_company": data.trading_company is not None,
            "has_note": bool(note),
        },
    )
    if event == "pay" and (data.amount_yen or 0) > (held.granted_yen or 0):
        raise Refused("more_than_granted", _("More cannot be paid than was granted."), "amount_yen")
    held.state = fired.target
    held.edition += 1
    held.moved_on = actor.today
    held.closed_on = actor.today if fired.target in CLOSED else None
    if event in AMOUNTS:
        setattr(held, AMOUNTS[event], data.amount_yen)
    if data.trading_company is not None:
        held.trading_company = data.trading_company
    if note:
        held.note = note
    held.save()
    record(
        actor,
        f"component.{event}",
        subject(registration),
        {
            "component": held.pk,
            "kind": held.kind.code,
            "amount_yen": data.amount_yen,
            "trading_company": data.trading_company.code if data.trading_company else None,
            "note": digest(note) if note else None,
            "guards": dict(fired.guards),
        },
    )
    return held


def _taking_part(registration: Registration) -> list[Holder]:
    """The lead first, then who holds a part."""
    return [
        holder_of(registration, "lead"),
        *(holder_of(component, "holder") for component in registration.components.order_by("pk")),
    ]
