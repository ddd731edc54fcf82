"""Hand-over and hand-back. Till it is accepted the sender holds the part: a firm is never between two."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.new_exporters.holders import Holder, holder_code, holder_of, sides_of
from banso.apps.new_exporters.models import Component, HandOver, HandOverState, Registration
from banso.apps.new_exporters.services.registering import locked, subject
from banso.apps.new_exporters.services.sharing import share
from banso.apps.new_exporters.transitions import HAND_OVER, NEW, fire


@service
def hand_over(
    actor: Actor, registration: Registration, component: Component | None, *, to: Holder, reason: str
) -> HandOver:
    """Offer a part (with no part: the lead) to another office or body.

    Raises:
        Refused: somebody who does not hold it, the same holder, another body without the firm's consent, a
            hand-over that waits already, or no reason.
    """
    held = locked(registration)
    if component is not None:
        component = hold(Component.objects).get(pk=component.pk, registration=held)
        if component.closed_on is not None:
            raise Refused("part_closed", _("This part is closed. Take it up again first."))
    holder = holder_of(component, "holder") if component else holder_of(held, "lead")
    fired = fire(
        HAND_OVER,
        NEW,
        "send",
        actor,
        {
            "holds": holder in sides_of(actor),
            "to_another": to != holder,
            "may_share": to.body_id is None or held.shared_from is not None,
        },
    )
    reason = reason.strip()
    if not reason:
        raise Refused("required", _("Please fill this in."), "reason")
    try:
        with transaction.atomic():
            sent = HandOver.objects.create(
                registration=held,
                component=component,
                **holder.columns("from"),
                **to.columns("to"),
                state=fired.target,
                reason=reason,
                sent_at=actor.at,
                sent_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused("waits_already", _("A hand-over of this waits for its answer already.")) from None
    share(held)
    payload = {"from": holder_code(holder), "to": holder_code(to), "reason": digest(reason)}
    _record(actor, "sent", sent, {**payload, "guards": dict(fired.guards)})
    return sent


@service
def accept(actor: Actor, sent: HandOver) -> HandOver:
    """The receiver takes the part over and holds it from now on.

    Raises:
        Refused: somebody else than the receiver, or a hand-over that no longer waits.
    """
    held = _settle(actor, sent, "accept")
    target = holder_of(held, "to")
    row, prefix = (held.component, "holder") if held.component else (held.registration, "lead")
    for name, value in target.columns(prefix).items():
        setattr(row, name, value)
    fields = [f"{prefix}_office", f"{prefix}_body"]
    if held.component:
        held.component.edition += 1
        held.component.moved_on = actor.today
        fields += ["edition", "moved_on"]
    elif target.office_id is not None:
        # The office that leads is the office the firm belongs to in this programme.
        held.registration.office_id = target.office_id
        fields += ["office"]
    row.save(update_fields=fields)
    share(held.registration)
    _record(actor, "accepted", held, {"to": holder_code(target)})
    return held


@service
def hand_back(actor: Actor, sent: HandOver, *, answer: str) -> HandOver:
    """The receiver does not take it, with a reason: it stays with the sender.

    Raises:
        Refused: somebody else than the receiver, no reason, or a hand-over that no longer waits.
    """
    held = _settle(actor, sent, "hand_back", answer)
    share(held.registration)
    _record(actor, "handed_back", held, {"answer": digest(held.answer)})
    return held


@service
def recall(actor: Actor, sent: HandOver) -> HandOver:
    """The sender takes its offer back.

    Raises:
        Refused: somebody else than who holds the part, or a hand-over that no longer waits.
    """
    held = _settle(actor, sent, "recall")
    share(held.registration)
    _record(actor, "recalled", held, {})
    return held


@service
def come_back(actor: Actor, sent: HandOver) -> HandOver:
    """Nobody answered: the offer ends, and the sender, who held the part all along, has to act.

    Raises:
        Refused: a hand-over that no longer waits.
    """
    held = _settle(actor, sent, "come_back")
    share(held.registration)
    _record(actor, "came_back", held, {})
    return held


def _settle(actor: Actor, sent: HandOver, event: str, answer: str = "") -> HandOver:
    registration = locked(sent.registration)
    held = hold(HandOver.objects).select_related("component").get(pk=sent.pk)
    held.registration = registration
    sides = sides_of(actor) if actor.user_id is not None else frozenset()
    facts = {
        "receives": holder_of(held, "to") in sides,
        "holds": holder_of(held, "from") in sides,
        "has_answer": bool(answer.strip()),
    }
    held.state = fire(HAND_OVER, held.state, event, actor, facts).target
    held.answer, held.settled_at, held.settled_by_id = answer.strip(), actor.at, actor.user_id
    # Of two who answer at once one finds that it no longer waits, also where rows cannot be held.
    settled = HandOver.objects.filter(pk=held.pk, state=HandOverState.WAITING).update(
        state=held.state, answer=held.answer, settled_at=held.settled_at, settled_by=held.settled_by_id
    )
    if not settled:
        raise Refused(
            "hand_over_state",
            _("Somebody else has changed this meanwhile. Read the page again, then decide."),
        )
    return held


def _record(actor: Actor, what: str, sent: HandOver, payload: dict[str, object]) -> None:
    record(
        actor,
        f"hand_over.{what}",
        subject(sent.registration),
        {"hand_over": sent.pk, "component": sent.component_id, **payload},
    )
