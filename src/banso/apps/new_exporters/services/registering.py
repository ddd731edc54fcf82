"""A firm enters the programme, moves towards exporting, and leaves it."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.directory.services import refuse_new_work
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.new_exporters.holders import Holder, holder_code, holder_of, sides_of
from banso.apps.new_exporters.models import (
    CloseReason,
    HandOver,
    HandOverState,
    Readiness,
    ReadinessChange,
    Registration,
)
from banso.apps.new_exporters.services.sharing import share

#: The longest text of what shows a readiness.
LONGEST_EVIDENCE = 300


def subject(registration: Registration) -> Subject:
    """The subject of events about a registration."""
    return ("registration", registration.ref)


@service
def register(
    actor: Actor, firm: Firm, *, readiness: Readiness, evidence: str, agreed_to_share: bool
) -> Registration:
    """Register a firm. Who registers it leads, till the lead is handed over.

    Raises:
        Refused: the firm is registered already, closed or merged, or nothing shows its readiness.
    """
    refuse_new_work(firm)
    side = _one_side(actor)
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                ref=next_reference("N", actor),
                firm=firm,
                body_id=side.body_id,
                office_id=side.office_id or firm.office_id,
                **side.columns("lead"),
                readiness=readiness,
                shared_from=actor.today if agreed_to_share else None,
                registered_at=actor.at,
                registered_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused("registered_already", _("This firm is in the programme already."), "firm") from None
    _note_readiness(actor, registration, readiness, actor.today, evidence)
    share(registration)
    record(
        actor,
        "registration.opened",
        subject(registration),
        {"firm": firm.ref, "by": holder_code(side), "readiness": readiness.code, "shared": agreed_to_share},
    )
    return registration


@service
def agree_to_sharing(actor: Actor, registration: Registration, *, agreed: bool) -> Registration:
    """Note that the firm agrees that the bodies taking part share its record, or no longer does.

    Raises:
        Refused: somebody who does not lead; or the firm takes its consent back while another body takes part.
    """
    held = _led(actor, registration)
    others = held.shares.filter(body__isnull=False).exclude(body=held.body_id)
    if not agreed and others.exists():
        raise Refused(
            "shared_now",
            _("Other bodies take part now. Take their parts back first, then the consent can end."),
            "agreed",
        )
    held.shared_from = (held.shared_from or actor.today) if agreed else None
    held.save(update_fields=["shared_from"])
    record(actor, "registration.consent", subject(held), {"shared": agreed})
    return held


@service
def change_readiness(
    actor: Actor, registration: Registration, *, readiness: Readiness, since: date, evidence: str
) -> Registration:
    """Note how near the firm is to exporting now, since when, and what shows it.

    Raises:
        Refused: somebody who does not lead, the same readiness, a day after today or before the last change,
            in a closed year, or no evidence.
    """
    held = _led(actor, registration)
    if readiness.pk == held.readiness_id:
        raise Refused("same_readiness", _("The firm is at this point already."), "readiness")
    last = held.readiness_changes.order_by("since", "pk").last()
    if since > actor.today:
        raise Refused("in_future", _("This day lies after today."), "since")
    refuse_closed(actor, since, "since")
    if last is not None and since < last.since:
        raise Refused("before_last", _("This day lies before the last change."), "since")
    held.readiness = readiness
    held.save(update_fields=["readiness"])
    change = _note_readiness(actor, held, readiness, since, evidence)
    payload = {"readiness": readiness.code, "since": since.isoformat(), "evidence": digest(change.evidence)}
    record(actor, "registration.readiness", subject(held), payload)
    return held


@service
def close(actor: Actor, registration: Registration, *, reason: CloseReason | None) -> Registration:
    """Close a registration with a reason from the code list.

    Raises:
        Refused: somebody who does not lead, no reason, or a part that is still open or offered to somebody.
    """
    held = _led(actor, registration)
    if reason is None:
        raise Refused("has_reason", _("Say why it is closed."), "reason")
    if held.components.filter(closed_on__isnull=True).exists():
        raise Refused("parts_open", _("Finish or drop the parts that are still open first."))
    if HandOver.objects.filter(registration=held, state=HandOverState.WAITING).exists():
        raise Refused("hand_over_waits", _("A hand-over still waits for its answer."))
    held.closed_on, held.close_reason = actor.today, reason
    held.save(update_fields=["closed_on", "close_reason"])
    record(actor, "registration.closed", subject(held), {"reason": reason.code})
    return held


def locked(registration: Registration) -> Registration:
    """The registration as stored now, held until the transaction ends.

    Raises:
        Refused: it is closed.
    """
    held = hold(Registration.objects).select_related("firm").get(pk=registration.pk)
    if held.closed_on is not None:
        raise Refused("closed", _("This registration is closed. Register the firm again to go on."))
    return held


def _led(actor: Actor, registration: Registration) -> Registration:
    held = locked(registration)
    if holder_of(held, "lead") not in sides_of(actor):
        raise Refused("holds", _("Only who leads this registration may do this."))
    return held


def _one_side(actor: Actor) -> Holder:
    """For whom the actor registers: the body before the office, the first of several offices."""
    sides = sorted(
        sides_of(actor), key=lambda side: (side.body_id is None, side.body_id or side.office_id or 0)
    )
    if not sides:
        raise Refused("role", _("Your role may not do this."))
    return sides[0]


def _note_readiness(
    actor: Actor, registration: Registration, readiness: Readiness, since: date, evidence: str
) -> ReadinessChange:
    evidence = evidence.strip()
    if not evidence:
        raise Refused("required", _("Please fill this in."), "evidence")
    return ReadinessChange.objects.create(
        registration=registration,
        readiness=readiness,
        since=since,
        evidence=evidence[:LONGEST_EVIDENCE],
        noted_by_id=actor.user_id,
        noted_at=actor.at,
    )
