"""Questions at the window: needs taken out, proposed to experts or answered by staff, taken on, settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from banso.apps.accounts.roles import Role
from banso.apps.intake.models import Channel, Consultation, Need, Proposal, ProposalState, Receiver
from banso.apps.journal.services import Subject, digest
from banso.demo.firms import FirmRow, is_home
from banso.demo.people import ExpertRow, People
from banso.demo.plan import Plan, later
from banso.demo.texts import Writer

#: A question is waiting for its reply at most so many days, unless it is of the last weeks.
SLOWEST_REPLY = 40
#: What firms ask about, and how often.
_SUBJECTS = {
    "research": 14,
    "customers": 20,
    "rules": 14,
    "certification": 8,
    "logistics": 8,
    "contract": 8,
    "price": 9,
    "promotion": 9,
    "ec": 7,
    "finance": 3,
}
_REASONS = {
    "other_subject": 30,
    "other_market": 22,
    "other_industry": 10,
    "no_capacity": 30,
    "conflict": 3,
    "too_vague": 5,
}

#: A question of the example user's firm in these last days came by telephone.
_CALLED_LATELY = timedelta(days=30)


@dataclass(frozen=True)
class SpotSeed:
    """A need that an expert took on: what its case grows from."""

    firm: FirmRow
    need: int
    expert: ExpertRow
    staff: int
    market: str
    opened: datetime
    #: None while it is not settled.
    settled: datetime | None
    answered: bool


@dataclass
class _Asked:
    """One consultation on its way."""

    firm: FirmRow
    ref: str
    id: int
    staff: int
    market: str
    writer: Writer

    @property
    def subject(self) -> Subject:
        return ("consultation", self.ref)


class Intake:
    """Writes the consultations in order of time and collects the spot cases that come out of them."""

    def __init__(self, plan: Plan, people: People) -> None:
        self._plan, self._people = plan, people
        self._chance = plan.random("intake")
        self.spot: list[SpotSeed] = []
        #: The consultations of each firm: when asked, and the key.
        self.by_firm: dict[int, list[tuple[datetime, int]]] = {}

    def write(self, firms: list[FirmRow]) -> None:
        """Write every consultation and what became of it up to the portfolio's day."""
        asked = sorted(
            ((moment, firm) for firm in firms for moment in firm.consultations),
            key=lambda item: (item[0], item[1].id),
        )
        for moment, firm in asked:
            self._consultation(firm, moment)

    def _consultation(self, firm: FirmRow, moment: datetime) -> None:
        plan, chance = self._plan, self._chance
        market = chance.choice(firm.markets)
        writer = Writer(chance, firm.product, plan.configuration.market_names[market])
        subject = chance.choices(list(_SUBJECTS), list(_SUBJECTS.values()))[0]
        staff = chance.choice(firm.office.staff)
        channel, who, role, partner_body = self._came_by(firm, staff)
        if firm.example and moment.date() > plan.as_of - _CALLED_LATELY:
            # The example user has called the office, and is asked whether it was written down right.
            channel, who, role, partner_body = Channel.PHONE, staff, Role.OFFICE_STAFF.value, None
        body = writer.question(subject)
        ref = plan.reference("Q", moment.date())
        key = plan[Consultation].add(
            ref=ref,
            firm_id=firm.id,
            office_id=firm.office.id,
            partner_body_id=partner_body,
            channel=channel.value,
            title=writer.text("subjects", subject, "titles"),
            body=body,
            market_id=plan.configuration.markets[market],
            asked_at=moment,
            recorded_by_id=who,
        )
        self.by_firm.setdefault(firm.id, []).append((moment, key))
        asked = _Asked(firm, ref, key, staff, market, writer)
        payload = {
            "firm": firm.ref,
            "office": firm.office.code,
            "channel": channel.value,
            "body": digest(body),
        }
        plan.event(moment, who, role, "consultation.asked", asked.subject, payload)
        taken_out = later(chance, moment, *chance.choices(((0, 2), (3, 7), (8, 16)), (58, 30, 12))[0])
        if not plan.past(taken_out):
            return
        others = [code for code in _SUBJECTS if code != subject]
        for code in [subject, *chance.sample(others, 1 if chance.random() < 0.22 else 0)]:
            self._need(asked, code, market, taken_out)

    def _came_by(self, firm: FirmRow, staff: int) -> tuple[Channel, int, str, int | None]:
        """The channel, who wrote it down in which role, and the partner body that brought it."""
        chance, office = self._chance, firm.office
        first = firm.id not in self.by_firm
        if office.partner_user and ((first and firm.brought_by) or chance.random() < 0.03):
            return Channel.PARTNER, office.partner_user, Role.PARTNER_MEMBER.value, office.partner_body
        if firm.user is not None and chance.random() < 0.5:
            return Channel.WEB, firm.user, Role.FIRM_MEMBER.value, None
        channel = chance.choices((Channel.COUNTER, Channel.PHONE, Channel.VISIT), (40, 45, 15))[0]
        return channel, staff, Role.OFFICE_STAFF.value, None

    def _need(self, asked: _Asked, subject: str, market: str, taken_out: datetime) -> None:
        plan, chance = self._plan, self._chance
        need = plan[Need].add(
            consultation_id=asked.id,
            subject_id=plan.configuration.subjects[subject],
            market_id=plan.configuration.markets[market],
            description=asked.writer.text("subjects", subject, "needs"),
            taken_out_at=taken_out,
            taken_out_by_id=asked.staff,
        )
        self._tell(asked, taken_out, asked.staff, "need.taken_out", need=need, subject=subject)
        if chance.random() < 0.27:
            self._answered_by_staff(asked, need, subject, taken_out)
        else:
            self._proposed(asked, need, subject, taken_out)

    def _answered_by_staff(self, asked: _Asked, need: int, subject: str, taken_out: datetime) -> None:
        answered = later(self._chance, taken_out, 1, 14)
        if not self._plan.past(answered):
            return
        answer = asked.writer.text("subjects", subject, "answers")
        proposal = self._plan[Proposal].add(
            need_id=need,
            receiver=Receiver.STAFF.value,
            staff_id=asked.staff,
            office_id=asked.firm.office.id,
            state=ProposalState.HELPED.value,
            answer=answer,
            sent_at=answered,
            taken_at=answered,
            closed_at=answered,
        )
        payload = {"need": need, "proposal": proposal, "answer": digest(answer)}
        self._tell(asked, answered, asked.staff, "need.answered", **payload)

    def _proposed(self, asked: _Asked, need: int, subject: str, taken_out: datetime) -> None:
        """Offer the need to one expert after the other until one takes it on."""
        sent = later(self._chance, taken_out, 0, 2)
        tried: set[int] = set()
        while self._plan.past(sent) and len(tried) < 4:
            expert = self._expert(asked.firm, subject, tried, sent)
            tried.add(expert.id)
            replied = self._propose(asked, need, subject, expert, sent)
            if replied is None:
                return
            sent = later(self._chance, replied, 0, 3)

    def _propose(
        self, asked: _Asked, need: int, subject: str, expert: ExpertRow, sent: datetime
    ) -> datetime | None:
        """One proposal. Returns when it was refused, None if it was taken or still waits."""
        plan, chance = self._plan, self._chance
        days = min(SLOWEST_REPLY, round(chance.expovariate(1 / 9)))
        if expert is self._people.home_expert and sent.date() > plan.as_of - timedelta(days=14):
            # The example user finds work on the desk.
            days = 15
        replied = later(chance, sent, days, days + 1)
        table = plan[Proposal]
        proposal = table.next_key
        row = {
            "need_id": need,
            "receiver": Receiver.EXPERT.value,
            "expert_id": expert.id,
            "sent_at": sent,
            "silent_from": sent.date(),
        }
        self._tell(
            asked,
            sent,
            asked.staff,
            "proposal.sent",
            proposal=proposal,
            need=need,
            receiver="expert",
            expert=expert.code,
        )
        if not plan.past(replied):
            table.add(state=ProposalState.WAITING.value, **row)
            return None
        if chance.random() < 0.14:
            reason = chance.choices(list(_REASONS), list(_REASONS.values()))[0]
            reasons = plan.configuration.reasons
            state = ProposalState.NOT_MY_FIELD.value
            table.add(state=state, refusal_reason_id=reasons[reason], closed_at=replied, **row)
            payload = {"proposal": proposal, "need": need, "reason": reason, "guards": {"has_reason": True}}
            self._by_expert(asked, replied, expert, "proposal.refused", **payload)
            return replied
        self._by_expert(asked, replied, expert, "proposal.taken", proposal=proposal, need=need)
        self._settle(asked, need, subject, expert, proposal, replied, row)
        return None

    def _settle(
        self,
        asked: _Asked,
        need: int,
        subject: str,
        expert: ExpertRow,
        proposal: int,
        taken: datetime,
        row: dict[str, object],
    ) -> None:
        plan, chance = self._plan, self._chance
        days = min(50, 2 + round(chance.expovariate(1 / 13)))
        settled: datetime | None = later(chance, taken, days, days + 1)
        state = chance.choices(
            (ProposalState.HELPED, ProposalState.NO_HELP, ProposalState.NOT_REACHABLE), (88, 8, 4)
        )[0]
        if settled is None or not plan.past(settled):
            settled, state = None, ProposalState.TAKEN
        answer = self._answer(asked, subject, state)
        plan[Proposal].add(state=state.value, taken_at=taken, closed_at=settled, answer=answer, **row)
        if settled is not None:
            payload = {"proposal": proposal, "need": need, "answer": digest(answer)}
            self._by_expert(asked, settled, expert, f"proposal.{state.value}", **payload)
        answered = state == ProposalState.HELPED
        self.spot.append(
            SpotSeed(asked.firm, need, expert, asked.staff, asked.market, taken, settled, answered)
        )

    def _answer(self, asked: _Asked, subject: str, state: ProposalState) -> str:
        if state == ProposalState.TAKEN:
            return ""
        if state == ProposalState.HELPED:
            return asked.writer.text("subjects", subject, "answers")
        return asked.writer.text("proposals", state.value)

    def _expert(self, firm: FirmRow, subject: str, tried: set[int], sent: datetime) -> ExpertRow:
        """Mostly one of the firm's own office who knows the subject; else one from anywhere."""
        chance, people, home = self._chance, self._people, self._people.home_expert
        if is_home(firm) and home.id not in tried:
            days = (self._plan.as_of - sent.date()).days
            if chance.random() < (0.85 if days < 20 else 0.3 if days < 200 else 0.0):
                return home
        knowing = [expert for expert in people.by_subject[subject] if expert.id not in tried]
        near = [expert for expert in knowing if expert.office.code == firm.office.code]
        if near and chance.random() < 0.6:
            return chance.choice(near)
        return chance.choice(knowing)

    def _tell(self, asked: _Asked, moment: datetime, staff: int, action: str, **payload: object) -> None:
        self._plan.event(moment, staff, Role.OFFICE_STAFF, action, asked.subject, payload)

    def _by_expert(
        self, asked: _Asked, moment: datetime, expert: ExpertRow, action: str, **payload: object
    ) -> None:
        self._plan.event(moment, expert.user, Role.EXPERT, action, asked.subject, payload)
