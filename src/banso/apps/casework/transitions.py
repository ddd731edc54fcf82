"""The states of a case, as data. Which cases somebody may reach is settled by ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.casework.models import CaseState
from banso.apps.journal.actor import Actor
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a case exists.
NEW = "new"

OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
WITH_EXPERT = OFFICE | {Role.EXPERT.value}
DECIDER = frozenset({Role.DECIDER.value})

A, P, E = CaseState.ACTIVE.value, CaseState.PAUSED.value, CaseState.ENDED.value

CASE = Machine(
    "case",
    (
        Transition(NEW, "open", A, DECIDER, ("adopted",)),
        Transition(NEW, "take_need", A, WITH_EXPERT, ("answers_need",)),
        Transition(A, "advance", A, OFFICE, ("gate_as_seen", "has_next_stage")),
        Transition(A, "extend", A, OFFICE, ("gate_as_seen",)),
        Transition(A, "shorten", A, OFFICE, ("gate_as_seen", "ends_earlier")),
        Transition(A, "pause", P, OFFICE, ("gate_as_seen",)),
        Transition(P, "resume", A, OFFICE),
        Transition(A, "end", E, OFFICE),
        Transition(P, "end", E, OFFICE),
        Transition(A, "settle_need", E, WITH_EXPERT, ("answers_need",)),
        Transition(P, "settle_need", E, WITH_EXPERT, ("answers_need",)),
        Transition(E, "take_need", A, WITH_EXPERT, ("answers_need",)),
    ),
    {
        # The application was determined as adopted.
        "adopted": lambda facts: facts.get("adopted"),
        # The case is about one need of a consultation, not about an application.
        "answers_need": lambda facts: facts.get("answers_need"),
        # Nobody closed or reviewed this stage since the person who decides looked at it.
        "gate_as_seen": lambda facts: facts.get("gate_as_seen"),
        "has_next_stage": lambda facts: facts.get("has_next_stage"),
        # Support would end before its present planned end.
        "ends_earlier": lambda facts: facts.get("ends_earlier"),
    },
)


REFUSALS = Refusals(
    role=_("Your role may not do this to a case."),
    guards={
        "adopted": _("A case opens only for an application that was adopted."),
        "answers_need": _("Only a case that answers one question is opened and settled in this way."),
        "gate_as_seen": _(
            "Somebody else has decided on this stage since you opened the page. "
            "Read what was decided, then decide again."
        ),
        "has_next_stage": _("This is the last stage. End the support instead."),
        "ends_earlier": _("Support would not end earlier than planned. Give fewer months, or extend."),
    },
    states={
        A: _("The case is already under support."),
        P: _("The case is paused. Resume it first."),
        E: _("Support has ended. Nothing can be changed any more."),
    },
    otherwise=_("The case is not open."),
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a case by the table.

    Raises:
        Refused: with a message for the person; its rule is ``case_state``, ``role`` or the guard that failed.
    """
    return base.fire(CASE, REFUSALS, state, event, actor.role, facts)
