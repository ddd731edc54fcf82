"""The rates behind prices: what services cost, consumption tax, rounding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.fees import services
from banso.apps.fees.models import RATED, CostRate, Part, Rounding, RoundingRule, TaxKind, TaxRate
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import RateBasis, Service
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList


@requires(Action.RATE_VIEW)
def rate_list(request: HttpRequest) -> HttpResponse:
    """Every cost rate, the latest first; beside it tax and rounding."""
    access: Access = request.access  # type: ignore[attr-defined]
    records = RecordList(
        request,
        CostRate.objects.select_related("service"),
        columns=[
            Column("in_force_from", _("In force from"), kind="day", sort="in_force_from"),
            Column("service", _("Service"), value="service.name", sort="service__position"),
            Column("part", _("Part of the cost"), value=lambda row: row.get_part_display(), sort="part"),
            Column("usual", _("Usual quantity"), kind="number", sort="usual", html=_figure("usual")),
            Column("yen", _("Cost of one"), kind="yen", sort="yen", html=_figure("yen")),
            Column(
                "percent", _("Percent of the rest"), kind="number", sort="percent", html=_figure("percent")
            ),
            Column("tax_kind", _("Consumption tax"), value=_tax, sort="tax_kind"),
            Column("basis", _("It rests on"), value=lambda row: row.get_basis_display(), sort="basis"),
        ],
        default_sort="-in_force_from",
        name="cost-rates",
        empty=_("No rate is stored: what services cost is not known."),
    )
    context = {
        "may_set": access.can(Action.RATE_SET),
        "taxes": TaxRate.objects.order_by("-in_force_from", "kind"),
        "rules": RoundingRule.objects.order_by("-in_force_from"),
        "today": access.today,
    }
    return records.response("fees/rates.html", context)


def _tax(rate: CostRate) -> str:
    """How a part is taxed; overhead is taxed as the part that it lies on."""
    return "–" if rate.part == Part.OVERHEAD else str(rate.get_tax_kind_display())


def _figure(field: str) -> Callable[[CostRate], SafeString]:
    """A figure of a part; a dash where the part has none."""

    def shown(rate: CostRate) -> SafeString:
        value = getattr(rate, field)
        if value is None:
            return SafeString("–")
        said = formats.yen(value) if field == "yen" else f"{value.normalize():f}"
        return format_html("{}", said)

    return shown


class _Add(Act):
    """Add a row that holds from a day on."""

    action = Action.RATE_SET
    verb = _("Add it")

    def back(self) -> str:
        """The list of rates."""
        return reverse("fees:rates")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the prices."""
        return [(reverse("fees:prices"), _("Prices")), (self.back(), _("Cost rates and tax"))]


class CostRateForm(forms.Form):
    """A part of what a service costs, from a day on."""

    service = forms.ModelChoiceField(
        Service.objects.order_by("programme__position", "position", "code"), label=_("Service")
    )
    part = forms.ChoiceField(label=_("Part of the cost"), choices=Part.choices, widget=forms.RadioSelect)
    usual = forms.DecimalField(
        label=_("Usual quantity"),
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=_("Hours or listings that one time of the service takes; not for overhead."),
    )
    yen = forms.MoneyField(
        label=_("Cost of one"),
        required=False,
        help_text=_("Of a listing only. An hour costs the hourly rate."),
    )
    percent = forms.DecimalField(
        label=_("Percent of the rest"),
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text=_("Of overhead only."),
    )
    tax_kind = forms.ChoiceField(
        label=_("Consumption tax"),
        choices=TaxKind.choices,
        widget=forms.RadioSelect,
        help_text=_("What is done abroad, such as a listing on a site there, is outside the scope."),
    )
    in_force_from = forms.DateField(
        label=_("In force from"), help_text=_("Today or later. What was priced before stays as it was.")
    )
    basis = forms.ChoiceField(label=_("It rests on"), choices=RateBasis.choices, widget=forms.RadioSelect)


class AddCostRate(_Add):
    """Add a part of what a service costs."""

    title, done = _("Add a cost rate"), _("The rate is stored.")

    def form(self, data: Any) -> forms.Form:
        """The figures that the part needs."""
        return CostRateForm(data, initial={"in_force_from": self.today, "tax_kind": TaxKind.STANDARD})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        services.add_cost_rate(actor, services.CostRateData(**data))


class TaxRateForm(forms.Form):
    """A rate of consumption tax, from a day on."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of tax", "Kind"),
        choices=[(kind.value, kind.label) for kind in RATED],
        widget=forms.RadioSelect,
    )
    percent = forms.DecimalField(label=_("Rate in percent"), max_digits=4, decimal_places=2)
    in_force_from = forms.DateField(label=_("In force from"))


class AddTaxRate(_Add):
    """Add a rate of consumption tax."""

    title, done = _("Add a rate of consumption tax"), _("The rate is stored.")

    def form(self, data: Any) -> forms.Form:
        """Which rate, and from when."""
        return TaxRateForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        services.add_tax_rate(actor, services.TaxRateData(**data))


class RoundingForm(forms.Form):
    """How is rounded, from a day on."""

    net = forms.ChoiceField(label=_("The price"), choices=Rounding.choices, widget=forms.RadioSelect)
    tax = forms.ChoiceField(label=_("Consumption tax"), choices=Rounding.choices, widget=forms.RadioSelect)
    in_force_from = forms.DateField(label=_("In force from"))


class SetRounding(_Add):
    """Say how is rounded."""

    title, done = _("Change the rounding"), _("The rounding is stored.")
    intro = _("Price and tax are each rounded once, to whole yen.")

    def form(self, data: Any) -> forms.Form:
        """One rule for the price, one for the tax."""
        return RoundingForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.set_rounding(actor, services.RoundingData(**data))
