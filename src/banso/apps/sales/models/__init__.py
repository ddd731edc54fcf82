"""What channels take into their range, what they report as sold, and what they cost."""

from banso.apps.sales.models.campaigns import Campaign, CampaignState
from banso.apps.sales.models.costs import CostKind, MonthCost
from banso.apps.sales.models.files import FileKind, FileState, SalesLayout, SentFile
from banso.apps.sales.models.identifiers import CodeKind, Identifier
from banso.apps.sales.models.listings import DeclineReason, EndReason, Listing, ListingState, PauseReason
from banso.apps.sales.models.payouts import Payout, Voided
from banso.apps.sales.models.reports import LineKind, ReportedMonth, SalesLine, SalesReport, SetAside
from banso.apps.sales.models.reviews import Review
from banso.apps.sales.models.stock import StockEntry, StockKind, StockLimit
from banso.apps.sales.models.store import ListingCheck, Rating
from banso.apps.sales.models.terms import FeePer, SiteFee, SiteTerms

__all__ = [
    "Campaign",
    "CampaignState",
    "CodeKind",
    "CostKind",
    "DeclineReason",
    "EndReason",
    "FeePer",
    "FileKind",
    "FileState",
    "Identifier",
    "LineKind",
    "Listing",
    "ListingCheck",
    "ListingState",
    "MonthCost",
    "PauseReason",
    "Payout",
    "Rating",
    "ReportedMonth",
    "Review",
    "SalesLayout",
    "SalesLine",
    "SalesReport",
    "SentFile",
    "SetAside",
    "SiteFee",
    "SiteTerms",
    "StockEntry",
    "StockKind",
    "StockLimit",
    "Voided",
]
