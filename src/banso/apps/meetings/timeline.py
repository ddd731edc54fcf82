"""Events of online meetings in words, from their codes alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.meetings.models import Result


def describe(event: Event) -> str:
    """Say an event of an online meeting; nothing if its action is unknown."""
    says = {
        "online_meeting.proposed": _("Meeting proposed: %(slots)s slots"),
        "online_meeting.others_proposed": _("Other slots proposed: %(slots)s"),
        "online_meeting.agreed": _("Slot agreed"),
        "online_meeting.declined": _("Meeting declined"),
        "online_meeting.link_changed": _("Address of the meeting changed"),
        "online_meeting.cancelled": _("Online meeting cancelled"),
        "online_meeting.held": _("Minutes written: %(result)s"),
    }
    payload = json.loads(event.payload)
    result = dict(Result.choices).get(payload.get("result", ""), "")
    words = says.get(event.action, "")
    return words % {**payload, "result": result} if words else ""
