"""Writing in the room for fees: rates by the day from which they hold."""

from __future__ import annotations

from banso.apps.fees.rates import (
    CostRateData,
    RoundingData,
    TaxRateData,
    add_cost_rate,
    add_tax_rate,
    set_rounding,
)
from banso.apps.fees.shipping import load_shipped_rates

__all__ = [
    "CostRateData",
    "RoundingData",
    "TaxRateData",
    "add_cost_rate",
    "add_tax_rate",
    "load_shipped_rates",
    "set_rounding",
]
