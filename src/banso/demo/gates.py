"""Gates of the demonstration beyond the plain ones: grounds, remedies, and decisions that wait.

Extensions that were decided keep to the limits of their ground. Of the cases whose gate is near some have an
extension that waits for agreement or was refused, or a shortening that the firm may still reply to, has
replied to, or has talked the office out of.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.facts import Course
from banso.apps.casework.models import CaseState, GateResult, GateReview, GateState
from banso.apps.journal.services import digest
from banso.apps.programmes.models import GateLimit
from banso.demo.casework import CaseRow
from banso.demo.decisions import Decided
from banso.demo.firms import is_home
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, working
from banso.demo.texts import templates
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)
REPLY_DAYS = 14
#: What a person writes about an extension names its ground.
_GROUNDS = {"担当者": "staff_change", "認証": "certification"}
#: Where the ground's limit is used up, only this one allows more.
_LAST = "disaster"
#: How the cases whose gate is near stand: what waits, and how often; at the office of the example users more.
_STATES = ("proposed", "refused", "announced", "replied", "withdrawn")
_SHARES = (0.035, 0.02, 0.03, 0.012, 0.01)
_HOME_FACTOR = 4
#: The office of the example users has at least one of each of these, as far as it has cases for it.
_AT_HOME = ("proposed", "announced", "replied")


@dataclass
class Grounds:
    """The limits by service and ground, and what each case has used up of them."""

    limits: dict[tuple[int, str, str], tuple[int, int, str]] = field(default_factory=dict)
    used: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = GateLimit.objects.order_by("pk").values_list(
            "version_id", "result", "ground__code", "ground_id", "most_months", "agreed_by"
        )
        for version, result, code, *limit in rows:
            self.limits[version, result, code] = (limit[0], limit[1], limit[2])

    def of_extension(self, case: CaseRow, reason: str, months: int) -> tuple[int, str, bool]:
        """The ground of an extension, who must agree, and whether the reason still fits it."""
        wanted = next((code for word, code in _GROUNDS.items() if word in reason), _LAST)
        for code in (wanted, _LAST):
            ground, most, agreed_by = self.limits[case.service.version_id, "extend", code]
            if self.used.get((case.id, code), 0) + months <= most or code == _LAST:
                self.used[case.id, code] = self.used.get((case.id, code), 0) + months
                return ground, agreed_by, code == wanted
        raise AssertionError("the last ground takes what is left")


def agreeing(people: People, case: CaseRow, agreement: str) -> int:
    """Who agrees to a decision of a case."""
    return case.firm.office.manager if agreement == "office_manager" else people.programme_manager


def remedy_of(reason: str, day: date) -> dict[str, Any]:
    """What a pause asks the firm to put right, by its reason."""
    words = templates()["gates"]["remedies"]
    text = next((remedy for word, remedy in words.items() if word in reason), words["else"])
    return {"remedy": text, "remedy_due_on": working(day + timedelta(days=60))}


def write_waiting_gates(plan: Plan, people: People, cases: Sequence[CaseRow], grounds: Grounds) -> None:
    """Let some of the cases whose gate is near have a decision that waits, or did."""
    chance = plan.random("gates that wait")
    wanted = list(_AT_HOME)
    for case in cases:
        if case.state != CaseState.ACTIVE or not case.stages or case.firm.example:
            continue
        stage = next((stage for stage in reversed(case.stages) if stage.started_on), None)
        if stage is None:
            continue
        if wanted and is_home(case.firm) and stage is not case.stages[-1]:
            if _Waiting(plan, people, chance, grounds, case, stage).write(wanted[0]):
                wanted.pop(0)
            continue
        if not -40 <= (stage.planned_to - plan.as_of).days <= 60:
            continue
        factor = _HOME_FACTOR if is_home(case.firm) else 1
        drawn = chance.random()
        for state, share in zip(_STATES, _SHARES, strict=True):
            drawn -= share * factor
            if drawn < 0:
                _Waiting(plan, people, chance, grounds, case, stage).write(state)
                break


class _Waiting:
    """Writes one decision that waits, or no longer does without ever having held."""

    def __init__(
        self,
        plan: Plan,
        people: People,
        chance: random.Random,
        grounds: Grounds,
        case: CaseRow,
        stage: Any,
    ) -> None:
        self._plan, self._people, self._chance, self._grounds = plan, people, chance, grounds
        self._case, self._stage = case, stage
        # The end of support is that of the last stage.
        self._end: date = case.stages[-1].planned_to

    def write(self, state: str) -> bool:
        """Write a decision of this state, unless the stage has hardly begun; whether it was written."""
        if self._case.firm.user is None and state in ("replied", "withdrawn"):
            state = "announced"
        days = {"proposed": (1, 12), "refused": (20, 50), "announced": (2, 12), "replied": (4, 14)}
        day = working(self._plan.as_of - timedelta(days=self._chance.randint(*days.get(state, (25, 60)))))
        if not self._plan.past(day) or day <= self._stage.started_on + timedelta(days=20):
            return False
        if state in ("proposed", "refused"):
            self._extension(day, refused=state == "refused")
            return True
        return self._shortening(day, state)

    def _extension(self, day: date, *, refused: bool) -> None:
        months = self._chance.choice((2, 3))
        ground, _most, agreement = self._grounds.limits[
            self._case.service.version_id, "extend", "certification"
        ]
        end = add_months(self._end + ONE_DAY, months) - ONE_DAY
        values = {"ground_id": ground, "agreement": agreement, "end_before": self._end, "end_after": end}
        reason = self._chance.choice(templates()["gates"]["extend_certification"])
        row = self._decide(
            GateResult.EXTEND, GateState.PROPOSED, day, reason, months, "gate.proposed", values
        )
        if not refused:
            return
        answered = working(day + timedelta(days=4))
        note = self._chance.choice(templates()["gates"]["not_agreed"])
        who = agreeing(self._people, self._case, agreement)
        self._plan[GateReview].change(
            row,
            state=GateState.REFUSED.value,
            agreed_by_id=who,
            agreed_on=answered,
            settled_note=note,
        )
        self._tell(answered, who, Role.OFFICE_MANAGER, "gate.refused", GateResult.EXTEND, months, note=note)

    def _shortening(self, day: date, state: str) -> bool:
        months = self._chance.choice((2, 3, 3, 4))
        end = add_months(day, months) - ONE_DAY
        if end >= self._end:
            return False
        ground = self._grounds.limits[self._case.service.version_id, "shorten", "firm_wish"][0]
        until = day + timedelta(days=REPLY_DAYS)
        values = {
            "ground_id": ground,
            "end_before": self._end,
            "end_after": end,
            "announced_on": day,
            "reply_until": until,
        }
        reason = self._chance.choice(templates()["gates"]["shorten"])
        row = self._decide(
            GateResult.SHORTEN, GateState.ANNOUNCED, day, reason, months, "gate.announced", values
        )
        if state == "announced":
            return True
        replied = working(day + timedelta(days=self._chance.randint(1, 3)))
        reply = self._chance.choice(templates()["gates"]["replies"])
        if not self._plan.past(replied):
            return True
        self._plan[GateReview].change(row, reply=reply, replied_on=replied)
        payload = {"stage": self._stage.order, "reply": digest(reply), "guards": {"in_time": True}}
        moment = in_office(self._chance, replied)
        self._plan.event(
            moment, self._case.firm.user, Role.FIRM_MEMBER, "gate.replied", self._case.subject, payload
        )
        settled = working(replied + timedelta(days=5))
        if state == "replied" or not self._plan.past(settled):
            return True
        note = self._chance.choice(templates()["gates"]["withdrawn"])
        self._plan[GateReview].change(row, state=GateState.WITHDRAWN.value, settled_note=note)
        who = self._case.staff
        self._tell(
            settled, who, Role.OFFICE_STAFF, "gate.withdrawn", GateResult.SHORTEN, months, until, note=note
        )
        return True

    def _decide(
        self,
        result: GateResult,
        state: GateState,
        day: date,
        reason: str,
        months: int,
        action: str,
        values: dict[str, Any],
    ) -> int:
        case, stage = self._case, self._stage
        row = self._plan[GateReview].add(
            stage_id=stage.id,
            result=result.value,
            reason=reason,
            months=months,
            decided_by_id=case.staff,
            decided_on=day,
            state=state.value,
            **values,
        )
        until = values.get("reply_until")
        payload = {
            "stage": stage.order,
            "result": result.value,
            "months": months,
            "agreement": values.get("agreement") or None,
            "next": None,
            "reply_until": until.isoformat() if until else None,
            "guards": {"gate_as_seen": True, "nothing_waits": True},
        }
        course = Course(stage.key.code, stage.planned_to, case.gates_passed, case.extended_months)
        moment = in_office(self._chance, day)
        decided = Decided(
            case.subject, case.id, row, case.applied_on or case.started_on, moment, case.staff,
            Role.OFFICE_STAFF, result.value, reason, payload, course, action=action,
        )  # fmt: skip
        self._plan.decided.append(decided)
        return row

    def _tell(
        self,
        day: date,
        who: int,
        role: Role,
        action: str,
        result: GateResult,
        months: int,
        until: date | None = None,
        *,
        note: str,
    ) -> None:
        payload = {
            "stage": self._stage.order,
            "result": result.value,
            "months": months,
            "reply_until": until.isoformat() if until else None,
            "note": digest(note),
            "guards": {},
        }
        self._plan.event(in_office(self._chance, day), who, role, action, self._case.subject, payload)
