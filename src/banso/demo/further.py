"""A further need of a consultation, and how what becomes of it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.intake.models import OUTSIDE, Proposal, ProposalState
from banso.apps.journal.services import Subject
from banso.demo.firms import FirmRow
from banso.demo.plan import Plan
from banso.demo.receivers import To
from banso.demo.texts import Writer


@dataclass(frozen=True)
class Further:
    """A further need on its way."""

    firm: FirmRow
    subject: Subject
    need: int
    code: str
    staff: int
    taken_out: datetime
    writer: Writer
    #: Writes what comes of it later, from that stream of chance.
    later: Writer


class Told:
    """Writes proposals and events of further needs."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def _sent(self, further: Further, to: To, sent: datetime) -> dict[str, Any]:
        """The columns of a proposal on the day of sending; that it was sent is written down."""
        proposal = self._plan[Proposal].next_key
        payload = {"proposal": proposal, "need": further.need, "receiver": to.kind.value, **to.payload}
        self._by_staff(further, sent, "proposal.sent", **payload)
        return {
            "need_id": further.need,
            "receiver": to.kind.value,
            "state": ProposalState.WAITING.value,
            "sent_at": sent,
            "silent_from": sent.date(),
            "consent_on": sent.date() if to.kind in OUTSIDE else None,
            **to.columns,
        }

    def _answer(self, further: Further, state: ProposalState) -> str:
        if state == ProposalState.HELPED:
            return further.writer.text("subjects", further.code, "answers")
        return further.writer.text("proposals", state.value)

    def _by(self, to: To, further: Further, moment: datetime, action: str, **payload: object) -> None:
        said = {"need": further.need, "receiver": to.kind.value, **payload}
        self._plan.event(moment, to.user, to.role.value, action, further.subject, said)

    def _by_staff(self, further: Further, moment: datetime, action: str, **payload: object) -> None:
        self._plan.event(moment, further.staff, Role.OFFICE_STAFF.value, action, further.subject, payload)
