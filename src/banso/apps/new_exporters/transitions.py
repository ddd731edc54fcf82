"""The states of components and hand-overs, as data. Who holds what is checked by the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM, Actor
from banso.apps.new_exporters.models import ComponentState, Course, HandOverState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before it exists.
NEW = "new"

PEOPLE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value, Role.PARTNER_MEMBER.value})
NIGHT = frozenset({SYSTEM})

S = ComponentState


def _rows(*rows: tuple[str, str, str, tuple[str, ...]]) -> tuple[Transition, ...]:
    return tuple(
        Transition(source, event, target, PEOPLE, ("holds", *guards))
        for source, event, target, guards in rows
    )


_GUARDS = {
    # The person belongs to the office or body that holds the part.
    "holds": lambda facts: facts.get("holds"),
    "has_amount": lambda facts: facts.get("has_amount"),
    "has_company": lambda facts: facts.get("has_company"),
    "has_note": lambda facts: facts.get("has_note"),
}

#: One table a course. Every course begins planned, and may be dropped with a reason while it is open.
COMPONENTS = {
    Course.PLAIN.value: Machine(
        "component",
        _rows(
            (S.PLANNED, "begin", S.UNDER_WAY, ()),
            (S.UNDER_WAY, "finish", S.DONE, ("has_note",)),
            (S.PLANNED, "drop", S.DROPPED, ("has_note",)),
            (S.UNDER_WAY, "drop", S.DROPPED, ("has_note",)),
            (S.DONE, "reopen", S.UNDER_WAY, ("has_note",)),
            (S.DROPPED, "reopen", S.PLANNED, ("has_note",)),
        ),
        _GUARDS,
    ),
    Course.SUBSIDY.value: Machine(
        "component",
        _rows(
            (S.PLANNED, "apply", S.APPLIED, ("has_amount",)),
            (S.APPLIED, "grant", S.GRANTED, ("has_amount",)),
            (S.APPLIED, "refuse", S.REFUSED, ("has_note",)),
            (S.GRANTED, "pay", S.PAID, ("has_amount",)),
            (S.PLANNED, "drop", S.DROPPED, ("has_note",)),
            (S.APPLIED, "drop", S.DROPPED, ("has_note",)),
            (S.GRANTED, "drop", S.DROPPED, ("has_note",)),
            (S.REFUSED, "reopen", S.PLANNED, ("has_note",)),
            (S.DROPPED, "reopen", S.PLANNED, ("has_note",)),
        ),
        _GUARDS,
    ),
    Course.TRADING.value: Machine(
        "component",
        _rows(
            (S.PLANNED, "propose", S.PROPOSED, ("has_company",)),
            (S.PROPOSED, "meet", S.MET, ()),
            (S.MET, "contract", S.CONTRACT, ()),
            (S.PROPOSED, "none", S.NO_CONTRACT, ("has_note",)),
            (S.MET, "none", S.NO_CONTRACT, ("has_note",)),
            (S.PLANNED, "drop", S.DROPPED, ("has_note",)),
            (S.NO_CONTRACT, "reopen", S.PLANNED, ("has_note",)),
            (S.DROPPED, "reopen", S.PLANNED, ("has_note",)),
        ),
        _GUARDS,
    ),
}

#: In these states nothing more is to be done.
CLOSED = (S.DONE, S.DROPPED, S.REFUSED, S.PAID, S.CONTRACT, S.NO_CONTRACT)

#: What each step is called on its button.
EVENTS = {
    "begin": _("Begin"),
    "finish": _("Finish"),
    "drop": _("Drop"),
    "reopen": _("Take up again"),
    "apply": _("Note the application"),
    "grant": _("Note the grant"),
    "refuse": _("Note the refusal"),
    "pay": _("Note the payment"),
    "propose": _("Propose to a trading company"),
    "meet": _("Note the meeting"),
    "contract": _("Contract made"),
    "none": _("No contract"),
}

W = HandOverState.WAITING.value
HAND_OVER = Machine(
    "hand_over",
    (
        Transition(NEW, "send", W, PEOPLE, ("holds", "to_another", "may_share")),
        Transition(W, "accept", HandOverState.ACCEPTED, PEOPLE, ("receives",)),
        Transition(W, "hand_back", HandOverState.HANDED_BACK, PEOPLE, ("receives", "has_answer")),
        Transition(W, "recall", HandOverState.RECALLED, PEOPLE, ("holds",)),
        Transition(W, "come_back", HandOverState.CAME_BACK, NIGHT, ()),
    ),
    {
        **{name: _GUARDS[name] for name in ("holds",)},
        "to_another": lambda facts: facts.get("to_another"),
        # Only with the firm's consent does anything go to another body.
        "may_share": lambda facts: facts.get("may_share"),
        "receives": lambda facts: facts.get("receives"),
        "has_answer": lambda facts: facts.get("has_answer"),
    },
)

REFUSALS = Refusals(
    role=_("Your role may not do this."),
    guards={
        "holds": _("Only who holds this part now may do this."),
        "has_amount": _("Enter the amount."),
        "has_company": _("Choose the trading company."),
        "has_note": _("Say why, or what came of it."),
        "to_another": _("Choose somebody else: this is who holds it now."),
        "may_share": _("The firm has not agreed to sharing yet. Note its consent first."),
        "receives": _("Only the receiver may answer this."),
        "has_answer": _("Say why you return it."),
    },
    fields={
        "has_amount": "amount_yen",
        "has_company": "trading_company",
        "has_note": "note",
        "to_another": "to",
        "has_answer": "answer",
    },
    otherwise=_("Somebody else has changed this meanwhile. Read the page again, then decide."),
)


def fire(machine: Machine, state: str, event: str, actor: Actor, facts: Mapping[str, Any]) -> Fired:
    """Move by a table of this room.

    Raises:
        Refused: its rule is ``component_state``, ``hand_over_state``, ``role`` or the guard that failed.
    """
    return base.fire(machine, REFUSALS, state, event, actor.role, facts)
