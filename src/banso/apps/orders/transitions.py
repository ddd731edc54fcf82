"""How an order goes from one side's word to an export."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.orders.models import State
from banso.engines.kernel.transitions import Machine, Transition

_SIDES = frozenset({Role.BUYER.value, Role.FIRM_MEMBER.value})
_OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
R, D = State.REPORTED, State.DISPUTED

ORDER = Machine(
    "order",
    (
        Transition(R, "confirm", State.CONFIRMED, _SIDES, ("other_side",)),
        Transition(R, "dispute", D, _SIDES, ("other_side",)),
        # Who had disputed it may still say that it is so after all.
        Transition(D, "confirm", State.CONFIRMED, _SIDES, ("other_side",)),
        *(Transition(state, "take", State.SETTLED, _OFFICE) for state in (R, D)),
        *(Transition(state, "reject", State.REJECTED, _OFFICE) for state in (R, D)),
    ),
    {
        # Nobody confirms the own word.
        "other_side": lambda facts: facts.get("other_side"),
    },
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This order is no longer at that point. Please look at it again."),
    guards={"other_side": _("The other side confirms what you have reported.")},
)
