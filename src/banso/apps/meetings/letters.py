"""Letters about proposals. An agreed meeting, its changes and its end are told by the room of notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.inquiries.letters import words_for_buyer, words_for_firm, write_to_buyer, write_to_firm
from banso.apps.inquiries.models import Side
from banso.apps.journal.actor import Actor
from banso.apps.meetings.models import OnlineMeeting, State
from banso.apps.meetings.words import both_clocks
from banso.apps.notices.sources import LetterKind, register_letter

TO_FIRM, TO_BUYER = "meetings.to_firm", "meetings.to_buyer"


def write_to_other_side(actor: Actor, meeting: OnlineMeeting, side: str) -> None:
    """Tell the side that did not act what was proposed, or that nothing comes of it."""
    if side == Side.BUYER:
        write_to_firm(actor, meeting.inquiry, TO_FIRM, meeting=meeting.ref, round=meeting.round)
    else:
        write_to_buyer(actor, meeting.inquiry, TO_BUYER, meeting=meeting.ref, round=meeting.round)


def _context(references: Mapping[str, Any], side: str, path: str) -> Mapping[str, Any] | None:
    rows = OnlineMeeting.objects.select_related(
        "inquiry__product__firm__office", "inquiry__company__market", "inquiry__company__office",
        "inquiry__buyer", "interpreter",
    )  # fmt: skip
    meeting = rows.get(ref=references["meeting"])
    declined = meeting.state == State.DECLINED
    if meeting.round != references["round"] or not (declined or meeting.turn == side):
        # Answered meanwhile.
        return None
    words = words_for_buyer if side == Side.BUYER else words_for_firm
    slots = meeting.slots.filter(round=meeting.round).order_by("starts_at")
    return {
        **words(meeting.inquiry),
        "heading": _("Online meeting declined") if declined else _("Online meeting proposed"),
        "declined": declined,
        "about": meeting.about,
        "length": meeting.length,
        "slots": [both_clocks(slot.starts_at, meeting, side) for slot in slots],
        "interpreter": meeting.interpreter.name if meeting.interpreter else "",
        "path": reverse(path, args=[meeting.ref]),
    }


def for_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter to a firm says; None once it was answered."""
    return _context(references, Side.FIRM, "meetings:meeting")


def for_buyer(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter to a buyer says; None once it was answered."""
    return _context(references, Side.BUYER, "meetings:street_meeting")


def register() -> None:
    """Let the letters be sent."""
    words = gettext_lazy("Online meeting: a proposal to answer")
    register_letter(LetterKind(TO_FIRM, words, "meetings/mail/proposal.txt", for_firm))
    register_letter(LetterKind(TO_BUYER, words, "meetings/mail/proposal.txt", for_buyer))
