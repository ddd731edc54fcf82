"""Writing in the room for fees: rates, quotes, invoices, payments, and what is taken or given back."""

from __future__ import annotations

from banso.apps.fees.bank import match_line, store_bank_file
from banso.apps.fees.bank_layouts import keep_layout
from banso.apps.fees.invoicing import issue_invoice, put_off
from banso.apps.fees.issuing import IssuerData, add_terms, set_issuer
from banso.apps.fees.payments import (
    PaymentData,
    approve_refund,
    ask_refund,
    lay_payment,
    record_payment,
    refuse_refund,
)
from banso.apps.fees.quoting import (
    QuoteData,
    accept_quote,
    cancel_quote,
    change_quote,
    decline_quote,
    offer_quote,
    revise_quote,
    start_service,
    withdraw_quote,
    write_quote,
)
from banso.apps.fees.rates import (
    CostRateData,
    RoundingData,
    TaxRateData,
    add_cost_rate,
    add_tax_rate,
    set_rounding,
)
from banso.apps.fees.reductions import approve_credit, ask_credit, ask_waiver, refuse_credit
from banso.apps.fees.shipping import load_shipped_rates
from banso.apps.fees.success_billing import bill_share

__all__ = [
    "CostRateData",
    "IssuerData",
    "PaymentData",
    "QuoteData",
    "RoundingData",
    "TaxRateData",
    "accept_quote",
    "add_cost_rate",
    "add_tax_rate",
    "add_terms",
    "approve_credit",
    "approve_refund",
    "ask_credit",
    "ask_refund",
    "ask_waiver",
    "bill_share",
    "cancel_quote",
    "change_quote",
    "decline_quote",
    "issue_invoice",
    "keep_layout",
    "lay_payment",
    "load_shipped_rates",
    "match_line",
    "offer_quote",
    "put_off",
    "record_payment",
    "refuse_credit",
    "refuse_refund",
    "revise_quote",
    "set_issuer",
    "set_rounding",
    "start_service",
    "store_bank_file",
    "withdraw_quote",
    "write_quote",
]
