"""What applications ask for: goal, own efforts, plan, and what reviewers think of the goal.

Part of the facts that policies judge by (``facts``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from banso.apps.casework.background import Facts, day_of
from banso.apps.casework.models import ExportGoal, OwnEffort
from banso.apps.casework.results import Goal
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    Feasible,
    Place,
    Revision,
    Screening,
)
from banso.engines.kernel.fiscal import months_between


@dataclass(frozen=True, slots=True)
class Request:
    """One application as it was handed in, or as it stands while the firm writes."""

    id: int
    ref: str
    firm: int
    service: str
    created_on: date
    submitted_on: date | None
    revision: int
    plan: bool
    #: The day of its present revision; None while the firm writes.
    revised_on: date | None
    round: int | None
    places: int | None

    def applied_on(self, on: date) -> date:
        """The day by which it is judged: of its submission, or while it is a draft of its beginning."""
        return self.submitted_on if self.submitted_by(on) else self.created_on

    def settled_on(self, on: date) -> date:
        """The day from which on nobody changes its goal any more; ``on`` itself while somebody may."""
        if not self.submitted_by(on) or self.revised_on is None:
            return on
        return max(self.applied_on(on), self.revised_on)

    def submitted_by(self, on: date) -> bool:
        """Whether it had been handed in by a day."""
        return self.submitted_on is not None and self.submitted_on <= on


@dataclass(frozen=True, slots=True)
class _Goal:
    set_on: date
    market: str
    goal: Goal


class Requests:
    """What some applications ask for, in five queries whatever their number: ``lists``, then ``read``."""

    def __init__(self, applications: QuerySet[Application]) -> None:
        ids = applications.order_by().values("pk")
        self.all: dict[int, Request] = {}
        self._goals: dict[int, list[_Goal]] = defaultdict(list)
        self.efforts: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        self._views: dict[tuple[int, int], list[tuple[date, str]]] = defaultdict(list)
        self._taken: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        latest = (
            Revision.objects.filter(application=OuterRef("pk")).order_by("-number").values("handed_in_at")[:1]
        )
        columns = ("pk", "ref", "firm_id", "service__code", "state", "created_at", "submitted_at")
        more = ("revision", "plan_after_support", "revised_at", "round_id", "round__places")
        found = applications.order_by("pk").annotate(revised_at=Subquery(latest))
        self._applications = found.values_list(*columns, *more)
        rounds = applications.order_by().filter(round__places__isnull=False).values("round")
        places = Place.objects.filter(round__in=rounds).order_by("pk")
        self._places = places.values_list("round", "taken_on", "freed_on")
        goals = ExportGoal.objects.filter(application__in=ids).order_by("application_id", "version")
        self._goal_rows = goals.values_list(
            "application_id",
            "set_at",
            "reason",
            "in_force_on",
            "market__code",
            "metric",
            "target",
            "unit",
            "due_on",
            "baseline",
        )
        efforts = OwnEffort.objects.filter(application__in=ids).order_by("pk")
        self._effort_rows = efforts.values_list("application_id", "promised_by", "done_on")
        screenings = Screening.objects.filter(application__in=ids).exclude(goal_feasible="").order_by("pk")
        self._screenings = screenings.values_list(
            "application_id", "revision", "screened_at", "goal_feasible"
        )

    @property
    def lists(self) -> list[QuerySet[Any]]:
        """What is read: whoever wants it in one round trip reads it together before ``read``."""
        return [
            self._applications,
            self._places,
            self._goal_rows,
            self._effort_rows,
            self._screenings,
        ]

    def read(self) -> None:
        """Take in the rows of ``lists``."""
        for row in self._applications:
            pk, ref, firm, service, state, created_at, submitted_at, revision, plan, revised_at, *where = row
            submitted_on = day_of(submitted_at) if submitted_at else None
            handed_in = revised_at or submitted_at
            writes = state in (ApplicationState.DRAFT, ApplicationState.RETURNED) or handed_in is None
            self.all[pk] = Request(
                pk, ref, firm, service, day_of(created_at), submitted_on, revision, bool(plan.strip()),
                None if writes else day_of(handed_in), *where,
            )  # fmt: skip
        for found, taken_on, freed_on in self._places:
            self._taken[found].append((taken_on, freed_on))
        for pk, set_at, revision, in_force_on, market, *goal in self._goal_rows:
            # An application is judged by the goal it names; a revision counts once both have agreed to it.
            known_on = in_force_on if revision else day_of(set_at)
            if known_on is not None:
                self._goals[pk].append(_Goal(known_on, market, Goal(*goal)))
        for pk, promised_by, done_on in self._effort_rows:
            self.efforts[pk].append((promised_by, done_on))
        for pk, revision, screened_at, feasible in self._screenings:
            self._views[pk, revision].append((day_of(screened_at), feasible))

    def goal(self, application: int, day: date) -> Goal | None:
        """The goal that an application named, or the last revision that was in force, on a day."""
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

    def places_left(self, application: int, on: date) -> int | None:
        """The places of its round that nobody has on a day; None where it has no round or no limit."""
        request = self.all[application]
        if request.round is None or request.places is None:
            return None
        taken = sum(
            taken_on <= on and (freed_on is None or freed_on > on)
            for taken_on, freed_on in self._taken.get(request.round, ())
        )
        return max(0, request.places - taken)

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
