"""The states of a proposal, as data. Whose proposals somebody reaches: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.intake.models import ProposalState
from banso.apps.journal.actor import Actor
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a proposal exists.
NEW = "new"

OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
EXPERT = frozenset({Role.EXPERT.value})

W, T = ProposalState.WAITING.value, ProposalState.TAKEN.value
REFUSED, HELPED = ProposalState.NOT_MY_FIELD.value, ProposalState.HELPED.value
NO_HELP, NOT_REACHABLE = ProposalState.NO_HELP.value, ProposalState.NOT_REACHABLE.value

PROPOSAL = Machine(
    "proposal",
    (
        Transition(NEW, "send", W, OFFICE, ("under_contract",)),
        Transition(NEW, "answer", HELPED, OFFICE),
        Transition(W, "take", T, EXPERT),
        Transition(W, "refuse", REFUSED, EXPERT, ("has_reason",)),
        Transition(T, "helped", HELPED, EXPERT),
        Transition(T, "no_help", NO_HELP, EXPERT),
        Transition(T, "not_reachable", NOT_REACHABLE, EXPERT),
        Transition(REFUSED, "reopen", W, EXPERT | OFFICE, ("sent_to_expert",)),
        Transition(HELPED, "reopen", T, EXPERT | OFFICE, ("sent_to_expert",)),
        Transition(NO_HELP, "reopen", T, EXPERT | OFFICE, ("sent_to_expert",)),
        Transition(NOT_REACHABLE, "reopen", T, EXPERT | OFFICE, ("sent_to_expert",)),
    ),
    {
        # The expert has a contract on the day of sending.
        "under_contract": lambda facts: facts.get("under_contract"),
        # Handing back needs a reason from the code list.
        "has_reason": lambda facts: facts.get("has_reason"),
        # An answer given at the window stands: nobody is left who could settle it anew.
        "sent_to_expert": lambda facts: facts.get("sent_to_expert"),
    },
)

#: How an expert may settle what was taken on.
OUTCOMES = ("helped", "no_help", "not_reachable")


REFUSALS = Refusals(
    role=_("Your role may not do this."),
    guards={
        "under_contract": _("This expert has no contract today."),
        "has_reason": _("Say why you hand it back."),
        "sent_to_expert": _("The office answered this itself. Take out another need instead."),
    },
    fields={"under_contract": "expert", "has_reason": "reason"},
    otherwise=_("The proposal has changed meanwhile. Read the page again, then decide."),
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a proposal by the table.

    Raises:
        Refused: with a message; its rule is ``proposal_state``, ``role`` or the guard that failed.
    """
    return base.fire(PROPOSAL, REFUSALS, state, event, actor.role, facts)
