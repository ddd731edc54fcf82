"""Cases: what is common to all of them, and those that answer a single question."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import (
    Activity,
    ActivityKind,
    Case,
    CaseOutcome,
    CaseState,
    ExportResult,
    ResultSource,
    SalesChannel,
)
from banso.apps.journal.services import Subject, digest
from banso.demo.configuration import ServiceKey
from banso.demo.fate import Fate, Order, draw_fate
from banso.demo.firms import FirmRow
from banso.demo.intake import SpotSeed
from banso.demo.people import ExpertRow
from banso.demo.plan import Plan, at, later, working
from banso.demo.results import ResultDetails
from banso.demo.texts import Writer
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)
#: A firm leaves an export unconfirmed for so many days at most.
RECENT_DAYS = 150
_HOURS = {quarters: Decimal(quarters) / 4 for quarters in range(97)}


@dataclass
class CaseRow:
    """A case on its way, and what the questionnaire will want to know of it."""

    firm: FirmRow
    service: ServiceKey
    opened: datetime
    writer: Writer
    market: str
    id: int
    ref: str
    staff: int
    expert: ExpertRow | None = None
    ended_on: date | None = None
    state: CaseState = CaseState.ACTIVE
    outcome: str = ""
    #: The day of the first confirmed export that is no sample.
    first_export: date | None = None
    trend: str = ""
    results: int = 0
    goal: bool = False
    paused: list[tuple[date, date]] = field(default_factory=list)
    #: The day on which its application was handed in; None of a single question.
    applied_on: date | None = None
    gates_passed: int = 0
    extended_months: int = 0
    #: Of a case that came out of an application: its stages as they stand on the portfolio's day.
    stages: list[Any] = field(default_factory=list)

    @property
    def started_on(self) -> date:
        """The day support began."""
        return self.opened.date()

    @property
    def subject(self) -> Subject:
        """What the case's events stand under."""
        return ("case", self.ref)


