"""What else happens at the window: other receivers than experts, silence, pauses, abandoned needs.

Written after the consultations, from a stream of chance of its own: further needs of consultations that are
there. No expert takes any of them on, so no case grows out of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from banso.apps.intake.models import (
    AbandonReason,
    Consultation,
    Need,
    Pause,
    PauseReason,
    Proposal,
    ProposalState,
    Receiver,
    SilenceStep,
)
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import digest
from banso.demo.firms import FirmRow, is_home
from banso.demo.further import Further, Told
from banso.demo.outside import Outside
from banso.demo.people import People
from banso.demo.plan import Plan, later
from banso.demo.receivers import Receivers, To
from banso.demo.silence import LIMITS, night, write_silence_of_experts, write_steps
from banso.demo.texts import Writer

#: Of the consultations, so many have a further need; of those of the home office more.
_FURTHER, _FURTHER_HOME = 0.10, 0.45
#: What becomes of a further need, and how often.
_WAYS = {
    "replied": 58,
    "silent": 14,
    "paused": 8,
    "abandoned": 7,
    "reopened": 5,
    "withdrawn": 8,
}
_GIVEN_UP = ("firm_gave_up", "found_elsewhere", "out_of_scope")
_STATES = (ProposalState.HELPED, ProposalState.NO_HELP, ProposalState.NOT_REACHABLE)


def write_window(plan: Plan, people: People, firms: list[FirmRow], outside: Outside) -> None:
    """Write all of it."""
    Window(plan, people, outside).write({firm.id: firm for firm in firms})


class Window(Told):
    """Writes further needs with what became of them, and the steps of silence of every proposal."""

    def __init__(self, plan: Plan, people: People, outside: Outside) -> None:
        super().__init__(plan)
        self._chance = plan.random("window")
        self._receivers = Receivers(self._chance, people, outside)
        #: For what happens to needs that nobody took on at once, and after a rest.
        self._later = plan.random("window later")
        self._colleagues = Receivers(self._later, people, outside)
        #: How many proposals of each kind of receiver are settled: the first ones show each outcome once.
        self._settled: Counter[Receiver] = Counter()
        #: Whether a need rests on the portfolio's day.
        self._resting = False
        codes = AbandonReason.objects.order_by("position").values_list("code", "pk")
        self._reasons: dict[str, int] = dict(codes)
        self._markets = {key: code for code, key in plan.configuration.markets.items()}
        self._ways: dict[str, Callable[[Further], None]] = {
            "replied": self._replied,
            "silent": self._silent,
            "paused": self._paused,
            "abandoned": self._abandoned,
            "reopened": self._reopened,
            "withdrawn": self._withdrawn,
        }

    def write(self, firms: dict[int, FirmRow]) -> None:
        """Further needs in the order of the consultations; languages and hours; steps of silence."""
        needs, consultations = self._plan[Need], self._plan[Consultation]
        column = {name: place for place, name in enumerate(needs.columns)}
        asked = {name: place for place, name in enumerate(consultations.columns)}
        refs = {row[asked["id"]]: row[asked["ref"]] for row in consultations.rows}
        firm_of = {row[asked["id"]]: row[asked["firm_id"]] for row in consultations.rows}
        # Experts were asked so far; their silence is told before anything is added.
        write_silence_of_experts(self._plan)
        seen: set[int] = set()
        for row in list(needs.rows):
            key, consultation = row[column["id"]], row[column["consultation_id"]]
            self._wishes(key)
            firm = firms[firm_of[consultation]]
            share = _FURTHER_HOME if is_home(firm) else _FURTHER
            rests = (
                not self._resting and consultation not in seen and self._recent(row[column["taken_out_at"]])
            )
            if not rests and (consultation in seen or self._chance.random() >= share):
                seen.add(consultation)
                continue
            seen.add(consultation)
            first = dict(zip(needs.columns, row, strict=True))
            self._further(firm, refs[consultation], consultation, first, rests=rests)

    def _recent(self, moment: datetime) -> bool:
        """Whether a need was taken out some weeks ago: late enough to rest now."""
        return 20 <= (self._plan.as_of - moment.date()).days <= 90

    def _wishes(self, need: int) -> None:
        """Some firms say in which language they want help, or how many hours they expect."""
        chance = self._chance
        if chance.random() < 0.12:
            languages = list(self._plan.configuration.languages.values())
            self._plan[Need].change(need, language_id=chance.choice(languages[1:5]))
        if chance.random() < 0.1:
            self._plan[Need].change(need, hours_wanted=Decimal(chance.choice((1, 2, 2, 3, 4, 8))))

    def _further(
        self, firm: FirmRow, ref: str, consultation: int, first: dict[str, Any], *, rests: bool
    ) -> None:
        plan, chance = self._plan, self._chance
        codes = plan.configuration.subjects
        code = chance.choice([code for code, key in codes.items() if key != first["subject_id"]])
        market = plan.configuration.market_names[self._markets[first["market_id"]]]
        writer = Writer(chance, firm.product, market)
        staff, moment = first["taken_out_by_id"], first["taken_out_at"]
        need = plan[Need].add(
            consultation_id=consultation,
            subject_id=codes[code],
            market_id=first["market_id"],
            description=writer.text("subjects", code, "needs"),
            taken_out_at=moment,
            taken_out_by_id=staff,
        )
        later_writer = Writer(self._later, firm.product, market)
        further = Further(firm, ("consultation", ref), need, code, staff, moment, writer, later_writer)
        self._by_staff(further, moment, "need.taken_out", need=need, subject=code)
        way = chance.choices(list(_WAYS), list(_WAYS.values()))[0]
        if rests:
            self._resting = True
            self._paused(further, now=True)
        else:
            self._ways[way](further)

    # What becomes of it

    def _replied(self, further: Further) -> None:
        """Taken on and settled, handed back, or still on its way."""
        sent = later(self._chance, further.taken_out, 0, 3)
        if not self._plan.past(sent):
            return
        self._reply(further, self._receivers.anybody(further.firm, further.staff), sent)

    def _reply(self, further: Further, to: To, sent: datetime) -> None:
        plan, chance = self._plan, self._chance
        replied = later(chance, sent, 1, 16)
        values = self._sent(further, to, sent)
        proposal = plan[Proposal].next_key
        if not plan.past(replied):
            plan[Proposal].add(**values)
            write_steps(self._plan, further.subject, further.need, proposal, to.kind, sent, None)
            return
        write_steps(self._plan, further.subject, further.need, proposal, to.kind, sent, replied)
        if chance.random() < 0.15:
            reason = chance.choice(("other_subject", "other_market", "no_capacity"))
            plan[Proposal].add(
                **values | {"state": ProposalState.NOT_MY_FIELD.value},
                refusal_reason_id=plan.configuration.reasons[reason],
                closed_at=replied,
            )
            self._by(to, further, replied, "proposal.refused", proposal=proposal, reason=reason)
            self._after_refusal(further, replied)
            return
        self._by(to, further, replied, "proposal.taken", proposal=proposal)
        settled = later(chance, replied, 2, 40)
        state = chance.choices(_STATES, (80, 12, 8))[0]
        if self._settled[to.kind] < len(_STATES):
            state = _STATES[self._settled[to.kind]]
        self._settled[to.kind] += 1
        self._settle(further, to, values, proposal, replied, settled, state)

    def _settle(
        self,
        further: Further,
        to: To,
        values: dict[str, Any],
        proposal: int,
        replied: datetime,
        settled: datetime,
        state: ProposalState,
    ) -> None:
        """A proposal that was taken is settled, or still at work on the portfolio's day."""
        plan = self._plan
        if not plan.past(settled):
            plan[Proposal].add(**values | {"state": ProposalState.TAKEN.value}, taken_at=replied)
            return
        answer = self._answer(further, state)
        plan[Proposal].add(
            **values | {"state": state.value}, taken_at=replied, closed_at=settled, answer=answer
        )
        self._by(to, further, settled, f"proposal.{state.value}", proposal=proposal, answer=digest(answer))

    def _after_refusal(self, further: Further, refused: datetime) -> None:
        """A colleague helps instead; now and then the office says that nobody works on it."""
        plan, chance = self._plan, self._later
        if chance.random() < 0.2:
            self._abandon(further, later(chance, refused, 6, 30), chance.choice(_GIVEN_UP))
            return
        sent = later(chance, refused, 1, 12)
        taken = later(chance, sent, 1, 4)
        if not plan.past(taken):
            return
        to = self._colleagues.colleague(further.firm, further.staff)
        values, proposal = self._sent(further, to, sent), plan[Proposal].next_key
        self._by(to, further, taken, "proposal.taken", proposal=proposal)
        settled = later(chance, taken, 1, 20)
        further = replace(further, writer=further.later)
        self._settle(further, to, values, proposal, taken, settled, ProposalState.HELPED)

    def _silent(self, further: Further) -> None:
        """Nobody replies. After the last step the firm was told, and the need is abandoned."""
        sent = later(self._chance, further.taken_out, 0, 3)
        if not self._plan.past(sent):
            return
        to = (
            self._receivers.expert()
            if self._chance.random() < 0.6
            else self._receivers.anybody(further.firm, further.staff)
        )
        proposal = self._plan[Proposal].add(**self._sent(further, to, sent))
        write_steps(self._plan, further.subject, further.need, proposal, to.kind, sent, None)
        self._given_up(further, proposal, sent)

    def _given_up(self, further: Further, proposal: int, sent: datetime) -> None:
        told = night(sent.date() + timedelta(days=LIMITS[2]))
        if not self._plan.past(told):
            return
        self._plan[SilenceStep].add(proposal_id=proposal, sent_at=sent, step=3, done_at=told)
        self._plan[Need].change(
            further.need, abandoned_on=told.date(), abandon_reason_id=self._reasons["no_reply"]
        )
        payload = {"need": further.need, "reason": "no_reply"}
        self._plan.event(told, None, SYSTEM, "need.abandoned", further.subject, payload)

    def _paused(self, further: Further, *, now: bool = False) -> None:
        """The firm asked to wait: its clocks stood still, or do so now."""
        plan, chance = self._plan, self._chance
        sent = later(chance, further.taken_out, 0, 3)
        begun = later(chance, sent, 1, 6)
        if not plan.past(begun):
            return
        reason = chance.choice(PauseReason.values)
        until = begun.date() + timedelta(days=chance.randint(10, 60))
        over = until < plan.as_of and not now
        resumed = until + timedelta(days=1) if over and until + timedelta(days=1) < plan.as_of else None
        plan[Pause].add(
            need_id=further.need,
            reason=reason,
            paused_on=begun.date(),
            until=until if resumed else max(until, plan.as_of),
            paused_by_id=further.staff,
            resumed_on=resumed,
        )
        shown = until if resumed else max(until, plan.as_of)
        to = self._receivers.anybody(further.firm, further.staff)
        values = self._sent(further, to, sent)
        proposal = plan[Proposal].next_key
        self._by_staff(
            further, begun, "need.paused", need=further.need, reason=reason, until=shown.isoformat()
        )
        if resumed is None:
            plan[Proposal].add(**values)
            return
        plan.event(
            night(resumed), None, SYSTEM, "need.resumed", further.subject,
            {"need": further.need, "on": resumed.isoformat()},
        )  # fmt: skip
        values["silent_from"] = sent.date() + (resumed - begun.date())
        replied = later(chance, night(resumed), 1, 6)
        if not plan.past(replied):
            plan[Proposal].add(**values)
            return
        self._by(to, further, replied, "proposal.taken", proposal=proposal)
        settled = later(self._later, replied, 2, 40)
        state = self._later.choices(_STATES, (80, 12, 8))[0]
        further = replace(further, writer=further.later)
        self._settle(further, to, values, proposal, replied, settled, state)

    def _abandoned(self, further: Further) -> None:
        """The office says that nobody works on it any more."""
        moment = later(self._chance, further.taken_out, 2, 25)
        if self._plan.past(moment):
            reasons = [code for code in self._reasons if code != "no_reply"]
            self._abandon(further, moment, self._chance.choice(reasons))

    def _abandon(self, further: Further, moment: datetime, reason: str) -> None:
        if not self._plan.past(moment):
            return
        self._plan[Need].change(
            further.need,
            abandoned_on=moment.date(),
            abandon_reason_id=self._reasons[reason],
            abandoned_by_id=further.staff,
        )
        self._by_staff(further, moment, "need.abandoned", need=further.need, reason=reason)

    def _reopened(self, further: Further) -> None:
        """Answered by a colleague, asked about again, and answered once more or still at work."""
        plan, chance = self._plan, self._chance
        to = self._receivers.colleague(further.firm, further.staff)
        sent = later(chance, further.taken_out, 0, 2)
        taken, settled = later(chance, sent, 1, 3), later(chance, sent, 5, 9)
        again, done = later(chance, settled, 3, 20), later(chance, settled, 25, 45)
        if not plan.past(again):
            return
        values = self._sent(further, to, sent)
        proposal = plan[Proposal].next_key
        answer = self._answer(further, ProposalState.HELPED)
        self._by(to, further, taken, "proposal.taken", proposal=proposal)
        self._by(to, further, settled, "proposal.helped", proposal=proposal, answer=digest(answer))
        self._by_staff(further, again, "proposal.reopened", need=further.need, proposal=proposal)
        if plan.past(done):
            self._by(to, further, done, "proposal.helped", proposal=proposal, answer=digest(answer))
            values |= {"state": ProposalState.HELPED.value, "closed_at": done, "answer": answer}
        else:
            values |= {"state": ProposalState.TAKEN.value}
        plan[Proposal].add(**values, taken_at=taken)

    def _withdrawn(self, further: Further) -> None:
        """Two were asked; one helped, and the other's proposal was withdrawn."""
        plan, chance = self._plan, self._chance
        sent = later(chance, further.taken_out, 0, 2)
        taken, settled = later(chance, sent, 1, 4), later(chance, sent, 6, 12)
        if not plan.past(settled):
            return
        first, second = self._receivers.expert(), self._receivers.colleague(further.firm, further.staff)
        waits = plan[Proposal].add(
            **self._sent(further, first, sent), withdrawn_at=settled + timedelta(seconds=1)
        )
        values = self._sent(further, second, sent + timedelta(minutes=4))
        answer = self._answer(further, ProposalState.HELPED)
        proposal = plan[Proposal].add(
            **values | {"state": ProposalState.HELPED.value}, taken_at=taken, closed_at=settled, answer=answer
        )
        self._by(second, further, taken, "proposal.taken", proposal=proposal)
        self._by(second, further, settled, "proposal.helped", proposal=proposal, answer=digest(answer))
        moment = settled + timedelta(seconds=1)
        self._by(second, further, moment, "proposal.withdrawn", proposal=waits, why="helped")
