"""Everything that the page of one case shows, read in a fixed number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.casework import result_words, words
from banso.apps.casework.case_lists import CaseLists
from banso.apps.casework.follow_up import FollowUpStatus, follow_up_status, opens_on
from banso.apps.casework.goal_overview import GoalPart
from banso.apps.casework.models import (
    Activity,
    Case,
    CaseState,
    ExportResult,
    FollowUp,
    GateResult,
    GateReview,
    GateState,
    OwnEffort,
    Stage,
)
from banso.apps.casework.past import PastLine
from banso.apps.casework.recommendation import Recommendation, recommend
from banso.apps.casework.results import DISPUTED, Standing, State, figure, standing
from banso.apps.casework.selectors import plain_goal, plain_result
from banso.apps.journal.services import Subject
from banso.apps.journal.timeline import Entry, entry

LOG_SHOWN = 12


@dataclass(frozen=True)
class Step:
    """One stage in the step indicator."""

    state: str
    name: str
    note: str
    detail: str


@dataclass(frozen=True)
class ResultLine:
    """One export: what it is to the goal, and in words the sum after it (when it counts) and who says so.

    ``words`` is what each person said or is asked: name, answer, what the support had to do with it, comment.
    """

    result: ExportResult
    standing: Standing
    total: str
    source: str
    state: State
    mark: str
    state_words: Any
    money: str
    in_yen: str
    words: list[tuple[str, str, str, str]]
    disputed: bool


@dataclass(frozen=True)
class EffortLine:
    """One own effort and how it stands today: ``done``, ``late`` (done late), ``overdue`` or ``ahead``."""

    effort: OwnEffort
    state: str
    days: int


@dataclass(frozen=True)
class FollowUpLine:
    """One follow-up and its status today; ``open`` when it may be recorded now."""

    follow_up: FollowUp
    status: FollowUpStatus
    open: bool


@dataclass(frozen=True)
class Todo:
    """One thing that the firm is asked for: an export to confirm or an own effort to do."""

    result: ExportResult | None = None
    effort: OwnEffort | None = None
    late: bool = False


@dataclass(frozen=True)
class LogLine:
    """One line of the timeline, with the record's own text where there is one."""

    entry: Entry
    detail: str

    @property
    def activity(self) -> int | None:
        """The key of the activity that the line tells of, if it tells of one."""
        if self.entry.event.action != "activity.logged":
            return None
        found: int | None = json.loads(self.entry.event.payload).get("activity")
        return found


def _result_line(result: ExportResult, stands: Standing, total: str) -> ResultLine:
    answers = list(result.confirmations.all())
    state = result_words.state_of(result, answers)
    mark, said = result_words.STATES[state]
    return ResultLine(
        result,
        stands,
        total,
        result_words.source(result),
        state,
        mark,
        said,
        result_words.money(result),
        result_words.in_yen(result),
        [
            (result_words.person(row), result_words.said(row), result_words.effect(row), row.comment)
            for row in answers
        ],
        state in DISPUTED,
    )


