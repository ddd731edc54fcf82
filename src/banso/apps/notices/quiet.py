"""When a person may be written to: pure functions of a moment and the hours that the person chose."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from banso.apps.journal.actor import ZONE
from banso.apps.notices.models.reminders import QUIET_FROM, QUIET_TO


def next_allowed(now: datetime, quiet_from: time = QUIET_FROM, quiet_to: time = QUIET_TO) -> datetime:
    """The moment itself outside the quiet hours, else their end, in Tokyo.

    The hours may run over midnight; the same time twice means that no hour is quiet.
    """
    local = now.astimezone(ZONE)
    at = local.time()
    if quiet_from == quiet_to:
        return now
    over_midnight = quiet_from > quiet_to
    quiet = (at >= quiet_from or at < quiet_to) if over_midnight else quiet_from <= at < quiet_to
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if over_midnight and at >= quiet_from else 0)
    return datetime.combine(day, quiet_to, ZONE)


def week_began(now: datetime) -> datetime:
    """Monday 0:00 in Tokyo of the week of a moment."""
    local = now.astimezone(ZONE)
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(0), ZONE)
