"""What firms say after the end of support."""

from __future__ import annotations

from collections.abc import Iterator

from banso.apps.casework.models import FollowUp
from banso.apps.casework.models.follow_ups import Trend
from banso.apps.snapshots.reading.world import Row, World


def exports_on(trend: str, closed: bool) -> bool | None:
    """Whether a firm exports, by its word at a look back; absent where nobody could tell."""
    if closed:
        return False
    return trend != Trend.STOPPED if trend else None


def still_exporting() -> dict[int, bool | None]:
    """The same by case, at the latest follow-up that reached the firm."""
    rows = FollowUp.objects.filter(reached=True).order_by("case_id", "months")
    found = rows.values_list("case_id", "trend", "firm_closed")
    return {case: exports_on(trend, closed) for case, trend, closed in found}


def follow_ups(world: World) -> Iterator[Row]:
    """Follow-ups, those done and those still to do."""
    rows = FollowUp.objects.order_by("pk").values_list(
        "pk", "case_id", "months", "due_on", "done_on", "reached", "firm_closed", "trend", "new_exports"
    )
    for pk, case, months, due_on, done_on, reached, closed, trend, new_exports in rows:
        due = due_on <= world.as_of
        yield (
            pk,
            *world.where_case(case, due_on),
            case,
            world.cases[case].ref,
            str(months),
            due_on,
            done_on,
            due,
            done_on is not None,
            reached,
            ((done_on or world.as_of) - due_on).days if due or done_on else None,
            trend or None,
            new_exports or None,
            exports_on(trend, closed) if reached else None,
            world.succeeded(case),
        )
