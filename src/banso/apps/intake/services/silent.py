"""What is done when a receiver does not reply: a nudge, then the office, at last an honest word to the firm.

Each step is stored once for each time that a proposal was sent; calling again changes nothing.
"""

from __future__ import annotations

from banso.apps.base import Refused
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.intake.clocks import GIVE_UP, HAND_OVER, NUDGE
from banso.apps.intake.models import (
    RECEIVER_FIELDS,
    AbandonReason,
    Need,
    Proposal,
    ProposalState,
    Receiver,
    SilenceStep,
)
from banso.apps.intake.services.checks import held_need, held_proposal, live, note, note_need
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service
from banso.apps.notices.services import LetterData, send_letter

#: The reason written down when all receivers stayed silent.
NO_REPLY = "no_reply"


@service
def nudge(actor: Actor, proposal: Proposal) -> bool:
    """Remind the receiver by mail, once. False if that was done, or it does not wait any more."""
    return _step(actor, proposal, NUDGE, "nudged")


@service
def hand_over(actor: Actor, proposal: Proposal) -> bool:
    """Give a need without reply back to its office, as work of the day. False as for ``nudge``."""
    return _step(actor, proposal, HAND_OVER, "handed_over")


def _step(actor: Actor, proposal: Proposal, step: int, what: str) -> bool:
    held = held_proposal(proposal)
    if not _waits(held) or not _first_time(actor, held, step):
        return False
    note(actor, what, held, {"receiver": held.receiver})
    if step == NUDGE:
        _write_to_receiver(actor, held)
    return True


@service
def give_up(actor: Actor, need: Need, silent: list[Proposal]) -> bool:
    """Tell the firm that nobody replied, and mark the need as abandoned.

    ``silent`` are the proposals whose last step is due. False, and nothing is done, if anybody else is at
    work or may still reply, or the need is abandoned already.
    """
    held = held_need(need)
    open_ones = live(held).exclude(state=ProposalState.NOT_MY_FIELD)
    due = {proposal.pk for proposal in silent}
    if held.abandoned_on is not None or any(
        proposal.state in (ProposalState.HELPED, ProposalState.TAKEN)
        or (proposal.state == ProposalState.WAITING and proposal.pk not in due)
        for proposal in open_ones
    ):
        return False
    waiting = [proposal for proposal in open_ones if proposal.state == ProposalState.WAITING]
    if not [proposal for proposal in waiting if _first_time(actor, proposal, GIVE_UP)]:
        return False
    held.abandoned_on = actor.today
    held.abandon_reason = AbandonReason.objects.get(code=NO_REPLY)
    held.save(update_fields=["abandoned_on", "abandon_reason"])
    note_need(actor, "abandoned", held, {"reason": NO_REPLY})
    _write_to_firm(actor, held)
    return True


def _waits(held: Proposal) -> bool:
    return (
        held.state == ProposalState.WAITING and held.withdrawn_at is None and held.need.abandoned_on is None
    )


def _first_time(actor: Actor, held: Proposal, step: int) -> bool:
    """Write the step down; False if it was."""
    _row, created = SilenceStep.objects.get_or_create(
        proposal=held, sent_at=held.sent_at, step=step, defaults={"done_at": actor.at}
    )
    return created


def _write_to_receiver(actor: Actor, held: Proposal) -> None:
    letter = {
        "template": "intake.nudge",
        "subject": ("consultation", held.need.consultation.ref),
        "context_refs": {"proposal": held.pk},
    }
    if held.receiver == Receiver.EXPERT and held.expert.user is None:
        return
    if held.receiver in (Receiver.EXPERT, Receiver.STAFF):
        user = held.expert.user if held.receiver == Receiver.EXPERT else held.staff
        data = LetterData(to_user=user, **letter)
    else:
        kind = RECEIVER_FIELDS[Receiver(held.receiver)]
        data = LetterData(to_address_of=(kind, held.to.code), **letter)
    _send(actor, data)


def _write_to_firm(actor: Actor, need: Need) -> None:
    """To everybody at the firm who signs in; where nobody does, to the first contact with a mail address."""
    contacts = contacts_for(need.consultation.firm, Mail.SUPPORT)
    found = list(contacts.filter(user__isnull=False)) or list(contacts[:1])
    for contact in found:
        data = LetterData(
            template="intake.given_up",
            subject=("consultation", need.consultation.ref),
            to_contact=contact,
            context_refs={"need": need.pk},
        )
        _send(actor, data)


def _send(actor: Actor, data: LetterData) -> None:
    """Without a mail address there is no letter: the page says it all the same."""
    try:
        send_letter(actor, data)
    except Refused as refused:
        if refused.rule != "no_address":
            raise
