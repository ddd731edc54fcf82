"""Times and states of meetings in words: each time by both clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from banso.apps.inquiries.models import Side
from banso.apps.journal.actor import ZONE
from banso.apps.meetings.models import OnlineMeeting, State
from banso.web import formats

_MARKS = {
    State.PROPOSED: "now",
    State.AGREED: "ok",
    State.DECLINED: "dash",
    State.CANCELLED: "no",
    State.HELD: "ok",
}
_WAITS_FOR = {
    Side.BUYER: pgettext_lazy("online meeting", "Waits for the buyer"),
    Side.FIRM: pgettext_lazy("online meeting", "Waits for the maker"),
}


def clock_words(zone: ZoneInfo) -> str:
    """What a time zone is called: Tokyo, New York."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def time_words(at: datetime, zone: ZoneInfo) -> str:
    """1 Dec 2026 10:00 (Tokyo, UTC+09:00): the offset tells the two apart where an hour comes twice."""
    local = at.astimezone(zone)
    offset = f"{local:%z}"
    values = {
        "moment": f"{formats.day(local.date())} {local:%H:%M}",
        "place": clock_words(zone),
        "offset": f"{offset[:3]}:{offset[3:]}",
    }
    return _("%(moment)s (%(place)s, UTC%(offset)s)") % values


def both_clocks(at: datetime, meeting: OnlineMeeting, side: str) -> tuple[str, str]:
    """A time by the own clock, then by that of the other side; one only where both show the same."""
    theirs = meeting.inquiry.company.clock
    zones = (theirs, ZONE) if side == Side.BUYER else (ZONE, theirs)
    own, other = (time_words(at, zone) for zone in zones)
    same = at.astimezone(zones[0]).utcoffset() == at.astimezone(zones[1]).utcoffset()
    return own, "" if same else other


def state_mark(meeting: OnlineMeeting, side: str = "") -> tuple[str, str]:
    """The kind of mark and the words for where a meeting stands, as a side sees it."""
    if meeting.state == State.PROPOSED:
        own = meeting.turn == side
        return "now", str(_("Waits for your answer") if own else _WAITS_FOR[Side(meeting.turn)])
    return _MARKS[State(meeting.state)], str(State(meeting.state).label)
