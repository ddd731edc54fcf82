"""Events of listings in words, from their codes alone."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.web import formats


def describe(event: Event) -> str:
    """Say an event of a listing; nothing if its action is unknown."""
    if event.action == "listing.published":
        day = formats.day(date.fromisoformat(json.loads(event.payload)["listed_to"]))
        return _("Listing published until %(day)s") % {"day": day}
    says = {
        "listing.entered": _("Listing entered"),
        "listing.applied": _("Listing applied for"),
        "listing.confirmed": _("Mail address of the application confirmed"),
        "listing.refused": _("Listing not published"),
        "listing.ended": _("Listing ended early"),
    }
    return says.get(event.action, "")


def describe_lots(event: Event) -> str:
    """Say that the lot of a need was made, in the chain of its consultation."""
    return _("Lot made for the list of private providers") if event.action == "providers.lot_made" else ""
