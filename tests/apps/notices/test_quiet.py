"""When a person may be written to."""

from datetime import datetime, time

import pytest

from banso.apps.journal.actor import ZONE
from banso.apps.notices.quiet import next_allowed, week_began


def at(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        ("03-10T09:00", ("20:00", "08:00"), "03-10T09:00"),
        ("03-10T05:00", ("20:00", "08:00"), "03-10T08:00"),
        ("03-10T20:00", ("20:00", "08:00"), "03-11T08:00"),
        ("03-10T19:59", ("20:00", "08:00"), "03-10T19:59"),
        ("03-10T08:00", ("20:00", "08:00"), "03-10T08:00"),
        ("03-31T23:30", ("20:00", "08:00"), "04-01T08:00"),
        ("03-10T13:00", ("12:00", "14:00"), "03-10T14:00"),
        ("03-10T11:00", ("12:00", "14:00"), "03-10T11:00"),
        ("03-10T14:00", ("12:00", "14:00"), "03-10T14:00"),
        ("03-10T03:00", ("00:00", "00:00"), "03-10T03:00"),
    ],
)
def test_a_mail_leaves_at_once_or_when_the_quiet_hours_end(now, hours, expected):
    quiet = [time.fromisoformat(part) for part in hours]
    assert next_allowed(at(now), *quiet) == at(expected)


@pytest.mark.parametrize(
    ("now", "monday"),
    [("03-09T00:00", "03-09T00:00"), ("03-08T23:59", "03-02T00:00"), ("03-10T09:00", "03-09T00:00")],
)
def test_a_week_begins_on_monday_in_tokyo(now, monday):
    assert week_began(at(now)) == at(monday)
