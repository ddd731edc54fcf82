"""What is known of malls: their pages in the directory, and how a mall was closed."""

from banso.apps.malls.models.closing import Closing, ClosingReason
from banso.apps.malls.models.entries import (
    EntryPoint,
    EntryState,
    Logistics,
    MallEntry,
    Paper,
    PointKind,
    SellerModel,
)

__all__ = [
    "Closing",
    "ClosingReason",
    "EntryPoint",
    "EntryState",
    "Logistics",
    "MallEntry",
    "Paper",
    "PointKind",
    "SellerModel",
]
