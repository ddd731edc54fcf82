"""Listings, reports of sales, what months cost."""

from banso.apps.sales.services.costs import keep_cost
from banso.apps.sales.services.listings import decline, end, list_, offer, order, pick
from banso.apps.sales.services.matching import match_lines, set_aside_lines
from banso.apps.sales.services.reports import fill_waiting, keep_layout, store_report

__all__ = [
    "decline",
    "end",
    "fill_waiting",
    "keep_cost",
    "keep_layout",
    "list_",
    "match_lines",
    "offer",
    "order",
    "pick",
    "set_aside_lines",
    "store_report",
]
