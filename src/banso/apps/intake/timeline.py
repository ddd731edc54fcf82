"""Events of consultations in words, from their codes and references alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.intake.models import Channel, PauseReason, Receiver
from banso.apps.journal.models import Event
from banso.web import formats


def describe(event: Event) -> str:
    """Say an event of the consultation window; nothing if its action is unknown."""
    say = _SAYINGS.get(event.action)
    return say(json.loads(event.payload)) if say else ""


def _asked(payload: dict[str, Any]) -> str:
    channel = dict(Channel.choices).get(payload.get("channel", ""))
    return _("Question asked (%(channel)s)") % {"channel": channel} if channel else _("Question asked")


def _sent(payload: dict[str, Any]) -> str:
    if payload.get("receiver") in (None, Receiver.EXPERT):
        return _("Proposed to expert %(expert)s") % {"expert": payload.get("expert")}
    return _("Proposed: %(receiver)s") % {"receiver": _receiver(payload)}


def _receiver(payload: dict[str, Any]) -> str:
    kind = payload.get("receiver") or Receiver.EXPERT
    return str(dict(Receiver.choices).get(kind, kind))


def _by_receiver(words: Promise) -> Callable[[dict[str, Any]], str]:
    return lambda payload: words % {"receiver": _receiver(payload)}


def _withdrawn(payload: dict[str, Any]) -> str:
    if payload.get("why") == "helped":
        return _("Proposal withdrawn: somebody else has helped")
    return _("Proposal withdrawn by the office")


def _paused(payload: dict[str, Any]) -> str:
    reason = dict(PauseReason.choices).get(payload.get("reason", ""), "")
    return _("Paused until %(day)s: %(reason)s") % {
        "day": formats.day(date.fromisoformat(payload["until"])),
        "reason": reason,
    }


def _abandoned(payload: dict[str, Any]) -> str:
    if payload.get("reason") == "no_reply":
        return _("Nobody replied; the firm was told, and the need is abandoned")
    return _("The need was abandoned")


_SAYINGS: dict[str, Callable[[dict[str, Any]], str]] = {
    "consultation.asked": _asked,
    "need.taken_out": lambda _payload: _("Need taken out"),
    "need.answered": lambda _payload: _("Answered by the office"),
    "need.paused": _paused,
    "need.resumed": lambda _payload: _("The pause is over"),
    "need.abandoned": _abandoned,
    "need.taken_up": lambda _payload: _("The need was taken up again"),
    "proposal.sent": _sent,
    "proposal.sent_again": lambda _payload: _("Proposal sent again"),
    "proposal.withdrawn": _withdrawn,
    "proposal.nudged": _by_receiver(gettext_lazy("Receiver reminded (%(receiver)s)")),
    "proposal.handed_over": _by_receiver(gettext_lazy("No reply; handed to the office (%(receiver)s)")),
    "proposal.taken": _by_receiver(gettext_lazy("Taken on (%(receiver)s)")),
    "proposal.refused": _by_receiver(gettext_lazy("Handed back (%(receiver)s)")),
    "proposal.helped": lambda _payload: _("Settled: helped"),
    "proposal.no_help": lambda _payload: _("Settled: could not help"),
    "proposal.not_reachable": lambda _payload: _("Settled: the firm was not reachable"),
    "proposal.reopened": lambda _payload: _("Taken up again"),
}
