"""Receivers take a need on, hand it back, and settle it; closed proposals are taken up again.

For a private provider or a trading company, and for a partner body without anybody who signs in, the office
of the consultation records the reply.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.directory import services as directory
from banso.apps.directory.models import Contact
from banso.apps.intake.models import OUTSIDE, Proposal, ProposalState, Receiver, RefusalReason
from banso.apps.intake.selectors import has_account
from banso.apps.intake.services.checks import (
    held_proposal,
    note,
    refuse_abandoned,
    refuse_taken,
    text,
)
from banso.apps.intake.services.proposing import may_receive, withdraw_others
from banso.apps.intake.transitions import fire
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, service


def _facts(held: Proposal, **more: Any) -> dict[str, Any]:
    return {"live": held.withdrawn_at is None, "no_account": not has_account(held), **more}


@service
def take(actor: Actor, proposal: Proposal) -> Proposal:
    """The receiver takes the need on. An expert's opens a spot case.

    Raises:
        Refused: the proposal is not waiting or was withdrawn, the need is abandoned, or somebody else has it
            in hand.
    """
    held = held_proposal(proposal)
    fired = fire(held.receiver, held.state, "take", actor, _facts(held))
    refuse_abandoned(held.need)
    refuse_taken(held.need)
    held.state, held.taken_at = fired.target, actor.at
    held.save(update_fields=["state", "taken_at"])
    note(actor, "taken", held, {"receiver": held.receiver})
    if held.receiver == Receiver.EXPERT:
        casework.open_spot_case(actor, held.need, held.expert)
    return held


@service
def refuse(actor: Actor, proposal: Proposal, reason: RefusalReason | None) -> Proposal:
    """The receiver hands the need back, with a reason from the code list.

    Raises:
        Refused: no reason, one that is retired, or the proposal is not waiting or was withdrawn.
    """
    held = held_proposal(proposal)
    fired = fire(held.receiver, held.state, "refuse", actor, _facts(held, has_reason=reason is not None))
    if reason is not None and reason.retired_on is not None and reason.retired_on <= actor.today:
        raise Refused("reason_retired", _("This reason is no longer used. Choose another."), "reason")
    held.state, held.refusal_reason, held.closed_at = fired.target, reason, actor.at
    held.save(update_fields=["state", "refusal_reason", "closed_at"])
    note(
        actor,
        "refused",
        held,
        {
            "receiver": held.receiver,
            "reason": reason.code if reason else None,
            "guards": dict(fired.guards),
        },
    )
    return held


@service
def settle(actor: Actor, proposal: Proposal, outcome: str, answer: str) -> Proposal:
    """The receiver says how it went (``helped``, ``no_help``, ``not_reachable``); a spot case ends.

    Where it helped, what still waits with others is withdrawn.

    Raises:
        Refused: no answer for the firm, or the proposal was not taken on.
    """
    held = held_proposal(proposal)
    fired = fire(held.receiver, held.state, outcome, actor, _facts(held))
    held.state, held.answer, held.closed_at = fired.target, text(answer, "answer"), actor.at
    held.save(update_fields=["state", "answer", "closed_at"])
    note(actor, outcome, held, {"receiver": held.receiver, "answer": digest(held.answer)})
    helped = held.state == ProposalState.HELPED
    if held.receiver == Receiver.EXPERT:
        casework.close_spot_case(actor, held.need, answered=helped)
    if helped:
        withdraw_others(actor, held)
    return held


@service
def reopen(actor: Actor, proposal: Proposal) -> Proposal:
    """Take a closed proposal up again: one handed back waits anew, a settled one is at work anew.

    What waits anew is sent anew: its clock begins on this day.

    Raises:
        Refused: the proposal is not closed, its receiver may not get it today, the need is answered or
            abandoned, or somebody else has it in hand meanwhile.
    """
    held = held_proposal(proposal)
    waits = held.state == ProposalState.NOT_MY_FIELD
    facts = may_receive(held.to, held.need, actor, held.consent_on is not None) if waits else {}
    fired = fire(held.receiver, held.state, "reopen", actor, _facts(held, **facts))
    refuse_abandoned(held.need)
    if held.need.proposals.filter(state=ProposalState.HELPED).exclude(pk=held.pk).exists():
        raise Refused("need_settled", _("This need is answered already."))
    if not waits:
        refuse_taken(held.need, besides=held)
    held.state, held.refusal_reason, held.closed_at = fired.target, None, None
    if waits:
        held.sent_at, held.silent_from = actor.at, actor.today
    held.save(update_fields=["state", "refusal_reason", "closed_at", "sent_at", "silent_from"])
    note(actor, "reopened", held)
    if not waits and held.receiver == Receiver.EXPERT:
        casework.open_spot_case(actor, held.need, held.expert)
    return held


@service
def open_contacts(actor: Actor, proposal: Proposal) -> list[Contact]:
    """How the firm is reached, for the receiver who took the need on: it is written down who looked.

    Raises:
        Refused: ``not_taken``, the receiver is not at work on it; ``no_consent``, one outside without it.
    """
    held = held_proposal(proposal)
    if held.state != ProposalState.TAKEN:
        raise Refused("not_taken", _("Take the need on first; then you see how to reach the firm."))
    if held.receiver in OUTSIDE and held.consent_on is None:
        raise Refused("no_consent", _("The firm has not agreed to this."))
    firm = held.need.consultation.firm
    contacts = list(firm.contacts.present().order_by("id"))
    return directory.open_contacts(actor, firm, contacts)
