"""Quotes, invoices and credit notes as PDF, in the language of the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.fees.models import CreditNote, Decided, Invoice
from banso.apps.fees.printing import credit_pdf, invoice_pdf, quote_pdf
from banso.apps.fees.quote_pages import visible
from banso.web.downloads import download


@requires(Action.FEE_VIEW)
def quote_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """A quote that was sent."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = visible(access).filter(offered_at__isnull=False).select_related("terms")
    found = get_object_or_404(rows, ref=ref)
    return download(quote_pdf(found), f"{found.ref}.pdf")


@requires(Action.FEE_VIEW)
def invoice_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """An invoice."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.FEE_VIEW, Invoice.objects.select_related("issuer"))
    found = get_object_or_404(rows, ref=ref)
    return download(invoice_pdf(found), f"{found.ref}.pdf")


@requires(Action.FEE_VIEW)
def credit_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """A credit note that was approved."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = CreditNote.objects.filter(state=Decided.APPROVED)
    rows = access.rows(Action.FEE_VIEW, rows.select_related("invoice__issuer", "invoice__quote"))
    found = get_object_or_404(rows, ref=ref)
    return download(credit_pdf(found), f"{found.ref}.pdf")
