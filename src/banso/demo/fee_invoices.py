"""One invoice of the demonstration, with its lines, its sums by rate of tax and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Firm
from banso.apps.fees.invoicing import Line
from banso.apps.fees.models import Instalment, Invoice, InvoiceLine, InvoiceState, InvoiceTax
from banso.apps.fees.rate_words import RateSum
from banso.demo.fee_payments import Bill, Billed, Debtor, Fees
from banso.demo.firms import FirmRow


class Issuing(Fees, Protocol):
    """What the writer of quotes gives besides."""

    issuer: int
    bills: int


@dataclass(frozen=True)
class Sheet:
    """What an invoice says; parts are stage, day and yen."""

    quote: int
    quote_ref: str
    firm: FirmRow
    supplied_on: date
    lines: Iterable[Line]
    sums: tuple[RateSum, ...]
    parts: tuple[tuple[str, date, int], ...]
    success_year: int | None = None


def write_invoice(fees: Issuing, sheet: Sheet, issued: datetime) -> int:
    """Write it, and plan what becomes of it; returns its key."""
    plan, firm = fees.plan, sheet.firm
    ref = plan.reference("INV", issued.date())
    net, tax = sum(rate.net for rate in sheet.sums), sum(rate.tax for rate in sheet.sums)
    firms = plan[Firm]
    key = plan[Invoice].add(
        ref=ref, quote_id=sheet.quote, firm_id=firm.id, issuer_id=fees.issuer,
        recipient=firms.rows[firm.id - 1][firms.columns.index("name")], issued_on=issued.date(),
        supplied_on=sheet.supplied_on, success_year=sheet.success_year, issued_by_id=fees.asks,
        state=InvoiceState.ISSUED.value, net=net, tax=tax, total=net + tax,
    )  # fmt: skip
    for number, (kind, percent, text, yen) in enumerate(sheet.lines, start=1):
        plan[InvoiceLine].add(
            invoice_id=key, number=number, text_ja=text["ja"], text_en=text["en"], yen=yen, tax_kind=kind,
            tax_percent=percent,
        )  # fmt: skip
    for kind, percent, part, part_tax in sheet.sums:
        plan[InvoiceTax].add(invoice_id=key, tax_kind=kind, tax_percent=percent, net=part, tax=part_tax)
    for number, (stage, due, yen) in enumerate(sheet.parts, start=1):
        plan[Instalment].add(invoice_id=key, number=number, stage=stage, due_on=due, yen=yen)
    told = {"quote": sheet.quote_ref, "net": net, "tax": tax, "total": net + tax}
    if sheet.success_year is not None:
        told["success_year"] = sheet.success_year
    plan.event(issued, fees.asks, Role.ACCOUNTANT.value, "invoice.issued", ("invoice", ref), told)
    fees.bills += 1
    debtor = Debtor(firm.id, firm.ref, firm.user, firm.example)
    dues = [(due, yen) for _stage, due, yen in sheet.parts]
    billed = Billed(key, ref, net + tax, sheet.sums)
    Bill(fees, fees.bills, debtor, billed, dues).plan_payments(issued)
    return key
