"""Events of applications in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.casework.selectors import describe as describe_casework
from banso.apps.journal.models import Event
from banso.apps.selection.models import Conflict, LookResult, Outcome, View
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


def _declared(payload: dict[str, Any]) -> str:
    if payload.get("conflict") == Conflict.NONE:
        return _("Declared: no conflict of interest")
    return _("Declared: a conflict of interest; out")


def _wait_listed(payload: dict[str, Any]) -> str:
    if payload.get("lot"):
        return _("Not drawn by lot; on the waiting list as number %(rank)s") % {"rank": payload.get("rank")}
    return _("Put on the waiting list as number %(rank)s") % {"rank": payload.get("rank")}


def _submitted(payload: dict[str, Any]) -> str:
    if payload.get("revision", 1) == 1:
        return _("Application submitted")
    return _("Application submitted again, revision %(number)s") % {"number": payload["revision"]}


def _looked_again(payload: dict[str, Any]) -> str:
    if payload.get("result") == LookResult.AGREE:
        return _("Second look: agrees with the determination")
    return _("Second look: disagrees with the determination")


def describe_round(event: Event) -> str:
    """Say an event of a round; nothing if its action is unknown."""
    say = _OF_ROUNDS.get(event.action)
    return say(json.loads(event.payload)) if say else ""


_OF_ROUNDS = {
    "round.opened": lambda _payload: _("Round set up"),
    "round.changed": lambda _payload: _("Round changed"),
    "round.sealed": lambda _payload: _("Seeds sealed"),
    "round.place_freed": lambda payload: _("Place %(number)s freed") % {"number": payload.get("number")},
    "round.lot_drawn": lambda payload: (
        _("Lot drawn among %(count)s candidates") % {"count": len(payload.get("order", ()))}
    ),
}

_SAYINGS = {
    "application.started": lambda _payload: _("Application begun"),
    "application.changed": lambda _payload: _("Draft changed"),
    "application.typed": lambda _payload: _("What is typed was kept"),
    "application.submitted": _submitted,
    "application.returned": lambda _payload: _("More asked of the firm"),
    "application.declared": _declared,
    "application.discussed": lambda _payload: _("Result of a discussion recorded"),
    "application.assented": lambda _payload: _("Agreed to the result of the discussion"),
    "application.wait_listed": _wait_listed,
    "application.looked_again": _looked_again,
    "application.look_assigned": lambda _payload: _("Second look assigned"),
    "application.withdrawn": lambda _payload: _("Application withdrawn"),
    "application.screened": _screened,
    "application.determined": _determined,
}
