"""The reports of sales: which came, and their lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.sales.models import LineKind, SalesLine, SalesReport
from banso.apps.sales.selectors import reports_with_waiting, waiting
from banso.web import formats, forms
from banso.web.lists import Column, RecordList


class ReportFilter(forms.FilterForm):
    """Whose reports."""

    mall = forms.ModelChoiceField(Mall.objects.all(), label=_("Mall"))


class LineFilter(forms.FilterForm):
    """Which lines."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *LineKind.choices])


def _months(report: SalesReport) -> str:
    first, last = report.first_month.strftime("%Y-%m"), report.last_month.strftime("%Y-%m")
    return first if first == last else f"{first} – {last}"


@requires(Action.SALE_VIEW)
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports that were stored, latest first, and how many of their lines wait."""
    records = RecordList(
        request,
        reports_with_waiting(),
        columns=[
            Column("ref", _("Report"), sort="ref", link=lambda row: reverse("sales:report", args=[row.ref])),
            Column("site", _("Site"), sort="mall__position"),
            Column("months", pgettext_lazy("report", "Months"), value=_months, sort="first_month"),
            Column("lines_count", _("Lines"), kind="number", sort="lines_count"),
            Column("waiting", _("Lines that wait"), kind="number", sort="waiting"),
            Column("name", _("File")),
            Column("stored_at", _("Stored at"), kind="moment", sort="stored_at"),
            Column("stored_by", _("Stored by")),
        ],
        filters=ReportFilter,
        default_sort="-stored_at",
        name="sales-reports",
        empty=_("No report of sales was stored yet."),
    )
    may_send = request.access.can(Action.SALE_IMPORT)  # type: ignore[attr-defined]
    return records.response("sales/report_list.html", {"waiting": waiting().count(), "may_send": may_send})


@requires(Action.SALE_VIEW)
@require_GET
def report_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One report and its lines."""
    report = get_object_or_404(SalesReport.objects.select_related("mall", "channel", "stored_by"), ref=ref)
    records = RecordList(
        request,
        SalesLine.objects.filter(report=report).select_related("listing__product__firm", "market"),
        columns=[
            Column("row", _("Row"), kind="number", sort="row"),
            Column("day", _("Day"), value=_day, sort="day"),
            Column("product_key", _("Product in the report"), sort="product_key", second=_order),
            Column("kind", _("Kind"), value=_kind, sort="kind", second=_sample),
            Column("quantity", _("Pieces"), kind="number", sort="quantity"),
            Column("amount", _("Amount"), value="amount_words", sort="amount_yen"),
            Column("amount_yen", _("Yen"), kind="yen", sort="amount_yen"),
            Column("listing", _("Listing"), value=_state, link=_listing),
        ],
        filters=LineFilter,
        default_sort="row",
        name=f"sales-{report.ref}",
        empty=_("There is no such line in it."),
    )
    return records.response("sales/report.html", {"report": report, "months": _months(report)})


def _day(line: SalesLine) -> str:
    return formats.day(line.day) if line.day else line.month.strftime("%Y-%m")


def _order(line: SalesLine) -> str:
    return line.order_number


def _kind(line: SalesLine) -> str:
    return line.get_kind_display()


def _sample(line: SalesLine) -> Any:
    return _("Sample") if line.sample else ""


def _state(line: SalesLine) -> Any:
    if line.listing is not None:
        return formats.joined(line.listing.ref, line.listing.product.firm.name)
    if line.set_aside:
        return line.get_set_aside_display()
    return "–" if line.kind == LineKind.FEE else pgettext_lazy("line", "waits")


def _listing(line: SalesLine) -> str:
    return reverse("sales:listing", args=[line.listing.ref]) if line.listing else ""
