"""Applications: draft, goal and promised efforts, screening, determination."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import BaselineSource, ExportGoal, GoalMetric, OwnEffort
from banso.apps.journal.services import Subject
from banso.apps.selection.models import Application, ApplicationState, Determination, Outcome
from banso.demo.decisions import Decided, Foresight
from banso.demo.fate import Fate, draw_fate
from banso.demo.firms import FirmRow, Intent, is_home
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working
from banso.demo.rounds import Pending, RoundKey, Rounds
from banso.demo.screening import Screenings
from banso.demo.texts import Writer
from banso.engines.kernel.fiscal import add_months

#: From this day on a goal belongs to every application; before, many firms set none.
GOAL_REQUIRED_FROM = date(2025, 4, 1)
_EFFORTS = ("pr", "hr", "product", "price", "partner", "cert", "fair", "site", "otherx")
_EFFORT_WEIGHTS = (24, 18, 20, 12, 12, 9, 12, 12, 4)


#: One firm in so many is typing an application; at the home office so many firms.
_BEGUN, _BEGUN_AT_HOME = 180, 2


@dataclass
class CaseSeed:
    """An adopted application: what a case grows from."""

    firm: FirmRow
    service: str
    application: int
    application_ref: str
    opened: datetime
    decider: int
    staff: int
    market: str
    fate: Fate
    goal: int | None
    efforts: list[int]
    applied_on: date


@dataclass
class Draft:
    """One application on its way."""

    firm: FirmRow
    intent: Intent
    started: datetime
    submitted: datetime
    market: str
    writer: Writer
    fate: Fate
    chance: random.Random
    round: RoundKey
    id: int = 0
    ref: str = ""
    #: What is handed in, as revisions hold it, and when, by the number of the revision.
    content: dict[str, Any] = field(default_factory=dict)
    handed_in: list[datetime] = field(default_factory=list)
    revision: int = 1
    submitted_again: datetime | None = None
    #: Who declared whether there is a conflict of interest.
    declared: set[int] = field(default_factory=set)
    #: Whether it scores like others at the edge of the places.
    level: bool = False

    @property
    def subject(self) -> Subject:
        """Its chain in the journal."""
        return ("application", self.ref)

    @property
    def goal_required(self) -> bool:
        """Whether it had to set a goal."""
        return self.submitted.date() >= GOAL_REQUIRED_FROM or self.firm.example


class Selection:
    """Writes the applications in order of time and collects the cases that come out of them."""

    def __init__(
        self,
        plan: Plan,
        people: People,
        consultations: dict[int, list[tuple[datetime, int]]],
        malls: dict[str, list[int]],
    ) -> None:
        self._plan, self._people, self._consultations = plan, people, consultations
        self._malls = malls
        self._chance = plan.random("selection")
        self._rounds = Rounds(plan, people)
        self._screenings = Screenings(plan, people)
        self._judging = self._screenings.judging
        self._foresight = Foresight(plan)
        self.adopted: list[CaseSeed] = []

    def write(self, firms: list[FirmRow]) -> None:
        """Write every application and what became of it up to the portfolio's day."""
        drafts = [self._draft(firm, intent) for firm in firms for intent in firm.intents]
        drafts = [draft for draft in drafts if self._plan.past(draft.started)]
        for draft in sorted(drafts, key=lambda draft: (draft.started, draft.firm.id)):
            self._application(draft)
        for draft in sorted(self._begun(firms), key=lambda draft: (draft.started, draft.firm.id)):
            self._application(draft)
        self._rounds.settle()

    def _begun(self, firms: list[FirmRow]) -> list[Draft]:
        """Applications begun in the last weeks and not handed in yet, some of them at the home office."""
        plan, chance = self._plan, self._plan.random("begun applications")
        free = [
            firm
            for firm in firms
            if not firm.intents and firm.user and firm.registered and plan.past(firm.registered)
        ]
        home = [firm for firm in free if is_home(firm)]
        chosen = chance.sample(home, min(len(home), _BEGUN_AT_HOME))
        chosen += chance.sample(free, min(len(free), len(firms) // _BEGUN))
        by_key = {firm.id: firm for firm in chosen}
        return [self._begin(chance, firm) for firm in by_key.values()]

    def _begin(self, chance: random.Random, firm: FirmRow) -> Draft:
        plan = self._plan
        started = in_office(chance, working(plan.as_of - timedelta(days=chance.randint(3, 24))))
        submitted = in_office(chance, working(plan.as_of + timedelta(days=chance.randint(2, 10))))
        started = max(started, firm.registered + timedelta(minutes=20)) if firm.registered else started
        intent = Intent("hands_on", submitted.date())
        market = chance.choice(firm.markets or [firm.market])
        writer = Writer(chance, firm.product, plan.configuration.market_names[market])
        fate = draw_fate(chance, firm, intent.service, submitted.date() + timedelta(days=45), plan.as_of)
        found = self._rounds.of(intent.service, plan.as_of)
        return Draft(firm, intent, started, submitted, market, writer, fate, chance, found)

    def _draft(self, firm: FirmRow, intent: Intent) -> Draft:
        chance = self._chance
        submitted = in_office(chance, working(intent.day))
        started = in_office(chance, working(submitted.date() - timedelta(days=chance.randint(4, 20))))
        started = min(started, submitted - timedelta(hours=1))
        if firm.registered is not None:
            started = max(started, firm.registered + timedelta(minutes=20))
        market = firm.market if firm.example else self._market(firm, intent)
        writer = Writer(chance, firm.product, self._plan.configuration.market_names[market])
        support = submitted.date() + timedelta(days=45)
        fate = draw_fate(chance, firm, intent.service, support, self._plan.as_of)
        found = self._rounds.of(intent.service, submitted.date())
        level = self._rounds.levels(found, submitted.date())
        return Draft(firm, intent, started, submitted, market, writer, fate, chance, found, level=level)

    def _market(self, firm: FirmRow, intent: Intent) -> str:
        """One of the firm's markets; for a mall one that has malls."""
        markets = [code for code in firm.markets if intent.service != "mall" or code in self._malls]
        return self._chance.choice(markets or list(self._malls))

    def _application(self, draft: Draft) -> None:
        plan, firm = self._plan, draft.firm
        draft.ref = plan.reference("A", draft.started.date())
        draft.id = plan[Application].next_key
        earlier = [key for moment, key in self._consultations.get(firm.id, ()) if moment < draft.started]
        state, seed = self._way(draft)
        draft.content["reason"] = draft.writer.text("application", "reasons")
        draft.content["plan_after_support"] = draft.writer.text("application", "plans")
        self._screenings.freeze(draft)
        plan[Application].add(
            ref=draft.ref,
            firm_id=firm.id,
            office_id=firm.office.id,
            service_id=plan.configuration.services[draft.intent.service].id,
            consultation_id=earlier[-1] if earlier else None,
            state=state.value,
            round_id=draft.round.id if plan.past(draft.submitted) else None,
            revision=draft.revision,
            reason=draft.content["reason"],
            plan_after_support=draft.content["plan_after_support"],
            created_at=draft.started,
            submitted_at=draft.submitted if plan.past(draft.submitted) else None,
        )
        if seed is not None:
            self.adopted.append(seed)

    def _way(self, draft: Draft) -> tuple[ApplicationState, CaseSeed | None]:
        """Everything that happened to an application: its state, and the case to come if it was adopted."""
        plan, chance, firm = self._plan, self._chance, draft.firm
        payload = {"firm": firm.ref, "office": firm.office.code, "service": draft.intent.service}
        self._tell(draft, draft.started, *firm.writer, "application.started", **payload)
        draft.content = {"service": draft.intent.service, "goal": None, "efforts": []}
        goal, efforts = self._goal(draft), self._efforts(draft)
        if not plan.past(draft.submitted):
            return ApplicationState.DRAFT, None
        draft.handed_in.append(draft.submitted)
        if chance.random() < 0.02 and not firm.example:
            withdrawn = later(chance, draft.submitted, 3, 20)
            if plan.past(withdrawn):
                self._tell(draft, withdrawn, firm.user, Role.FIRM_MEMBER, "application.withdrawn")
                return ApplicationState.WITHDRAWN, None
        adopted, feasible = self._adopts(draft), None
        if self._foresight.judges(draft.submitted.date()) and not firm.example:
            feasible = "yes" if self._judging.random() < 0.66 + 0.12 * firm.capability else "no"
            adopted = self._as_advised(draft, adopted, feasible, efforts)
        self._screenings.hand_back(draft, again=True)
        screened = self._screenings.write(draft, adopted, has_goal=goal is not None, feasible=feasible)
        if screened is None:
            if draft.revision == 1 and self._screenings.hand_back(draft, again=False):
                return ApplicationState.RETURNED, None
            return ApplicationState.SUBMITTED, None
        determined = later(chance, screened.last, 5, 30)
        if firm.example:
            determined = in_office(chance, working(add_months(plan.as_of + timedelta(days=21), -24)))
        if not plan.past(determined) or not screened.enough:
            level = draft.level and screened.agree
            pending = Pending(draft.id, draft.ref, screened.last, screened.enough, level)
            self._rounds.waits(draft.round, pending)
            return ApplicationState.SCREENED, None
        decider = self._determination(draft, adopted, determined)
        if not adopted:
            return ApplicationState.DECLINED, None
        staff = chance.choice(firm.office.staff)
        seed = CaseSeed(
            firm, draft.intent.service, draft.id, draft.ref, determined, decider, staff, draft.market,
            draft.fate, goal, efforts, draft.submitted.date(),
        )  # fmt: skip
        return ApplicationState.ADOPTED, seed

    def _adopts(self, draft: Draft) -> bool:
        """Nearly all are adopted; the weakest have the worst chances. It differs by office."""
        declined = (100 - draft.firm.office.adoption) / 100
        weak = draft.firm.capability < -0.3
        return draft.firm.example or self._chance.random() > declined * (1.7 if weak else 0.55)

    def _as_advised(self, draft: Draft, adopted: bool, feasible: str, efforts: list[int]) -> bool:
        """Since the reform deciders mostly follow what it says; where it leaves that open, their own view."""
        firm, service = draft.firm, draft.intent.service
        advice = self._foresight.advice(
            {
                "service": service,
                "industry": firm.industry,
                "employees": firm.employees,
                "export_record": firm.experience.value,
                "ec_record": firm.ec_record,
                "has_goal": True,
                "goal_market": draft.market,
                "goal_due_months": self._plan.configuration.services[service].planned_months,
                "goal_judged_feasible": feasible == "yes",
                "efforts_promised": len(efforts),
            }
        )
        if advice == "discuss":
            return adopted
        departs = self._judging.random() < (0.03 if advice == "adopt" else 0.14)
        return (advice == "adopt") is not departs

    def _goal(self, draft: Draft) -> int | None:
        plan, chance, firm, fate = self._plan, self._chance, draft.firm, draft.fate
        if not draft.goal_required and chance.random() < (
            0.2 if draft.intent.service == "hands_on" else 0.38
        ):
            return None
        moment = draft.started + (draft.submitted - draft.started) / 2
        if not plan.past(moment):
            return None
        months = plan.configuration.services[draft.intent.service].planned_months
        due = add_months(draft.submitted.date(), months)
        factor = chance.uniform(0.45, 0.85) if fate.modest else chance.uniform(1.3, 3.5)
        yen = max(100_000, round(fate.yearly_yen * factor, -5))
        metric, baseline, target, unit = GoalMetric.AMOUNT.value, 0, int(yen), "JPY"
        if chance.random() < 0.12 and not firm.example:
            metric, target, unit = GoalMetric.QUANTITY.value, max(10, int(yen // 3000)), _unit(firm)
        elif chance.random() < 0.2 and not firm.example:
            baseline = int(yen * 0.2) // 10_000 * 10_000
        key = plan[ExportGoal].add(
            application_id=draft.id,
            version=1,
            market_id=plan.configuration.markets[draft.market],
            product=firm.product,
            metric=metric,
            baseline=baseline,
            target=target,
            unit=unit,
            due_on=due,
            set_at=moment,
        )
        draft.content["goal"] = {
            "market": draft.market,
            "product": firm.product,
            "hs_code": "",
            "hs_year": None,
            "metric": metric,
            "unit": unit,
            "baseline": baseline,
            "baseline_source": BaselineSource.WORD.value,
            "target": target,
            "due_on": due.isoformat(),
            "milestones": [],
        }
        self._tell(
            draft,
            moment,
            *firm.writer,
            "goal.set",
            goal=key,
            version=1,
            metric=metric,
            target=target,
            due_on=due.isoformat(),
        )
        return key

    def _efforts(self, draft: Draft) -> list[int]:
        plan, chance, firm = self._plan, self._chance, draft.firm
        moment = draft.started + (draft.submitted - draft.started) / 2 + timedelta(minutes=10)
        count = max(0, min(4, round(1.4 + 0.9 * firm.engagement + chance.gauss(0, 0.8))))
        if draft.submitted.date() >= GOAL_REQUIRED_FROM:
            count = max(1, count)
        if not count or not plan.past(moment):
            return []
        kinds = dict.fromkeys(chance.choices(_EFFORTS, _EFFORT_WEIGHTS, k=count))
        if firm.example:
            kinds = dict.fromkeys(("hr", "pr", "product", "cert"))
        keys = []
        for kind in kinds:
            words = draft.writer.text("efforts", kind)
            day = add_months(draft.submitted.date(), chance.randint(4, 18))
            keys.append(
                plan[OwnEffort].add(application_id=draft.id, kind=kind, description=words, promised_by=day)
            )
            draft.content["efforts"].append(
                {"kind": kind, "description": words, "promised_by": day.isoformat()}
            )
        self._tell(draft, moment, *firm.writer, "effort.promised", efforts=keys, count=len(keys))
        return keys

    def _determination(self, draft: Draft, adopted: bool, moment: datetime) -> int:
        outcome = Outcome.ADOPTED if adopted else Outcome.DECLINED
        decider = self._chance.choice(self._people.deciders)
        reason = draft.writer.text("determination", outcome.value)
        row = self._plan[Determination].add(
            application_id=draft.id,
            outcome=outcome.value,
            reason=reason,
            decider_id=decider,
            determined_on=moment.date(),
        )
        payload = {"outcome": outcome.value, "guards": {"screened_by_others": True}}
        applied_on = draft.submitted.date()
        decided = Decided(
            draft.subject, draft.id, row, applied_on, moment, decider, Role.DECIDER, outcome.value, reason,
            payload,
        )  # fmt: skip
        self._plan.decided.append(decided)
        self._rounds.determined(draft.round, draft.ref, decided, adopted=adopted)
        return decider

    def _tell(
        self, draft: Draft, moment: datetime, who: int | None, role: str, action: str, **payload: object
    ) -> None:
        self._plan.event(moment, who, role, action, draft.subject, payload)


def _unit(firm: FirmRow) -> str:
    return {"food_agri_fishery_processed": "箱", "machinery_metal": "台"}.get(firm.industry, "個")
