"""The letters that invite to a meeting, move it and call it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from banso.apps.notices.calendar import CANCEL, REQUEST, Attendee, event
from banso.apps.notices.models import Meeting, MeetingState, Participant
from banso.apps.notices.sources import Enclosure, Invited, LetterKind, subject_kind

#: The code of the letter about a meeting: invitation, change and cancellation.
MEETING = "notices.meeting"


def about_address(meeting: Meeting) -> str:
    """The page of the record that a meeting is about."""
    kind = subject_kind(meeting.subject_kind)
    return kind.address(meeting.subject_ref) if kind else ""


def title_of(meeting: Meeting) -> str:
    """What a meeting is called, in the language that is active as far as its record says so."""
    kind = subject_kind(meeting.subject_kind)
    return (kind.title(meeting.subject_ref) if kind else "") or meeting.title


def place_of(meeting: Meeting) -> str:
    """Where a meeting is held, likewise."""
    kind = subject_kind(meeting.subject_kind)
    return str(kind.place if kind else "") or meeting.place


def invited(meeting: Meeting, user: int | None) -> Invited:
    """How a participant is written to; a contact of the firm (no user) as everybody."""
    kind = subject_kind(meeting.subject_kind)
    return kind.invited(meeting.subject_ref, user) if kind and user is not None else Invited()


def _participant(references: Mapping[str, Any]) -> Participant | None:
    rows = Participant.objects.select_related("meeting__firm", "meeting__office", "user", "contact")
    return rows.filter(pk=references["participant"]).first()


def context(references: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What the words need; None when a newer letter is on its way, or who was invited no longer is."""
    participant = _participant(references)
    if participant is None:
        return None
    meeting = participant.meeting
    if meeting.sequence != references["sequence"]:
        return None
    headings = {
        MeetingState.PLANNED: _("Invitation to a meeting"),
        MeetingState.MOVED: _("Meeting moved"),
        MeetingState.CANCELLED: _("Meeting cancelled"),
    }
    # A contact of the firm has no page of ours to open.
    address = settings.BASE_URL + about_address(meeting) if participant.user_id else ""
    clock = invited(meeting, participant.user_id).clock
    firm = meeting.firm
    return {
        "meeting": meeting,
        "title": title_of(meeting),
        "place": place_of(meeting),
        "firm": firm.name if get_language() == "ja" else firm.name_en or firm.name,
        "heading": headings[MeetingState(meeting.state)],
        "address": address,
        "own_time": clock(meeting.starts_at) if clock else "",
    }


def calendar(references: Mapping[str, Any], now: datetime) -> Enclosure:
    """The part that calendars read. It names nobody but its receiver."""
    participant = _participant(references)
    assert participant is not None  # else the letter was withdrawn
    meeting, who = participant.meeting, participant.user or participant.contact
    attendee = Attendee(who.name, who.email) if who else None
    return Enclosure(_method(meeting), calendar_file(meeting, now, attendee))


def calendar_file(meeting: Meeting, now: datetime, attendee: Attendee | None = None) -> bytes:
    """A meeting as it stands, for calendars; the same one again replaces what they hold."""
    return event(
        uid=f"{meeting.uid}@{settings.ENV.host}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        summary=title_of(meeting),
        place=place_of(meeting) or meeting.online_address,
        url=meeting.online_address,
        sequence=meeting.sequence,
        method=_method(meeting),
        stamp=now,
        organiser=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=attendee,
    )


def _method(meeting: Meeting) -> str:
    return CANCEL if meeting.state == MeetingState.CANCELLED else REQUEST


KIND = LetterKind(
    MEETING, gettext_lazy("Meeting: invitation or change"), "notices/mail/meeting.txt", context, calendar
)
