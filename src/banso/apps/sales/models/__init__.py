"""What channels take into their range, what they report as sold, and what they cost."""

from banso.apps.sales.models.campaigns import Campaign, CampaignState
from banso.apps.sales.models.costs import CostKind, MonthCost
from banso.apps.sales.models.listings import DeclineReason, EndReason, Listing, ListingState, PauseReason
from banso.apps.sales.models.payouts import Payout, Voided
from banso.apps.sales.models.reports import (
    LineKind,
    ReportedMonth,
    SalesLayout,
    SalesLine,
    SalesReport,
    SetAside,
)
from banso.apps.sales.models.store import ListingCheck, Rating
from banso.apps.sales.models.terms import FeePer, SiteFee, SiteTerms

__all__ = [
    "Campaign",
    "CampaignState",
    "CostKind",
    "DeclineReason",
    "EndReason",
    "FeePer",
    "LineKind",
    "Listing",
    "ListingCheck",
    "ListingState",
    "MonthCost",
    "PauseReason",
    "Payout",
    "Rating",
    "ReportedMonth",
    "SalesLayout",
    "SalesLine",
    "SalesReport",
    "SetAside",
    "SiteFee",
    "SiteTerms",
    "Voided",
]
