"""Applications, the views of reviewers, and what became of those adopted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from banso.apps.casework.models import OwnEffort
from banso.apps.selection.models import Application, ApplicationState, Screening
from banso.apps.selection.models.screening import Feasible
from banso.apps.selection.recommendation import followed
from banso.apps.selection.selectors import without_conflict
from banso.apps.snapshots.reading.after import still_exporting
from banso.apps.snapshots.reading.world import Row, World, day


def _feasible() -> dict[int, bool]:
    """By application whether more reviewers held its goal feasible than not; a tie says nothing."""
    said: Counter[int] = Counter()
    rows = without_conflict(Screening.objects.exclude(goal_feasible=""))
    for application, feasible in rows.order_by("pk").values_list("application_id", "goal_feasible"):
        said[application] += (feasible == Feasible.YES) - (feasible == Feasible.NO)
    return {application: balance > 0 for application, balance in said.items() if balance}


def applications(world: World) -> Iterator[Row]:
    """Applications that were handed in, with what came of them."""
    case_of = {case.application: pk for pk, case in world.cases.items() if case.application is not None}
    exporting = still_exporting()
    feasible = _feasible()
    efforts = Counter(OwnEffort.objects.order_by("pk").values_list("application_id", flat=True))
    rows = Application.objects.exclude(state=ApplicationState.DRAFT).order_by("pk")
    for (
        pk,
        ref,
        firm,
        office,
        service,
        round_,
        submitted_at,
        determined_on,
        outcome,
        advice,
    ) in rows.values_list(
        "pk",
        "ref",
        "firm_id",
        "office_id",
        "service_id",
        "round__code",
        "submitted_at",
        "determination__determined_on",
        "determination__outcome",
        "determination__recommendation",
    ):
        case, kept = case_of.get(pk), followed(advice, outcome or "")
        departed = not kept if outcome and kept is not None else None
        met = world.facts[case].attainment if case is not None else None
        yield (
            pk,
            *world.where(firm, office),
            *world.services[service],
            ref,
            round_,
            day(submitted_at),
            determined_on,
            outcome,
            advice or None,
            departed,
            world.scores.get(pk),
            world.band(pk),
            feasible.get(pk),
            efforts[pk],
            world.succeeded(case),
            met.reached if met else None,
            exporting.get(case) if case is not None else None,
        )


def screenings(world: World) -> Iterator[Row]:
    """The views that count: of reviewers without a conflict of interest."""
    rows = without_conflict(Screening.objects.all()).order_by("pk")
    for pk, firm, office, service, application, ref, reviewer, screened_at, view, outcome in rows.values_list(
        "pk",
        "application__firm_id",
        "application__office_id",
        "application__service_id",
        "application_id",
        "application__ref",
        "reviewer_id",
        "screened_at",
        "view",
        "application__determination__outcome",
    ):
        yield (
            pk,
            *world.where(firm, office),
            *world.services[service],
            application,
            ref,
            str(reviewer),
            day(screened_at),
            view,
            outcome,
        )
