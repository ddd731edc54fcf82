"""Events of applications in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.casework.selectors import describe as describe_casework
from banso.apps.journal.models import Event
from banso.apps.selection.models import Outcome, View
from banso.apps.selection.recommendation import followed


def describe(event: Event) -> str:
    """Say an event of an application; nothing if its action is unknown."""
    say = _SAYINGS.get(event.action)
    return say(json.loads(event.payload)) if say else describe_casework(event)


def _screened(payload: dict[str, Any]) -> str:
    view = dict(View.choices).get(payload.get("view", ""))
    return _("Screened: %(view)s") % {"view": view} if view else _("Screened")


def _determined(payload: dict[str, Any]) -> str:
    outcome = dict(Outcome.choices).get(payload.get("outcome", ""))
    said = _("Determined: %(outcome)s") % {"outcome": outcome}
    if not payload.get("recommendation"):
        return _("%(said)s (no recommendation)") % {"said": said}
    departs = followed(payload["recommendation"], payload.get("outcome", "")) is False
    return _("%(said)s (other than recommended)") % {"said": said} if departs else said


_SAYINGS = {
    "application.started": lambda _payload: _("Application begun"),
    "application.changed": lambda _payload: _("Draft changed"),
    "application.submitted": lambda _payload: _("Application submitted"),
    "application.withdrawn": lambda _payload: _("Application withdrawn"),
    "application.screened": _screened,
    "application.determined": _determined,
}
