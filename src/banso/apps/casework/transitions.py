"""The states of a case and of a gate's decision, as data.

Which cases somebody may reach is settled by ``accounts.permissions``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.casework.models import CaseState, GateState
from banso.apps.journal.actor import SYSTEM, Actor
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a case or a decision exists.
NEW = "new"

OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
WITH_EXPERT = OFFICE | {Role.EXPERT.value}
DECIDER = frozenset({Role.DECIDER.value})
#: Who may be asked to agree to a decision.
AGREEING = frozenset({Role.OFFICE_MANAGER.value, Role.PROGRAMME_MANAGER.value, Role.DECIDER.value})
FIRM = frozenset({Role.FIRM_MEMBER.value})
ITSELF = frozenset({SYSTEM})

A, P, E = CaseState.ACTIVE.value, CaseState.PAUSED.value, CaseState.ENDED.value

CASE = Machine(
    "case",
    (
        Transition(NEW, "open", A, DECIDER, ("adopted",)),
        Transition(NEW, "take_need", A, WITH_EXPERT, ("answers_need",)),
        Transition(
            A,
            "advance",
            A,
            OFFICE,
            ("gate_as_seen", "nothing_waits", "has_next_stage", "document_agreed"),
        ),
        Transition(A, "extend", A, OFFICE, ("gate_as_seen", "nothing_waits")),
        Transition(A, "shorten", A, OFFICE, ("gate_as_seen", "nothing_waits", "ends_earlier")),
        Transition(P, "shorten", P, OFFICE, ("gate_as_seen", "nothing_waits", "ends_earlier")),
        Transition(A, "pause", P, OFFICE, ("gate_as_seen", "nothing_waits")),
        # A shortening takes effect: what was paused goes on until its new end.
        Transition(A, "cut", A, OFFICE | ITSELF),
        Transition(P, "cut", A, OFFICE | ITSELF),
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
        # No decision on this stage waits for agreement or for the firm's reply.
        "nothing_waits": lambda facts: facts.get("nothing_waits"),
        "has_next_stage": lambda facts: facts.get("has_next_stage"),
        # The document with which the stage closes, if any, is agreed by firm and office, or was on paper.
        "document_agreed": lambda facts: facts.get("document_agreed"),
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
        "nothing_waits": _(
            "A decision on this stage still waits for agreement or for the firm's reply. Settle it first."
        ),
        "has_next_stage": _("This is the last stage. End the support instead."),
        "document_agreed": _(
            "This stage cannot close yet: firm and office have not both agreed to its document."
        ),
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


PROPOSED, ANNOUNCED = GateState.PROPOSED.value, GateState.ANNOUNCED.value
IN_FORCE, REFUSED, WITHDRAWN = GateState.IN_FORCE.value, GateState.REFUSED.value, GateState.WITHDRAWN.value
_AGREED = ("another_person", "asked_to_agree")

GATE = Machine(
    "gate",
    (
        Transition(NEW, "decide", IN_FORCE, OFFICE),
        Transition(NEW, "propose", PROPOSED, OFFICE),
        Transition(NEW, "announce", ANNOUNCED, OFFICE),
        Transition(PROPOSED, "agree", IN_FORCE, AGREEING, _AGREED),
        Transition(PROPOSED, "agree_to_announce", ANNOUNCED, AGREEING, _AGREED),
        Transition(PROPOSED, "refuse", REFUSED, AGREEING, _AGREED),
        Transition(PROPOSED, "withdraw", WITHDRAWN, OFFICE),
        Transition(ANNOUNCED, "reply", ANNOUNCED, FIRM, ("no_reply_yet", "in_time")),
        Transition(ANNOUNCED, "confirm", IN_FORCE, OFFICE, ("replied",)),
        Transition(ANNOUNCED, "withdraw", WITHDRAWN, OFFICE),
        Transition(ANNOUNCED, "lapse", IN_FORCE, ITSELF, ("no_reply_yet", "time_is_over")),
    ),
    {
        # Whoever decided does not agree to it as well.
        "another_person": lambda facts: facts.get("another_person"),
        # The role is the one that the limit names, or one that stands above it.
        "asked_to_agree": lambda facts: facts.get("asked_to_agree"),
        "no_reply_yet": lambda facts: facts.get("no_reply_yet"),
        "in_time": lambda facts: facts.get("in_time"),
        "replied": lambda facts: facts.get("replied"),
        "time_is_over": lambda facts: facts.get("time_is_over"),
    },
)

GATE_REFUSALS = Refusals(
    role=_("Your role may not do this to a decision at a gate."),
    guards={
        "another_person": _("Whoever decided cannot agree to it as well. Another person has to."),
        "asked_to_agree": _("Somebody of another role has to agree to this decision."),
        "no_reply_yet": _("The firm has replied already."),
        "in_time": _("The time to reply is over."),
        "replied": _("The firm has not replied yet. Without a reply the decision takes effect by itself."),
        "time_is_over": _("The firm may still reply."),
    },
    states={
        IN_FORCE: _("This decision is in force already."),
        REFUSED: _("This decision was not agreed to."),
        WITHDRAWN: _("This decision was withdrawn."),
        PROPOSED: _("This decision still waits for agreement."),
        ANNOUNCED: _("This decision was agreed to and announced to the firm."),
    },
    otherwise=_("This decision cannot be changed in this way."),
)


def fire_gate(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a decision at a gate by the table.

    Raises:
        Refused: its rule is ``gate_state``, ``role`` or the guard that failed.
    """
    return base.fire(GATE, GATE_REFUSALS, state, event, actor.role, facts)
