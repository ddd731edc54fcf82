"""Events of exchange and hourly rates, limits and days off in words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.journal.models import Event
from banso.apps.programmes.models import LimitedResult, Worker
from banso.web import formats


def describe(event: Event) -> str:
    """Say an import of rates, a new hourly rate or a limit; nothing if its action is unknown."""
    if event.action == "rates.hourly_added":
        payload = json.loads(event.payload)
        return _("Hourly rate from %(day)s on: %(worker)s %(yen)s") % {
            "day": formats.day(date.fromisoformat(payload["in_force_from"])),
            "worker": Worker(payload["worker"]).label,
            "yen": formats.yen(payload["yen"]),
        }
    if event.action in ("limits.changed", "limits.added"):
        return _limit(json.loads(event.payload), added=event.action == "limits.added")
    if event.action != "rates.imported":
        return ""
    count = json.loads(event.payload)["new"]
    return ngettext("%(count)s exchange rate imported", "%(count)s exchange rates imported", count) % {
        "count": f"{count:,}"
    }


def describe_days_off(event: Event) -> str:
    """Say what was done to the days off; nothing if its action is unknown."""
    payload = json.loads(event.payload)
    if event.action == "days_off.added":
        first, last = (formats.day(date.fromisoformat(payload[key])) for key in ("first", "last"))
        days = first if first == last else f"{first} – {last}"
        return _("Days off added: %(days)s") % {"days": days}
    says = {
        "days_off.changed": _("Day off named otherwise: %(day)s"),
        "days_off.taken_out": _("Day off taken out: %(day)s"),
        "days_off.put_back": _("Day off put back: %(day)s"),
    }
    if event.action not in says:
        return ""
    return says[event.action] % {"day": formats.day(date.fromisoformat(payload["day"]))}


def _limit(payload: dict[str, Any], *, added: bool) -> str:
    """A limit that was added or changed, named by its codes."""
    what = f"{payload['service']} {LimitedResult(payload['result']).label} {payload['ground']}"
    said = {"what": what, "months": payload["months"]}
    if added:
        return _("Limit added: %(what)s, %(months)s months at most") % said
    return _("Limit changed: %(what)s, %(months)s months at most (before: %(before)s)") % {
        **said,
        "before": payload["months_before"],
    }
