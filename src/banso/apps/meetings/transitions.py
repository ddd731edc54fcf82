"""How a meeting goes from a proposal to its minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.meetings.models import State
from banso.engines.kernel.transitions import Machine, Transition

_SIDES = frozenset({Role.BUYER.value, Role.FIRM_MEMBER.value})
_OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
_REPORTS = _OFFICE | {Role.FIRM_MEMBER.value}
P, AGREED = State.PROPOSED, State.AGREED

MEETING = Machine(
    "online_meeting",
    (
        Transition(P, "accept", AGREED, _SIDES, ("own_turn", "slot_ahead")),
        Transition(P, "propose_others", P, _SIDES, ("own_turn",)),
        Transition(P, "decline", State.DECLINED, _SIDES),
        Transition(AGREED, "change_link", AGREED, _SIDES, ("not_begun",)),
        Transition(AGREED, "cancel", State.CANCELLED, _SIDES | _OFFICE, ("not_begun",)),
        Transition(AGREED, "report", State.HELD, _REPORTS, ("begun",)),
    ),
    {
        # Nobody accepts what the own side proposed.
        "own_turn": lambda facts: facts.get("own_turn"),
        "slot_ahead": lambda facts: facts.get("slot_ahead"),
        "not_begun": lambda facts: not facts.get("begun"),
        "begun": lambda facts: facts.get("begun"),
    },
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This meeting is no longer at that point. Please look at it again."),
    guards={
        "own_turn": _("The other side answers next."),
        "slot_ahead": _("This slot has passed. Please choose another one."),
        "not_begun": _("The online meeting has begun already."),
        "begun": _("The meeting has not begun yet."),
    },
)
