"""The office offers a need to somebody, takes the offer back, or answers it itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.absences import away
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import Refused
from banso.apps.directory.models import Expert, Office
from banso.apps.directory.selectors import why_not_free
from banso.apps.directory.services import refuse_new_work
from banso.apps.intake.models import (
    OUTSIDE,
    RECEIVER_FIELDS,
    Need,
    Proposal,
    ProposalState,
    Receiver,
)
from banso.apps.intake.services.checks import (
    KINDS,
    To,
    code_of,
    held_need,
    held_proposal,
    note,
    refuse_over,
    refuse_taken,
    text,
)
from banso.apps.intake.transitions import NEW, fire
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service

#: Called with the actor, a need and an expert before the proposal exists, in its transaction.
Listener = Callable[[Actor, Need, Expert], None]
#: Called with the actor and a proposal that was just sent, in its transaction.
SentListener = Callable[[Actor, Proposal], None]

_listeners: list[Listener] = []
_sent_listeners: list[SentListener] = []


def before_proposal(listener: Listener) -> None:
    """Let a room further on keep what it finds of an expert who is about to be asked."""
    if listener not in _listeners:
        _listeners.append(listener)


def on_sent(listener: SentListener) -> None:
    """Let a room further on do its part whenever a proposal was sent, for the first time or again."""
    if listener not in _sent_listeners:
        _sent_listeners.append(listener)


def may_receive(to: To, need: Need, actor: Actor, consented: bool) -> dict[str, Any]:
    """The facts that the guards of sending ask for. ``need`` comes with its consultation and firm."""
    facts: dict[str, Any] = {"consented": consented}
    if isinstance(to, Expert):
        why = why_not_free(to, need.consultation.firm, actor.today)
        facts |= {
            "under_contract": why != "contract",
            "present": why != "absent",
            "no_conflict": why != "conflict",
        }
    elif isinstance(to, User):
        facts["at_an_office"] = to.is_active and office_of(to, actor) is not None
        # Nobody has to be back to note what is one's own to do.
        facts["there"] = to.pk == actor.user_id or to.pk not in away(actor.today)
    else:
        facts["in_use"] = to.retired_on is None or to.retired_on > actor.today
        facts["another"] = not (isinstance(to, Office) and to.pk == need.consultation.office_id)
    return facts


def office_of(user: User, actor: Actor) -> Office | None:
    """The office at which somebody works today, if any."""
    held = current(actor.today).filter(user=user, role__in=(Role.OFFICE_STAFF, Role.OFFICE_MANAGER))
    found = held.select_related("office").order_by("id").first()
    return found.office if found else None


@service
def propose(
    actor: Actor, need: Need, to: To, *, consented: bool = False, seen: int | None = None
) -> Proposal:
    """Offer a need to an expert, a colleague, another office, or somebody outside.

    ``consented``: the firm agrees that its data go outside (asked for private providers, trading companies
    and partner bodies). ``seen`` as for ``checks.held_need``.

    Raises:
        Refused: an expert without contract, absent or in conflict; a receiver retired or gone; no consent;
            proposed there already; the need is settled or abandoned; the firm is closed; ``stale``.
    """
    held = held_need(need, seen)
    refuse_new_work(held.consultation.firm)
    kind = KINDS[type(to)]
    column = RECEIVER_FIELDS[kind]
    fired = fire(kind, NEW, "send", actor, may_receive(to, held, actor, consented))
    asked = held.proposals.filter(**{column: to, "receiver": kind})
    if kind == Receiver.STAFF:
        asked = asked.filter(state=ProposalState.WAITING)
    if asked.exists():
        message = _("This need has been proposed there already. Take that proposal up again instead.")
        if kind == Receiver.EXPERT:
            message = _("This need has been proposed to this expert already.")
        raise Refused("proposed_already", message, fired_field(kind))
    refuse_over(held)
    proposal = Proposal(
        need=held,
        receiver=kind,
        state=fired.target,
        sent_at=actor.at,
        silent_from=actor.today,
        consent_on=actor.today if kind in OUTSIDE else None,
    )
    setattr(proposal, column, to)
    if isinstance(to, Expert):
        for listener in _listeners:
            listener(actor, held, to)
    if isinstance(to, User):
        proposal.office = office_of(to, actor)
    proposal.save()
    receiver: dict[str, object] = {"receiver": kind.value, column: code_of(proposal)}
    note(actor, "sent", proposal, {**receiver, "guards": dict(fired.guards)})
    _tell_sent(actor, proposal)
    return proposal


def fired_field(kind: Receiver) -> str:
    """The form field in which a receiver of this kind is chosen."""
    return "expert" if kind == Receiver.EXPERT else "to"


@service
def withdraw(actor: Actor, proposal: Proposal) -> Proposal:
    """Take a proposal back while it waits: it leaves its receiver's list and counts no more.

    Raises:
        Refused: it does not wait any more, or was withdrawn already.
    """
    held = held_proposal(proposal)
    fire(held.receiver, held.state, "withdraw", actor, {"live": held.withdrawn_at is None})
    held.withdrawn_at = actor.at
    held.save(update_fields=["withdrawn_at"])
    note(actor, "withdrawn", held, {"why": "office"})
    return held


@service
def send_again(actor: Actor, proposal: Proposal) -> Proposal:
    """Send a withdrawn proposal once more. Its clock begins anew.

    Raises:
        Refused: it was not withdrawn, its receiver may not get it today, the need is settled or abandoned, or
            the firm is closed.
    """
    held = held_proposal(proposal)
    refuse_new_work(held.need.consultation.firm)
    facts = may_receive(held.to, held.need, actor, held.consent_on is not None)
    fire(held.receiver, held.state, "send_again", actor, {**facts, "live": held.withdrawn_at is None})
    refuse_over(held.need)
    held.withdrawn_at, held.sent_at, held.silent_from = None, actor.at, actor.today
    held.save(update_fields=["withdrawn_at", "sent_at", "silent_from"])
    note(actor, "sent_again", held)
    _tell_sent(actor, held)
    return held


def _tell_sent(actor: Actor, proposal: Proposal) -> None:
    for listener in _sent_listeners:
        listener(actor, proposal)


@service
def answer_need(actor: Actor, need: Need, answer: str, *, seen: int | None = None) -> Proposal:
    """Answer a need at the window: a proposal to the one who answers, settled at once.

    Raises:
        Refused: an empty answer, or the need is answered or abandoned already, or somebody is at work on it;
            ``stale``.
    """
    fired = fire(Receiver.STAFF, NEW, "answer", actor)
    held = held_need(need, seen)
    refuse_over(held)
    refuse_taken(held)
    answerer = User.objects.get(pk=actor.user_id)
    proposal = Proposal.objects.create(
        need=held,
        receiver=Receiver.STAFF,
        staff=answerer,
        office=office_of(answerer, actor),
        state=fired.target,
        answer=text(answer, "answer"),
        sent_at=actor.at,
        taken_at=actor.at,
        closed_at=actor.at,
    )
    record(
        actor,
        "need.answered",
        ("consultation", held.consultation.ref),
        {"need": held.pk, "proposal": proposal.pk, "answer": digest(proposal.answer)},
    )
    withdraw_others(actor, proposal)
    return proposal


def withdraw_others(actor: Actor, helped: Proposal) -> None:
    """A need that is answered leaves the lists of all who were asked too."""
    waiting = helped.need.proposals.filter(state=ProposalState.WAITING, withdrawn_at__isnull=True)
    for other in waiting.select_related("need__consultation").order_by("pk"):
        other.withdrawn_at = actor.at
        other.save(update_fields=["withdrawn_at"])
        note(actor, "withdrawn", other, {"why": "helped"})
