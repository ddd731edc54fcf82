"""What is known of goals besides numbers: HS codes, sources, values on the way, the class, revisions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.feasibility import Past, PastCase, Question, Traits, judge
from banso.apps.casework.models import (
    BaselineSource,
    ExportGoal,
    ExportResult,
    GoalState,
    Milestone,
    Verdict,
)
from banso.apps.casework.results import Goal, Result
from banso.apps.directory.models import Firm, Market
from banso.apps.journal.actor import ZONE
from banso.apps.journal.services import digest
from banso.apps.selection.models import Application
from banso.demo.casework import CaseRow
from banso.demo.firms import is_home
from banso.demo.names import rows
from banso.demo.plan import Plan, in_office, working
from banso.demo.selection import GOAL_REQUIRED_FROM
from banso.demo.texts import Writer
from banso.engines.kernel.fiscal import add_months

#: The first edition of the HS that is in force now.
_HS_2022_FROM = date(2022, 1, 1)
#: Goals are written down with more care since they belong to every application.
_CODED, _CODED_BEFORE = 0.85, 0.3
_ON_WAY, _ON_WAY_BEFORE = 0.7, 0.3
#: Of the cases with a goal that ran for long enough, so many revised it.
_REVISED, _REVISED_AT_HOME = 0.09, 0.5
#: Of the revisions of cases under support, so many wait for the other side.
_WAITS, _WAITS_AT_HOME = 0.25, 0.6
_ENOUGH_MONTHS = 10
_RECENT_DAYS = 40


@dataclass
class _Row:
    """A stored goal on its way, with what stands around it."""

    key: int
    values: dict[str, Any]
    application: dict[str, Any]
    firm: dict[str, Any]
    case: CaseRow | None


def write_goals(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Complete every goal that is planned, and write revisions. Call it when all cases are written."""
    chance = plan.random("goals")
    goals = _read(plan, cases)
    for goal in goals:
        _complete(plan, chance, goal)
    _weigh(plan, chance, goals)
    for goal in goals:
        if goal.case is not None:
            _revise(plan, chance, goal, goal.case)


def _read(plan: Plan, cases: Sequence[CaseRow]) -> list[_Row]:
    applications, firms = plan[Application].dicts(), plan[Firm].dicts()
    by_id = {case.id: case for case in cases}
    found = []
    for values in plan[ExportGoal].dicts():
        application = applications[values["application_id"] - 1]
        firm = firms[application["firm_id"] - 1]
        found.append(_Row(values["id"], values, application, firm, by_id.get(values["case_id"])))
    return found


def _complete(plan: Plan, chance: random.Random, goal: _Row) -> None:
    """HS code, source and values on the way; with a case, the agreement of both by its adoption."""
    values, set_on = goal.values, goal.values["set_at"].date()
    strict = set_on >= GOAL_REQUIRED_FROM
    codes = {row["product"]: row["hs_code"] for row in rows("hs.csv")}
    changes: dict[str, Any] = {"baseline_source": _source(chance, goal)}
    code = codes.get(values["product"], "")
    if code and chance.random() < (_CODED if strict else _CODED_BEFORE):
        changes |= {"hs_code": code, "hs_year": 2022 if set_on >= _HS_2022_FROM else 2017}
    if goal.case is not None:
        submitted: datetime = goal.application["submitted_at"]
        changes |= {
            "state": GoalState.AGREED.value,
            "in_force_on": goal.case.started_on,
            "firm_agreed_on": submitted.astimezone(ZONE).date(),
            "firm_agreed_by_id": goal.case.firm.user,
            "office_agreed_on": goal.case.started_on,
            "after_support": goal.application["plan_after_support"],
        }
    values |= changes
    plan[ExportGoal].change(goal.key, **changes)
    example = goal.case is not None and goal.case.firm.example
    if example or chance.random() < (_ON_WAY if strict else _ON_WAY_BEFORE):
        _milestones(plan, chance, goal.key, values, set_on)


def _source(chance: random.Random, goal: _Row) -> str:
    if goal.values["baseline"] == 0:
        return BaselineSource.NEW.value
    sources = (BaselineSource.CUSTOMS, BaselineSource.BOOKS, BaselineSource.WORD)
    return chance.choices(sources, (30, 45, 25))[0].value


