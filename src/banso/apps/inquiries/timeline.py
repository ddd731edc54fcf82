"""Events of conversations and of message templates in words, from their codes alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.inquiries.models import Side
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event of a conversation; nothing if its action is unknown."""
    if event.action == "inquiry.written":
        side = Side(json.loads(event.payload)["side"])
        return {
            Side.BUYER: _("The buyer wrote"),
            Side.FIRM: _("The maker wrote"),
            Side.STAFF: _("The office wrote"),
        }[side]
    says = {
        "inquiry.reported": _("Abuse reported"),
        "inquiry.report_decided": _("Report of abuse decided"),
        "inquiry.ended": _("Conversation ended by the office"),
        "sample.asked": _("Sample asked for"),
        "sample.agreed": _("Sample agreed"),
        "sample.declined": _("Sample declined"),
        "sample.sent": _("Sample sent"),
        "sample.arrived": _("Sample arrived"),
        "inquiry.asked": _("A buyer asked about a product"),
        "inquiry.closed": _("Conversation closed with an outcome"),
    }
    return says.get(event.action, "")


def describe_template(event: Event) -> str:
    """Say an event of a message template; nothing if its action is unknown."""
    says = {
        "template.added": _("Template added"),
        "template.changed": _("Template changed"),
        "template.retired": _("Template retired"),
        "template.taken_up": _("Template taken up again"),
        "template.restored": _("Template as shipped again"),
    }
    return says.get(event.action, "")
