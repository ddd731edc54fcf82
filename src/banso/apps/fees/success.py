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

from django.db.models import Q, Sum

from banso.apps.casework.models import Case, ExportResult
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
    """The share of each quote that asks for one, by its key. Four queries, and one for the quotes."""
    rows = [quote for quote in quotes if quote.success_until is not None]
    keys = [quote.pk for quote in rows]
    exports = _exports(rows)
    invoices: dict[int, list[Invoice]] = defaultdict(list)
    asked = Invoice.objects.filter(quote__in=keys, success_year__isnull=False)
    for invoice in asked.exclude(state=InvoiceState.CANCELLED).order_by("success_year"):
        invoices[invoice.quote_id].append(invoice)
    notes = CreditNote.objects.filter(
        invoice__quote__in=keys,
        invoice__success_year__isnull=False,
        reason=CreditReason.SALES_CORRECTED,
        state=Decided.APPROVED,
    )
    back = dict(
        notes.exclude(invoice__state=InvoiceState.CANCELLED)
        .order_by()
        .values_list("invoice__quote")
        .annotate(sum=Sum("net"))
    )
    return {
        quote.pk: Share(
            quote,
            Agreed(quote.success_share, quote.success_cap_yen, quote.frozen["success"]["rounding"]),
            tuple(exports[quote.pk]),
            tuple(invoices[quote.pk]),
            sum(invoice.net for invoice in invoices[quote.pk]) - back.get(quote.pk, 0),
            today,
        )
        for quote in rows
    }


def share_of(quote: Quote, today: date) -> Share | None:
    """The share of one quote; None if it asks for none."""
    return with_share([quote], today).get(quote.pk)


def _exports(quotes: list[Quote]) -> dict[int, list[ExportResult]]:
    """The exports that count for each quote (step 1). Two queries."""
    begun = [quote for quote in quotes if quote.started_on is not None and quote.state in RUNNING]
    asked = {quote.application_id for quote in begun} - {None}
    of_case = {quote.case_id for quote in begun} - {None}
    cases = Case.objects.filter(Q(application__in=asked) | Q(pk__in=of_case)).order_by("pk")
    by_application = {application: pk for pk, application in cases.values_list("pk", "application")}
    rows: dict[int, list[ExportResult]] = defaultdict(list)
    counts = ExportResult.objects.filter(
        case__in=[*by_application.values(), *of_case],
        confirmed_at__isnull=False,
        sample=False,
        amount_yen__isnull=False,
    )
    for row in counts.select_related("market").order_by("exported_on", "pk"):
        rows[row.case_id].append(row)
    found: dict[int, list[ExportResult]] = defaultdict(list)
    for quote in begun:
        case = quote.case_id or by_application.get(quote.application_id)
        found[quote.pk] = [row for row in rows.get(case, ()) if _counts(quote, row)] if case else []
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