def _milestones(plan: Plan, chance: random.Random, key: int, values: dict[str, Any], since: date) -> None:
    """One to three, rising the steeper the later."""
    count, target = chance.choice((1, 2, 2, 3)), values["target"]
    span, last = (values["due_on"] - since).days, 0
    for number in range(1, count + 1):
        share = number / (count + 1)
        value = max(last + 1, int(target * share**1.4) // 10_000 * 10_000 or int(target * share**1.4))
        if value >= target:
            return
        due_on = since + timedelta(days=round(span * share))
        plan[Milestone].add(goal_id=key, due_on=due_on, value=value)
        last = value


def _weigh(plan: Plan, chance: random.Random, goals: list[_Row]) -> None:
    """Since a goal belongs to every application, it is compared when it is handed in."""
    past: dict[int, Past] = {}
    traits = _traits(plan, goals)
    for goal in goals:
        submitted = goal.application["submitted_at"]
        if submitted is None or submitted.date() < GOAL_REQUIRED_FROM:
            continue
        service, on = goal.application["service_id"], submitted.date()
        if service not in past:
            past[service] = _past(plan, goals, traits, service)
        asked = Question(service, goal.application["firm_id"], traits[goal.key], _plain(goal), on)
        if asked.goal.due_on <= on:
            continue
        found = judge(asked, past[service], on)
        reason = ""
        if found.needs_reason:
            texts = "high" if found.verdict == Verdict.NOT_FEASIBLE else "low"
            reason = Writer(chance, goal.values["product"], "").text("goals", texts)
        changes = {"verdict": found.verdict, "weighed": found.stored(), "go_on_reason": reason}
        goal.values |= changes
        plan[ExportGoal].change(goal.key, **changes)
        payload = {
            "goal": goal.key,
            "verdict": found.verdict,
            "firms": found.n,
            "go_on": digest(reason) if reason else None,
        }
        member = goal.case.firm.user if goal.case else None
        subject = ("application", goal.application["ref"])
        plan.event(submitted, member, Role.FIRM_MEMBER, "goal.weighed", subject, payload)


def _plain(goal: _Row) -> Goal:
    values = goal.values
    return Goal(values["metric"], values["target"], values["unit"], values["due_on"], values["baseline"])


def _traits(plan: Plan, goals: list[_Row]) -> dict[int, Traits]:
    """By goal."""
    industries = {key: code for code, key in plan.configuration.industries.items()}
    distances = dict(Market.objects.order_by("pk").values_list("pk", "distance"))
    return {
        goal.key: Traits(
            industries[goal.firm["industry_id"]],
            goal.firm["employees"],
            goal.firm["export_experience"],
            distances[goal.values["market_id"]],
            goal.values["hs_code"],
        )
        for goal in goals
    }


def _past(plan: Plan, goals: list[_Row], traits: dict[int, Traits], service: int) -> Past:
    """The cases with a goal under a service, as ``Past.of_service`` would read them."""
    table = plan[ExportResult]
    columns = ("case_id", "exported_on", "amount_yen", "quantity", "unit", "sample", "confirmed_at")
    places = [table.columns.index(name) for name in columns]
    exports: dict[int, list[Result]] = defaultdict(list)
    for row in table.rows:
        case, exported_on, yen, quantity, unit, sample, confirmed = (row[place] for place in places)
        if confirmed is not None and not sample:
            exports[case].append(Result(exported_on, yen, quantity, unit))
    found = []
    for goal in goals:
        case = goal.case
        if case is not None and goal.application["service_id"] == service:
            results = tuple(exports.get(case.id, ()))
            found.append(PastCase(case.firm.id, case.started_on, traits[goal.key], _plain(goal), results))
    return Past(found)


def _revise(plan: Plan, chance: random.Random, goal: _Row, case: CaseRow) -> None:
    """Some goals are revised on the way: most in force, some waiting, some dropped."""
    until = case.ended_on or plan.as_of
    first = add_months(case.started_on, 6)
    home = is_home(case.firm)
    drawn = chance.random() < (_REVISED_AT_HOME if home else _REVISED)
    if case.firm.example or not drawn or add_months(case.started_on, _ENOUGH_MONTHS) > until:
        return
    day = working(first + timedelta(days=chance.randrange((until - first).days)))
    waits = case.ended_on is None and chance.random() < (_WAITS_AT_HOME if home else _WAITS)
    if waits:
        day = working(plan.as_of - timedelta(days=chance.randint(2, _RECENT_DAYS)))
    agreed = working(day + timedelta(days=chance.randint(2, 20)))
    settled = waits or (plan.past(agreed) and agreed < until)
    if settled and plan.past(day) and add_months(agreed, 1) < goal.values["due_on"]:
        _write_revision(plan, chance, goal, case, day, None if waits else agreed)


def _write_revision(
    plan: Plan, chance: random.Random, goal: _Row, case: CaseRow, day: date, agreed: date | None
) -> None:
    up = chance.random() < 0.35
    by_firm = chance.random() < 0.6
    dropped = agreed is not None and chance.random() < 0.15
    reason = case.writer.text("goals", "revised_up" if up else "revised_down")
    moment = in_office(chance, day)
    sides = ("firm", "office") if by_firm else ("office", "firm")
    people = {"firm": (case.firm.user, Role.FIRM_MEMBER), "office": (case.staff, Role.OFFICE_STAFF)}
    factor = chance.uniform(1.2, 1.6) if up else chance.uniform(0.5, 0.8)
    step = 10_000 if goal.values["metric"] == "amount" else 1
    target = max(goal.values["baseline"] + step, int(goal.values["target"] * factor) // step * step)
    values = {
        **{name: value for name, value in goal.values.items() if name not in ("id", "weighed", "verdict")},
        "version": 2,
        "target": target,
        "set_at": moment,
        "reason": reason,
        "go_on_reason": "",
        "proposed_by_id": people[sides[0]][0],
        "state": f"{sides[0]}_agreed",
        "in_force_on": None,
    }
    for side in sides:
        values |= {f"{side}_agreed_on": None, f"{side}_agreed_by_id": None}
    values |= {f"{sides[0]}_agreed_on": day, f"{sides[0]}_agreed_by_id": people[sides[0]][0]}
    drop_reason = ""
    if dropped:
        drop_reason = case.writer.text("goals", "dropped")
        values |= {"state": GoalState.DROPPED.value, "dropped_on": agreed, "drop_reason": drop_reason}
    elif agreed is not None:
        values |= {"state": GoalState.AGREED.value, "in_force_on": agreed}
        values |= {f"{sides[1]}_agreed_on": agreed, f"{sides[1]}_agreed_by_id": people[sides[1]][0]}
    key = plan[ExportGoal].add(**values)
    about = {"goal": key, "version": 2}
    said = {**about, "side": sides[0], "why": digest(reason), "target": target}
    plan.event(moment, *people[sides[0]], "goal.revised", case.subject, said)
    if agreed is not None:
        later = in_office(chance, agreed)
        action, more = "goal.agreed", {}
        if dropped:
            action, more = "goal.dropped", {"why": digest(drop_reason)}
        plan.event(later, *people[sides[1]], action, case.subject, {**about, "side": sides[1], **more})
