"""The steps of silence that the nights took: for each proposal without reply, up to the one that came."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from banso.apps.intake.models import Consultation, Need, Proposal, Receiver, SilenceStep
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import Subject
from banso.demo.plan import Plan, at

#: Days of silence before each step, as the shipped configuration says.
LIMITS = (9, 21, 45)
_SAID = ("nudged", "handed_over")


def night(day: date) -> datetime:
    """When the night of a day does its work."""
    return at(day, 4 * 60 + 30)


def write_steps(
    plan: Plan,
    subject: Subject,
    need: int,
    proposal: int,
    kind: Receiver,
    sent: datetime,
    replied: datetime | None,
) -> None:
    """The first two steps, as far as they fell before the reply."""
    for step, said in enumerate(_SAID, start=1):
        done = night(sent.date() + timedelta(days=LIMITS[step - 1]))
        if not plan.past(done) or (replied is not None and replied <= done):
            return
        plan[SilenceStep].add(proposal_id=proposal, sent_at=sent, step=step, done_at=done)
        payload = {"proposal": proposal, "need": need, "receiver": kind.value}
        plan.event(done, None, SYSTEM, f"proposal.{said}", subject, payload)


def write_silence_of_experts(plan: Plan) -> None:
    """The steps for all proposals to experts that are planned so far."""
    consultations, needs, proposals = plan[Consultation], plan[Need], plan[Proposal]
    refs = {row[0]: row[consultations.columns.index("ref")] for row in consultations.rows}
    of = needs.columns.index("consultation_id")
    ref_of = {row[0]: refs[row[of]] for row in needs.rows}
    places = [
        proposals.columns.index(name)
        for name in ("id", "need_id", "receiver", "sent_at", "taken_at", "closed_at")
    ]
    for row in list(proposals.rows):
        key, need, receiver, sent, taken, closed = (row[place] for place in places)
        if receiver == Receiver.EXPERT:
            subject = ("consultation", ref_of[need])
            write_steps(plan, subject, need, key, Receiver.EXPERT, sent, taken or closed)
