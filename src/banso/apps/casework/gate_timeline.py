"""Events of stages, their gates and root causes in words, from their codes and references alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.casework import words
from banso.apps.programmes.models import Agreement
from banso.web import formats


def _gate(payload: dict[str, Any]) -> str:
    stage = payload.get("stage")
    match payload.get("result"):
        case "advance":
            following = payload.get("next")
            if following:
                return _("Gate review: stage %(stage)s closed, stage %(next)s begun") % {
                    "stage": stage,
                    "next": following,
                }
            return _("Gate review: stage %(stage)s closed") % {"stage": stage}
        case "extend":
            months = payload.get("months") or 0
            return ngettext(
                "Gate review: stage %(stage)s extended by %(months)s month",
                "Gate review: stage %(stage)s extended by %(months)s months",
                months,
            ) % {"stage": stage, "months": months}
        case "pause":
            return _paused(payload)
    return _("Gate review of stage %(stage)s") % {"stage": stage}


def _stage(payload: dict[str, Any]) -> str:
    return _("Stage %(stage)s begun") % {"stage": payload.get("stage")}


def _paused(_payload: dict[str, Any]) -> str:
    return _("Support paused")


def _resumed(payload: dict[str, Any]) -> str:
    if payload.get("remedied") is False:
        return _("Support resumed although it was not put right")
    return _("Support resumed")


def _moved(payload: dict[str, Any]) -> str:
    """What a decision that waits would do: extend or shorten, by or to so many months."""
    months = words.months(payload.get("months") or 0)
    stage = {"stage": payload.get("stage"), "months": months}
    if payload.get("result") == "shorten":
        return _("shorten stage %(stage)s, support ends in %(months)s") % stage
    return _("extend stage %(stage)s by %(months)s") % stage


def _proposed(payload: dict[str, Any]) -> str:
    who = dict(Agreement.choices).get(payload.get("agreement") or "", formats.unknown(None))
    return _("Decided: %(what)s; waits for agreement (%(who)s)") % {"what": _moved(payload), "who": who}


def _announced(payload: dict[str, Any]) -> str:
    return _("Decided: %(what)s; announced to the firm, which may reply until %(day)s") % {
        "what": _moved(payload),
        "day": _day(payload.get("reply_until")),
    }


def _agreed(payload: dict[str, Any]) -> str:
    if payload.get("reply_until"):
        return _("Agreed to: %(what)s; announced to the firm, which may reply until %(day)s") % {
            "what": _moved(payload),
            "day": _day(payload.get("reply_until")),
        }
    return _("Agreed to: %(what)s") % {"what": _moved(payload)}


def _not_agreed(payload: dict[str, Any]) -> str:
    return _("Not agreed to: %(what)s") % {"what": _moved(payload)}


def _withdrawn(payload: dict[str, Any]) -> str:
    return _("Withdrawn: %(what)s") % {"what": _moved(payload)}


def _replied(_payload: dict[str, Any]) -> str:
    return _("The firm replied to the shortening")


def _in_force(payload: dict[str, Any]) -> str:
    said = {"day": _day(payload.get("in_force_on")), "end": _day(payload.get("ends_on"))}
    if payload.get("by") == "time":
        return _("Without a reply the shortening holds from %(day)s on; support ends on %(end)s") % said
    return _("The shortening holds from %(day)s on; support ends on %(end)s") % said


def _remedied(payload: dict[str, Any]) -> str:
    return _("Put right on %(day)s what stage %(stage)s was held up by") % {
        "day": _day(payload.get("done_on")),
        "stage": payload.get("stage"),
    }


def _cause_noted(payload: dict[str, Any]) -> str:
    said = {"cause": payload.get("cause"), "day": _day(payload.get("since"))}
    return _("Root cause %(cause)s noted, since %(day)s") % said


def _cause_solved(payload: dict[str, Any]) -> str:
    said = {"cause": payload.get("cause"), "day": _day(payload.get("solved_on"))}
    return _("Root cause %(cause)s solved on %(day)s") % said


def _cause_reopened(payload: dict[str, Any]) -> str:
    return _("Root cause %(cause)s opened again") % {"cause": payload.get("cause")}


def _day(text: str | None) -> str:
    return formats.day(date.fromisoformat(text)) if text else formats.unknown(None)


#: By action: what says an event from its payload.
SAYINGS = {
    "gate.decided": _gate,
    "gate.proposed": _proposed,
    "gate.announced": _announced,
    "gate.agreed": _agreed,
    "gate.refused": _not_agreed,
    "gate.withdrawn": _withdrawn,
    "gate.replied": _replied,
    "gate.in_force": _in_force,
    "gate.remedied": _remedied,
    "cause.noted": _cause_noted,
    "cause.solved": _cause_solved,
    "cause.reopened": _cause_reopened,
    "stage.started": _stage,
    "case.paused": _paused,
    "case.resumed": _resumed,
}
