"""Events of cases, goals and own efforts in words, from their codes and references alone."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.casework import words
from banso.apps.casework.models import (
    ActivityKind,
    AttemptResult,
    CaseOutcome,
    ConfirmationAnswer,
    FollowUpMethod,
    NewExports,
    ResultSource,
    Trend,
    Verdict,
)
from banso.apps.journal.models import Event
from banso.apps.policies.selectors import describe as describe_policy
from banso.apps.programmes.models import Agreement, StageDocumentKind
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


def _ended(payload: dict[str, Any]) -> str:
    outcome = dict(CaseOutcome.choices).get(payload.get("outcome"), formats.unknown(None))
    ended_on = payload.get("ended_on")
    if ended_on:
        return _("Support ended on %(day)s: %(outcome)s") % {
            "day": formats.day(date.fromisoformat(ended_on)),
            "outcome": outcome,
        }
    return _("Support ended: %(outcome)s") % {"outcome": outcome}


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
        "catch_up.asked": _("Catch-up contact: form sent by link"),
        "catch_up.typed": _("Catch-up contact: what was typed is kept"),
        "catch_up.firm_closed": _("Catch-up contact ended: the firm has closed"),
        "catch_up.firm_open": _("Catch-up contact open again: the firm has not closed"),
        "catch_up.capacity_set": _("Catch-up contacts a week set"),
    }
    return says.get(event.action, "")


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


_SAYINGS = {
    "case.opened": _opened,
    "goal.set": _goal,
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
    "case.ended": _ended,
    "follow_up.recorded": _follow_up,
    "follow_up.firm_closed": lambda _payload: _("Follow-ups ended: the firm has closed"),
    "follow_up.firm_open": lambda _payload: _("Follow-ups open again: the firm has not closed"),
    "follow_up.tried": _follow_up_tried,
    "follow_up.asked": _follow_up_asked,
    "follow_up.typed": _follow_up_typed,
}