class Overview(GoalPart):
    """A case as of a day. Each part is read when a template asks for it, once."""

    def __init__(self, case: Case, today: date, reach: QuerySet[Case] | None = None) -> None:
        """``reach`` are the cases that the reader may open; nothing: none beside this one."""
        self.case, self.today = case, today
        self._reach = Case.objects.none() if reach is None else reach

    @cached_property
    def lists(self) -> CaseLists:
        """Every list around the case."""
        return CaseLists(self.case, self._subjects(), self._reach)

    @property
    def past(self) -> list[PastLine]:
        """What support the firm had before this case, the latest first."""
        return self.lists.past

    @property
    def stages(self) -> list[Stage]:
        """The stages in their order."""
        return self.lists.stages

    @property
    def open_stage(self) -> Stage | None:
        """The stage that goes on now, if any."""
        return next((stage for stage in self.stages if stage.started_on and not stage.ended_on), None)

    @property
    def next_stage(self) -> Stage | None:
        """The stage after the present one."""
        now = self.open_stage
        ahead = (stage for stage in self.stages if now and stage.order > now.order)
        return None if self.shortened else next(ahead, None)

    @property
    def shortened(self) -> bool:
        """Whether support was shortened: the stages after the open one fall away.

        A shortening holds once it is in force, or the firm's time to reply has passed without a reply.
        """
        return any(
            review.result == GateResult.SHORTEN
            and (
                review.state == GateState.IN_FORCE
                or (
                    review.state == GateState.ANNOUNCED
                    and review.replied_on is None
                    and review.reply_until is not None
                    and review.reply_until < self.today
                )
            )
            for review in self.reviews
        )

    @cached_property
    def recommendation(self) -> Recommendation:
        """What the policy recommends today."""
        return recommend(self.case, self.today, self.reviews)

    @property
    def reviews(self) -> list[GateReview]:
        """What was decided at the gates, latest first."""
        return self.lists.reviews

    @property
    def seen_reviews(self) -> int:
        """How many reviews the open stage has: a decision taken from this page is about these."""
        now = self.open_stage
        return sum(1 for review in self.reviews if now and review.stage_id == now.pk)

    @property
    def days_to_gate(self) -> int | None:
        """Days until the open stage's planned end; negative when it is past."""
        return (self.open_stage.planned_to - self.today).days if self.open_stage else None

    @property
    def days_late(self) -> int:
        """How many days ago the open stage should have been reviewed."""
        return -(self.days_to_gate or 0)

    @property
    def planned_months(self) -> int:
        """How many months support is planned to last."""
        return words.months_long(self.case.started_on, self.case.planned_end_on)

    @property
    def month_number(self) -> int:
        """The running month of support; of its last day once it has ended."""
        return words.month_number(self.case.started_on, self.case.ended_on or self.today)

    @property
    def steps(self) -> list[Step]:
        """The step indicator of staff: planned and actual."""
        return [self._step(stage) for stage in self.stages]

    def _step(self, stage: Stage) -> Step:
        name, plan = stage.definition.name, stage.definition.planned_months
        if stage.ended_on and stage.started_on:
            extended = sum(
                review.months or 0
                for review in self.reviews
                if review.stage_id == stage.pk
                and review.result == GateResult.EXTEND
                and review.state == GateState.IN_FORCE
            )
            lasted = words.months(words.months_long(stage.started_on, stage.ended_on))
            said = {"lasted": lasted, "plan": plan, "extended": extended}
            detail = (
                _("%(lasted)s (planned %(plan)s, extended by %(extended)s)") % said
                if extended
                else _("%(lasted)s (planned %(plan)s)") % said
            )
            return Step(
                "done", name, _("done"), f"{words.month_span(stage.started_on, stage.ended_on)}　{detail}"
            )
        if stage.started_on:
            detail = _("month %(number)s (planned %(plan)s)") % {
                "number": words.month_number(stage.started_on, self.today),
                "plan": plan,
            }
            return Step("now", name, _("now"), f"{words.month_span(stage.started_on, None)}　{detail}")
        detail = _("%(months)s (planned)") % {
            "months": words.months(words.months_long(stage.planned_from, stage.planned_to))
        }
        note = self._note_ahead()
        return Step(
            "ahead", name, note, f"{words.month_span(stage.planned_from, stage.planned_to)}　{detail}"
        )

    @property
    def firm_steps(self) -> list[Step]:
        """The step indicator in the firm's words."""
        found = []
        for stage in self.stages:
            if stage.ended_on and stage.started_on:
                span = words.month_span(stage.started_on, stage.ended_on)
                found.append(Step("done", stage.definition.firm_now, _("done"), span))
            elif stage.started_on:
                span = words.month_span(stage.started_on, stage.planned_to)
                found.append(Step("now", stage.definition.firm_now, _("now"), span))
            else:
                span = words.month_span(stage.planned_from, stage.planned_to)
                found.append(Step("ahead", stage.definition.firm_now, self._note_ahead(), span))
        return found

    def _note_ahead(self) -> str:
        """What is said of a stage that has not begun."""
        if self.case.state == CaseState.ENDED:
            return _("not reached")
        return _("falls away") if self.shortened else _("ahead")

    @property
    def results(self) -> list[ExportResult]:
        """The exports by day."""
        return self.lists.results

    @cached_property
    def result_lines(self) -> list[ResultLine]:
        """The exports with what they are to the goal: the table of the chart."""
        goal, total, lines = self.goal, 0, []
        for result in self.results:
            plain = plain_result(result)
            stands = standing(plain, self.case.started_on, plain_goal(goal) if goal else None)
            words_of_total = "–"
            if goal is not None and stands is Standing.COUNTED:
                total += figure(plain, plain_goal(goal)) or 0
                words_of_total = words.goal_value(goal, total)
            lines.append(_result_line(result, stands, words_of_total))
        return lines

    @property
    def counted(self) -> int:
        """How many exports the sum counts."""
        return sum(1 for line in self.result_lines if line.standing is Standing.COUNTED)

    @property
    def not_counted(self) -> int:
        """How many it leaves out."""
        return len(self.result_lines) - self.counted

    @property
    def to_confirm(self) -> list[ExportResult]:
        """Exports that wait for the firm's confirmation."""
        return [line.result for line in self.result_lines if line.state is State.WAITING]

    @property
    def todos(self) -> list[Todo]:
        """What the firm is asked for: efforts now late, exports to confirm, efforts still ahead.

        Once support has ended, nobody asks for efforts any more.
        """
        under_way = self.case.state != CaseState.ENDED
        efforts = [line for line in self.effort_lines if under_way and not line.effort.done_on]
        late = [Todo(effort=line.effort, late=True) for line in efforts if line.state == "overdue"]
        ahead = [Todo(effort=line.effort) for line in efforts if line.state == "ahead"]
        return [*late, *(Todo(result=result) for result in self.to_confirm), *ahead]

    @cached_property
    def effort_lines(self) -> list[EffortLine]:
        """What the firm promised to do itself, and how it stands."""
        lines = []
        for effort in self.lists.efforts:
            if effort.done_on:
                days = (effort.done_on - effort.promised_by).days
                lines.append(EffortLine(effort, "late" if days > 0 else "done", days))
            else:
                days = (self.today - effort.promised_by).days
                lines.append(EffortLine(effort, "overdue" if days > 0 else "ahead", days))
        return lines

    @property
    def efforts_done(self) -> int:
        """How many own efforts are done."""
        return sum(1 for line in self.effort_lines if line.effort.done_on)

    @property
    def effort_cost(self) -> int | None:
        """What the firm spent on them as far as it is known; None when no cost is."""
        costs = [line.effort.cost_yen for line in self.effort_lines if line.effort.cost_yen is not None]
        return sum(costs) if costs else None

    @property
    def efforts_without_cost(self) -> int:
        """How many are done at a cost that is not known."""
        return sum(1 for line in self.effort_lines if line.effort.done_on and line.effort.cost_yen is None)

    @property
    def activities(self) -> list[Activity]:
        """What experts and staff logged, latest first."""
        return self.lists.activities

    @property
    def last_activity(self) -> Activity | None:
        """The last one."""
        return self.activities[0] if self.activities else None

    @property
    def hours_said(self) -> str:
        """All hours of experts."""
        return words.hours(sum((a.hours for a in self.activities if a.expert_id), Decimal(0)))

    @cached_property
    def hours_by_stage(self) -> dict[int | None, Decimal]:
        """Hours of experts by the key of the stage of their day; None: in no stage."""
        sums: dict[int | None, Decimal] = {stage.pk: Decimal(0) for stage in self.stages}
        for activity in self.activities:
            if activity.expert_id:
                where = self._stage_on(activity.done_on)
                sums[where] = sums.get(where, Decimal(0)) + activity.hours
        return sums

    def _stage_on(self, day: date) -> int | None:
        # A stage ends on the day on which the next begins: that day belongs to the later one.
        for stage in reversed(self.stages):
            if stage.started_on and stage.started_on <= day <= (stage.ended_on or day):
                return stage.pk
        return None

    @cached_property
    def follow_up_lines(self) -> list[FollowUpLine]:
        """The follow-ups and how they stand."""
        lines = []
        for follow_up in self.lists.follow_ups:
            status = follow_up_status(
                follow_up.due_on,
                follow_up.done_on,
                self.today,
                reached=follow_up.reached,
                firm_closed=follow_up.firm_closed,
            )
            may = follow_up.done_on is None and self.today >= opens_on(follow_up.due_on)
            lines.append(FollowUpLine(follow_up, status, may))
        return lines

    @property
    def consultation_ref(self) -> str:
        """The consultation that the case began with, if any."""
        origin = self.case.need or self.case.application
        consultation = origin.consultation if origin else None
        return consultation.ref if consultation else ""

    @cached_property
    def log(self) -> list[LogLine]:
        """The timeline of case, application and consultation, latest first, with the records' own texts."""
        entries = (entry(event) for event in self.lists.events)
        return [LogLine(one, self._detail(one)) for one in entries]

    def _subjects(self) -> list[Subject]:
        """Whose events the timeline tells: of the case, and of what it came out of."""
        subjects = [("case", self.case.ref)]
        if self.case.application:
            subjects.append(("application", self.case.application.ref))
        if self.consultation_ref:
            subjects.append(("consultation", self.consultation_ref))
        return subjects

    def _detail(self, entry: Entry) -> str:
        payload: dict[str, Any] = json.loads(entry.event.payload)
        match entry.event.action:
            case "activity.logged":
                return next((a.advice for a in self.activities if a.pk == payload.get("activity")), "")
            case "result.settled":
                return next((r.settled_reason for r in self.results if r.pk == payload.get("result")), "")
            case str(action) if action.startswith("result."):
                result = next((r for r in self.results if r.pk == payload.get("result")), None)
                return f"{result.market}　{result.product}" if result else ""
            case "effort.done" | "effort.added":
                lines = (line.effort for line in self.effort_lines)
                return next((e.description for e in lines if e.pk == payload.get("effort")), "")
            case "gate.decided" | "case.paused":
                return self._reason(payload, entry)
            case "case.ended":
                return self.case.outcome_note if self.case.ended_on else ""
        return ""

    def _reason(self, payload: dict[str, Any], entry: Entry) -> str:
        return next(
            (
                review.reason
                for review in self.reviews
                if review.stage.order == payload.get("stage")
                and review.result == payload.get("result", "pause")
                and review.decided_by_id == entry.event.actor_id
            ),
            "",
        )
