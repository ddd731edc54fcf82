"""Events of invited buyers in words, from their codes alone."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.web import formats


def describe(event: Event) -> str:
    """Say an event of a company that was invited; nothing if its action is unknown."""
    if event.action in ("buyers.invited", "buyers.reach_changed"):
        day = formats.day(date.fromisoformat(json.loads(event.payload)["last_day"]))
        words = _("Company invited until %(day)s")
        if event.action == "buyers.reach_changed":
            words = _("What it sees was changed; access until %(day)s")
        return words % {"day": day}
    says = {
        "buyers.person_invited": _("Person invited"),
        "buyers.link_sent": _("Link to enter mailed"),
        "buyers.profile_changed": _("Profile written"),
        "buyers.suspended": _("Access suspended"),
        "buyers.resumed": _("Access given back"),
        "buyers.recommended": _("Recommended another company"),
        "buyers.recommendation_approved": _("Recommended company invited"),
        "buyers.recommendation_refused": _("Recommended company not invited"),
    }
    return says.get(event.action, "")
