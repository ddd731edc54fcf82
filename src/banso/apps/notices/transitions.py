"""The states of a task and of a meeting, as data. Whose they are: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import MeetingState, TaskState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a task or a meeting exists.
NEW = "new"

OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
WORKERS = OFFICE | {Role.EXPERT.value}
#: The two sides of an online meeting, which agree on it without the office.
SIDES = frozenset({Role.FIRM_MEMBER.value, Role.BUYER.value})

TASK = Machine(
    "task",
    (
        Transition(NEW, "note", TaskState.OPEN, WORKERS),
        Transition(TaskState.OPEN, "do", TaskState.DONE, WORKERS),
        Transition(TaskState.OPEN, "drop", TaskState.DROPPED, WORKERS),
    ),
)

P, M, C = MeetingState.PLANNED.value, MeetingState.MOVED.value, MeetingState.CANCELLED.value
_AHEAD = ("begins_later",)

MEETING = Machine(
    "meeting",
    (
        Transition(NEW, "plan", P, OFFICE | SIDES, (*_AHEAD, "somebody_invited")),
        Transition(P, "move", M, OFFICE | SIDES, _AHEAD),
        Transition(M, "move", M, OFFICE | SIDES, _AHEAD),
        Transition(P, "cancel", C, OFFICE | SIDES, ("not_begun",)),
        Transition(M, "cancel", C, OFFICE | SIDES, ("not_begun",)),
    ),
    {
        # The moment that is asked for lies ahead.
        "begins_later": lambda facts: facts.get("begins_later"),
        # What has begun can no longer be called off.
        "not_begun": lambda facts: facts.get("not_begun"),
        # A meeting that nobody is invited to is a note.
        "somebody_invited": lambda facts: facts.get("somebody_invited"),
    },
)

_TASK_REFUSALS = Refusals(
    role=_("Your role may not do this."), otherwise=_("Somebody has closed this task already.")
)
_MEETING_REFUSALS = Refusals(
    role=_("Your role may not do this."),
    guards={
        "begins_later": _("Choose a time that lies ahead."),
        "not_begun": _("The meeting has begun already."),
        "somebody_invited": _("Choose who is invited."),
    },
    fields={"begins_later": "starts_at", "somebody_invited": "people"},
    otherwise=_("The meeting was changed meanwhile. Read the page again, then decide."),
)


def fire_task(state: str, event: str, actor: Actor) -> Fired:
    """Move a task by the table.

    Raises:
        Refused: its rule is ``task_state`` or ``role``.
    """
    return base.fire(TASK, _TASK_REFUSALS, state, event, actor.role)


def fire_meeting(state: str, event: str, actor: Actor, facts: Mapping[str, Any]) -> Fired:
    """Move a meeting by the table.

    Raises:
        Refused: its rule is ``meeting_state``, ``role`` or the guard that failed.
    """
    return base.fire(MEETING, _MEETING_REFUSALS, state, event, actor.role, facts)
