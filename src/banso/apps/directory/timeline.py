"""Events about firms in words."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.journal.models import Event


def describe_expert(event: Event) -> str:
    """Say an event about an expert; nothing if its action is unknown."""
    says = {
        "expert.registered": _("Expert registered"),
        "expert.absent": _("Absence noted"),
        "expert.absence_taken_back": _("Absence taken back"),
        "expert.conflict_declared": _("Conflict of interest declared"),
        "expert.conflict_ended": _("Conflict of interest ended"),
        "expert.conditions_set": _("Firms taken on changed"),
        "expert.year_set": _("Hours and contract of a fiscal year laid down"),
    }
    return says.get(event.action, "")


def describe_body(event: Event) -> str:
    """Say an event about a body outside; nothing if its action is unknown."""
    says = {
        "body.added": _("Body outside added"),
        "body.changed": _("Body's data changed"),
        "body.retired": _("Body retired"),
        "body.kept": _("Last day of the body set"),
    }
    return says.get(event.action, "")


def describe_office(event: Event) -> str:
    """Say an event about an office; nothing if its action is unknown."""
    return _("Office added") if event.action == "office.registered" else ""


def describe(event: Event) -> str:
    """Say an event about a firm; nothing if its action is unknown."""
    payload: dict[str, Any] = json.loads(event.payload)
    seen = len(payload.get("contacts", ()))
    says = {
        "firm.registered": _("Firm registered"),
        "firm.changed": _("Firm's data changed"),
        "firm.closed": _("Firm closed"),
        "firm.reopened": _("Firm not closed after all"),
        "firm.access_asked": _("Somebody asked to act for the firm"),
        "firm.access_granted": _("Access granted"),
        "firm.access_refused": _("Access refused"),
        "contact.added": _("Contact added"),
        "contact.changed": _("Contact changed"),
        "contact.viewed": ngettext(
            "Details of %(count)s contact looked at", "Details of %(count)s contacts looked at", seen
        )
        % {"count": seen},
        "contact.main_chosen": _("Main contact chosen"),
        "contact.removed": _("Contact taken out"),
        "contact.erased": _("Contact erased"),
    }
    return says.get(event.action, "")
