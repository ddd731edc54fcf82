"""The facts by which policies judge applications and cases, computed from records as of a day.

One dict a row, with the facts of the shipped family ``support`` in its order and ``id``, the reference. None
is unknown. Facts are codes, numbers, dates and truth values, never names. The number of queries does not grow
with the number of rows.

1. An application is judged as of the day of its submission (of its beginning, while it is a draft); only what
   reviewers think of its goal counts up to the day asked.
2. A case is judged as of the day asked, or of its last day.
3. A record counts once it was there: an export from the day of its confirmation.
4. Root causes count from the day on which somebody noted them. Where nobody ever noted one it is unknown how
   long one stands; where all that were noted are solved, no month.
5. What nobody records yet is unknown: supply capacity, private providers; so are the places left of a round
   without limit, and of a case. Unanswered questionnaires are follow-ups at which the firm was not reached;
   who was asked in a wave of the survey is not recorded.
6. What a firm owes besides is told by the rooms that bring duties (``selection.duties``), each as a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from banso.apps.casework.background import Background, Facts, day_of
from banso.apps.casework.models import (
    Case,
    ExportResult,
    GateResult,
    GateReview,
    GateState,
    RootCause,
    Stage,
)
from banso.apps.casework.requests import NOTHING_ASKED, Requests
from banso.apps.casework.results import Goal, Result, attainment, confirmed_success
from banso.apps.directory.models import Firm
from banso.apps.selection.models import Application
from banso.apps.together import together
from banso.engines.kernel.fiscal import months_between
from banso.engines.kernel.rounding import half_up, percent

#: The facts in their order.
NAMES = (
    *("service", "region", "industry", "employees", "export_record", "ec_record", "ec_sale_before"),
    *("region_places_pct", "group_places_pct", "goal_market", "has_goal", "goal_has_baseline"),
    *("goal_due_months", "goal_judged_feasible", "efforts_promised", "plan_past_end", "questionnaires_owed"),
    *("inquiries_owed", "open_cases_same_service", "past_support_months", "places_left", "supply_capacity"),
    *("private_provider", "stage", "support_months", "goal_pct", "first_export", "effort_pct"),
    *("cause_months", "stage_late_months", "gates_passed", "extended_months"),
)


def facts_of_requests(applications: QuerySet[Application], on: date) -> list[Facts]:
    """The facts of applications as known on a day, in order of their keys, in thirteen queries."""
    records = RequestRecords(applications)
    return [records.facts(pk, on) for pk in records.keys]


def facts_of_request(ref: str, on: date) -> Facts:
    """The facts of one application as known on a day; no other firm is read.

    Raises:
        LookupError: no application has this reference.
    """
    records = RequestRecords(Application.objects.filter(ref=ref), few=True)
    for key in records.keys:
        return records.facts(key, on)
    raise LookupError(ref)


def facts_of_firm(firm: int, services: Sequence[str], on: date) -> dict[str, Facts]:
    """The facts of a firm that thinks of asking for services on a day, by the code of the service.

    Nothing is written yet, so that what it would ask for is unknown; support has lasted no month. In three
    queries, whatever the number of services.
    """
    background = Background(Firm.objects.filter(pk=firm).order_by().values("pk"), few=True)
    together(*background.lists)
    background.read()
    return {
        service: _row("", {"service": service, **background.facts(firm, service, on), "support_months": 0})
        for service in services
    }


class RequestRecords:
    """The records of some applications, read once; facts of any of them on any day."""

    def __init__(self, applications: QuerySet[Application], *, few: bool = False) -> None:
        self._requests = Requests(applications)
        self._background = Background(applications.order_by().values("firm"), few=few)
        self._requests.read()
        self._background.read()

    @property
    def keys(self) -> Iterable[int]:
        """The keys of the applications, in order."""
        return self._requests.all

    def facts(self, key: int, on: date) -> Facts:
        """The facts of an application as known on a day."""
        request = self._requests.all[key]
        day = request.applied_on(on)
        found = self._background.facts(request.firm, request.service, day, application=key)
        # Nobody changes the goal of what is handed in; a draft's is the one that stands there now.
        asked = self._requests.facts(key, request.settled_on(on), on)
        asked["places_left"] = self._requests.places_left(key, on)
        return _row(request.ref, {"service": request.service, **found, **asked})


def facts_of_case(ref: str, on: date) -> Facts:
    """The facts of one case as known on a day, in three queries.

    Raises:
        LookupError: no case has this reference.
    """
    records = CaseRecords(Case.objects.filter(ref=ref), few=True)
    for key in records.keys:
        return records.facts(key, on)
    raise LookupError(ref)


def facts_of_cases(cases: QuerySet[Case] | Iterable[str], on: date) -> list[Facts]:
    """The facts of cases, given as a queryset or by reference, as known on a day, in order of their keys.

    In sixteen queries.
    """
    if not isinstance(cases, QuerySet):
        cases = Case.objects.filter(ref__in=list(cases))
    records = CaseRecords(cases)
    return [records.facts(pk, on) for pk in records.keys]


@dataclass(frozen=True, slots=True)
class Course:
    """How far a case had come: its open stage, when that was to end, and what gates had decided by then."""

    stage: str | None
    planned_to: date | None
    gates_passed: int | None
    extended_months: int | None


@dataclass(frozen=True, slots=True)
class _Case:
    id: int
    ref: str
    firm: int
    application: int | None
    service: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class _Stage:
    code: str
    planned_to: date
    started_on: date | None
    ended_on: date | None


class CaseRecords:
    """The records of some cases, read once; facts of any of them on any day. ``few``: in one round trip."""

    def __init__(self, cases: QuerySet[Case], *, few: bool = False) -> None:
        ids = cases.order_by().values("pk")
        self._requests = Requests(Application.objects.filter(case__in=ids))
        self._background = Background(cases.order_by().values("firm"), few=few)
        self._stages: dict[int, list[_Stage]] = defaultdict(list)
        self._reviews: dict[int, list[tuple[str, int | None, date]]] = defaultdict(list)
        self._causes: dict[int, list[tuple[date, date, date | None]]] = defaultdict(list)
        self._results: dict[int, list[tuple[date, Result]]] = defaultdict(list)
        rows = cases.order_by("pk").values_list(
            "pk", "ref", "firm_id", "application_id", "service__code", "started_on", "ended_on"
        )
        stages = Stage.objects.filter(case__in=ids).order_by("case_id", "order")
        stages = stages.values_list("case_id", "definition__code", "planned_to", "started_on", "ended_on")
        reviews = GateReview.objects.filter(stage__case__in=ids, state=GateState.IN_FORCE).order_by("pk")
        reviews = reviews.values_list("stage__case_id", "result", "months", "in_force_on")
        causes = RootCause.objects.filter(case__in=ids).order_by("pk")
        causes = causes.values_list("case_id", "since", "noted_on", "solved_on")
        confirmed = ExportResult.objects.filter(case__in=ids, confirmed_at__isnull=False).order_by("pk")
        results = confirmed.values_list(
            "case_id", "confirmed_at", "exported_on", "amount_yen", "quantity", "unit", "sample"
        )
        if few:
            own = (rows, stages, reviews, causes, results)
            together(*own, *self._requests.lists, *self._background.lists)
        self._cases = {row[0]: _Case(*row) for row in rows}
        self._requests.read()
        self._background.read()
        for case, *stage in stages:
            self._stages[case].append(_Stage(*stage))
        for case, *review in reviews:
            self._reviews[case].append((review[0], review[1], review[2]))
        for case, *cause in causes:
            self._causes[case].append((cause[0], cause[1], cause[2]))
        for case, confirmed_at, *result in results:
            known_on = max(day_of(confirmed_at), result[0])
            self._results[case].append((known_on, Result(*result)))

    @property
    def keys(self) -> Iterable[int]:
        """The keys of the cases, in order."""
        return self._cases

    def facts(self, key: int, on: date, course: Course | None = None) -> Facts:
        """The facts of a case as known on a day.

        ``course`` says how far it had come where the day alone does not: before one of the day's gates.
        """
        case = self._cases[key]
        day = on if case.ended_on is None else min(on, case.ended_on)
        asked, goal = NOTHING_ASKED, None
        efforts: Sequence[tuple[date, date | None]] = ()
        if case.application is not None:
            asked = self._requests.facts(case.application, day, day)
            goal = self._requests.goal(case.application, day)
            efforts = self._requests.efforts.get(case.application, ())
        background = self._background.facts(
            case.firm, case.service, day, case=case.id, application=case.application, began=case.started_on
        )
        results = [result for known_on, result in self._results.get(key, ()) if known_on <= day]
        course = course or self._course(case, day)
        return _row(
            case.ref,
            {
                "service": case.service,
                **background,
                **asked,
                "stage": course.stage,
                "support_months": months_between(case.started_on, day),
                "goal_pct": _goal_pct(goal, results, case.started_on, day),
                "first_export": confirmed_success(results, case.started_on) is not None,
                "effort_pct": _effort_pct(efforts, day),
                "cause_months": _cause_months(self._causes.get(key, ()), day),
                "stage_late_months": _late(course.planned_to, day),
                "gates_passed": course.gates_passed,
                "extended_months": course.extended_months,
            },
        )

    def _course(self, case: _Case, day: date) -> Course:
        if case.application is None:
            return Course(None, None, None, None)
        reviews = [(result, months) for result, months, on in self._reviews.get(case.id, ()) if on <= day]
        stage = self._open_stage(case, day)
        return Course(
            stage.code if stage else None,
            stage.planned_to if stage else None,
            sum(result == GateResult.ADVANCE for result, _months in reviews),
            sum(months or 0 for result, months in reviews if result == GateResult.EXTEND),
        )

    def _open_stage(self, case: _Case, day: date) -> _Stage | None:
        """The stage that went on on a day; on the day on which support ended, the one that ended with it."""
        for stage in reversed(self._stages.get(case.id, [])):
            if stage.started_on is not None and stage.started_on <= day:
                if stage.ended_on is None or stage.ended_on > day:
                    return stage
                if day == case.ended_on == stage.ended_on:
                    return stage
        return None


def _row(ref: str, found: Facts) -> Facts:
    return {"id": ref, **{name: found.get(name) for name in NAMES}}


def _goal_pct(goal: Goal | None, results: list[Result], started_on: date, day: date) -> Decimal | None:
    """Attained in percent of what should be attained by now if the way to the goal were straight.

    None without a goal, on the first day, and where exports of unknown size could make up what is missing.
    """
    if goal is None or day <= started_on:
        return None
    found = attainment(goal, results, started_on)
    whole_way = (goal.due_on - started_on).days
    way = min(Fraction(1), Fraction((day - started_on).days, whole_way)) if whole_way > 0 else Fraction(1)
    exact = Fraction(100 * found.attained) / (goal.target * way)
    return None if found.unknown and exact < 100 else half_up(exact)


def _effort_pct(efforts: Sequence[tuple[date, date | None]], day: date) -> Decimal | None:
    """Own efforts done in percent of those promised by a day; None where none was."""
    due = [done_on for promised_by, done_on in efforts if promised_by <= day]
    return percent(sum(done_on is not None and done_on <= day for done_on in due), len(due))


def _cause_months(causes: Sequence[tuple[date, date, date | None]], day: date) -> int | None:
    """How long the oldest open root cause has stood, in whole months; None where none was noted by a day."""
    known = [(since, solved_on) for since, noted_on, solved_on in causes if noted_on <= day]
    standing = [since for since, solved_on in known if solved_on is None or solved_on > day]
    if not standing:
        return 0 if known else None
    return months_between(min(standing), day)


def _late(planned_to: date | None, day: date) -> int | None:
    return None if planned_to is None else max(0, months_between(planned_to, day))
