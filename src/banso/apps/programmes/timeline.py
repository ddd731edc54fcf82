"""Events of exchange rates in words."""

from __future__ import annotations

import json

from django.utils.translation import ngettext

from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an import of rates; nothing if its action is unknown."""
    if event.action != "rates.imported":
        return ""
    count = json.loads(event.payload)["new"]
    return ngettext("%(count)s exchange rate imported", "%(count)s exchange rates imported", count) % {
        "count": f"{count:,}"
    }
