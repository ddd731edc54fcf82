"""Events of cases, goals and own efforts in words, from their codes and references alone."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.casework import follow_up_timeline, gate_timeline, words
from banso.apps.casework.models import (
    ActivityKind,
    CaseOutcome,
    ConfirmationAnswer,
    ProvenRecord,
    ResultSource,
    Verdict,
)
from banso.apps.journal.models import Event
from banso.apps.policies.selectors import describe as describe_policy
from banso.apps.programmes.models import StageDocumentKind
from banso.web import formats


def describe(event: Event) -> str:
    """Say an event of casework or of a policy's decision; nothing if its action is unknown."""
    say = _SAYINGS.get(event.action)
    return say(json.loads(event.payload)) if say else describe_policy(event)


def _opened(payload: dict[str, Any]) -> str:
    if payload.get("need"):
        return _("An expert took the question on; case opened")
    return _("Application adopted; case opened and first stage begun")


def _goal(payload: dict[str, Any]) -> str:
    if payload.get("version", 1) > 1:
        return _("Export goal revised (version %(version)s)") % payload
    return _("Export goal set")


def _brought(payload: dict[str, Any]) -> str:
    agreed_on = date.fromisoformat(payload["agreed_on"])
    return _("Export goal taken over (version %(version)s), agreed on %(day)s") % {
        "version": payload.get("version"),
        "day": formats.day(agreed_on),
    }


def _weighed(payload: dict[str, Any]) -> str:
    verdict = dict(Verdict.choices).get(payload.get("verdict", ""), formats.unknown(None))
    return _("Goal compared with similar firms: %(verdict)s") % {"verdict": verdict}


_SIDES = {"firm": gettext_lazy("the firm"), "office": gettext_lazy("the office")}


def _side(payload: dict[str, Any]) -> str:
    return str(_SIDES.get(payload.get("side", ""), formats.unknown(None)))


def _goal_revised(payload: dict[str, Any]) -> str:
    return _("Version %(version)s of the goal proposed by %(side)s") % {
        "version": payload.get("version"),
        "side": _side(payload),
    }


def _goal_agreed(payload: dict[str, Any]) -> str:
    return _("Version %(version)s of the goal agreed to by %(side)s; it is in force") % {
        "version": payload.get("version"),
        "side": _side(payload),
    }


def _goal_dropped(payload: dict[str, Any]) -> str:
    return _("Version %(version)s of the goal dropped by %(side)s") % {
        "version": payload.get("version"),
        "side": _side(payload),
    }


def _plan(payload: dict[str, Any]) -> dict[str, Any]:
    kind = dict(StageDocumentKind.choices).get(payload.get("kind", ""), formats.unknown(None))
    return {"document": kind, "version": payload.get("version"), "side": _side(payload)}


def _plan_written(payload: dict[str, Any]) -> str:
    return _("%(document)s written, version %(version)s") % _plan(payload)


def _plan_sent(payload: dict[str, Any]) -> str:
    return _("%(document)s sent to firm and office, version %(version)s") % _plan(payload)


def _plan_agreed(payload: dict[str, Any]) -> str:
    if payload.get("state") == "agreed":
        return _("%(document)s, version %(version)s: agreed to by %(side)s, now by both") % _plan(payload)
    return _("%(document)s, version %(version)s: agreed to by %(side)s") % _plan(payload)


def _plan_on_paper(payload: dict[str, Any]) -> str:
    return _("%(document)s: agreed on paper before") % _plan(payload)


def _promised(payload: dict[str, Any]) -> str:
    count = payload.get("count")
    if count is None:
        return _("Own effort promised")
    return ngettext("%(count)s own effort promised", "%(count)s own efforts promised", count) % {
        "count": count
    }


def _effort(payload: dict[str, Any]) -> str:
    cost = payload.get("cost_yen")
    if cost is None:
        return _("Own effort done")
    return _("Own effort done, cost %(cost)s") % {"cost": formats.yen(cost)}


def _expert(payload: dict[str, Any]) -> str:
    return _("Expert %(expert)s put in charge") % {"expert": payload["expert"]}


def _activity(payload: dict[str, Any]) -> str:
    kind = dict(ActivityKind.choices).get(payload.get("kind"), _("Activity"))
    return _("%(kind)s, %(hours)s hours") % {"kind": kind, "hours": _hours(payload.get("hours"))}


def _hours(text: str | None) -> str:
    return words.hours(Decimal(text)) if text else formats.unknown(None)


def _amount(payload: dict[str, Any]) -> str:
    if payload.get("amount_yen") is None and payload.get("amount") is not None:
        return f"{payload['amount']} {payload['currency']}"
    return formats.yen(payload.get("amount_yen"))


def _result(payload: dict[str, Any]) -> str:
    amount = _amount(payload)
    said = (
        _("Sample shipped: %(amount)s") % {"amount": amount}
        if payload.get("sample")
        else _("Export recorded: %(amount)s") % {"amount": amount}
    )
    source = payload.get("source")
    if source and not payload.get("confirmed", source == ResultSource.FIRM):
        return _("%(said)s; waits for the firm's confirmation") % {"said": said}
    return said


