"""Events of rates in words, from their codes and numbers alone."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.fees.models import Part, Rounding, TaxKind
from banso.apps.journal.models import Event
from banso.web import formats


def describe_rates(event: Event) -> str:
    """Say a rate that was added; nothing if the action is unknown."""
    payload = json.loads(event.payload)
    if event.action == "fee_rates.loaded":
        rows = payload["rows"]
        return ngettext("%(count)s rate that ships loaded", "%(count)s rates that ship loaded", rows) % {
            "count": formats.number(rows)
        }
    words = {"day": formats.day(date.fromisoformat(payload["in_force_from"]))}
    if event.action == "fee_rates.cost_added":
        figures = formats.joined(
            payload["usual"] or "",
            formats.yen(payload["yen"]) if payload["yen"] is not None else "",
            f"{payload['percent']}%" if payload["percent"] is not None else "",
        )
        return _("Cost rate from %(day)s on: %(service)s, %(part)s %(figures)s") % {
            **words,
            "service": payload["service"],
            "part": Part(payload["part"]).label,
            "figures": figures,
        }
    if event.action == "fee_rates.tax_added":
        return _("Consumption tax from %(day)s on: %(kind)s %(percent)s%%") % {
            **words,
            "kind": TaxKind(payload["kind"]).label,
            "percent": payload["percent"],
        }
    if event.action == "fee_rates.rounding_set":
        return _("Rounding from %(day)s on: price %(net)s, tax %(tax)s") % {
            **words,
            "net": Rounding(payload["net"]).label,
            "tax": Rounding(payload["tax"]).label,
        }
    return ""
