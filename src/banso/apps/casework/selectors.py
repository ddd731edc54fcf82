"""What other rooms and pages read about cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import get_language

from banso.apps.casework.catch_up import friday_of
from banso.apps.casework.duplicates import Export, pairs
from banso.apps.casework.feasibility import feasibility_of
from banso.apps.casework.follow_up import FollowUpStatus
from banso.apps.casework.models import (
    Activity,
    Case,
    CaseState,
    CatchUp,
    Confirmation,
    ConfirmationAnswer,
    DistinctResults,
    ExportGoal,
    ExportResult,
    FollowUp,
    GateReview,
    GoalState,
    OwnEffort,
    Stage,
)
from banso.apps.casework.models.stages import WAITING
from banso.apps.casework.results import Attainment, Goal, Result, attainment, confirmed_success
from banso.apps.casework.timeline import describe
from banso.apps.casework.words import goal_value
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import ServiceVersion
from banso.engines.kernel.fiscal import add_months

__all__ = [
    "CaseFacts",
    "cases_in_hand",
    "casework_facts",
    "catch_ups_to_do",
    "describe",
    "efforts_due",
    "feasibility_of",
    "follow_ups_by_status",
    "follow_ups_to_do",
    "gates_due",
    "gates_waiting",
    "goal_value",
    "last_open_due_day",
    "lookalike_pairs",
    "plain_goal",
    "plain_result",
    "results_to_confirm",
    "results_to_settle",
    "silent_cases",
    "with_last_contact",
    "with_open_stage",
]

#: A gate is prepared from so many days before its due date on.
GATE_AHEAD_DAYS = 30


@dataclass
class CaseFacts:
    """What the records of one case say, for evidence. None: the records do not tell.

    ``goal`` is the first one that firm and office agreed on, whatever became of it later, and ``attainment``
    is measured against it; both are None without a goal. ``trend`` and ``new_exports`` are those of the
    latest follow-up that reached the firm, ``follow_up_months`` says which one that was.
    """

    case: int
    started_on: date
    ended_on: date | None
    outcome: str
    first_success: date | None = None
    first_success_with_samples: date | None = None
    goal: Goal | None = None
    attainment: Attainment | None = None
    efforts_promised: int = 0
    efforts_done: int = 0
    effort_kinds_done: set[str] = field(default_factory=set)
    follow_up_months: int | None = None
    trend: str = ""
    new_exports: str = ""


def casework_facts(cases: QuerySet[Case]) -> dict[int, CaseFacts]:
    """The facts of every case of a queryset by its key, in five queries whatever their number."""
    ids = cases.order_by().values("pk")
    facts = {
        pk: CaseFacts(pk, started_on, ended_on, outcome)
        for pk, started_on, ended_on, outcome in cases.order_by("pk").values_list(
            "pk", "started_on", "ended_on", "outcome"
        )
    }
    for pk, metric, target, unit, due_on, baseline in (
        ExportGoal.objects.filter(case__in=ids, state=GoalState.AGREED)
        .order_by("case_id", "-version")
        .values_list("case_id", "metric", "target", "unit", "due_on", "baseline")
    ):
        # The last one read is the first one agreed: a goal that was lowered on the way is not met by that.
        facts[pk].goal = Goal(metric, target, unit, due_on, baseline)
    for pk, rows in _results_by_case(ids).items():
        fact = facts[pk]
        fact.first_success = confirmed_success(rows, fact.started_on)
        fact.first_success_with_samples = confirmed_success(rows, fact.started_on, with_samples=True)
        fact.attainment = attainment(fact.goal, rows, fact.started_on) if fact.goal else None
    for fact in facts.values():
        if fact.goal is not None and fact.attainment is None:
            fact.attainment = attainment(fact.goal, (), fact.started_on)
    for pk, kind, done_on in (
        OwnEffort.objects.filter(case__in=ids).order_by("pk").values_list("case_id", "kind", "done_on")
    ):
        facts[pk].efforts_promised += 1
        if done_on is not None:
            facts[pk].efforts_done += 1
            facts[pk].effort_kinds_done.add(kind)
    for pk, months, trend, new_exports in (
        FollowUp.objects.filter(case__in=ids, reached=True)
        .order_by("case_id", "months")
        .values_list("case_id", "months", "trend", "new_exports")
    ):
        facts[pk].follow_up_months, facts[pk].trend, facts[pk].new_exports = months, trend, new_exports
    return facts


def _results_by_case(ids: QuerySet) -> dict[int, list[Result]]:
    rows: dict[int, list[Result]] = defaultdict(list)
    for pk, exported_on, amount_yen, quantity, unit, sample, confirmed_at in (
        ExportResult.objects.filter(case__in=ids, duplicate_of__isnull=True)
        .exclude(settled_at__isnull=False, confirmed_at__isnull=True)
        .order_by("pk")
        .values_list("case_id", "exported_on", "amount_yen", "quantity", "unit", "sample", "confirmed_at")
    ):
        rows[pk].append(Result(exported_on, amount_yen, quantity, unit, sample, confirmed_at is not None))
    return rows


def plain_goal(goal: ExportGoal) -> Goal:
    """A stored goal as a plain value."""
    return Goal(goal.metric, goal.target, goal.unit, goal.due_on, goal.baseline)


def plain_result(result: ExportResult) -> Result:
    """A stored export as a plain value."""
    return Result(
        result.exported_on,
        result.amount_yen,
        result.quantity,
        result.unit,
        result.sample,
        result.confirmed_at is not None,
        result.duplicate_of_id is not None or (result.settled_at is not None and result.confirmed_at is None),
    )


def with_open_stage(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Adds the open stage as ``stage_order``, ``stage_name`` and, its planned end, ``next_gate_on``.

    All are None where no stage is open; no gate is next while a case is paused.
    """
    name = "definition__name_en" if get_language() == "en" else "definition__name_ja"
    open_stage = Stage.objects.filter(case=OuterRef("pk"), started_on__isnull=False, ended_on__isnull=True)
    return cases.annotate(
        stage_order=Subquery(open_stage.order_by().values("order")[:1]),
        stage_name=Subquery(open_stage.order_by().values(name)[:1]),
        next_gate_on=Subquery(
            open_stage.filter(case__state=CaseState.ACTIVE).order_by().values("planned_to")[:1]
        ),
    )


