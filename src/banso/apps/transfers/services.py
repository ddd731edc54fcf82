"""Writes: merges of firms, transfers of open work."""

from __future__ import annotations

from banso.apps.transfers.handing import go_back, transfer_work
from banso.apps.transfers.merging import merge_firms, say_not_same, undo_merge

__all__ = ["go_back", "merge_firms", "say_not_same", "transfer_work", "undo_merge"]
