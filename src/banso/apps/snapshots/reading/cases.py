"""Cases, with what all their records come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low
from typing import Any

from django.db.models import Sum

from banso.apps.casework.models import (
    Activity,
    Case,
    Confirmation,
    ExportGoal,
    FollowUp,
    GoalState,
    OwnEffort,
    RootCause,
    Stage,
)
from banso.apps.casework.results import Goal, attainment
from banso.apps.fees.models import CreditNote, Decided, Invoice
from banso.apps.snapshots.reading.after import exports_on
from banso.apps.snapshots.reading.exports import Export, exports
from banso.apps.snapshots.reading.world import Row, World
from banso.engines.kernel.fiscal import add_months, months_between


def cases(world: World) -> Iterator[Row]:
    """Every case with what its records come to on the day of the snapshot."""
    on_record, goals, stages = exports(), _goals(), _open_stages()
    hours = _sums(Activity.objects.all(), "case_id", "hours")
    charged = _charged()
    words: dict[int, list[int]] = defaultdict(list)
    for case, step in (
        Confirmation.objects.filter(attribution__isnull=False)
        .order_by("pk")
        .values_list("result__case_id", "attribution")
    ):
        words[case].append(step)
    causes: dict[int, list[str]] = defaultdict(list)
    for case, kind in (
        RootCause.objects.filter(solved_on__isnull=True)
        .order_by("since", "pk")
        .values_list("case_id", "kind__code")
    ):
        causes[case].append(kind)
    after_24 = {
        case: exports_on(trend, closed)
        for case, trend, closed in FollowUp.objects.filter(months=24, reached=True)
        .order_by("pk")
        .values_list("case_id", "trend", "firm_closed")
    }
    efforts = Counter(
        (case, done is not None)
        for case, done in OwnEffort.objects.filter(case__isnull=False)
        .order_by("pk")
        .values_list("case_id", "done_on")
    )
    rows = Case.objects.order_by("pk").values_list(
        "pk", "state", "outcome", "planned_end_on", "firm__ec_record"
    )
    for pk, state, outcome, planned_end_on, prior_record in rows:
        case, fact = world.cases[pk], world.facts[pk]
        own = on_record.get(pk, [])
        real = [one for one in own if one.counts(case.started_on)]
        samples = [one for one in own if one.counts(case.started_on, sample=True)]
        days = [one.plain.exported_on for one in real]
        agreed = goals.get(pk, [])
        standing = causes.get(pk, [])
        yield (
            pk,
            *world.where_case(pk, case.started_on),
            case.ref,
            state,
            outcome or None,
            stages.get(pk),
            case.application is not None,
            prior_record or None,
            case.started_on,
            planned_end_on,
            case.ended_on,
            world.months_since(case.started_on, case.ended_on),
            case.ended_on is not None and add_months(case.ended_on, 24) <= world.as_of,
            fact.first_success is not None,
            fact.first_success_with_samples is not None,
            fact.first_success,
            world.months_since(case.started_on, fact.first_success) if fact.first_success else None,
            world.months_since(case.started_on, None),
            _total(one.plain.amount_yen for one in real),
            len(real),
            len(samples),
            _quarters(days, world.as_of),
            len(real) > 1 if real else None,
            min((one.plain.exported_on for one in samples), default=date.max) < days[0] if days else None,
            bool(agreed),
            agreed[0].verdict if agreed else None,
            len(agreed),
            agreed[-1].plain.due_on if agreed else None,
            fact.attainment.reached if fact.attainment else None,
            _latest_met(agreed, own, case.started_on),
            efforts[pk, True] + efforts[pk, False],
            efforts[pk, True],
            len(standing),
            standing[0] if standing else None,
            fact.follow_up_months,
            fact.trend or None,
            fact.new_exports or None,
            after_24.get(pk),
            world.band(case.application),
            median_low(words[pk]) if words.get(pk) else None,
            float(hours.get(pk, Decimal(0))),
            charged.get(pk, 0),
        )


@dataclass(frozen=True, slots=True)
class _Agreed:
    plain: Goal
    verdict: str | None


def _goals() -> dict[int, list[_Agreed]]:
    """By case the goals that both sides agreed on, in their order."""
    found: dict[int, list[_Agreed]] = defaultdict(list)
    rows = ExportGoal.objects.filter(case__isnull=False, state=GoalState.AGREED).order_by("version", "pk")
    for case, verdict, *goal in rows.values_list(
        "case_id", "verdict", "metric", "target", "unit", "due_on", "baseline"
    ):
        found[case].append(_Agreed(Goal(*goal), verdict or None))
    return found


def _latest_met(agreed: Sequence[_Agreed], own: Iterable[Export], started_on: date) -> bool | None:
    if not agreed:
        return None
    stands = [one.plain for one in own if one.plain.confirmed or not one.settled]
    return attainment(agreed[-1].plain, stands, started_on).reached


def _open_stages() -> dict[int, str]:
    rows = Stage.objects.filter(started_on__isnull=False, ended_on__isnull=True).order_by("case_id", "order")
    return dict(rows.values_list("case_id", "definition__code"))


def _charged() -> dict[int, int]:
    billed = _sums(Invoice.objects.filter(quote__case__isnull=False), "quote__case_id", "total")
    approved = CreditNote.objects.filter(invoice__quote__case__isnull=False, state=Decided.APPROVED)
    credited = _sums(approved, "invoice__quote__case_id", "total")
    return {case: total - credited.get(case, 0) for case, total in billed.items()}


def _sums(rows: Any, key: str, column: str) -> dict[int, Any]:
    return dict(rows.order_by(key).values_list(key).annotate(sum=Sum(column)))


def _total(amounts: Iterable[int | None]) -> int | None:
    """Their sum; absent where one of them is not known."""
    found = list(amounts)
    return None if None in found else sum(one for one in found if one is not None)


def _quarters(days: Iterable[date], as_of: date) -> int:
    """In how many of the four quarters of twelve months up to a day there is one of these days."""
    first = add_months(as_of, -12) + timedelta(days=1)
    return len({months_between(first, one) // 3 for one in days if first <= one <= as_of})
