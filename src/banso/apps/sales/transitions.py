"""How a listing goes from an offer to the shelf and off it again, and a campaign from draft to end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM
from banso.apps.sales.models import CampaignState, ListingState
from banso.engines.kernel.transitions import Machine, Transition

_OFFICES = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
#: Who tells what the site did: its operators, or head office, which hears from them.
_TELLS = frozenset({Role.PROGRAMME_MANAGER.value, Role.MALL_OPERATOR.value, SYSTEM})
_HEAD = frozenset({Role.PROGRAMME_MANAGER.value})

OFFERED, PICKED, ORDERED = ListingState.OFFERED, ListingState.PICKED, ListingState.ORDERED
LISTED, PAUSED, ENDED = ListingState.LISTED, ListingState.PAUSED, ListingState.ENDED
DECLINED = ListingState.DECLINED

LISTING = Machine(
    "sales_listing",
    (
        Transition(OFFERED, "pick", PICKED, _TELLS, ("product_offered", "place_free")),
        Transition(OFFERED, "decline", DECLINED, _TELLS),
        Transition(PICKED, "order", ORDERED, _TELLS),
        Transition(PICKED, "list", LISTED, _TELLS, ("product_offered", "checked")),
        Transition(ORDERED, "list", LISTED, _TELLS, ("product_offered", "checked")),
        Transition(PICKED, "end", ENDED, _TELLS | _OFFICES),
        Transition(ORDERED, "end", ENDED, _TELLS | _OFFICES),
        Transition(LISTED, "end", ENDED, _TELLS | _OFFICES),
        # Off sale while something of the product is not in order, which the house itself sees.
        Transition(LISTED, "pause", PAUSED, frozenset({SYSTEM})),
        Transition(PAUSED, "resume", LISTED, frozenset({SYSTEM}), ("product_offered",)),
        Transition(PAUSED, "end", ENDED, _TELLS | _OFFICES),
    ),
    {
        # A product that was suspended or withdrawn meanwhile goes on no site.
        "product_offered": lambda facts: facts["published"],
        # A page of a store goes live once somebody looked at every point and found nothing.
        "checked": lambda facts: facts["checked"],
        # A campaign picks within its places.
        "place_free": lambda facts: facts["place_free"],
    },
)
CAMPAIGN = Machine(
    "campaign",
    (
        Transition(CampaignState.DRAFT, "open", CampaignState.OPEN, _HEAD, ("not_over",)),
        Transition(CampaignState.DRAFT, "close", CampaignState.CLOSED, _HEAD),
        Transition(CampaignState.OPEN, "begin_picking", CampaignState.PICKING, _TELLS),
        Transition(CampaignState.OPEN, "close", CampaignState.CLOSED, _TELLS, ("all_answered",)),
        Transition(CampaignState.PICKING, "close", CampaignState.CLOSED, _TELLS, ("all_answered",)),
    ),
    {
        "not_over": lambda facts: facts["days_left"],
        # Nobody who offered is left without an answer.
        "all_answered": lambda facts: facts["answered"],
    },
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This listing is no longer at that point. Please look at it again."),
    guards={
        "product_offered": _("The product is not published, or no longer."),
        "place_free": _("All places of the campaign are taken."),
        "checked": _("Not every point of the page is looked at and met yet."),
    },
)
CAMPAIGN_REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This campaign is no longer at that point. Please look at it again."),
    guards={
        "not_over": _("Its last day to offer has passed. Change the days first."),
        "all_answered": _("Some products have no answer yet. Pick or decline them first."),
    },
)
