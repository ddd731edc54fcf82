"""What this room does by itself."""

from __future__ import annotations

from datetime import datetime

from banso.apps.journal.actor import system
from banso.apps.matching.services import make_plan


def plan_week(now: datetime) -> dict[str, int]:
    """Make the plan of the week, unless it is there."""
    plan = make_plan(system(now))
    return {"asks": plan.asks, "assigned": plan.assigned}
