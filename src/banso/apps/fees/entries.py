"""The ledger as entries of a bookkeeping: one line each, debit and credit, and their sums for a period.

Fees are booked when invoiced: receivables against fee income and tax collected. A credit note goes back
the same way. A payment is cash against receivables; what pays nothing yet is an advance in the same account.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from banso.apps.fees.models import BankLine, CreditNote, Decided, Invoice, Payment, Refund
from banso.apps.journal.actor import ZONE
from banso.web import formats

Days = tuple[date, date]


@dataclass(frozen=True)
class Entry:
    """One line of the export; amounts are whole yen."""

    day: date
    number: str
    debit: str
    credit: str
    yen: int
    firm: str


def entries(days: Days) -> Iterator[Entry]:
    """Every entry of a period, by day and number. Four queries."""
    yield from sorted(_entries(days), key=lambda entry: (entry.day, entry.number, entry.credit))


def _entries(days: Days) -> Iterator[Entry]:
    receivable, income, tax, cash = _("Receivables"), _("Fee income"), _("Consumption tax"), _("Bank account")
    for invoice in Invoice.objects.filter(issued_on__range=days).select_related("firm").order_by("pk"):
        yield Entry(invoice.issued_on, invoice.ref, receivable, income, invoice.net, invoice.firm.ref)
        yield Entry(invoice.issued_on, invoice.ref, receivable, tax, invoice.tax, invoice.firm.ref)
    for note in _notes(days).select_related("invoice__firm").order_by("pk"):
        day, firm = formats.local_date(note.decided_at), note.invoice.firm.ref
        yield Entry(day, note.ref, income, receivable, note.net, firm)
        yield Entry(day, note.ref, tax, receivable, note.tax, firm)
    for payment in Payment.objects.filter(received_on__range=days).select_related("firm").order_by("pk"):
        yield Entry(payment.received_on, payment.ref, cash, receivable, payment.yen, payment.firm.ref)
    for refund in _refunds(days).select_related("payment__firm").order_by("pk"):
        day, of = formats.local_date(refund.decided_at), refund.payment
        yield Entry(day, of.ref, receivable, cash, refund.yen, of.firm.ref)


def entries_csv(days: Days) -> str:
    """The entries of a period as CSV that a spreadsheet opens."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Day"), _("Number"), _("Debit"), _("Credit"), _("Yen"), _("Firm")])
    for entry in entries(days):
        if entry.yen:
            row = [entry.day.isoformat(), entry.number, entry.debit, entry.credit, entry.yen, entry.firm]
            writer.writerow(row)
    return "\ufeff" + out.getvalue()


@dataclass(frozen=True)
class Sums:
    """What a period did to what firms owe, in yen; and the lines of the bank that came in it."""

    before: int
    invoiced: int
    credited: int
    paid: int
    refunded: int
    bank: int
    unmatched: int

    @property
    def after(self) -> int:
        """What firms owe at its end: invoices - credit notes - payments + refunds, on top of before."""
        return self.before + self.invoiced - self.credited - self.paid + self.refunded


def reconciliation(days: Days) -> Sums:
    """The sums of a period."""
    earlier = (date(2000, 1, 1), days[0] - timedelta(days=1))
    invoiced, credited, paid, refunded = _sums(earlier)
    lines = BankLine.objects.filter(booked_on__range=days)
    bank = lines.aggregate(sum=Sum("yen"))["sum"] or 0
    unmatched = lines.filter(payment__isnull=True).aggregate(sum=Sum("yen"))["sum"] or 0
    return Sums(invoiced - credited - paid + refunded, *_sums(days), bank, unmatched)


def _sums(days: Days) -> tuple[int, int, int, int]:
    rows = (
        (Invoice.objects.filter(issued_on__range=days), "total"),
        (_notes(days), "total"),
        (Payment.objects.filter(received_on__range=days), "yen"),
        (_refunds(days), "yen"),
    )
    first, second, third, fourth = (found.aggregate(sum=Sum(column))["sum"] or 0 for found, column in rows)
    return first, second, third, fourth


def _moments(days: Days) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time.min, ZONE) for day in (days[0], days[1] + timedelta(days=1)))
    return begin, end


def _notes(days: Days) -> QuerySet[CreditNote]:
    begin, end = _moments(days)
    return CreditNote.objects.filter(state=Decided.APPROVED, decided_at__gte=begin, decided_at__lt=end)


def _refunds(days: Days) -> QuerySet[Refund]:
    begin, end = _moments(days)
    return Refund.objects.filter(state=Decided.APPROVED, decided_at__gte=begin, decided_at__lt=end)
