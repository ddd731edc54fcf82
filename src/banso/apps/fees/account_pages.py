"""The accountant's part: what firms owe, what came in, what waits for a decision; entries to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.fees.accounts import (
    credits_to_decide,
    left_of_payments,
    lines_without_payment,
    refunds_to_decide,
)
from banso.apps.fees.entries import entries_csv, reconciliation
from banso.apps.fees.models import Invoice, Payment
from banso.apps.journal.selectors import timeline
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.web.downloads import download


@requires(Action.LEDGER_VIEW)
def accounts(request: HttpRequest) -> HttpResponse:
    """The reconciliation of a fiscal year, and what waits."""
    access: Access = request.access  # type: ignore[attr-defined]
    asked = request.GET.get("year", "")
    this_year = fiscal_year(access.today)
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= this_year else this_year
    days = fiscal_year_days(year)
    first = Invoice.objects.order_by("issued_on").values_list("issued_on", flat=True).first()
    years = range(fiscal_year(first) if first else this_year, this_year + 1)
    if request.GET.get("format") == "csv":
        return download(entries_csv(days), f"fee-entries-{year}.csv")
    payments = access.rows(Action.LEDGER_VIEW, Payment.objects.select_related("firm")).order_by("-pk")
    context: dict[str, Any] = {
        "year": year,
        "years": [(one, one == year) for one in reversed(years)],
        "sums": reconciliation(days),
        "credits": credits_to_decide().select_related("invoice__firm", "asked_by")[:50],
        "refunds": refunds_to_decide().select_related("payment__firm", "asked_by")[:50],
        "lines": lines_without_payment()[:50],
        "payments": payments[:20],
        "may_decide": access.can(Action.REDUCTION_DECIDE),
        "may_work": access.can(Action.PAYMENT_RECORD),
    }
    return render(request, "fees/accounts.html", context)


@requires(Action.LEDGER_VIEW)
def payment(request: HttpRequest, ref: str) -> HttpResponse:
    """One payment: what it pays, what is left, what was given back."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Payment.objects.select_related("firm", "line__file", "recorded_by")
    found = get_object_or_404(access.rows(Action.LEDGER_VIEW, rows), ref=ref)
    context: dict[str, Any] = {
        "payment": found,
        "left": left_of_payments([found])[found.pk],
        "allocations": found.allocations.select_related("invoice").order_by("pk"),
        "refunds": found.refunds.select_related("asked_by").order_by("pk"),
        "may_work": access.can(Action.PAYMENT_RECORD),
        "may_decide": access.can(Action.REDUCTION_DECIDE),
        "log": timeline([("payment", found.ref)]),
    }
    return render(request, "fees/payment.html", context)
