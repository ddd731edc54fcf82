"""Reports of abuse as staff see them: the queue, and the decision beside the conversation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.inquiries import services
from banso.apps.inquiries.forms import DecideForm
from banso.apps.inquiries.models import Report, ReportState, Side
from banso.apps.inquiries.naming import buyer_name, maker_name, product_name
from banso.apps.inquiries.sections import Shown
from banso.apps.inquiries.talk import talk
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList

_REPORTS = Report.objects.select_related(
    "inquiry__product__firm__office", "inquiry__company__market", "reported_by", "decided_by"
).prefetch_related("inquiry__product__editions__texts")


def _address(report: Report) -> str:
    return reverse("inquiries:report", args=[report.pk])


def _reported(report: Report) -> str:
    """Who is reported."""
    if report.side == Side.FIRM:
        return buyer_name(report.inquiry, to_staff=True)
    return maker_name(report.inquiry.product)


@requires(Action.REPORT_DECIDE)
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports about those whom the office looks after; open ones first."""
    access: Access = request.access  # type: ignore[attr-defined]
    records = RecordList(
        request,
        access.rows(Action.REPORT_DECIDE, _REPORTS.all()),
        columns=[
            Column("reported", pgettext_lazy("abuse", "Who is reported"), value=_reported, link=_address),
            Column("reason", _("Reason"), value=lambda row: row.get_reason_display(), sort="reason"),
            Column("product", _("Product"), value=lambda row: product_name(row.inquiry.product)),
            Column("reported_at", pgettext_lazy("abuse", "Reported"), kind="day", sort="reported_at"),
            Column("state", _("State"), value=lambda row: row.get_state_display(), sort="decided_at"),
        ],
        default_sort="state",
        name="reports",
        empty=_("Nobody has reported abuse."),
    )
    return records.response("inquiries/report_list.html", {})


class Decide(Act):
    """Read the conversation and decide."""

    action = Action.REPORT_DECIDE
    title, verb, done = _("Report of abuse"), _("Decide"), _("Decided.")
    template = "inquiries/report.html"
    found: Report

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The report."""
        self.found = get_object_or_404(self.access.rows(self.action, _REPORTS.all()), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """The decision and its reason."""
        return DecideForm(data, of_buyer=self.found.side == Side.FIRM)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decide."""
        services.decide(actor, self.found, data["result"], data["reason"])

    def back(self) -> str:
        """The queue."""
        return reverse("inquiries:report_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the queue."""
        return [(self.back(), _("Reports of abuse"))]

    def subtitle(self) -> Text:
        """About what."""
        return f"{self.found.inquiry.ref}　{product_name(self.found.inquiry.product)}"

    def known(self) -> list[tuple[Text, Any]]:
        """Who says what of whom."""
        found = self.found
        rows: list[tuple[Text, Any]] = [
            (pgettext_lazy("abuse", "Who is reported"), _reported(found)),
            (pgettext_lazy("abuse", "Reported by"), f"{found.get_side_display()}　{found.reported_by.name}"),
            (_("Reason"), found.get_reason_display()),
            (_("What happened"), found.words),
        ]
        if found.decided_by is not None:
            rows.append(
                (_("Decision"), f"{found.get_state_display()}　{found.decided_by.name}\n{found.decision}")
            )
        return rows

    def more(self) -> dict[str, Any]:
        """The conversation."""
        shown = Shown(self.found.inquiry, Side.STAFF, self.access, self.today)
        return {
            "talk": talk(shown),
            "inquiry": self.found.inquiry,
            "open": self.found.state == ReportState.OPEN,
        }
