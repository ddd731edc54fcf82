"""The share of later exports of a quote: what counts, what is billed, what is left of the cap.

1. Exports count that are confirmed, no samples, known in yen, of the case of the quote, to the market that
   was agreed, made from the start of the service until the last day agreed. Where both the agreement and an
   export name an HS code, their headings must be the same.
2. Each fiscal year of the term is billed once, after its last day, and in order. What is billed is what is
   due of all exports until that day less what was billed before (``engines.fees.success``).
3. An export that is corrected or taken back changes no invoice. Where more was billed than is due now, a
   credit note is proposed; where less was, the next year bills it. What becomes known after the last year of
   the term was billed is not asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from banso.apps.casework.models import ExportResult
from banso.apps.fees.models import (
    CreditNote,
    CreditReason,
    Decided,
    Invoice,
    InvoiceState,
    Quote,
    QuoteState,
)
from banso.engines.fees.success import Agreed, due, to_bill
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days

#: States of a quote in which its share runs.
RUNNING = (QuoteState.STARTED, QuoteState.INVOICED)


@dataclass(frozen=True)
class Year:
    """A fiscal year of the term: its last day within it, the exports that count in it, and its invoice."""

    year: int
    last: date
    sales_yen: int
    invoice: Invoice | None


@dataclass(frozen=True)
class Share:
    """The share of one quote on a day. ``billed``: yen before tax, less what credit notes took back of it."""

    quote: Quote
    agreed: Agreed
    exports: tuple[ExportResult, ...]
    invoices: tuple[Invoice, ...]
    billed: int
    today: date

    def due_until(self, last: date) -> int:
        """What is due in all of exports until a day."""
        return due(self.agreed, self._sales(last))

    def _sales(self, last: date) -> list[int]:
        return [row.amount_yen or 0 for row in self.exports if row.exported_on <= last]

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The fiscal years of the term that have begun."""
        quote = self.quote
        if quote.started_on is None or quote.success_until is None:
            return ()
        by_year = {invoice.success_year: invoice for invoice in self.invoices}
        found = []
        final = min(quote.success_until, self.today)
        for year in range(fiscal_year(quote.started_on), fiscal_year(final) + 1):
            first, last = fiscal_year_days(year)
            last = min(last, quote.success_until)
            sales = sum(row.amount_yen or 0 for row in self.exports if first <= row.exported_on <= last)
            found.append(Year(year, last, sales, by_year.get(year)))
        return tuple(found)

    @property
    def to_bill(self) -> tuple[Year, int] | None:
        """The year that is billed next, and its yen before tax; None while there is nothing to bill."""
        billed = [year.year for year in self.years if year.invoice is not None]
        for year in self.years:
            if year.last < self.today and year.year > max(billed, default=0):
                yen = to_bill(self.agreed, self._sales(year.last), self.billed)
                if yen > 0:
                    return year, yen
        return None

    @property
    def too_much(self) -> int:
        """How many yen before tax were billed above what is due of the years that were billed."""
        last = max((year.last for year in self.years if year.invoice is not None), default=None)
        return 0 if last is None else max(self.billed - self.due_until(last), 0)

    @property
    def due_now(self) -> int:
        """What is due in all of the exports known now."""
        return self.due_until(self.today)

    @property
    def cap_left(self) -> int:
        """How much of the cap nothing has come up to yet."""
        return self.agreed.cap_yen - self.due_now

    @property
    def state(self) -> str:
        """agreed (the service has not started), running, capped or ended."""
        if self.quote.started_on is None or self.quote.state not in RUNNING:
            return "agreed"
        if self.cap_left <= 0:
            return "capped"
        until = self.quote.success_until
        return "ended" if until is not None and until < self.today else "running"


def with_share(quotes: Iterable[Quote], today: date) -> dict[int, Share]:
    """The share of each quote that asks for one, by its key. Two queries, and one for the quotes."""
    rows = [quote for quote in quotes if quote.success_until is not None]
    keys = [quote.pk for quote in rows]
    exports = _exports(rows)
    invoices: dict[int, list[Invoice]] = defaultdict(list)
    # What was taken back because exports changed is no longer billed; a waiver stays so.
    back = CreditNote.objects.filter(
        invoice=OuterRef("pk"), reason=CreditReason.SALES_CORRECTED, state=Decided.APPROVED
    )
    taken = back.order_by().values("invoice").annotate(sum=Sum("net")).values("sum")
    asked = Invoice.objects.filter(quote__in=keys, success_year__isnull=False)
    asked = asked.exclude(state=InvoiceState.CANCELLED).annotate(taken=Coalesce(Subquery(taken), 0))
    billed: dict[int, int] = defaultdict(int)
    for invoice in asked.order_by("success_year"):
        invoices[invoice.quote_id].append(invoice)
        billed[invoice.quote_id] += invoice.net - invoice.taken
    return {
        quote.pk: Share(
            quote,
            Agreed(quote.success_share, quote.success_cap_yen, quote.frozen["success"]["rounding"]),
            tuple(exports[quote.pk]),
            tuple(invoices[quote.pk]),
            billed[quote.pk],
            today,
        )
        for quote in rows
    }


def share_of(quote: Quote, today: date) -> Share | None:
    """The share of one quote; None if it asks for none."""
    return with_share([quote], today).get(quote.pk)


def _exports(quotes: list[Quote]) -> dict[int, list[ExportResult]]:
    """The exports that count for each quote (step 1). One query."""
    begun = [quote for quote in quotes if quote.started_on is not None and quote.state in RUNNING]
    applications = {quote.application_id for quote in begun} - {None}
    cases = {quote.case_id for quote in begun} - {None}
    counts = ExportResult.objects.filter(
        Q(case__application__in=applications) | Q(case__in=cases),
        confirmed_at__isnull=False,
        sample=False,
        amount_yen__isnull=False,
    )
    by_case: dict[int, list[ExportResult]] = defaultdict(list)
    by_application: dict[int, list[ExportResult]] = defaultdict(list)
    for row in counts.select_related("market", "case").order_by("exported_on", "pk"):
        by_case[row.case_id].append(row)
        if row.case.application_id is not None:
            by_application[row.case.application_id].append(row)
    found: dict[int, list[ExportResult]] = defaultdict(list)
    for quote in begun:
        rows = by_case[quote.case_id] if quote.case_id else by_application[quote.application_id]
        found[quote.pk] = [row for row in rows if _counts(quote, row)]
    return found


def _counts(quote: Quote, row: ExportResult) -> bool:
    """Whether a confirmed export is of the market, the goods and the days that were agreed."""
    terms = quote.frozen["success"]
    if quote.started_on is None or quote.success_until is None:
        return False
    if not quote.started_on <= row.exported_on <= quote.success_until:
        return False
    if terms["market"] not in (None, row.market.code):
        return False
    return not (terms["heading"] and row.hs_code) or row.hs_code.startswith(terms["heading"])
