"""What firm and office agree on, as transition tables: revisions of the goal, and the documents of stages.

To agree is not to approve: each side says yes for itself and nobody for the other. Who proposes a revision of
the goal agrees to it by proposing; a document may be written by an expert too, so both sides say yes to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.casework.models import GoalState, PlanState
from banso.apps.casework.transitions import OFFICE, WITH_EXPERT
from banso.apps.journal.actor import SYSTEM, Actor
from banso.engines.kernel.transitions import Fired, Machine, Transition

Side = Literal["firm", "office"]

NEW = "new"
FIRM = frozenset({Role.FIRM_MEMBER.value})
BOTH = FIRM | OFFICE
WRITERS = FIRM | WITH_EXPERT
DECIDER = frozenset({Role.DECIDER.value})
#: Who takes over what an old system holds.
IMPORTERS = frozenset({Role.ADMINISTRATOR.value, SYSTEM})

GD, GF, GO, GA, GX = (
    GoalState.DRAFT.value,
    GoalState.FIRM_AGREED.value,
    GoalState.OFFICE_AGREED.value,
    GoalState.AGREED.value,
    GoalState.DROPPED.value,
)
_REVISED = ("under_way", "as_seen", "none_waits")

GOAL = Machine(
    "goal",
    (
        Transition(GD, "adopt", GA, DECIDER),
        Transition(NEW, "bring", GA, IMPORTERS, ("none_waits", "newest")),
        Transition(NEW, "firm_propose", GF, FIRM, _REVISED),
        Transition(NEW, "office_propose", GO, OFFICE, _REVISED),
        Transition(GF, "office_agree", GA, OFFICE, ("under_way",)),
        Transition(GO, "firm_agree", GA, FIRM, ("under_way",)),
        Transition(GF, "drop", GX, BOTH),
        Transition(GO, "drop", GX, BOTH),
    ),
    {
        "under_way": lambda facts: facts.get("under_way"),
        # The goal in force is the one that the page showed.
        "as_seen": lambda facts: facts.get("as_seen"),
        "none_waits": lambda facts: facts.get("none_waits"),
        # No goal was in force on the day from which this one is, or later.
        "newest": lambda facts: facts.get("newest"),
    },
)

PD, PS, PF, PO, PA, PP = (
    PlanState.DRAFT.value,
    PlanState.SENT.value,
    PlanState.FIRM_AGREED.value,
    PlanState.OFFICE_AGREED.value,
    PlanState.AGREED.value,
    PlanState.ON_PAPER.value,
)
_SEEN = ("under_way", "as_seen")

PLAN = Machine(
    "plan",
    (
        Transition(NEW, "write", PD, WRITERS, _SEEN),
        Transition(NEW, "accept_paper", PP, OFFICE, ("under_way", "began_before")),
        Transition(PD, "write", PD, WRITERS, _SEEN),
        Transition(PD, "send", PS, WRITERS, (*_SEEN, "complete")),
        # Whoever changes the text takes it back: what somebody had agreed to is not the text any more.
        Transition(PS, "write", PD, WRITERS, _SEEN),
        Transition(PF, "write", PD, WRITERS, _SEEN),
        Transition(PO, "write", PD, WRITERS, _SEEN),
        Transition(PS, "firm_agree", PF, FIRM, _SEEN),
        Transition(PS, "office_agree", PO, OFFICE, _SEEN),
        Transition(PF, "office_agree", PA, OFFICE, _SEEN),
        Transition(PO, "firm_agree", PA, FIRM, _SEEN),
    ),
    {
        "under_way": lambda facts: facts.get("under_way"),
        # Nobody has changed the document since the page was opened.
        "as_seen": lambda facts: facts.get("as_seen"),
        "complete": lambda facts: facts.get("complete"),
        # The case began before documents were kept here, and none is kept of it.
        "began_before": lambda facts: facts.get("began_before"),
    },
)

_ENDED = _("Support has ended. Nothing can be changed any more.")

GOAL_REFUSALS = Refusals(
    role=_("Your role may not do this to a goal."),
    guards={
        "under_way": _ENDED,
        "as_seen": _(
            "The goal was revised since you opened the page. What you typed is kept here: read the goal as "
            "it stands now in another window. Sent again, yours counts."
        ),
        "newest": _("A goal was in force on this day or later already. Goals are brought in their order."),
        "none_waits": _("A revision waits for agreement already. Agree to it or drop it first."),
    },
    states={
        GF: _("The firm has agreed to this already; it waits for the office."),
        GO: _("The office has agreed to this already; it waits for the firm."),
        GA: _("Both have agreed to this already."),
        GX: _("This revision was dropped."),
    },
    otherwise=_("No revision waits for agreement."),
)

PLAN_REFUSALS = Refusals(
    role=_("Your role may not do this to this document."),
    guards={
        "under_way": _ENDED,
        "as_seen": _(
            "Somebody else has changed this document since you opened the page. What you typed is kept here: "
            "read the document as it stands now in another window. Sent again, yours counts."
        ),
        "complete": _("Every part must be filled in before it is sent."),
        "began_before": _(
            "Paper can stand in only for a document of which nothing is kept here, in a case that began "
            "before documents were kept here."
        ),
    },
    states={
        PD: _("This is a draft. Send it first."),
        PS: _("This was sent already; it waits for firm and office."),
        PF: _("The firm has agreed to this already; it waits for the office."),
        PO: _("The office has agreed to this already; it waits for the firm."),
        PA: _("Both have agreed to this already."),
        PP: _("This was agreed on paper."),
    },
    otherwise=_("Nothing is written yet."),
)


def side_of(actor: Actor) -> Side:
    """For whom somebody speaks: a member of the firm for the firm, everybody else for the office."""
    return "firm" if actor.role == Role.FIRM_MEMBER else "office"


def fire_goal(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a version of a goal by the table.

    Raises:
        Refused: with a message for the person; its rule is ``goal_state``, ``role`` or the guard that failed.
    """
    return base.fire(GOAL, GOAL_REFUSALS, state, event, actor.role, facts)


def fire_plan(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a version of a document by the table.

    Raises:
        Refused: with a message for the person; its rule is ``plan_state``, ``role`` or the guard that failed.
    """
    return base.fire(PLAN, PLAN_REFUSALS, state, event, actor.role, facts)
