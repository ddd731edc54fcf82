"""The lists of rows behind the figures of what fees do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Activity, Case
from banso.apps.fees.models import CreditNote, Invoice, Quote
from banso.apps.intake.models import Consultation
from banso.apps.selection.models import Application
from banso.web.lists import Column, RecordList

_OPENS = {
    Invoice: Action.FEE_VIEW,
    CreditNote: Action.FEE_VIEW,
    Quote: Action.FEE_VIEW,
    Consultation: Action.CONSULTATION_VIEW,
    Application: Action.APPLICATION_VIEW,
    Case: Action.CASE_VIEW,
    Activity: Action.CASE_VIEW,
}
#: What is read with the rows, and the day by which they are sorted, the latest first.
_READ: dict[type[Model], tuple[tuple[str, ...], str]] = {
    Invoice: (("firm", "quote__service"), "-issued_on"),
    CreditNote: (("invoice__firm", "invoice__quote__service"), "-decided_at"),
    Quote: (("firm", "service"), "-offered_at"),
    Consultation: (("firm", "office"), "-asked_at"),
    Application: (("firm", "service"), "-submitted_at"),
    Case: (("firm", "service"), "-started_on"),
    Activity: (("case__firm", "case__service", "expert"), "-done_on"),
}


def record_list(request: HttpRequest, model: type[Model], rows: QuerySet[Any], name: str) -> RecordList:
    """The list of some rows; each leads to its record where the person may open it."""
    access: Access = request.access  # type: ignore[attr-defined]
    related, sort = _READ[model]
    columns = _COLUMNS[model](access.can(_OPENS[model]))
    return RecordList(
        request, rows.select_related(*related), columns=columns, default_sort=sort, name=name,
        empty=_("No record belongs here."),
    )  # fmt: skip


def _ref(label: Promise, page: str, opens: bool, ref: str = "ref") -> Column:
    def address(row: Any) -> str:
        found = row
        for part in ref.split("."):
            found = getattr(found, part)
        return reverse(page, args=[found])

    sort = ref.replace(".", "__")
    return Column("ref", label, value=ref, sort=sort, link=address if opens else None)


def _firm(path: str = "firm") -> Column:
    return Column("firm", _("Firm"), value=f"{path}.name", sort=f"{path.replace('.', '__')}__name_kana")


def _service(path: str = "service") -> Column:
    return Column("service", _("Service"), value=f"{path}.name")


def _invoices(opens: bool) -> list[Column]:
    return [
        _ref(_("Fee invoice"), "fees:invoice", opens),
        _firm(),
        _service("quote.service"),
        Column("issued_on", _("Issued"), kind="day", sort="issued_on"),
        Column("net", _("Price before tax"), kind="yen", sort="net"),
        Column(
            "discount",
            _("Discount and caps"),
            kind="yen",
            value=lambda row: row.quote.net - row.quote.subtotal,
        ),
        Column("cost", _("Full cost"), kind="yen", value=lambda row: row.quote.frozen.get("full_cost")),
        Column("state", _("State"), value="get_state_display"),
    ]


def _notes(opens: bool) -> list[Column]:
    return [
        _ref(_("Fee invoice"), "fees:invoice", opens, "invoice.ref"),
        _firm("invoice.firm"),
        _service("invoice.quote.service"),
        Column("number", _("Credit note"), value="ref"),
        Column("reason", _("Reason"), value="get_reason_display", sort="reason"),
        Column("net", _("Price before tax"), kind="yen", sort="net"),
        Column("decided_at", _("Approved on"), kind="day", sort="decided_at"),
    ]


def _quotes(opens: bool) -> list[Column]:
    return [
        _ref(_("Quote"), "fees:quote", opens),
        _firm(),
        _service(),
        Column("offered_at", _("Sent on"), kind="day", sort="offered_at"),
        Column("state", _("State"), value="get_state_display", sort="state"),
        Column("reason", _("Why declined"), value="get_decline_reason_display", sort="decline_reason"),
        Column("valid_until", _("Valid until"), kind="day", sort="valid_until"),
        Column("total", _("Price with tax"), kind="yen", sort="total"),
    ]


def _consultations(opens: bool) -> list[Column]:
    return [
        _ref(_("Consultation"), "intake:consultation", opens),
        _firm(),
        Column("office", _("Office"), value="office.name", sort="office__position"),
        Column("asked_at", _("Day of the consultation"), kind="day", sort="asked_at"),
    ]


def _applications(opens: bool) -> list[Column]:
    return [
        _ref(_("Application"), "selection:application", opens),
        _firm(),
        _service(),
        Column("submitted_at", _("Handed in on"), kind="day", sort="submitted_at"),
        Column("state", _("State"), value="get_state_display", sort="state"),
    ]


def _cases(opens: bool) -> list[Column]:
    return [
        _ref(_("Case"), "casework:case", opens),
        _firm(),
        _service(),
        Column("started_on", _("Support began"), kind="day", sort="started_on"),
    ]


def _activities(opens: bool) -> list[Column]:
    return [
        _ref(_("Case"), "casework:case", opens, "case.ref"),
        _firm("case.firm"),
        _service("case.service"),
        Column("expert", _("Expert"), value="expert.name", sort="expert__name_kana"),
        Column("done_on", _("Done on"), kind="day", sort="done_on"),
        Column("hours", _("Hours"), kind="number", sort="hours"),
    ]


_COLUMNS: dict[type[Model], Callable[[bool], list[Column]]] = {
    Invoice: _invoices,
    CreditNote: _notes,
    Quote: _quotes,
    Consultation: _consultations,
    Application: _applications,
    Case: _cases,
    Activity: _activities,
}
