"""Invoices: what is to be paid, until when, and what is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.fees.accounts import Standing, overdue_rows, standings, sums_of
from banso.apps.fees.models import CreditNote, Invoice, InvoiceState, Payment, SuccessBill
from banso.apps.fees.rate_words import RateSum, rate_words, sums_in_words
from banso.apps.journal.selectors import timeline
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


class InvoiceFilter(forms.FilterForm):
    """Narrows the list of invoices. What is overdue depends on the day; the page sets it."""

    OVERDUE = "overdue"
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *InvoiceState.choices, (OVERDUE, _("Overdue"))]
    )
    today: date

    def filter_state(self, rows: QuerySet[Invoice], state: str) -> QuerySet[Invoice]:
        """By its state; overdue ones are those of which a part should have been paid."""
        return overdue_rows(rows, self.today) if state == self.OVERDUE else rows.filter(state=state)


def _filter_of(today: date) -> type[InvoiceFilter]:
    return type("InvoiceFilter", (InvoiceFilter,), {"today": today})


def invoice_mark(invoice: Invoice, standing: Standing) -> tuple[str, str]:
    """Kind and words of the status of an invoice."""
    if invoice.state == InvoiceState.ISSUED:
        return ("late", str(_("Overdue"))) if standing.late else ("now", str(invoice.get_state_display()))
    return "ok" if invoice.state == InvoiceState.PAID else "dash", str(invoice.get_state_display())


@requires(Action.FEE_VIEW)
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Every invoice within reach, the newest first, with what is open of it."""
    access: Access = request.access  # type: ignore[attr-defined]
    own, found = access.roles == {Role.FIRM_MEMBER}, {}

    def beside(rows: list[Invoice]) -> None:
        found.update(standings(rows, access.today))

    def marked(row: Invoice) -> tuple[str, str]:
        return invoice_mark(row, found[row.pk])

    firm = Column("firm", _("Firm"), value="firm.name", sort="firm__name")
    columns = [
        Column("ref", _("Fee invoice"), sort="ref", link=lambda row: reverse("fees:invoice", args=[row.ref])),
        *([] if own else [firm]),
        Column("state", _("State"), value=lambda row: marked(row)[1], sort="state",
               html=lambda row: status(*marked(row))),
        Column("total", _("Price with tax"), kind="yen", sort="total"),
        Column("open", _("Still to be paid"), kind="yen", value=lambda row: found[row.pk].open),
        Column("due_on", _("Pay until"), kind="day", value=lambda row: found[row.pk].due_on,
               html=lambda row: SafeString(formats.day(due) if (due := found[row.pk].due_on) else "–")),
        Column("issued_on", _("Issued"), kind="day", sort="issued_on"),
    ]  # fmt: skip
    rows = access.rows(Action.FEE_VIEW, Invoice.objects.select_related("firm"))
    records = RecordList(
        request, rows, columns=columns, filters=_filter_of(access.today), default_sort="-issued_on",
        name="invoices", empty=_("No invoice yet."), beside=beside,
    )  # fmt: skip
    sums = sums_of(records.rows, access.today)
    return records.response("fees/invoices.html", {"frame": frame_of(access), "own": own, "sums": sums})


@requires(Action.FEE_VIEW)
def invoice(request: HttpRequest, ref: str) -> HttpResponse:
    """One invoice: what it is for, what is paid and taken back, and what can be done."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Invoice.objects.select_related("firm", "issuer", "quote__service")
    found = get_object_or_404(access.rows(Action.FEE_VIEW, rows), ref=ref)
    own, standing = access.roles == {Role.FIRM_MEMBER}, standings([found], access.today)[found.pk]
    kind, words = invoice_mark(found, standing)
    english = formats.language() == "en"
    works = access.can(Action.PAYMENT_RECORD)
    context: dict[str, Any] = {
        "frame": frame_of(access),
        "invoice": found,
        "own": own,
        "standing": standing,
        "mark": kind,
        "words": words,
        "bank": found.issuer.bank_en if english else found.issuer.bank_ja,
        "issuer_name": found.issuer.name_en if english else found.issuer.name_ja,
        "lines": [
            (line, rate_words(line.tax_kind, line.tax_percent)) for line in found.lines.order_by("number")
        ],
        "counted": _counted(found),
        "sums": sums_in_words(
            RateSum(rate.tax_kind, rate.tax_percent, rate.net, rate.tax)
            for rate in found.taxes.order_by("-tax_percent", "pk")
        ),
        "parts": found.instalments.order_by("number"),
        "paid": _paid(found),
        "notes": found.credit_notes.order_by("asked_at", "pk"),
        "may_work": works and found.state != InvoiceState.CANCELLED,
        "may_put_off": works and found.state == InvoiceState.ISSUED,
        "may_waive": found.state == InvoiceState.ISSUED
        and access.can(Action.WAIVER_ASK)
        and access.allows(Action.WAIVER_ASK, found),
        "may_decide": access.can(Action.REDUCTION_DECIDE),
        "log": [] if own else timeline([("invoice", found.ref)]),
    }
    return render(request, "fees/invoice.html", context)


def _counted(found: Invoice) -> list[tuple[date, int]]:
    """The exports that a share was invoiced for, as they were known then: day and yen."""
    bill = SuccessBill.objects.filter(invoice=found).first()
    return [(date.fromisoformat(row["on"]), row["yen"]) for row in bill.counted] if bill else []


def _paid(found: Invoice) -> list[dict[str, Any]]:
    """What each payment pays of an invoice now."""
    sums = dict(
        found.allocations.order_by().values_list("payment").annotate(sum=Sum("yen")).filter(sum__gt=0)
    )
    payments = Payment.objects.filter(pk__in=sums).order_by("received_on", "pk")
    return [{"payment": payment, "yen": sums[payment.pk]} for payment in payments]


def notes_within(access: Access) -> Any:
    """The credit notes a person may decide."""
    return access.rows(Action.REDUCTION_DECIDE, CreditNote.objects.select_related("invoice__firm"))
