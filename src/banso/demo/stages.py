"""Cases that come out of an application: stages and gates, hours, end of support, follow-ups."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.facts import Course
from banso.apps.casework.models import (
    CaseOutcome,
    CaseState,
    ExportGoal,
    FollowUp,
    FollowUpMethod,
    GateResult,
    GateReview,
    NewExports,
    OwnEffort,
    Stage,
)
from banso.apps.casework.recommendation import runs_out
from banso.apps.casework.services.activities import MONTHS_WITHOUT_GATE
from banso.apps.journal.services import digest
from banso.demo.casework import ONE_DAY, CaseRow, CaseWriter
from banso.demo.configuration import StageKey
from banso.demo.decisions import Decided
from banso.demo.firms import is_home
from banso.demo.gates import Grounds, agreeing, remedy_of
from banso.demo.people import ExpertRow, People
from banso.demo.plan import Plan, at, in_office, later, working
from banso.demo.selection import CaseSeed
from banso.demo.texts import templates
from banso.engines.kernel.fiscal import add_months

#: One case under support in so many has heard nothing for a while.
SILENT_SHARE = 0.09
#: How many EC cases have an expert, and how many experts are compared before one is asked.
_EC_WITH_EXPERT, _COMPARED = 0.88, 4
#: How staff look back at a firm.
_WAYS = (FollowUpMethod.CALL, FollowUpMethod.VISIT, FollowUpMethod.MAIL)
#: Which share of passed follow-ups is still open, by the days since they were due.
OPEN_SHARES = ((60, 0.35), (150, 0.06), (10_000, 0.005))
#: The office of the example users has got further behind with the newest of them.
OPEN_AT_HOME = 0.8


@dataclass
class _Stage:
    """A stage of a case on its way."""

    id: int
    order: int
    key: StageKey
    planned_from: date
    planned_to: date
    started_on: date | None = None
    ended_on: date | None = None


class ScreenedCases:
    """Writes the cases that came out of applications."""

    def __init__(self, writer: CaseWriter, people: People, grounds: Grounds) -> None:
        self._writer, self._people, self._grounds = writer, people, grounds
        self._plan: Plan = writer.plan
        self._chance: random.Random = writer.chance

    def write(self, seed: CaseSeed) -> CaseRow:
        """Write one case and everything that happened in it."""
        writer = self._writer
        case = writer.begin(seed.firm, seed.service, seed.opened, seed.market, seed.staff)
        case.goal, case.trend = seed.goal is not None, seed.fate.trend
        case.applied_on = seed.applied_on
        writer.tell(
            case,
            seed.opened,
            seed.decider,
            Role.DECIDER,
            "case.opened",
            service=seed.service,
            firm=seed.firm.ref,
            application=seed.application_ref,
            guards={"adopted": True},
        )
        if seed.goal is not None:
            self._plan[ExportGoal].change(seed.goal, case_id=case.id)
        stages = case.stages = self._planned(case)
        self._assign(case)
        end = self._advance(case, stages, seed)
        until = end or self._plan.as_of
        self._hours(case, stages, until, ended=end is not None)
        writer.results(case, seed.fate, until)
        self._efforts(case, seed, until)
        note = ""
        if end is not None:
            note = self._end(case, stages, end)
            self._follow_ups(case)
        writer.store(case, stages[-1].planned_to, application_id=seed.application, outcome_note=note)
        for stage in stages:
            self._plan[Stage].add(
                case_id=case.id,
                definition_id=stage.key.id,
                order=stage.order,
                planned_from=stage.planned_from,
                planned_to=stage.planned_to,
                started_on=stage.started_on,
                ended_on=stage.ended_on,
            )
        return case

    def _planned(self, case: CaseRow) -> list[_Stage]:
        stages, months = [], 0
        for order, key in enumerate(case.service.stages, start=1):
            planned_from = add_months(case.started_on, months)
            months += key.months
            planned_to = add_months(case.started_on, months) - ONE_DAY
            row = self._plan[Stage].next_key + order - 1
            stages.append(_Stage(row, order, key, planned_from, planned_to))
        stages[0].started_on = case.started_on
        return stages

    def _assign(self, case: CaseRow) -> None:
        """Hands-on support has an expert, and so have most EC cases; the others look for one."""
        chance = self._chance
        if case.service.code != "hands_on" and chance.random() > _EC_WITH_EXPERT:
            return
        moment = later(chance, case.opened, 4, 18)
        if not self._plan.past(moment):
            return
        case.expert = self._expert(case)
        case.expert.given += 1
        payload = {"expert": case.expert.code, "before": None}
        self._writer.tell(case, moment, case.staff, Role.OFFICE_STAFF, "expert.assigned", **payload)

    def _expert(self, case: CaseRow) -> ExpertRow:
        chance, people = self._chance, self._people
        home = people.home_expert
        if case.firm.example or (case.firm.office is home.office and chance.random() < 0.12):
            return home
        subject = (
            "ec" if case.service.code != "hands_on" else chance.choice(("customers", "research", "price"))
        )
        knowing = people.by_subject[subject]
        near = [expert for expert in knowing if expert.office is case.firm.office]
        among = near if near and chance.random() < 0.5 else knowing
        # Of a few who know the subject, whoever has the fewest cases for the hours of the contract.
        few = [chance.choice(among) for _number in range(_COMPARED)]
        return min(few, key=lambda expert: expert.given / expert.monthly_quarters)

    def _advance(self, case: CaseRow, stages: list[_Stage], seed: CaseSeed) -> date | None:
        """Go from gate to gate. Returns the day support ended, None while it goes on."""
        chance, plan = self._chance, self._plan
        for position, stage in enumerate(stages):
            last = position == len(stages) - 1
            if not case.firm.example and chance.random() < 0.025 and self._pause(case, stage):
                return None
            if not case.firm.example and chance.random() < (0.03 if last else 0.14):
                self._extend(case, stages, position)
            day = working(stage.planned_to + timedelta(days=round(chance.gauss(9, 15))))
            if case.firm.example:
                day = working(stage.planned_to + timedelta(days=2))
            day = max(day, working((stage.started_on or case.started_on) + timedelta(days=14)))
            weak = case.firm.capability + case.firm.engagement < -0.8
            if not case.firm.example and not last and chance.random() < (0.09 if weak else 0.025):
                day = working(day - timedelta(days=5)) if plan.past(day) else day
                return self._stop(case, day) if plan.past(day) else None
            if not plan.past(day):
                return None
            if last:
                return day
            self._gate(case, stage, GateResult.ADVANCE, day, following=stages[position + 1])
        return None

    def _stop(self, case: CaseRow, day: date) -> date:
        case.outcome = CaseOutcome.STOPPED.value
        return day

    def _gate(
        self,
        case: CaseRow,
        stage: _Stage,
        result: GateResult,
        day: date,
        *,
        months: int | None = None,
        following: _Stage | None = None,
    ) -> int:
        plan, moment = self._plan, in_office(self._chance, day)
        reason = case.writer.text("gates", result.value)
        values: dict[str, Any] = {}
        if result == GateResult.EXTEND and months is not None:
            ground, agreement, fits = self._grounds.of_extension(case, reason, months)
            reason = reason if fits else templates()["gates"]["extend_disaster"][0]
            values = {"ground_id": ground, "agreement": agreement}
            if agreement:
                values |= {"agreed_by_id": agreeing(self._people, case, agreement), "agreed_on": day}
        elif result == GateResult.PAUSE:
            values = remedy_of(reason, day)
        row = plan[GateReview].add(
            stage_id=stage.id,
            result=result.value,
            reason=reason,
            months=months,
            decided_by_id=case.staff,
            decided_on=day,
            in_force_on=day,
            **values,
        )
        course = Course(stage.key.code, stage.planned_to, case.gates_passed, case.extended_months)
        case.gates_passed += result == GateResult.ADVANCE
        case.extended_months += months or 0
        guards = {"gate_as_seen": True}
        if result == GateResult.ADVANCE and following is not None:
            stage.ended_on = following.started_on = day
            guards["has_next_stage"] = True
        payload = {
            "stage": stage.order,
            "result": result.value,
            "months": months,
            "next": following.order if following else None,
            "guards": guards,
        }
        self._decided(case, row, moment, result, reason, course, payload)
        return row

    def _decided(
        self,
        case: CaseRow,
        row: int,
        moment: datetime,
        result: GateResult,
        reason: str,
        course: Course,
        payload: dict[str, Any],
        *,
        runs_out: bool = False,
    ) -> None:
        decided = Decided(
            case.subject, case.id, row, case.applied_on or case.started_on, moment, case.staff,
            Role.OFFICE_STAFF, result.value, reason, payload, course, runs_out,
        )  # fmt: skip
        self._plan.decided.append(decided)

    def _extend(self, case: CaseRow, stages: list[_Stage], position: int) -> None:
        """Move the planned end of a stage and all that follows, some days before it is due."""
        stage = stages[position]
        day = working(stage.planned_to - timedelta(days=self._chance.randint(3, 25)))
        if not self._plan.past(day) or day <= (stage.started_on or case.started_on):
            return
        months = self._chance.choice((1, 2, 3, 3, 6))
        self._gate(case, stage, GateResult.EXTEND, day, months=months)
        for number, later_stage in enumerate(stages[position:]):
            if number:
                later_stage.planned_from = add_months(later_stage.planned_from, months)
            later_stage.planned_to = add_months(later_stage.planned_to + ONE_DAY, months) - ONE_DAY

    def _pause(self, case: CaseRow, stage: _Stage) -> bool:
        """Pause within a stage. Returns whether the case still rests on the portfolio's day."""
        begun = stage.started_on or case.started_on
        day = working(begun + timedelta(days=self._chance.randint(20, 60)))
        if not self._plan.past(day):
            return False
        row = self._gate(case, stage, GateResult.PAUSE, day)
        resumed = working(day + timedelta(days=self._chance.randint(40, 110)))
        if not self._plan.past(resumed):
            case.paused.append((day, self._plan.as_of))
            case.state = CaseState.PAUSED
            return True
        case.paused.append((day, resumed))
        stage.planned_to = max(stage.planned_to, resumed + timedelta(days=30))
        moment = in_office(self._chance, resumed)
        # Some go on although what was asked for is not there.
        remedied = case.id % 5 > 0
        if remedied:
            self._plan[GateReview].change(row, remedy_done_on=resumed)
        payload = {"remedied": remedied, "note": digest("" if remedied else "受注の見込みがある。")}
        self._writer.tell(case, moment, case.staff, Role.OFFICE_STAFF, "case.resumed", **payload)
        return False

    def _hours(self, case: CaseRow, stages: list[_Stage], until: date, *, ended: bool) -> None:
        """Contacts from the start to a day, closer while support goes on; some firms have fallen silent."""
        chance = self._chance
        hands_on = case.service.code == "hands_on"
        least, most = (
            ((18, 40) if hands_on else (38, 56)) if not ended else ((35, 65) if hands_on else (60, 120))
        )
        if not ended and not case.firm.example and chance.random() < SILENT_SHARE:
            until -= timedelta(days=chance.randint(58, 140))
        day = working(case.started_on + timedelta(days=chance.randint(8, 24)))
        while day < until:
            if not any(begun <= day < over for begun, over in case.paused):
                stage = next((s for s in reversed(stages) if s.started_on and s.started_on <= day), stages[0])
                code = stage.key.code
                if code == "first_order" and not hands_on:
                    code = "ec_first_order"
                by_expert = case.expert is not None and chance.random() < (0.85 if hands_on else 0.6)
                self._writer.activity(
                    case,
                    day,
                    code,
                    by_expert=by_expert,
                    quarters=chance.choice((4, 6, 6, 8, 8, 10, 12)),
                    stopped=day > _hours_stop_after(case, stage),
                )
            day = working(day + timedelta(days=chance.randint(least, most)))

    def _efforts(self, case: CaseRow, seed: CaseSeed, until: date) -> None:
        chance, plan = self._chance, self._plan
        for position, effort in enumerate(seed.efforts):
            table = plan[OwnEffort]
            promised = dict(zip(table.columns, table.rows[effort - 1], strict=True))["promised_by"]
            done = working(promised + timedelta(days=round(chance.gauss(10, 35))))
            willing = min(0.92, max(0.25, 0.6 + 0.2 * case.firm.engagement))
            keeps = position != 0 if case.firm.example else chance.random() < willing
            if not keeps or not case.started_on < done < until:
                table.change(effort, case_id=case.id)
                continue
            cost = chance.choice((None, 80_000, 150_000, 240_000, 380_000, 640_000, 1_200_000))
            table.change(effort, case_id=case.id, done_on=done, cost_yen=cost)
            payload = {"effort": effort, "done_on": done.isoformat(), "cost_yen": cost}
            moment = in_office(chance, done)
            self._writer.tell(case, moment, *case.firm.writer, "effort.done", **payload)

    def _end(self, case: CaseRow, stages: list[_Stage], day: date) -> str:
        """Support ends: outcome, last gate, event. Returns why it ended so."""
        text = "end_early"
        if not case.outcome:
            case.outcome, text = self._outcome(case)
        note = case.writer.text("gates", text)
        case.state, case.ended_on = CaseState.ENDED, day
        stage = next(stage for stage in reversed(stages) if stage.started_on)
        stage.ended_on = day
        row = self._plan[GateReview].add(
            stage_id=stage.id,
            result=GateResult.END.value,
            reason=note,
            decided_by_id=case.staff,
            decided_on=day,
            in_force_on=day,
        )
        moment = at(day, self._chance.randrange(20 * 60, 21 * 60))
        course = Course(stage.key.code, stage.planned_to, case.gates_passed, case.extended_months)
        by_plan = runs_out(stage.planned_to, day, last=stage is stages[-1])
        self._decided(case, row, moment, GateResult.END, note, course, {}, runs_out=by_plan)
        self._writer.tell(
            case,
            moment,
            case.staff,
            Role.OFFICE_STAFF,
            "case.ended",
            outcome=case.outcome,
            ended_on=day.isoformat(),
            stage=stage.order,
            note=digest(note),
            guards={},
        )
        return note

    def _outcome(self, case: CaseRow) -> tuple[str, str]:
        if not case.first_export:
            return CaseOutcome.NOT_EXPORTED.value, "end_not_exported"
        if case.results >= 4 and case.trend != "down" and self._chance.random() < 0.5:
            return CaseOutcome.SELF_DRIVEN.value, "end_self_driven"
        return CaseOutcome.EXPORTED.value, "end_exported"

    def _follow_ups(self, case: CaseRow) -> None:
        """All four are planned when support ends; most of those that are due have been done."""
        chance, plan = self._chance, self._plan
        ended = case.ended_on or plan.as_of
        for months in case.service.follow_up_months:
            due = add_months(ended, months)
            day = working(due + timedelta(days=round(chance.gauss(-2, 8))))
            since = (plan.as_of - due).days
            share = next(share for days, share in OPEN_SHARES if since <= days)
            if since <= OPEN_SHARES[0][0] and is_home(case.firm):
                share = OPEN_AT_HOME
            if not plan.past(day) or chance.random() < share:
                plan[FollowUp].add(case_id=case.id, months=months, due_on=due)
                continue
            self._followed_up(case, months, due, day)

    def _followed_up(self, case: CaseRow, months: int, due: date, day: date) -> None:
        chance = self._chance
        reached = chance.random() < 0.86
        method = chance.choices(_WAYS, (60, 12, 28))[0]
        trend, yen, new = "", None, ""
        if reached:
            new = self._new_exports(case)
            if case.first_export:
                trend = case.trend if chance.random() < 0.75 else chance.choice(("flat", "down", "stopped"))
                yen = 0 if trend == "stopped" else round(chance.lognormvariate(14, 1), -4)
        self._plan[FollowUp].add(
            case_id=case.id,
            months=months,
            due_on=due,
            done_on=day,
            method=method.value,
            reached=reached,
            trend=trend,
            amount_yen=None if yen is None else int(yen),
            new_exports=new,
            note=case.writer.text("follow_ups", "reached" if reached else "missed"),
            recorded_by_id=case.staff,
        )
        self._writer.tell(
            case,
            in_office(chance, day),
            case.staff,
            Role.OFFICE_STAFF,
            "follow_up.recorded",
            months=months,
            done_on=day.isoformat(),
            reached=reached,
            trend=trend,
            new_exports=new,
        )

    def _new_exports(self, case: CaseRow) -> str:
        codes = (NewExports.SUCCESS, NewExports.FAILED, NewExports.NOT_YET, NewExports.NO_PLAN)
        weights = (20, 40, 18, 22) if case.first_export else (4, 34, 22, 40)
        return self._chance.choices(codes, weights)[0].value


def _hours_stop_after(case: CaseRow, stage: _Stage) -> date:
    """The last day of hours while a stage waits for its gate; year one has no such day of its own."""
    grace = stage.planned_to + timedelta(days=case.service.gate_grace_days)
    return max(grace, add_months(case.started_on, MONTHS_WITHOUT_GATE) - ONE_DAY)
