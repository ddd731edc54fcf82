"""How a buyer's access is suspended and given back, and how a recommendation is decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.buyers.models import RecommendationState, State
from banso.engines.kernel.transitions import Machine, Transition

_STAFF = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value, Role.PROGRAMME_MANAGER.value})
ASKED = RecommendationState.ASKED

COMPANY = Machine(
    "buyer_company",
    (
        Transition(State.OPEN, "suspend", State.SUSPENDED, _STAFF),
        Transition(State.SUSPENDED, "resume", State.OPEN, _STAFF),
    ),
)
RECOMMENDATION = Machine(
    "recommendation",
    (
        Transition(ASKED, "approve", RecommendationState.APPROVED, _STAFF),
        Transition(ASKED, "refuse", RecommendationState.REFUSED, _STAFF),
    ),
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("Somebody else has decided this meanwhile. Please look at it again."),
)
