"""Events of exchange and hourly rates in words."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.journal.models import Event
from banso.apps.programmes.models import Worker
from banso.web import formats


def describe(event: Event) -> str:
    """Say an import of rates or a new hourly rate; nothing if its action is unknown."""
    if event.action == "rates.hourly_added":
        payload = json.loads(event.payload)
        return _("Hourly rate from %(day)s on: %(worker)s %(yen)s") % {
            "day": formats.day(date.fromisoformat(payload["in_force_from"])),
            "worker": Worker(payload["worker"]).label,
            "yen": formats.yen(payload["yen"]),
        }
    if event.action != "rates.imported":
        return ""
    count = json.loads(event.payload)["new"]
    return ngettext("%(count)s exchange rate imported", "%(count)s exchange rates imported", count) % {
        "count": f"{count:,}"
    }
