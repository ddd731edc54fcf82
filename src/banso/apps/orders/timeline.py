"""Events of orders in words, from their codes alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.orders.models import Doubt


def describe(event: Event) -> str:
    """Say an event of an order; nothing if its action is unknown."""
    payload = json.loads(event.payload)
    stands = payload.get("stands")
    says = {
        "order.reported": _("Order reported: %(amount)s %(currency)s"),
        "order.confirmed": _("Order confirmed by the other side"),
        "order.disputed": _("Order disputed: %(doubt)s"),
        "order.settled": _("Order taken as reported") if stands else _("Order not counted"),
        "order.entered": _("Entered as an export of case %(case)s"),
    }
    words = says.get(event.action, "")
    doubt = dict(Doubt.choices).get(payload.get("doubt", ""), "")
    return words % {**payload, "doubt": doubt} if words else ""
