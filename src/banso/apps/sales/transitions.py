"""How a listing goes from an offer to the shelf and off it again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM
from banso.apps.sales.models import ListingState
from banso.engines.kernel.transitions import Machine, Transition

_OFFICES = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
#: Who tells what the site did: head office, which hears from the operators.
_TELLS = frozenset({Role.PROGRAMME_MANAGER.value, SYSTEM})

OFFERED, PICKED, ORDERED = ListingState.OFFERED, ListingState.PICKED, ListingState.ORDERED
LISTED, ENDED, DECLINED = ListingState.LISTED, ListingState.ENDED, ListingState.DECLINED

LISTING = Machine(
    "sales_listing",
    (
        Transition(OFFERED, "pick", PICKED, _TELLS, ("product_offered",)),
        Transition(OFFERED, "decline", DECLINED, _TELLS),
        Transition(PICKED, "order", ORDERED, _TELLS),
        Transition(PICKED, "list", LISTED, _TELLS, ("product_offered",)),
        Transition(ORDERED, "list", LISTED, _TELLS, ("product_offered",)),
        Transition(PICKED, "end", ENDED, _TELLS | _OFFICES),
        Transition(ORDERED, "end", ENDED, _TELLS | _OFFICES),
        Transition(LISTED, "end", ENDED, _TELLS | _OFFICES),
    ),
    {
        # A product that was suspended or withdrawn meanwhile goes on no site.
        "product_offered": lambda facts: facts["published"],
    },
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This listing is no longer at that point. Please look at it again."),
    guards={"product_offered": _("The product is not published, or no longer.")},
)
