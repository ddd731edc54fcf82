"""Work on cases, and the months of experts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from banso.apps.casework.models import Activity
from banso.apps.directory.models import Expert, ExpertAbsence, ExpertYear
from banso.apps.snapshots.reading.world import Row, World
from banso.engines.kernel.fiscal import fiscal_year, month_days, months_of


def activities(world: World) -> Iterator[Row]:
    """Work on cases, of experts and of staff."""
    rows = Activity.objects.order_by("pk").values_list(
        "pk", "case_id", "kind", "expert__code", "done_on", "hours", "travel_yen"
    )
    for pk, case, kind, expert, done_on, hours, travel_yen in rows:
        yield (
            pk,
            *world.where_case(case, done_on),
            case,
            world.cases[case].ref,
            kind,
            "staff" if expert is None else "expert",
            expert,
            done_on,
            float(hours),
            travel_yen,
        )


def expert_months(world: World) -> Iterator[Row]:
    """Months of experts' contracts from the first activity on record to the month of the snapshot.

    The hours of a month are those laid down for its fiscal year, or else of the contract, in proportion to
    the days that are under contract and not absent.
    """
    worked: dict[tuple[int, date], list[tuple[int, Decimal]]] = defaultdict(list)
    first: date | None = None
    rows = Activity.objects.filter(expert__isnull=False).order_by("done_on", "pk")
    for expert, case, done_on, hours in rows.values_list("expert_id", "case_id", "done_on", "hours"):
        first = first or done_on
        worked[expert, done_on.replace(day=1)].append((case, hours))
    if first is None:
        return
    laid_down = {
        (expert, year): hours
        for expert, year, hours in ExpertYear.objects.order_by("pk").values_list(
            "expert_id", "fiscal_year", "monthly_hours"
        )
    }
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for expert, start, end in (
        ExpertAbsence.objects.filter(taken_back_at__isnull=True)
        .order_by("pk")
        .values_list("expert_id", "first_day", "last_day")
    ):
        away[expert].append((start, end))
    for pk, code, office, monthly, begins, ends in Expert.objects.order_by("pk").values_list(
        "pk", "code", "office_id", "monthly_hours", "contract_from", "contract_to"
    ):
        last = min(ends or world.as_of, world.as_of)
        for month in months_of(max(begins, first), last):
            month = month.replace(day=1)
            own = worked.get((pk, month), [])
            share = _share_there(month, begins, ends, away.get(pk, ()))
            hours = laid_down.get((pk, fiscal_year(month)), monthly)
            yield (
                pk,
                code,
                *world.where(None, office)[:2],
                code,
                month,
                hours * share,
                float(sum((one for _case, one in own), Decimal(0))),
                len({case for case, _hours in own}),
            )


def _share_there(month: date, begins: date, ends: date | None, away: Iterable[tuple[date, date]]) -> float:
    """The share of a month's days that are under contract and not absent."""
    first, last = month_days(month)
    there = {
        first + timedelta(days=number)
        for number in range((last - first).days + 1)
        if begins <= first + timedelta(days=number) <= (ends or date.max)
    }
    days = (last - first).days + 1
    for start, end in away:
        there -= {one for one in there if start <= one <= end}
    return len(there) / days
