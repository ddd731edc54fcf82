"""Events of looks back at firms in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.casework.models import AttemptResult, FollowUpMethod, NewExports, Trend
from banso.apps.journal.models import Event
from banso.web import formats


def _follow_up(payload: dict[str, Any]) -> str:
    months = payload.get("months")
    if not payload.get("reached"):
        return _("Follow-up after %(months)s months: firm not reached") % {"months": months}
    trend = dict(Trend.choices).get(payload.get("trend"), formats.unknown(None))
    new = dict(NewExports.choices).get(payload.get("new_exports"), formats.unknown(None))
    return _("Follow-up after %(months)s months: exports %(trend)s; new exports: %(new)s") % {
        "months": months,
        "trend": trend,
        "new": new,
    }


def _follow_up_tried(payload: dict[str, Any]) -> str:
    way = dict(FollowUpMethod.choices).get(payload.get("way") or "", formats.unknown(None))
    result = dict(AttemptResult.choices).get(payload.get("result") or "", formats.unknown(None))
    if "months" not in payload:
        return _("Catch-up contact tried (%(way)s): %(result)s") % {"way": way, "result": result}
    return _("Follow-up after %(months)s months tried (%(way)s): %(result)s") % {
        "months": payload["months"],
        "way": way,
        "result": result,
    }


def _follow_up_asked(payload: dict[str, Any]) -> str:
    return _("Follow-up after %(months)s months: form sent by link") % {"months": payload.get("months")}


def _follow_up_typed(_payload: dict[str, Any]) -> str:
    return _("Follow-up: what was typed is kept")


def _nobody_to_write_to(payload: dict[str, Any]) -> str:
    return _("Follow-up after %(months)s months: nobody to write to") % {"months": payload.get("months")}


def _caught_up(payload: dict[str, Any]) -> str:
    if not payload.get("reached"):
        return _("Catch-up contact: firm not reached")
    trend = dict(Trend.choices).get(payload.get("trend"), formats.unknown(None))
    new = dict(NewExports.choices).get(payload.get("new_exports"), formats.unknown(None))
    return _("Catch-up contact: exports %(trend)s; new exports: %(new)s") % {"trend": trend, "new": new}


def describe_catch_up(event: Event) -> str:
    """Say an event about a contact that catches up, in the chain of a firm or an office."""
    payload: dict[str, Any] = json.loads(event.payload)
    if event.action == "catch_up.recorded":
        return _caught_up(payload)
    if event.action == "catch_up.tried":
        return _follow_up_tried(payload)
    says = {
        "catch_up.imported": _("Support that ended before was imported"),
        "catch_up.import_ended": _("Import of past support"),
        "catch_up.support_added": _("Support that ended before was imported"),
        "catch_up.planned": _("Catch-up contacts planned"),
        "catch_up.asked": _("Catch-up contact: form sent by link"),
        "catch_up.no_contact": _("Catch-up contact: nobody to write to"),
        "catch_up.typed": _("Catch-up contact: what was typed is kept"),
        "catch_up.firm_closed": _("Catch-up contact ended: the firm has closed"),
        "catch_up.firm_open": _("Catch-up contact open again: the firm has not closed"),
        "catch_up.folded": _("Catch-up contact goes on as that of the same firm"),
        "catch_up.unfolded": _("Catch-up contact stands for itself again"),
        "catch_up.capacity_set": _("Catch-up contacts a week set"),
    }
    return says.get(event.action, "")


#: By action: what says an event from its payload.
SAYINGS = {
    "follow_up.recorded": _follow_up,
    "follow_up.tried": _follow_up_tried,
    "follow_up.asked": _follow_up_asked,
    "follow_up.typed": _follow_up_typed,
    "follow_up.no_contact": _nobody_to_write_to,
    "follow_up.firm_closed": lambda _payload: _("Follow-ups ended: the firm has closed"),
    "follow_up.firm_open": lambda _payload: _("Follow-ups open again: the firm has not closed"),
}
