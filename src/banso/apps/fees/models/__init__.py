"""Tables of the room for fees: what services cost, quotes, invoices, and what is paid."""

from banso.apps.fees.models.invoices import (
    CreditKind,
    CreditNote,
    CreditReason,
    CreditTax,
    Decided,
    Instalment,
    Invoice,
    InvoiceLine,
    InvoiceState,
    InvoiceTax,
    SuccessBill,
)
from banso.apps.fees.models.payments import (
    Allocation,
    BankFile,
    BankLayout,
    BankLine,
    Payment,
    Refund,
    RefundReason,
)
from banso.apps.fees.models.quotes import DeclineReason, Issuer, Quote, QuoteState, TermsText
from banso.apps.fees.models.rates import RATED, CostRate, Part, Rounding, RoundingRule, TaxKind, TaxRate

__all__ = [
    "RATED",
    "Allocation",
    "BankFile",
    "BankLayout",
    "BankLine",
    "CostRate",
    "CreditKind",
    "CreditNote",
    "CreditReason",
    "CreditTax",
    "Decided",
    "DeclineReason",
    "Instalment",
    "Invoice",
    "InvoiceLine",
    "InvoiceState",
    "InvoiceTax",
    "Issuer",
    "Part",
    "Payment",
    "Quote",
    "QuoteState",
    "Refund",
    "RefundReason",
    "Rounding",
    "RoundingRule",
    "SuccessBill",
    "TaxKind",
    "TaxRate",
    "TermsText",
]