class CaseWriter:
    """What every kind of case needs: activities and export results."""

    def __init__(self, plan: Plan, chance: random.Random, malls: dict[str, list[int]]) -> None:
        self.plan, self.chance, self._malls = plan, chance, malls
        self._details = ResultDetails(plan)

    def begin(self, firm: FirmRow, service: str, opened: datetime, market: str, staff: int) -> CaseRow:
        """Take the next reference for a case that opens now; store it before the next one begins."""
        plan = self.plan
        writer = Writer(self.chance, firm.product, plan.configuration.market_names[market])
        return CaseRow(
            firm=firm,
            service=plan.configuration.services[service],
            opened=opened,
            writer=writer,
            market=market,
            id=plan[Case].next_key,
            ref=plan.reference("C", opened.date()),
            staff=staff,
        )

    def store(self, case: CaseRow, planned_end_on: date, **values: object) -> None:
        """Write the case as it stands on the portfolio's day."""
        self.plan[Case].add(
            ref=case.ref,
            firm_id=case.firm.id,
            office_id=case.firm.office.id,
            service_id=case.service.id,
            version_id=case.service.version_id,
            expert_id=case.expert.id if case.expert else None,
            staff_id=case.staff,
            state=case.state.value,
            started_on=case.started_on,
            planned_end_on=planned_end_on,
            ended_on=case.ended_on,
            outcome=case.outcome,
            **values,
        )

    def tell(
        self, case: CaseRow, moment: datetime, who: int | None, role: str, action: str, **payload: object
    ) -> None:
        """Note an event of a case."""
        self.plan.event(moment, who, role, action, case.subject, payload)

    def activity(
        self, case: CaseRow, day: date, texts: str, *, by_expert: bool, quarters: int, stopped: bool = False
    ) -> None:
        """Log hours of a day; an expert's only as far as the month's hours go.

        ``stopped``: an overdue gate lets no hours be logged, only that somebody was in touch.
        """
        expert = case.expert if by_expert else None
        if expert is not None:
            quarters = expert.book(day, quarters)
            if quarters == 0:
                expert = None
        if expert is None:
            quarters = self.chance.choice((1, 2, 2, 3))
        kind = ActivityKind.CONTACT if expert is None else self._kind()
        if stopped:
            expert, kind, quarters = None, ActivityKind.CONTACT, 0
        hours = _HOURS[quarters]
        advice = case.writer.text("activities", texts)
        table = self.plan[Activity]
        key = table.add(
            case_id=case.id,
            expert_id=expert.id if expert else None,
            staff_id=None if expert else case.staff,
            kind=kind.value,
            done_on=day,
            hours=hours,
            advice=advice,
            travel_yen=_travel(kind, table.next_key),
        )
        self.tell(
            case,
            at(day, self.chance.randrange(17 * 60 + 30, 20 * 60)),
            expert.user if expert else case.staff,
            Role.EXPERT if expert else Role.OFFICE_STAFF,
            "activity.logged",
            activity=key,
            kind=kind.value,
            done_on=day.isoformat(),
            hours=f"{hours:.2f}",
            advice=digest(advice),
        )

    def _kind(self) -> ActivityKind:
        kinds = (ActivityKind.ADVICE, ActivityKind.MEETING, ActivityKind.VISIT, ActivityKind.DOCUMENT)
        return self.chance.choices(kinds, (50, 28, 10, 12))[0]

    def results(self, case: CaseRow, fate: Fate, until: date) -> None:
        """Record the exports up to a day; some of them wait to be confirmed by the firm."""
        orders = sorted((order for order in fate.orders if order.day < until), key=lambda order: order.day)
        for position, order in enumerate(orders, start=1):
            self._result(case, order, last=position == len(orders))
        if case.firm.example:
            self._example_result(case)

    def _result(self, case: CaseRow, order: Order, *, last: bool) -> None:
        chance, plan = self.chance, self.plan
        recorded = later(chance, at(order.day, 18 * 60), 1, 20)
        if not plan.past(recorded):
            return
        sources = (ResultSource.FIRM, ResultSource.STAFF, ResultSource.EXPERT)
        source = chance.choices(sources, (55, 28, 17))[0]
        if source == ResultSource.EXPERT and case.expert is None:
            source = ResultSource.STAFF
        if source == ResultSource.FIRM and case.firm.user is None:
            source = ResultSource.STAFF
        confirmed = recorded if source == ResultSource.FIRM else self._confirmed(case, recorded)
        recent = order.day > plan.as_of - timedelta(days=RECENT_DAYS)
        if last and recent and source != ResultSource.FIRM and chance.random() < 0.35:
            confirmed = None
        self._write(case, order, source, recorded, confirmed)

    def _confirmed(self, case: CaseRow, recorded: datetime) -> datetime | None:
        moment = later(self.chance, recorded, 1, 24)
        return moment if self.plan.past(moment) else None

    def _example_result(self, case: CaseRow) -> None:
        """An order that staff heard of last week waits for the example user."""
        day = self.plan.as_of - timedelta(days=16)
        recorded = later(self.chance, at(day, 600), 3, 5)
        self._write(case, Order(day, 1_300_000, False), ResultSource.STAFF, recorded, None)

    def _write(
        self,
        case: CaseRow,
        order: Order,
        source: ResultSource,
        recorded: datetime,
        confirmed: datetime | None,
    ) -> None:
        plan, firm = self.plan, case.firm
        who, role = {
            ResultSource.FIRM: (firm.user, Role.FIRM_MEMBER),
            ResultSource.STAFF: (case.staff, Role.OFFICE_STAFF),
            ResultSource.EXPERT: (case.expert.user if case.expert else None, Role.EXPERT),
        }[source]
        channel, mall = self._channel(case)
        quantity = max(1, order.yen // 3000) if order.sample or self.chance.random() < 0.35 else None
        shown, proof = self._details.proof(source, channel, confirmed is not None)
        proven = shown != source
        values: dict[str, Any] = {
            "case_id": case.id,
            "exported_on": order.day,
            "market_id": plan.configuration.markets[case.market],
            "product": firm.product,
            **self._details.money(case.market, order.day, order.yen, sample=order.sample),
            "quantity": quantity,
            "unit": "個" if quantity else "",
            "sample": order.sample,
            "channel": channel.value,
            "mall_id": mall,
            "source": shown.value,
            "proof": proof,
            "recorded_by_id": who,
            "recorded_at": recorded,
            "confirmed_at": recorded if proven else confirmed,
        }
        key = plan[ExportResult].add(**values)
        self.tell(
            case,
            recorded,
            who,
            role,
            "result.recorded",
            result=key,
            exported_on=order.day.isoformat(),
            sample=order.sample,
            amount_yen=values["amount_yen"],
            quantity=quantity,
            source=shown.value,
            confirmed=proven or source == ResultSource.FIRM,
        )
        if confirmed is None:
            if not firm.example:
                self._details.leave_open(case, key, recorded, order.yen)
        elif source != ResultSource.FIRM and not proven:
            self._details.confirm(case, key, recorded, confirmed)
        if confirmed and not order.sample and not firm.example:
            self._details.repeat(case, key, values, case.staff)
        if confirmed and not order.sample:
            case.results += 1
            case.first_export = min(case.first_export or order.day, order.day)

    def _channel(self, case: CaseRow) -> tuple[SalesChannel, int | None]:
        if case.service.code == "mall":
            return SalesChannel.MALL, self.chance.choice(self._malls[case.market])
        if case.service.code in ("street", "store"):
            return SalesChannel(case.service.code), None
        return self.chance.choices((SalesChannel.DIRECT, SalesChannel.TRADING), (60, 40))[0], None


def _travel(kind: ActivityKind, key: int) -> int | None:
    """What a visit cost to travel to; of one in sixty nobody said."""
    if kind != ActivityKind.VISIT or key % 60 == 0:
        return None
    return 800 + key * 37 % 53 * 240


def write_spot(writer: CaseWriter, seed: SpotSeed) -> CaseRow:
    """A case that answers one need: opened when an expert takes it on, ended when it is settled."""
    chance, plan = writer.chance, writer.plan
    case = writer.begin(seed.firm, "spot", seed.opened, seed.market, seed.staff)
    case.expert = seed.expert
    guards = {"answers_need": True}
    payload = {"service": "spot", "firm": seed.firm.ref, "need": seed.need, "expert": seed.expert.code}
    writer.tell(case, seed.opened, seed.expert.user, Role.EXPERT, "case.opened", **payload, guards=guards)
    until = seed.settled.date() if seed.settled else plan.as_of
    day = working(case.started_on + timedelta(days=chance.randint(1, 6)))
    for _number in range(chance.choice((1, 1, 2))):
        if day >= until:
            break
        writer.activity(case, day, "spot", by_expert=True, quarters=chance.choice((4, 4, 6, 6, 8, 12)))
        day = working(day + timedelta(days=chance.randint(5, 20)))
    fate = draw_fate(chance, seed.firm, "spot", case.started_on, until)
    case.trend = fate.trend
    if seed.firm.user is not None and not seed.firm.example:
        writer.results(case, fate, until)
    if seed.settled is not None:
        case.ended_on, case.state = seed.settled.date(), CaseState.ENDED
        case.outcome = (CaseOutcome.ANSWERED if seed.answered else CaseOutcome.NOT_ANSWERED).value
        writer.tell(
            case,
            seed.settled,
            seed.expert.user,
            Role.EXPERT,
            "case.ended",
            outcome=case.outcome,
            ended_on=case.ended_on.isoformat(),
            stage=None,
            note=digest(""),
            guards=guards,
        )
    end = add_months(case.started_on, case.service.planned_months) - ONE_DAY
    writer.store(case, end, need_id=seed.need)
    return case
