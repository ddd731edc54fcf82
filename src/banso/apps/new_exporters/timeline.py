"""Events of registrations in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.journal.models import Event
from banso.apps.new_exporters.transitions import EVENTS

_SAYINGS: dict[str, Any] = {
    "registration.opened": _("Registered in the programme"),
    "registration.consent": _("Consent to sharing noted"),
    "registration.readiness": _("Readiness changed"),
    "registration.closed": _("Registration closed"),
    "component.planned": _("Part planned"),
    "hand_over.sent": _("Offered to another holder"),
    "hand_over.accepted": _("Taken over"),
    "hand_over.handed_back": _("Handed back"),
    "hand_over.recalled": _("Offer taken back"),
    "hand_over.came_back": _("Nobody answered: back to the sender"),
}


def describe(event: Event) -> str:
    """Say an event of the one-stop programme; nothing if its action is unknown."""
    kind, _dot, step = event.action.partition(".")
    if event.action in _SAYINGS:
        return str(_SAYINGS[event.action])
    if kind == "component" and step in EVENTS:
        amount = json.loads(event.payload).get("amount_yen")
        said = str(EVENTS[step])
        return f"{said} {amount:,}" if amount is not None else said
    return ""
