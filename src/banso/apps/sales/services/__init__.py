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
from banso.apps.sales.services.files import (
    cancel_file,
    choose_columns,
    keep_layout,
    order_storing,
    send_file,
)
from banso.apps.sales.services.identifiers import IdentifierData, drop_identifier, keep_identifier
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
from banso.apps.sales.services.reports import fill_waiting, store_report
from banso.apps.sales.services.row_files import store_rows
from banso.apps.sales.services.stock import Cost, dispose_stock, tell_stock
from banso.apps.sales.services.store import check_listing
from banso.apps.sales.services.terms import Fee, TermsData, begin_terms

__all__ = [
    "CampaignData",
    "Cost",
    "Fee",
    "FormRow",
    "IdentifierData",
    "TermsData",
    "begin_picking",
    "begin_terms",
    "cancel_file",
    "change_campaign",
    "check_listing",
    "choose_columns",
    "close_campaign",
    "decline",
    "dispose_stock",
    "drop_identifier",
    "end",
    "fill_waiting",
    "keep_cost",
    "keep_identifier",
    "keep_layout",
    "list_",
    "mark_paid",
    "match_lines",
    "offer",
    "offer_many",
    "open_campaign",
    "order",
    "order_storing",
    "pause",
    "pick",
    "report_by_form",
    "report_nothing",
    "resume",
    "say_missing",
    "send_file",
    "set_aside_lines",
    "store_report",
    "store_rows",
    "take_back_payout",
    "tell_stock",
    "write_campaign",
]
