"""Applications: draft, goal and promised efforts, screening, determination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import ExportGoal, GoalMetric, OwnEffort
from banso.apps.journal.services import Subject, digest
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    Determination,
    Feasible,
    Outcome,
    Screening,
    View,
)
from banso.demo.decisions import Decided, Foresight
from banso.demo.fate import Fate, draw_fate
from banso.demo.firms import FirmRow, Intent
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working
from banso.demo.texts import Writer
from banso.engines.kernel.fiscal import add_months

#: From this day on a goal belongs to every application; before, many firms set none.
GOAL_REQUIRED_FROM = date(2025, 4, 1)
_EFFORTS = ("pr", "hr", "product", "price", "partner", "cert", "fair", "site", "otherx")
_EFFORT_WEIGHTS = (24, 18, 20, 12, 12, 9, 12, 12, 4)


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
class _Draft:
    """One application on its way."""

    firm: FirmRow
    intent: Intent
    started: datetime
    submitted: datetime
    market: str
    writer: Writer
    fate: Fate
    id: int = 0
    ref: str = ""

    @property
    def subject(self) -> Subject:
        return ("application", self.ref)


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
        self._judging = plan.random("goals judged")
        self._foresight = Foresight(plan)
        self.adopted: list[CaseSeed] = []

    def write(self, firms: list[FirmRow]) -> None:
        """Write every application and what became of it up to the portfolio's day."""
        drafts = [self._draft(firm, intent) for firm in firms for intent in firm.intents]
        drafts = [draft for draft in drafts if self._plan.past(draft.started)]
        for draft in sorted(drafts, key=lambda draft: (draft.started, draft.firm.id)):
            self._application(draft)

    def _draft(self, firm: FirmRow, intent: Intent) -> _Draft:
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
        return _Draft(firm, intent, started, submitted, market, writer, fate)

    def _market(self, firm: FirmRow, intent: Intent) -> str:
        """One of the firm's markets; for a mall one that has malls."""
        markets = [code for code in firm.markets if intent.service != "mall" or code in self._malls]
        return self._chance.choice(markets or list(self._malls))

    def _application(self, draft: _Draft) -> None:
        plan, firm = self._plan, draft.firm
        draft.ref = plan.reference("A", draft.started.date())
        draft.id = plan[Application].next_key
        earlier = [key for moment, key in self._consultations.get(firm.id, ()) if moment < draft.started]
        state, seed = self._way(draft)
        plan[Application].add(
            ref=draft.ref,
            firm_id=firm.id,
            office_id=firm.office.id,
            service_id=plan.configuration.services[draft.intent.service].id,
            consultation_id=earlier[-1] if earlier else None,
            state=state.value,
            revision=1,
            reason=draft.writer.text("application", "reasons"),
            plan_after_support=draft.writer.text("application", "plans"),
            created_at=draft.started,
            submitted_at=draft.submitted if plan.past(draft.submitted) else None,
        )
        if seed is not None:
            self.adopted.append(seed)

    def _way(self, draft: _Draft) -> tuple[ApplicationState, CaseSeed | None]:
        """Everything that happened to an application: its state, and the case to come if it was adopted."""
        plan, chance, firm = self._plan, self._chance, draft.firm
        payload = {"firm": firm.ref, "office": firm.office.code, "service": draft.intent.service}
        self._tell(draft, draft.started, firm.user, Role.FIRM_MEMBER, "application.started", **payload)
        goal, efforts = self._goal(draft), self._efforts(draft)
        if not plan.past(draft.submitted):
            return ApplicationState.DRAFT, None
        submission = {"revision": 1, "guards": {"has_goal": goal is not None, "has_plan": True}}
        self._tell(draft, draft.submitted, firm.user, Role.FIRM_MEMBER, "application.submitted", **submission)
        if chance.random() < 0.02 and not firm.example:
            withdrawn = later(chance, draft.submitted, 3, 20)
            if plan.past(withdrawn):
                self._tell(draft, withdrawn, firm.user, Role.FIRM_MEMBER, "application.withdrawn")
                return ApplicationState.WITHDRAWN, None
        adopted, feasible = self._adopts(draft), None
        if self._foresight.judges(draft.submitted.date()) and not firm.example:
            feasible = "yes" if self._judging.random() < 0.66 + 0.12 * firm.capability else "no"
            adopted = self._as_advised(draft, adopted, feasible, efforts)
        screened = self._screenings(draft, adopted, has_goal=goal is not None, feasible=feasible)
        if screened is None:
            return ApplicationState.SUBMITTED, None
        determined = later(chance, screened, 5, 30)
        if firm.example:
            determined = in_office(chance, working(add_months(plan.as_of + timedelta(days=21), -24)))
        if not plan.past(determined):
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

    def _adopts(self, draft: _Draft) -> bool:
        """Nearly all are adopted; the weakest have the worst chances. It differs by office."""
        declined = (100 - draft.firm.office.adoption) / 100
        weak = draft.firm.capability < -0.3
        return draft.firm.example or self._chance.random() > declined * (1.7 if weak else 0.55)

    def _as_advised(self, draft: _Draft, adopted: bool, feasible: str, efforts: list[int]) -> bool:
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

    def _goal(self, draft: _Draft) -> int | None:
        plan, chance, firm, fate = self._plan, self._chance, draft.firm, draft.fate
        required = draft.submitted.date() >= GOAL_REQUIRED_FROM or firm.example
        if not required and chance.random() < (0.2 if draft.intent.service == "hands_on" else 0.38):
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
        self._tell(
            draft,
            moment,
            firm.user,
            Role.FIRM_MEMBER,
            "goal.set",
            goal=key,
            version=1,
            metric=metric,
            target=target,
            due_on=due.isoformat(),
        )
        return key

    def _efforts(self, draft: _Draft) -> list[int]:
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
        keys = [
            plan[OwnEffort].add(
                application_id=draft.id,
                kind=kind,
                description=draft.writer.text("efforts", kind),
                promised_by=add_months(draft.submitted.date(), chance.randint(4, 18)),
            )
            for kind in kinds
        ]
        self._tell(
            draft, moment, firm.user, Role.FIRM_MEMBER, "effort.promised", efforts=keys, count=len(keys)
        )
        return keys

    def _screenings(
        self, draft: _Draft, adopted: bool, *, has_goal: bool, feasible: str | None
    ) -> datetime | None:
        """One or two reviewers. Returns when the last of them was done, None while none is."""
        plan, chance = self._plan, self._chance
        moment, last = draft.submitted, None
        for reviewer in chance.sample(self._people.reviewers, 2 if chance.random() < 0.3 else 1):
            moment = later(chance, moment, 4, 18)
            if not plan.past(moment):
                break
            view = View.ADOPT if adopted else chance.choice((View.DECLINE, View.DECLINE, View.DISCUSS))
            if adopted and chance.random() < 0.08:
                view = View.DISCUSS
            opinion = draft.writer.text("screening", view.value)
            judged = feasible or self._feasible(draft, adopted, has_goal=has_goal)
            plan[Screening].add(
                application_id=draft.id,
                revision=1,
                reviewer_id=reviewer,
                view=view.value,
                goal_feasible=judged,
                opinion=opinion,
                screened_at=moment,
            )
            self._tell(
                draft,
                moment,
                reviewer,
                Role.REVIEWER,
                "application.screened",
                revision=1,
                guards={"first_view": True},
                view=view.value,
                goal_feasible=judged,
                opinion=digest(opinion),
            )
            last = moment
        return last

    def _feasible(self, draft: _Draft, adopted: bool, *, has_goal: bool) -> str:
        """Whether a reviewer thinks that the goal can be reached; no word on some of the earlier ones."""
        chance = self._judging
        if not has_goal:
            return ""
        if draft.submitted.date() < GOAL_REQUIRED_FROM and chance.random() < 0.25:
            return ""
        weights = (90, 4, 6) if adopted else (30, 52, 18)
        return chance.choices(Feasible.values, weights)[0]

    def _determination(self, draft: _Draft, adopted: bool, moment: datetime) -> int:
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
        self._plan.decided.append(
            Decided(
                draft.subject, draft.id, row, applied_on, moment, decider, Role.DECIDER, outcome.value,
                reason, payload,
            )
        )  # fmt: skip
        return decider

    def _tell(
        self, draft: _Draft, moment: datetime, who: int | None, role: str, action: str, **payload: object
    ) -> None:
        self._plan.event(moment, who, role, action, draft.subject, payload)


def _unit(firm: FirmRow) -> str:
    return {"food_agri_fishery_processed": "箱", "machinery_metal": "台"}.get(firm.industry, "個")
