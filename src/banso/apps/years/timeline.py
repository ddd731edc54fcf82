"""Events of fiscal years in words, from their codes and numbers alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.years.copying import KINDS
from banso.apps.years.models import Take
from banso.web import formats


def describe(event: Event) -> str:
    """Say an event of a fiscal year; nothing if its action is unknown."""
    payload: dict[str, Any] = json.loads(event.payload)
    if event.action == "year.chosen":
        kind = KINDS.get(payload["kind"])
        return _("%(kind)s, record %(row)s: %(take)s") % {
            "kind": kind.words if kind else payload["kind"],
            "row": payload["row"],
            "take": dict(Take.choices).get(payload["take"], payload["take"]),
        }
    if event.action == "year.opened":
        copied = sum(rows[Take.COPY] + rows[Take.CHANGE] for rows in payload["rows"].values())
        return _("Fiscal year opened, %(count)s records taken over") % {"count": formats.number(copied)}
    if event.action == "year.closed":
        left = sum(payload["unfinished"].values())
        return _("Fiscal year closed, %(count)s items left open") % {"count": formats.number(left)}
    says = {
        "year.prepared": _("Preparation of the fiscal year begun"),
        "year.reopened": _("Fiscal year opened again"),
    }
    return says.get(event.action, "")


def describe_office(event: Event) -> str:
    """Say that the plan of an office was laid down."""
    year = json.loads(event.payload)["year"]
    return _("Office's plan for %(year)s laid down") % {"year": formats.fiscal(year)}
