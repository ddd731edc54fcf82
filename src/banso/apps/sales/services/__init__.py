"""Campaigns, listings, reports of sales, what months cost, what sites owe firms."""

from banso.apps.sales.services.by_form import FormRow, report_by_form, report_nothing
from banso.apps.sales.services.campaigns import (
    CampaignData,
    begin_picking,
    change_campaign,
    close_campaign,
    open_campaign,
    write_campaign,
)
from banso.apps.sales.services.costs import keep_cost
from banso.apps.sales.services.listings import (
    decline,
    end,
    list_,
    offer,
    offer_many,
    order,
    pause,
    pick,
    resume,
)
from banso.apps.sales.services.matching import match_lines, set_aside_lines
from banso.apps.sales.services.payouts import mark_paid, say_missing, take_back_payout
from banso.apps.sales.services.reports import fill_waiting, keep_layout, store_report
from banso.apps.sales.services.store import check_listing, store_ratings
from banso.apps.sales.services.terms import Fee, TermsData, begin_terms

__all__ = [
    "CampaignData",
    "Fee",
    "FormRow",
    "TermsData",
    "begin_picking",
    "begin_terms",
    "change_campaign",
    "check_listing",
    "close_campaign",
    "decline",
    "end",
    "fill_waiting",
    "keep_cost",
    "keep_layout",
    "list_",
    "mark_paid",
    "match_lines",
    "offer",
    "offer_many",
    "open_campaign",
    "order",
    "pause",
    "pick",
    "report_by_form",
    "report_nothing",
    "resume",
    "say_missing",
    "set_aside_lines",
    "store_ratings",
    "store_report",
    "take_back_payout",
    "write_campaign",
]
