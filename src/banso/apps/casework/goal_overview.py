"""The goal of a case and the documents of its stages, as the page of the case shows them."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from banso.apps.casework import words
from banso.apps.casework.case_lists import CaseLists
from banso.apps.casework.class_words import Said, said_of
from banso.apps.casework.drawing import GoalChart, goal_chart, say
from banso.apps.casework.models import Case, ExportGoal, ExportResult, GoalState, Stage
from banso.apps.casework.models.goals import WAITING_STATES
from banso.apps.casework.plan_words import PlanLine, plan_lines
from banso.apps.casework.results import Attainment, attainment
from banso.apps.casework.selectors import plain_goal, plain_result

_GOAL_MARKS = {
    GoalState.DRAFT: "dash",
    GoalState.FIRM_AGREED: "part",
    GoalState.OFFICE_AGREED: "part",
    GoalState.AGREED: "ok",
    GoalState.DROPPED: "no",
}


class GoalPart:
    """The part of an ``Overview`` that is about goal and documents."""

    case: Case
    today: date
    lists: CaseLists
    stages: list[Stage]
    results: list[ExportResult]
    open_stage: Stage | None

    @property
    def _all_goals(self) -> list[ExportGoal]:
        return self.lists.goals

    @property
    def goals(self) -> list[ExportGoal]:
        """The versions of the goal that firm and office agreed on, first one first."""
        return [goal for goal in self._all_goals if goal.state == GoalState.AGREED]

    @property
    def goal(self) -> ExportGoal | None:
        """The goal in force."""
        return self.goals[-1] if self.goals else None

    @property
    def first_goal(self) -> ExportGoal | None:
        """The goal in force at the start, where the one in force now is another."""
        return self.goals[0] if len(self.goals) > 1 else None

    @property
    def waiting_goal(self) -> ExportGoal | None:
        """The revision that waits for the other side."""
        return next((goal for goal in self._all_goals if goal.state in WAITING_STATES), None)

    @property
    def waits_for_firm(self) -> bool:
        """Whether it is the firm that has to say yes to the revision."""
        return self.waiting_goal is not None and self.waiting_goal.state == GoalState.OFFICE_AGREED

    @property
    def goal_lines(self) -> list[tuple[ExportGoal, str]]:
        """All versions with the mark of their state, the latest first."""
        return [(goal, _GOAL_MARKS[GoalState(goal.state)]) for goal in reversed(self._all_goals)]

    @property
    def compared(self) -> Said | None:
        """What similar firms reached, as it stood when the goal in force was set."""
        return said_of(self.goal)

    @cached_property
    def plan_lines(self) -> list[PlanLine]:
        """The documents with which stages close, and how they stand."""
        if not any(stage.definition.closes_with for stage in self.stages):
            return []
        return plan_lines(self.stages, self.lists.plans)

    @property
    def plans_missing(self) -> bool:
        """Whether the open stage lacks its document."""
        now = self.open_stage
        return any(line.missing and now is not None and line.stage.pk == now.pk for line in self.plan_lines)

    @property
    def target_words(self) -> str:
        """The target with its unit."""
        return words.goal_value(self.goal, self.goal.target) if self.goal else ""

    @property
    def baseline_words(self) -> str:
        """The baseline with its source."""
        return words.baseline_line(self.goal) if self.goal else ""

    @property
    def hs_words(self) -> str:
        """The HS code, if the goal names one."""
        return words.hs_line(self.goal) if self.goal and self.goal.hs_code else ""

    @property
    def milestone_lines(self) -> list[tuple[date, str]]:
        """The values on the way."""
        goal = self.goal
        if goal is None:
            return []
        return [(one.due_on, words.goal_value(goal, one.value)) for one in goal.milestones.all()]

    @property
    def reached(self) -> Attainment | None:
        """How far the goal in force is reached."""
        return self._reached(self.goal)

    @property
    def first_reached(self) -> Attainment | None:
        """How far the goal in force at the start is reached, where it is another."""
        return self._reached(self.first_goal)

    @property
    def first_sentence(self) -> str:
        """The same in words."""
        goal, reached = self.first_goal, self.first_reached
        return say(goal, reached) if goal and reached else ""

    def _reached(self, goal: ExportGoal | None) -> Attainment | None:
        if goal is None:
            return None
        return attainment(plain_goal(goal), map(plain_result, self.results), self.case.started_on)

    @cached_property
    def chart(self) -> GoalChart | None:
        """The goal chart."""
        if self.goal is None or self.reached is None:
            return None
        return goal_chart(
            self.case, self.goal, self.reached, self.results, self.stages, self.today, first=self.first_goal
        )
