"""The states of a wave, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM, Actor
from banso.apps.surveys.models import WaveState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a wave exists.
NEW = "new"
HEAD_OFFICE = frozenset({Role.PROGRAMME_MANAGER.value})

PLANNED, DRAWN = WaveState.PLANNED.value, WaveState.DRAWN.value
OPEN, CLOSED = WaveState.OPEN.value, WaveState.CLOSED.value

WAVE = Machine(
    "wave",
    (
        Transition(NEW, "plan", PLANNED, HEAD_OFFICE),
        Transition(PLANNED, "change", PLANNED, HEAD_OFFICE),
        Transition(PLANNED, "leave_out", PLANNED, HEAD_OFFICE),
        Transition(PLANNED, "draw", DRAWN, HEAD_OFFICE),
        Transition(DRAWN, "draw_again", PLANNED, HEAD_OFFICE),
        Transition(DRAWN, "open", OPEN, HEAD_OFFICE, ("not_over",)),
        # The night job closes what is past its last day.
        Transition(OPEN, "close", CLOSED, HEAD_OFFICE | {SYSTEM}),
        Transition(CLOSED, "reopen", OPEN, HEAD_OFFICE, ("has_frame", "not_over")),
        Transition(CLOSED, "weigh", CLOSED, HEAD_OFFICE, ("has_frame",)),
    ),
    {
        # The last day on which an answer is taken has not gone by.
        "not_over": lambda facts: facts.get("not_over"),
        # Banso asked, so that it is known who was asked and how likely.
        "has_frame": lambda facts: facts.get("has_frame"),
    },
)

REFUSALS = Refusals(
    role=_("Waves are planned and run by head office."),
    guards={
        "not_over": _("The last day on which an answer is taken has gone by. Set a later one first."),
        "has_frame": _("The answers of this wave were brought in as files: nobody was drawn from a frame."),
    },
    states={
        PLANNED: _("The wave is planned and not drawn yet."),
        DRAWN: _("The wave is drawn. Undo the draw with a reason before you change it."),
        OPEN: _("The wave is open: who is asked stands now."),
        CLOSED: _("The wave is closed."),
    },
    otherwise=_("This cannot be done to the wave now."),
    fields={"not_over": "closes_on"},
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a wave by the table.

    Raises:
        Refused: with a message; its rule is ``wave_state``, ``role`` or the guard that failed.
    """
    return base.fire(WAVE, REFUSALS, state, event, actor.role, facts)
