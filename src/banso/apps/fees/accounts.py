"""What stands open: of invoices, of payments, of what waits for somebody. Numbers of queries do not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from banso.apps.fees.models import (
    Allocation,
    BankLine,
    CreditNote,
    Decided,
    Instalment,
    Invoice,
    InvoiceState,
    Payment,
    Quote,
    QuoteState,
    Refund,
)
from banso.apps.fees.success import RUNNING, with_share


@dataclass(frozen=True)
class Standing:
    """How an invoice stands on a day: yen credited, paid, open and overdue, and the next day to pay until."""

    credited: int
    paid: int
    open: int
    overdue: int
    due_on: date | None

    @property
    def late(self) -> bool:
        """Whether a part of it should have been paid."""
        return self.overdue > 0


def standings(invoices: Iterable[Invoice], day: date) -> dict[int, Standing]:
    """How each invoice stands on a day, by its key. Two queries."""
    rows = list(invoices)
    keys = [invoice.pk for invoice in rows]
    notes = CreditNote.objects.filter(state=Decided.APPROVED)
    covered = Invoice.objects.filter(pk__in=keys).annotate(
        credited=_sum_of(notes, "invoice", "total"), paid=_sum_of(Allocation.objects.all(), "invoice", "yen")
    )
    sums = {
        pk: (credited, paid)
        for pk, credited, paid in covered.order_by("pk").values_list("pk", "credited", "paid")
    }
    parts: dict[int, list[Instalment]] = defaultdict(list)
    for part in Instalment.objects.filter(invoice__in=keys).order_by("invoice", "number"):
        parts[part.invoice_id].append(part)
    return {
        invoice.pk: _standing(invoice, *sums.get(invoice.pk, (0, 0)), parts[invoice.pk], day)
        for invoice in rows
    }


def _standing(invoice: Invoice, credited: int, paid: int, parts: list[Instalment], day: date) -> Standing:
    covered, due, next_due = credited + paid, 0, None
    for part in parts:
        due += part.yen
        if due > covered:
            next_due = part.due_on
            break
    overdue = max(sum(part.yen for part in parts if part.due_on < day) - covered, 0)
    return Standing(credited, paid, invoice.total - covered, overdue, next_due)


def _sum_of(rows: QuerySet[Any], key: str, column: str) -> Coalesce:
    """A sum over the rows of an invoice, asked in the same query."""
    found = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(sum=Sum(column))
    return Coalesce(Subquery(found.values("sum")), 0)


def _with_sums(invoices: QuerySet[Invoice], day: date) -> QuerySet[Invoice]:
    """Invoices with what is covered by payments and credit notes, and what was due before a day."""
    notes = CreditNote.objects.filter(state=Decided.APPROVED)
    return invoices.annotate(
        covered=_sum_of(notes, "invoice", "total") + _sum_of(Allocation.objects.all(), "invoice", "yen"),
        was_due=_sum_of(Instalment.objects.filter(due_on__lt=day), "invoice", "yen"),
    )


def overdue_rows(invoices: QuerySet[Invoice], day: date) -> QuerySet[Invoice]:
    """The invoices of which a part should have been paid before a day."""
    return _with_sums(invoices, day).filter(state=InvoiceState.ISSUED, was_due__gt=F("covered"))


@dataclass(frozen=True)
class Sums:
    """Of several invoices, in yen with tax: invoiced, still to be paid, overdue. Without cancelled ones."""

    total: int = 0
    open: int = 0
    overdue: int = 0


def sums_of(invoices: QuerySet[Invoice], day: date) -> Sums:
    """The sums of a list of invoices on a day. One query."""
    rows = _with_sums(invoices.exclude(state=InvoiceState.CANCELLED).order_by(), day)
    late = Case(When(was_due__gt=F("covered"), then=F("was_due") - F("covered")), default=0)
    found = rows.aggregate(
        sum_total=Sum("total"), sum_open=Sum(F("total") - F("covered")), sum_late=Sum(late)
    )
    return Sums(found["sum_total"] or 0, found["sum_open"] or 0, found["sum_late"] or 0)


def overdue_invoices(invoices: QuerySet[Invoice], day: date) -> list[tuple[Invoice, Standing]]:
    """Invoices of which a part should have been paid before a day, the longest first."""
    rows = list(overdue_rows(invoices, day).select_related("firm__office").order_by("issued_on", "pk"))
    found = standings(rows, day)
    late = [(invoice, found[invoice.pk]) for invoice in rows]
    return sorted(late, key=lambda pair: (pair[1].due_on or day, pair[0].pk))


def to_invoice(quotes: QuerySet[Quote]) -> QuerySet[Quote]:
    """Services that have started and are not invoiced, the oldest first."""
    return quotes.filter(state=QuoteState.STARTED).order_by("started_on", "pk")


def shares_waiting(quotes: QuerySet[Quote], day: date) -> int:
    """For how many shares of exports a year is to be invoiced, or too much was. Three queries."""
    running = quotes.filter(success_until__isnull=False, state__in=RUNNING).order_by("pk")
    shares = with_share(running, day).values()
    return sum(1 for share in shares if share.to_bill is not None or share.too_much)


def lines_without_payment() -> QuerySet[BankLine]:
    """Payments in a bank file of which nobody knows yet whose they are, the oldest first."""
    known = Payment.objects.filter(line=OuterRef("pk"))
    return BankLine.objects.filter(~Exists(known)).order_by("booked_on", "pk")


def credits_to_decide() -> QuerySet[CreditNote]:
    """Credit notes and waivers that wait for a decision, the oldest first."""
    return CreditNote.objects.filter(state=Decided.ASKED).order_by("asked_at", "pk")


def refunds_to_decide() -> QuerySet[Refund]:
    """Refunds that wait for a decision, the oldest first."""
    return Refund.objects.filter(state=Decided.ASKED).order_by("asked_at", "pk")


def left_of_payments(payments: Iterable[Payment]) -> dict[int, int]:
    """What of each payment pays nothing and was not refunded, by its key. Two queries."""
    rows = list(payments)
    keys = [payment.pk for payment in rows]
    laid = Allocation.objects.filter(payment__in=keys).order_by()
    used = dict(laid.values_list("payment").annotate(sum=Sum("yen")))
    refunds = Refund.objects.filter(payment__in=keys, state=Decided.APPROVED).order_by()
    back = dict(refunds.values_list("payment").annotate(sum=Sum("yen")))
    return {row.pk: row.yen - used.get(row.pk, 0) - back.get(row.pk, 0) for row in rows}
