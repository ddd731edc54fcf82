"""What an operator reports: the months that are owed, a month by form, and the reports that were sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.malls.desk_offers import described, rows
from banso.apps.malls.missing import due_on, form_of, missing_months
from banso.apps.malls.selectors import malls_of
from banso.apps.sales import services
from banso.apps.sales.models import Listing, SalesLine, SalesReport
from banso.apps.sales.services import FormRow
from banso.apps.sales.sites import Site
from banso.engines.kernel.fiscal import add_months
from banso.web import forms
from banso.web.acts import Act, Text

_REPORTS = 24
#: Named apart, so that the fields of a listing are found by its key.
PARTS = ("sold", "amount", "returned", "back")


@requires(Action.DESK_VIEW)
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The months that are owed, and the latest reports. Seven queries."""
    access: Access = request.access  # type: ignore[attr-defined]
    malls = {mall.pk: mall for mall in malls_of(access)}
    owed = [
        (malls[mall], month, due_on(month), form_of(malls[mall].code, month))
        for mall, months in missing_months(access.today, list(malls)).items()
        for month in months
    ]
    sent = access.rows(Action.DESK_VIEW, SalesReport.objects.select_related("mall", "stored_by"))
    context = {"owed": owed, "today": access.today, "reports": sent[:_REPORTS], "malls": malls.values()}
    return render(request, "malls/reports.html", context)


class ReportForm(forms.Form):
    """One row for each listing, or that nothing was sold."""

    nothing = forms.BooleanField(label=_("Nothing was sold in this month"), required=False)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as USD.")
    )
    fee = forms.DecimalField(
        label=_("Commission and fees you keep for the month, if any"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
    )

    def __init__(self, data: Any, listings: list[Listing], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for listing in listings:
            for part, label in zip(PARTS, _LABELS, strict=True):
                whole = part in ("sold", "returned")
                self.fields[f"{part}_{listing.pk}"] = (
                    forms.IntegerField(label=label, required=False, min_value=0)
                    if whole
                    else forms.DecimalField(
                        label=label, required=False, min_value=0, max_digits=15, decimal_places=3
                    )
                )

    def clean(self) -> dict[str, Any]:
        """Nothing, or something: not both."""
        data = super().clean() or self.cleaned_data
        told = any(value for name, value in data.items() if name.startswith(PARTS))
        if data.get("nothing") and told:
            self.add_error("nothing", _("You entered what was sold as well."))
        if told and not data.get("currency"):
            self.add_error("currency", _("Enter the currency of the amounts."))
        return data


_LABELS = (_("Pieces sold"), _("Amount sold"), _("Pieces returned"), _("Amount returned"))


class ReportMonth(Act):
    """Report a month by form."""

    action = Action.DESK_WORK
    template = "malls/report_form.html"
    title, verb = _("Monthly report"), _("Send the monthly report")
    done = _("The report is stored. The firms see what was sold.")
    mall: Mall
    month: date

    def find(self, **_kwargs: Any) -> None:
        """The mall and a month that is over."""
        code = self.request.GET.get("mall", "")
        found = next((mall for mall in malls_of(self.access) if mall.code == code), None)
        month = _month(self.request.GET.get("month", ""))
        if found is None or month is None or add_months(month, 1) > self.today:
            raise Http404
        self.mall, self.month = found, month

    @cached_property
    def listings(self) -> list[Listing]:
        """What was on sale in the month."""
        there = rows(self.access).filter(mall=self.mall, listed_on__lt=add_months(self.month, 1))
        there = there.exclude(ended_on__lt=self.month)
        return list(there.prefetch_related("identifiers").order_by("listed_on", "pk"))

    def form(self, data: Any) -> forms.Form:
        """The rows; the currency as it was last."""
        last = SalesLine.objects.filter(report__mall=self.mall).order_by("-month", "-pk")
        currency = last.values_list("currency", flat=True).first() or ""
        return ReportForm(data, self.listings, initial={"currency": currency})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        site = Site(self.mall.channel, self.mall)
        if data["nothing"]:
            services.report_nothing(actor, site, self.month)
            return
        told = [
            FormRow(listing, **{part: data[f"{part}_{listing.pk}"] or 0 for part in PARTS})
            for listing in self.listings
        ]
        fee = data["fee"] or Decimal(0)
        services.report_by_form(actor, site, self.month, told, data["currency"].strip().upper(), fee)

    def back(self) -> str:
        """The reports."""
        return reverse("malls:reports")

    def subtitle(self) -> Text:
        """Which mall and month."""
        return f"{self.mall.name} – {self.month:%Y-%m}"

    def crumbs(self) -> list[tuple[str, Text]]:
        """The reports."""
        return [(reverse("malls:desk"), _("Your mall")), (self.back(), _("Monthly reports"))]

    def more(self) -> dict[str, Any]:
        """The listings, in the order of the rows."""
        return {"items": described(self.listings, self.today), "by_file": reverse("sales:send")}


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