def with_last_contact(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Adds ``last_contact_on``: the last activity, export recorded or gate decided, else the first day."""
    activity = Activity.objects.filter(case=OuterRef("pk")).order_by("-done_on").values("done_on")[:1]
    result = (
        ExportResult.objects.filter(case=OuterRef("pk"))
        .order_by("-recorded_at")
        .annotate(day=TruncDate("recorded_at", tzinfo=ZONE))
        .values("day")[:1]
    )
    gate = (
        GateReview.objects.filter(stage__case=OuterRef("pk")).order_by("-decided_on").values("decided_on")[:1]
    )
    return cases.annotate(
        last_contact_on=Greatest(
            F("started_on"),
            *(Coalesce(Subquery(query), F("started_on")) for query in (activity, result, gate)),
            output_field=DateField(),
        )
    )


def silent_cases(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Those under support without contact for longer than their service version allows, longest first."""
    limits = ServiceVersion.objects.order_by().values_list("silent_after_days", flat=True).distinct()
    too_long = Q(pk__in=[])
    for days in limits:
        too_long |= Q(version__silent_after_days=days, last_contact_on__lt=today - timedelta(days=days))
    return (
        with_last_contact(cases.filter(state=CaseState.ACTIVE))
        .filter(too_long)
        .order_by("last_contact_on", "pk")
    )


def gates_due(cases: QuerySet[Case], today: date) -> QuerySet[Stage]:
    """Open stages of cases under support whose planned end is past or within 30 days, latest first."""
    return (
        Stage.objects.filter(
            case__in=cases.filter(state=CaseState.ACTIVE).order_by().values("pk"),
            started_on__isnull=False,
            ended_on__isnull=True,
            planned_to__lte=today + timedelta(days=GATE_AHEAD_DAYS),
        )
        .select_related("definition", "case__firm", "case__office", "case__service", "case__expert")
        .order_by("planned_to", "pk")
    )


def gates_waiting(reviews: QuerySet[GateReview]) -> QuerySet[GateReview]:
    """Decisions at gates that wait for agreement or for the firm's reply, oldest first."""
    return (
        reviews.filter(state__in=WAITING)
        .select_related(
            "stage__definition", "stage__case__firm", "stage__case__office", "ground", "decided_by"
        )
        .order_by("decided_on", "pk")
    )


def follow_ups_by_status(follow_ups: QuerySet[FollowUp], status: str, today: date) -> QuerySet[FollowUp]:
    """Those that have a status today, the longest overdue first."""
    open_until = last_open_due_day(today)
    where = {
        FollowUpStatus.DONE: Q(reached=True),
        FollowUpStatus.NOT_REACHED: Q(reached=False, firm_closed=False),
        FollowUpStatus.FIRM_CLOSED: Q(firm_closed=True),
        FollowUpStatus.OVERDUE: Q(done_on__isnull=True, due_on__lt=today),
        FollowUpStatus.DUE: Q(done_on__isnull=True, due_on__gte=today, due_on__lte=open_until),
        FollowUpStatus.UPCOMING: Q(done_on__isnull=True, due_on__gt=open_until),
    }[FollowUpStatus(status)]
    return follow_ups.filter(where).order_by("due_on", "pk")


def follow_ups_to_do(follow_ups: QuerySet[FollowUp], today: date) -> QuerySet[FollowUp]:
    """Those that may be recorded today and are not: due or overdue, the longest overdue first."""
    return (
        follow_ups.filter(done_on__isnull=True, due_on__lte=last_open_due_day(today))
        .select_related("case__firm", "case__office", "case__service", "case__expert")
        .order_by("due_on", "pk")
    )


def catch_ups_to_do(catch_ups: QuerySet[CatchUp], today: date) -> QuerySet[CatchUp]:
    """Those planned for this week or before and not recorded: the latest first, then the most promising."""
    return catch_ups.filter(done_on__isnull=True, due_on__lte=friday_of(today)).order_by(
        "due_on", "-points", "pk"
    )


def last_open_due_day(today: date) -> date:
    """The last due date whose month before has begun: the largest day with add_months(day, -1) <= today."""
    day = add_months(today, 1)
    while add_months(day + timedelta(days=1), -1) <= today:
        day += timedelta(days=1)
    return day


def results_to_confirm(results: QuerySet[ExportResult]) -> QuerySet[ExportResult]:
    """Exports recorded by others that wait for the firm's word, oldest first.

    Not those of which somebody said that they are not so, and not what staff set aside.
    """
    against = Confirmation.objects.filter(
        result=OuterRef("pk"), answer__in=(ConfirmationAnswer.DIFFERENT, ConfirmationAnswer.NO)
    )
    return (
        results.filter(confirmed_at__isnull=True, duplicate_of__isnull=True, settled_at__isnull=True)
        .exclude(Exists(against))
        .select_related("case__firm", "case__service", "market")
        .order_by("recorded_at", "pk")
    )


def results_to_settle(results: QuerySet[ExportResult]) -> QuerySet[ExportResult]:
    """Exports of which somebody of the firm says that they were different or none at all, not settled yet."""
    against = Confirmation.objects.filter(
        result=OuterRef("pk"), answer__in=(ConfirmationAnswer.DIFFERENT, ConfirmationAnswer.NO)
    )
    return (
        results.filter(confirmed_at__isnull=True, duplicate_of__isnull=True, settled_at__isnull=True)
        .filter(Exists(against))
        .select_related("case__firm", "case__service", "market")
        .order_by("recorded_at", "pk")
    )


def lookalike_pairs(results: QuerySet[ExportResult]) -> list[tuple[int, int]]:
    """The keys of exports that look like one (``duplicates``) and that nobody told apart; two queries."""
    rows = results.filter(duplicate_of__isnull=True).order_by("pk")
    columns = ("pk", "case__firm_id", "market_id", "exported_on", "sample")
    figures = ("amount_yen", "currency", "amount", "quantity", "unit", "by_line")
    exports = [Export(*row) for row in rows.values_list(*columns, *figures)]
    found = [(one.id, other.id) for one, other in pairs(exports)]
    apart = set(DistinctResults.objects.order_by().values_list("first_id", "second_id"))
    return [pair for pair in found if (min(pair), max(pair)) not in apart]


def efforts_due(efforts: QuerySet[OwnEffort], today: date) -> QuerySet[OwnEffort]:
    """Own efforts of cases under support that were promised by a day past and are not done, oldest first."""
    return (
        efforts.filter(done_on__isnull=True, promised_by__lt=today, case__state=CaseState.ACTIVE)
        .select_related("case__firm")
        .order_by("promised_by", "pk")
    )


def cases_in_hand(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that have not ended, with their open stage; those whose gate comes first stand first."""
    return (
        with_open_stage(cases.exclude(state=CaseState.ENDED))
        .select_related("firm", "office", "service", "expert")
        .order_by(F("next_gate_on").asc(nulls_last=True), "pk")
    )
