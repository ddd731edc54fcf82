"""What happens along a case: stages and gates, own efforts, root causes."""

from __future__ import annotations

from collections.abc import Iterator

from banso.apps.casework.models import GateReview, OwnEffort, RootCause, Stage
from banso.apps.snapshots.reading.world import Row, World


def stages(world: World) -> Iterator[Row]:
    """Stages of cases; one that is under way past its planned end has a gate that is late."""
    rows = Stage.objects.order_by("pk").values_list(
        "pk", "case_id", "definition__code", "started_on", "planned_to", "ended_on"
    )
    for pk, case, code, started_on, planned_to, ended_on in rows:
        late = (world.as_of - planned_to).days if started_on and ended_on is None else 0
        overdue = late if late > 0 and world.cases[case].ended_on is None else None
        yield (
            pk,
            *world.where_case(case, started_on or planned_to),
            case,
            world.cases[case].ref,
            code,
            started_on,
            planned_to,
            ended_on,
            overdue,
        )


def gates(world: World) -> Iterator[Row]:
    """Decisions at gates."""
    rows = GateReview.objects.order_by("pk").values_list(
        "pk",
        "stage__case_id",
        "stage__definition__code",
        "result",
        "state",
        "decided_on",
        "in_force_on",
        "stage__planned_to",
        "ground__code",
        "months",
    )
    for pk, case, code, result, state, decided_on, in_force_on, planned_to, ground, months in rows:
        yield (
            pk,
            *world.where_case(case, decided_on),
            case,
            world.cases[case].ref,
            code,
            result,
            state,
            decided_on,
            in_force_on,
            (decided_on - planned_to).days,
            ground,
            months,
        )


def efforts(world: World) -> Iterator[Row]:
    """Own efforts that firms promised for a case."""
    rows = OwnEffort.objects.filter(case__isnull=False).order_by("pk")
    for pk, case, kind, promised_by, done_on in rows.values_list(
        "pk", "case_id", "kind", "promised_by", "done_on"
    ):
        yield (
            pk,
            *world.where_case(case, promised_by),
            case,
            world.cases[case].ref,
            kind,
            promised_by,
            done_on,
            promised_by <= world.as_of,
            world.succeeded(case),
        )


def causes(world: World) -> Iterator[Row]:
    """Root causes, those that stand and those solved."""
    rows = RootCause.objects.order_by("pk").values_list("pk", "case_id", "kind__code", "since", "solved_on")
    for pk, case, kind, since, solved_on in rows:
        found = world.cases[case]
        yield (
            pk,
            *world.where_case(case, since),
            case,
            found.ref,
            kind,
            since,
            solved_on,
            world.months_since(since, solved_on),
            world.months_since(found.started_on, found.ended_on),
            world.succeeded(case),
        )
