"""Writes: merges of firms, the closing of one, transfers of open work."""

from __future__ import annotations

from banso.apps.transfers.closing import close_firm, reopen_firm
from banso.apps.transfers.handing import go_back, transfer_work
from banso.apps.transfers.merging import merge_firms, say_not_same, undo_merge

__all__ = [
    "close_firm",
    "go_back",
    "merge_firms",
    "reopen_firm",
    "say_not_same",
    "transfer_work",
    "undo_merge",
]
