"""What the services of this room share: rows held, what is refused everywhere, events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Expert, Office, PartnerBody, PrivateProvider, TradingCompany
from banso.apps.intake.models import (
    RECEIVER_FIELDS,
    Consultation,
    Need,
    Proposal,
    ProposalState,
    Receiver,
)
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import last_number
from banso.apps.journal.services import Subject, record

#: Whom a need can be offered to.
To = Expert | User | Office | PrivateProvider | TradingCompany | PartnerBody
#: The kind of receiver that each of them is.
KINDS: dict[type, Receiver] = {
    Expert: Receiver.EXPERT,
    User: Receiver.STAFF,
    Office: Receiver.OFFICE,
    PrivateProvider: Receiver.PROVIDER,
    TradingCompany: Receiver.TRADING,
    PartnerBody: Receiver.PARTNER,
}


def text(value: str, field: str) -> str:
    """A text that must not be empty.

    Raises:
        Refused: ``required``.
    """
    value = value.strip()
    if not value:
        raise Refused("required", _("Please fill this in."), field)
    return value


def subject(consultation: Consultation) -> Subject:
    """The subject of events about a consultation."""
    return ("consultation", consultation.ref)


def held_need(need: Need, seen: int | None = None) -> Need:
    """The need as stored now, its row held until the transaction ends.

    ``seen`` is the number of the consultation's newest event when the page was read.

    Raises:
        Refused: ``stale``, something has happened to the consultation since.
    """
    held = hold(Need.objects).select_related("consultation__firm").get(pk=need.pk)
    if seen is not None and seen != last_number(subject(held.consultation)):
        message = _("Somebody changed this consultation meanwhile. Read it again below, then decide.")
        raise Refused("stale", message)
    return held


def held_proposal(proposal: Proposal) -> Proposal:
    """The proposal as stored now; its need's row is held too, so that one at a time moves.

    Raises:
        Refused: ``handed_on``, it waits for somebody else since it was read.
    """
    hold(Need.objects).get(pk=proposal.need_id)
    rows = hold(Proposal.objects).select_related(
        "need__consultation__firm", "expert", "staff", "office",
        "private_provider", "trading_company", "partner_body",
    )  # fmt: skip
    held = rows.get(pk=proposal.pk)
    column = f"{RECEIVER_FIELDS[Receiver(held.receiver)]}_id"
    if getattr(held, column) != getattr(proposal, column):
        raise Refused("handed_on", _("This proposal went to somebody else meanwhile."))
    return held


def live(need: Need) -> Any:
    """The proposals of a need that were not withdrawn."""
    return need.proposals.filter(withdrawn_at__isnull=True)


def refuse_over(need: Need) -> None:
    """Nothing more is offered or answered once a need is answered or abandoned.

    Raises:
        Refused: ``need_settled`` or ``need_abandoned``.
    """
    if need.proposals.filter(state=ProposalState.HELPED).exists():
        raise Refused("need_settled", _("This need is answered already."))
    refuse_abandoned(need)


def refuse_abandoned(need: Need) -> None:
    """Nobody goes on with an abandoned need before it is taken up again.

    Raises:
        Refused: ``need_abandoned``.
    """
    if need.abandoned_on is not None:
        raise Refused("need_abandoned", _("This need was abandoned. The office must take it up again first."))


def refuse_taken(need: Need, besides: Proposal | None = None) -> None:
    """One receiver at a time is at work on a need.

    Raises:
        Refused: ``need_taken``.
    """
    at_work = need.proposals.filter(state=ProposalState.TAKEN)
    if besides is not None:
        at_work = at_work.exclude(pk=besides.pk)
    if at_work.exists():
        raise Refused("need_taken", _("Somebody is at work on this need already. Let them answer it."))


def code_of(proposal: Proposal) -> Any:
    """What the journal calls the receiver: a code, or a user's key."""
    to = proposal.to
    return to.pk if isinstance(to, User) else to.code


def note(actor: Actor, what: str, proposal: Proposal, payload: dict[str, object] | None = None) -> None:
    """Write down one event of a proposal in the chain of its consultation."""
    record(
        actor,
        f"proposal.{what}",
        subject(proposal.need.consultation),
        {"proposal": proposal.pk, "need": proposal.need_id, **(payload or {})},
    )


def note_need(actor: Actor, what: str, need: Need, payload: dict[str, object] | None = None) -> None:
    """Write down one event of a need in the chain of its consultation."""
    record(actor, f"need.{what}", subject(need.consultation), {"need": need.pk, **(payload or {})})
