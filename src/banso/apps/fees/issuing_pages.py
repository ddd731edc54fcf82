"""Who issues invoices, and the terms of payment, each from a day on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.fees import services
from banso.apps.fees.models import Issuer, TermsText
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Text


@requires(Action.LEDGER_VIEW)
def issuer(request: HttpRequest) -> HttpResponse:
    """Every issuer and every version of the terms, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    context = {
        "issuers": Issuer.objects.order_by("-in_force_from"),
        "terms": TermsText.objects.order_by("-in_force_from"),
        "may_set": access.can(Action.ISSUER_SET),
    }
    return render(request, "fees/issuer.html", context)


class _Add(Act):
    """Add a row that holds from a day on."""

    action = Action.ISSUER_SET
    verb = _("Store")

    def back(self) -> str:
        """Issuer and terms."""
        return reverse("fees:issuer")

    def crumbs(self) -> list[tuple[str, Text]]:
        """Issuer and terms."""
        return [(reverse("fees:accounts"), _("Accounts")), (self.back(), _("Issuer and terms"))]


class IssuerForm(forms.Form):
    """What an invoice says of its issuer."""

    in_force_from = forms.DateField(label=_("In force from"))
    name_ja = forms.CharField(label=_("Japanese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120)
    address_ja = forms.CharField(label=_("Japanese address"), max_length=200)
    address_en = forms.CharField(label=_("English address"), max_length=200)
    registration_number = forms.CharField(
        label=_("Registration number"),
        max_length=20,
        help_text=_("T and the 13 digits of the corporate number."),
    )
    bank_ja = forms.CharField(label=_("Account to pay to, in Japanese"), max_length=200)
    bank_en = forms.CharField(label=_("Account to pay to, in English"), max_length=200)


class SetIssuer(_Add):
    """Say who issues invoices."""

    title, done = _("Change the issuer"), _("The issuer is stored.")
    intro = _("Invoices issued before keep the issuer they were issued by.")

    def form(self, data: Any) -> forms.Form:
        """What the latest says, to be changed."""
        latest = Issuer.objects.order_by("in_force_from").last()
        known = {name: getattr(latest, name) for name in IssuerForm.base_fields} if latest else {}
        return IssuerForm(data, initial={**known, "in_force_from": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.set_issuer(actor, services.IssuerData(**data))


class TermsForm(forms.Form):
    """The terms in both languages."""

    in_force_from = forms.DateField(label=_("In force from"))
    payment_days = forms.IntegerField(label=_("Days to pay"))
    text_ja = forms.CharField(label=_("Japanese text"), max_length=8000, widget=forms.Textarea)
    text_en = forms.CharField(label=_("English text"), max_length=8000, widget=forms.Textarea)


class AddTerms(_Add):
    """Add a version of the terms."""

    title, done = _("Add a version of the terms"), _("The terms are stored.")
    intro = _("Quotes made before keep the terms they were made under.")

    def form(self, data: Any) -> forms.Form:
        """What the latest says, to be changed."""
        latest = TermsText.objects.order_by("in_force_from").last()
        names = ("payment_days", "text_ja", "text_en")
        known = {name: getattr(latest, name) for name in names} if latest else {}
        return TermsForm(data, initial={**known, "in_force_from": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.add_terms(actor, **data)
