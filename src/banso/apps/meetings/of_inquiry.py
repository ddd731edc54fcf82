"""The section of a conversation that shows its meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.models import Side, State
from banso.apps.inquiries.sections import Section, Shown
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.models import State as MeetingState
from banso.apps.meetings.words import both_clocks, state_mark


def _meetings(shown: Shown) -> Mapping[str, Any] | None:
    inquiry = shown.inquiry
    rows = list(OnlineMeeting.objects.filter(inquiry=inquiry).select_related("appointment"))
    for row in rows:
        row.inquiry = inquiry
    street = shown.side == Side.BUYER
    page = "meetings:street_meeting" if street else "meetings:meeting"
    may = street or (shown.side == Side.FIRM and shown.access.can(Action.MEET_ARRANGE))
    waits = any(row.state == MeetingState.PROPOSED for row in rows)
    may_propose = may and inquiry.exchanged and inquiry.state != State.ENDED and not waits
    if not rows and not may_propose:
        return None
    propose = "meetings:street_propose" if street else "meetings:propose"
    return {
        "meetings": [
            (
                reverse(page, args=[row.ref]),
                both_clocks(row.appointment.starts_at, row, shown.side)[0] if row.appointment else "",
                row.about,
                *state_mark(row, shown.side),
            )
            for row in rows
        ],
        "propose": reverse(propose, args=[inquiry.ref]) if may_propose else "",
    }


SECTION = Section("meetings", "meetings/parts/of_inquiry.html", _meetings)
