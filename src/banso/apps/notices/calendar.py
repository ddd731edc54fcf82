"""Appointments as other calendars read them (iCalendar, RFC 5545; invitations by mail, RFC 6047)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vText

from banso.apps.journal.actor import ZONE

REQUEST, CANCEL = "REQUEST", "CANCEL"
_STATUS = {REQUEST: "CONFIRMED", CANCEL: "CANCELLED"}


@dataclass(frozen=True)
class Attendee:
    """Who is invited, as the invitation names them."""

    name: str
    email: str


def event(
    *,
    uid: str,
    start: datetime,
    end: datetime,
    summary: str,
    place: str,
    url: str,
    sequence: int,
    method: str,
    stamp: datetime,
    organiser: str,
    attendee: Attendee | None = None,
) -> bytes:
    """One appointment in Tokyo time.

    A later ``sequence`` of the same ``uid`` replaces an earlier one. ``method`` is REQUEST (new or changed)
    or CANCEL; ``organiser`` is a mail address.

    Raises:
        KeyError: another method.
        ValueError: the end is not after the start.
    """
    if end <= start:
        raise ValueError("an appointment ends after it begins")
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", start.astimezone(ZONE))
    entry.add("dtend", end.astimezone(ZONE))
    entry.add("summary", summary)
    entry.add("sequence", sequence)
    entry.add("status", _STATUS[method])
    if place:
        entry.add("location", place)
    if url:
        entry.add("url", url)
    entry.add("organizer", vCalAddress(f"MAILTO:{organiser}"))
    if attendee is not None:
        invited = vCalAddress(f"MAILTO:{attendee.email}")
        invited.params["CN"] = vText(attendee.name)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        entry.add("attendee", invited)
    calendar = Calendar()
    calendar.add("prodid", "-//Banso//Banso//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