def _sold(payload: dict[str, Any]) -> str:
    lines = payload["lines"]
    said = ngettext(
        "Report %(report)s of the site: %(count)s sale, %(yen)s",
        "Report %(report)s of the site: %(count)s sales, %(yen)s",
        lines,
    )
    return said % {
        "report": payload["report"],
        "count": formats.number(lines),
        "yen": formats.yen(payload["yen"]),
    }


def _came_back(payload: dict[str, Any]) -> str:
    count = len(payload["results"])
    said = ngettext(
        "Report %(report)s of the site: goods of %(count)s sale came back",
        "Report %(report)s of the site: goods of %(count)s sales came back",
        count,
    )
    return said % {"report": payload["report"], "count": formats.number(count)}


def _confirmed(_payload: dict[str, Any]) -> str:
    return _("The firm confirmed an export")


def _asked(payload: dict[str, Any]) -> str:
    count = len(payload["results"])
    return ngettext(
        "Confirmation of %(count)s export asked for by link",
        "Confirmation of %(count)s exports asked for by link",
        count,
    ) % {"count": count}


def _given(payload: dict[str, Any]) -> str:
    said = dict(ConfirmationAnswer.choices)
    answers = (str(said.get(answer["answer"], "")) for answer in payload["answers"])
    return _("Answer by link: %(answers)s") % {"answers": formats.joined(*answers)}


def _answered(payload: dict[str, Any]) -> str:
    said = dict(ConfirmationAnswer.choices).get(payload.get("answer", ""), "")
    return _("The firm answered: %(answer)s") % {"answer": said}


def _on_paper(payload: dict[str, Any]) -> str:
    said = dict(ConfirmationAnswer.choices).get(payload.get("answer", ""), "")
    return _("Signed paper entered: %(answer)s") % {"answer": said}


def _proven(payload: dict[str, Any]) -> str:
    source = dict(ResultSource.choices).get(payload.get("source", ""), "")
    return _("Proof of an export added: %(source)s") % {"source": source}


def _settled(payload: dict[str, Any]) -> str:
    match payload.get("decision"):
        case "not_counted":
            return _("Disputed export settled: it does not count")
        case "as_answered":
            return _("Disputed export settled: it counts with the firm's figures")
    return _("Disputed export settled: it counts as written")


def _duplicate(payload: dict[str, Any]) -> str:
    return _("Export marked as a duplicate of one in %(of_case)s") % payload


def _no_duplicate(_payload: dict[str, Any]) -> str:
    return _("Export stands for itself again: no duplicate")


def _distinct(_payload: dict[str, Any]) -> str:
    return _("Two exports that look alike were told apart")


def _yen_known(payload: dict[str, Any]) -> str:
    return _("Amount of an export in yen known: %(amount)s") % {"amount": formats.yen(payload["amount_yen"])}


def _effort_added(_payload: dict[str, Any]) -> str:
    return _("Own effort added")


def _ended(payload: dict[str, Any]) -> str:
    outcome = dict(CaseOutcome.choices).get(payload.get("outcome"), formats.unknown(None))
    ended_on = payload.get("ended_on")
    if ended_on:
        return _("Support ended on %(day)s: %(outcome)s") % {
            "day": formats.day(date.fromisoformat(ended_on)),
            "outcome": outcome,
        }
    return _("Support ended: %(outcome)s") % {"outcome": outcome}


def _ec_proven(payload: dict[str, Any]) -> str:
    kind = dict(ProvenRecord.choices).get(payload["kind"], payload["kind"])
    return _("EC record proven by document %(document)s: %(kind)s") % {**payload, "kind": kind}


_SAYINGS = {
    "ec_record.proven": _ec_proven,
    "ec_record.withdrawn": lambda payload: _("Proof of an EC record withdrawn"),
    **gate_timeline.SAYINGS,
    **follow_up_timeline.SAYINGS,
    "case.opened": _opened,
    "goal.set": _goal,
    "goal.brought": _brought,
    "goal.weighed": _weighed,
    "goal.revised": _goal_revised,
    "goal.agreed": _goal_agreed,
    "goal.dropped": _goal_dropped,
    "plan.written": _plan_written,
    "plan.sent": _plan_sent,
    "plan.agreed": _plan_agreed,
    "plan.on_paper": _plan_on_paper,
    "effort.promised": _promised,
    "effort.done": _effort,
    "expert.assigned": _expert,
    "activity.logged": _activity,
    "result.recorded": _result,
    "result.sold": _sold,
    "result.came_back": _came_back,
    "result.confirmed": _confirmed,
    "result.answered": _answered,
    "result.proven": _proven,
    "result.settled": _settled,
    "result.duplicate": _duplicate,
    "result.no_duplicate": _no_duplicate,
    "result.distinct": _distinct,
    "result.yen_known": _yen_known,
    "confirmation.asked": _asked,
    "confirmation.given": _given,
    "confirmation.on_paper": _on_paper,
    "effort.added": _effort_added,
    "case.ended": _ended,
}
