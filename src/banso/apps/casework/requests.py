"""What applications ask for: goal, own efforts, plan, and what reviewers think of the goal.

Part of the facts that policies judge by (``facts``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from banso.apps.casework.background import Facts, day_of
from banso.apps.casework.models import ExportGoal, OwnEffort
from banso.apps.casework.results import Goal
from banso.apps.selection.models import Application, Feasible, Screening
from banso.engines.kernel.fiscal import months_between


@dataclass(frozen=True, slots=True)
class Request:
    """One application as it was handed in, or as it stands while a draft."""

    id: int
    ref: str
    firm: int
    service: str
    created_on: date
    submitted_on: date | None
    revision: int
    plan: bool

    def applied_on(self, on: date) -> date:
        """The day by which it is judged: of its submission, or while it is a draft of its beginning."""
        return self.submitted_on if self.submitted_by(on) else self.created_on

    def submitted_by(self, on: date) -> bool:
        """Whether it had been handed in by a day."""
        return self.submitted_on is not None and self.submitted_on <= on


@dataclass(frozen=True, slots=True)
class _Goal:
    set_on: date
    market: str
    goal: Goal


class Requests:
    """What some applications ask for, in four queries whatever their number."""

    def __init__(self, applications: QuerySet[Application]) -> None:
        ids = applications.order_by().values("pk")
        self.all: dict[int, Request] = {}
        self._goals: dict[int, list[_Goal]] = defaultdict(list)
        self.efforts: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        self._views: dict[tuple[int, int], list[tuple[date, str]]] = defaultdict(list)
        for pk, ref, firm, service, created_at, submitted_at, revision, plan in applications.order_by(
            "pk"
        ).values_list(
            "pk",
            "ref",
            "firm_id",
            "service__code",
            "created_at",
            "submitted_at",
            "revision",
            "plan_after_support",
        ):
            submitted_on = day_of(submitted_at) if submitted_at else None
            self.all[pk] = Request(
                pk, ref, firm, service, day_of(created_at), submitted_on, revision, bool(plan.strip())
            )
        for pk, set_at, market, *goal in (
            ExportGoal.objects.filter(application__in=ids)
            .order_by("application_id", "version")
            .values_list(
                "application_id",
                "set_at",
                "market__code",
                "metric",
                "target",
                "unit",
                "due_on",
                "baseline",
            )
        ):
            self._goals[pk].append(_Goal(day_of(set_at), market, Goal(*goal)))
        for pk, promised_by, done_on in (
            OwnEffort.objects.filter(application__in=ids)
            .order_by("pk")
            .values_list("application_id", "promised_by", "done_on")
        ):
            self.efforts[pk].append((promised_by, done_on))
        for pk, revision, screened_at, feasible in (
            Screening.objects.filter(application__in=ids)
            .exclude(goal_feasible="")
            .order_by("pk")
            .values_list("application_id", "revision", "screened_at", "goal_feasible")
        ):
            self._views[pk, revision].append((day_of(screened_at), feasible))

    def goal(self, application: int, day: date) -> Goal | None:
        """The latest goal that was set by a day."""
        found = self._goal(application, day)
        return found.goal if found else None

    def _goal(self, application: int, day: date) -> _Goal | None:
        known = [goal for goal in self._goals.get(application, ()) if goal.set_on <= day]
        return known[-1] if known else None

    def facts(self, application: int, goal_day: date, on: date) -> Facts:
        """What is known of an application: the goal set by ``goal_day``, views up to ``on``."""
        request, goal = self.all[application], self._goal(application, goal_day)
        due = None
        if goal is not None:
            due = max(0, months_between(request.applied_on(on), goal.goal.due_on))
        return {
            "goal_market": goal.market if goal else None,
            "has_goal": goal is not None,
            "goal_has_baseline": goal.goal.baseline is not None if goal else None,
            "goal_due_months": due,
            "goal_judged_feasible": self._feasible(request, on),
            "efforts_promised": len(self.efforts.get(application, ())),
            "plan_past_end": request.plan,
        }

    def _feasible(self, request: Request, on: date) -> bool | None:
        """One reviewer's no is a no; a yes needs every reviewer who was asked; else it is unknown."""
        views = {code for day, code in self._views.get((request.id, request.revision), ()) if day <= on}
        if Feasible.NO in views:
            return False
        return True if views == {Feasible.YES} else None


#: The same for a case without application: it answers one question and asks for nothing.
NOTHING_ASKED: Facts = dict.fromkeys(
    (
        "goal_market",
        "has_goal",
        "goal_has_baseline",
        "goal_due_months",
        "goal_judged_feasible",
        "efforts_promised",
        "plan_past_end",
    )
)
