"""Events of consultations in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.intake.models import Channel
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event of the consultation window; nothing if its action is unknown."""
    say = _SAYINGS.get(event.action)
    return say(json.loads(event.payload)) if say else ""


def _asked(payload: dict[str, Any]) -> str:
    channel = dict(Channel.choices).get(payload.get("channel", ""))
    return _("Question asked (%(channel)s)") % {"channel": channel} if channel else _("Question asked")


def _sent(payload: dict[str, Any]) -> str:
    return _("Proposed to expert %(expert)s") % {"expert": payload.get("expert")}


_SAYINGS = {
    "consultation.asked": _asked,
    "need.taken_out": lambda _payload: _("Need taken out"),
    "need.answered": lambda _payload: _("Answered by the office"),
    "proposal.sent": _sent,
    "proposal.taken": lambda _payload: _("The expert took it on"),
    "proposal.refused": lambda _payload: _("The expert handed it back"),
    "proposal.helped": lambda _payload: _("Settled: helped"),
    "proposal.no_help": lambda _payload: _("Settled: could not help"),
    "proposal.not_reachable": lambda _payload: _("Settled: the firm was not reachable"),
    "proposal.reopened": lambda _payload: _("Taken up again"),
}
