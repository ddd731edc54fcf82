"""Appointments as other calendars read them."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from banso.apps.notices.calendar import Attendee, event

START = datetime(2026, 3, 12, 5, 0, tzinfo=UTC)


def made(**values):
    return Calendar.from_ical(
        event(
            **{
                "uid": "u@banso.test", "start": START, "end": START + timedelta(hours=1), "summary": "面談",
                "place": "東京", "url": "", "sequence": 0, "method": "REQUEST", "stamp": START,
                "organiser": "office@banso.test", "attendee": Attendee("山田", "yamada@firm.invalid"),
            }
            | values
        )
    )  # fmt: skip


def test_an_invitation_is_in_tokyo_time_and_says_so():
    calendar = made()
    (entry,) = calendar.events
    assert calendar["METHOD"] == "REQUEST"
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Asia/Tokyo"]
    assert entry["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert entry["DTSTART"].dt.isoformat() == "2026-03-12T14:00:00+09:00"
    assert (entry["SUMMARY"], entry["LOCATION"], entry["STATUS"]) == ("面談", "東京", "CONFIRMED")
    assert entry["ATTENDEE"] == "MAILTO:yamada@firm.invalid"


def test_a_cancellation_keeps_the_uid_and_counts_on():
    calendar = made(method="CANCEL", sequence=2)
    (entry,) = calendar.events
    assert (calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (entry["UID"], entry["SEQUENCE"]) == ("u@banso.test", 2)


def test_an_appointment_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends after it begins"):
        made(end=START)
