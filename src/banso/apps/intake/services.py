"""What can be done at the consultation window. Each call is one transaction and one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.directory.models import Expert, Firm, Market, Office, PartnerBody
from banso.apps.intake.models import (
    Channel,
    Consultation,
    Need,
    Proposal,
    ProposalState,
    Receiver,
    RefusalReason,
    Subject,
)
from banso.apps.intake.status import SETTLED
from banso.apps.intake.transitions import NEW, fire
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service


@dataclass(frozen=True)
class Question:
    """What a firm asks, at which office, and by which way it came."""

    firm: Firm
    office: Office
    title: str
    body: str
    channel: str = Channel.WEB
    market: Market | None = None
    partner_body: PartnerBody | None = None


def _text(value: str, field: str) -> str:
    value = value.strip()
    if not value:
        raise Refused("required", _("Please fill this in."), field)
    return value


@service
def ask(actor: Actor, question: Question) -> Consultation:
    """Write down what a firm asks, in its own words.

    Raises:
        Refused: an empty title or text, or an unknown channel.
    """
    if question.channel not in Channel.values:
        raise Refused("unknown_code", _("Choose one of the options."), "channel")
    consultation = Consultation.objects.create(
        ref=next_reference("Q", actor),
        firm=question.firm,
        office=question.office,
        partner_body=question.partner_body,
        channel=question.channel,
        title=_text(question.title, "title"),
        body=_text(question.body, "body"),
        market=question.market,
        asked_at=actor.at,
        recorded_by_id=actor.user_id,
    )
    record(
        actor,
        "consultation.asked",
        ("consultation", consultation.ref),
        {
            "firm": question.firm.ref,
            "office": question.office.code,
            "channel": question.channel,
            "body": digest(consultation.body),
        },
    )
    return consultation


@service
def take_out_need(
    actor: Actor, consultation: Consultation, *, subject: Subject, description: str, market: Market | None
) -> Need:
    """Take one need out of a consultation.

    Raises:
        Refused: an empty description.
    """
    need = Need.objects.create(
        consultation=consultation,
        subject=subject,
        market=market,
        description=_text(description, "description"),
        taken_out_at=actor.at,
        taken_out_by_id=actor.user_id,
    )
    payload = {"need": need.pk, "subject": subject.code}
    record(actor, "need.taken_out", ("consultation", consultation.ref), payload)
    return need


@service
def answer_need(actor: Actor, need: Need, answer: str) -> Proposal:
    """Answer a need at the window: a proposal to the one who answers, settled at once.

    Raises:
        Refused: an empty answer, or the need is answered already or in the hands of an expert.
    """
    fired = fire(NEW, "answer", actor)
    held = Need.objects.select_for_update().get(pk=need.pk)
    _refuse_settled(held)
    if held.proposals.filter(state=ProposalState.TAKEN).exists():
        raise Refused("need_taken", _("An expert is at work on this. Let the expert answer."))
    proposal = Proposal.objects.create(
        need=held,
        receiver=Receiver.STAFF,
        staff_id=actor.user_id,
        state=fired.target,
        answer=_text(answer, "answer"),
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
    return proposal


def under_contract(expert: Expert, day: date) -> bool:
    """Whether the expert's contract covers a day."""
    return expert.contract_from <= day and (expert.contract_to is None or day <= expert.contract_to)


@service
def propose(actor: Actor, need: Need, expert: Expert) -> Proposal:
    """Offer a need to an expert.

    Raises:
        Refused: the expert has no contract today, has this need already, or the need is settled.
    """
    fired = fire(NEW, "send", actor, {"under_contract": under_contract(expert, actor.today)})
    held = Need.objects.select_for_update().get(pk=need.pk)
    if held.proposals.filter(expert=expert).exists():
        raise Refused("proposed_already", _("This need has been proposed to this expert already."), "expert")
    _refuse_settled(held)
    proposal = Proposal.objects.create(
        need=held,
        receiver=Receiver.EXPERT,
        expert=expert,
        state=fired.target,
        sent_at=actor.at,
        silent_from=actor.today,
    )
    _record(actor, "sent", proposal, {"receiver": Receiver.EXPERT, "expert": expert.code})
    return proposal


@service
def take(actor: Actor, proposal: Proposal) -> Proposal:
    """The expert takes the need on: a spot case opens.

    Raises:
        Refused: the proposal is not waiting, or another expert has the need in hand.
    """
    held = _held(proposal)
    fired = fire(held.state, "take", actor)
    held.state, held.taken_at = fired.target, actor.at
    held.save(update_fields=["state", "taken_at"])
    _record(actor, "taken", held)
    casework.open_spot_case(actor, held.need, held.expert)
    return held


@service
def refuse(actor: Actor, proposal: Proposal, reason: RefusalReason | None) -> Proposal:
    """The expert hands the need back, with a reason from the code list.

    Raises:
        Refused: no reason, or the proposal is not waiting.
    """
    held = _held(proposal)
    fired = fire(held.state, "refuse", actor, {"has_reason": reason is not None})
    held.state, held.refusal_reason, held.closed_at = fired.target, reason, actor.at
    held.save(update_fields=["state", "refusal_reason", "closed_at"])
    _record(actor, "refused", held, {"reason": reason.code if reason else None, "guards": dict(fired.guards)})
    return held


@service
def settle(actor: Actor, proposal: Proposal, outcome: str, answer: str) -> Proposal:
    """The expert says how it went (``helped``, ``no_help``, ``not_reachable``); the spot case ends.

    Raises:
        Refused: no answer for the firm, or the proposal was not taken on.
    """
    held = _held(proposal)
    fired = fire(held.state, outcome, actor)
    held.state, held.answer, held.closed_at = fired.target, _text(answer, "answer"), actor.at
    held.save(update_fields=["state", "answer", "closed_at"])
    _record(actor, outcome, held, {"answer": digest(held.answer)})
    casework.close_spot_case(actor, held.need, answered=held.state == ProposalState.HELPED)
    return held


@service
def reopen(actor: Actor, proposal: Proposal) -> Proposal:
    """Take a closed proposal up again: one handed back waits anew, a settled one is at work anew.

    Raises:
        Refused: the proposal is not closed, was answered at the window, or another expert has the need in
            hand meanwhile.
    """
    held = _held(proposal)
    settled = held.state in SETTLED
    fired = fire(held.state, "reopen", actor, {"sent_to_expert": held.receiver == Receiver.EXPERT})
    held.state, held.refusal_reason, held.closed_at = fired.target, None, None
    held.save(update_fields=["state", "refusal_reason", "closed_at"])
    _record(actor, "reopened", held)
    if settled:
        casework.open_spot_case(actor, held.need, held.expert)
    return held


def _refuse_settled(need: Need) -> None:
    if need.proposals.filter(state=ProposalState.HELPED).exists():
        raise Refused("need_settled", _("This need is answered already."))


def _held(proposal: Proposal) -> Proposal:
    """The proposal as stored now, its row held until the transaction ends."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("need__consultation", "expert")
    return held.get(pk=proposal.pk)


def _record(actor: Actor, what: str, proposal: Proposal, payload: dict[str, object] | None = None) -> None:
    record(
        actor,
        f"proposal.{what}",
        ("consultation", proposal.need.consultation.ref),
        {"proposal": proposal.pk, "need": proposal.need_id, **(payload or {})},
    )
