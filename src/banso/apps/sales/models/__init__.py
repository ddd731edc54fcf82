"""What channels take into their range, what they report as sold, and what they cost."""

from banso.apps.sales.models.costs import CostKind, MonthCost
from banso.apps.sales.models.listings import DeclineReason, EndReason, Listing, ListingState
from banso.apps.sales.models.reports import (
    LineKind,
    ReportedMonth,
    SalesLayout,
    SalesLine,
    SalesReport,
    SetAside,
)

__all__ = [
    "CostKind",
    "DeclineReason",
    "EndReason",
    "LineKind",
    "Listing",
    "ListingState",
    "MonthCost",
    "ReportedMonth",
    "SalesLayout",
    "SalesLine",
    "SalesReport",
    "SetAside",
]
