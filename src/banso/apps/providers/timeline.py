"""Events of listings in words, from their codes alone."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.providers.models import Side
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
        "listing.changed_by_provider": _("Change of the listing entered by the provider itself"),
        "listing.link_asked": _("Link to change the listing mailed"),
        "listing.refused": _("Listing not published"),
        "listing.ended": _("Listing ended early"),
    }
    return says.get(event.action, "")


def describe_lots(event: Event) -> str:
    """Say that the lot of a need was made, in the chain of its consultation."""
    return _("Lot made for the list of private providers") if event.action == "providers.lot_made" else ""


def describe_referral(event: Event) -> str:
    """Say what was asked and said of a referral, in the chain of its consultation."""
    if event.action == "referral.closed":
        return _("Nobody is asked about the referral any more")
    firm = json.loads(event.payload)["side"] == Side.FIRM
    if event.action == "referral.asked":
        return _("Firm asked about the referral") if firm else _("Provider asked about the referral")
    if event.action == "referral.reported":
        return (
            _("Firm said what became of the referral")
            if firm
            else _("Provider said what became of the referral")
        )
    return ""
