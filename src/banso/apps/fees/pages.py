"""What services cost: for the firm itself, and for staff who look it up for a firm."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.directory.selectors import firm_meant
from banso.apps.fees.selectors import offers_to, share_rows
from banso.apps.fees.words import shown
from banso.apps.policies.models import SUPPORT
from banso.apps.policies.selectors import version_in_force
from banso.apps.programmes.selectors import services_in_force
from banso.web import formats, forms
from banso.web.acts import frame_of


class FirmForm(forms.Form):
    """For which firm prices are looked up."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )


@requires(Action.PRICE_VIEW)
def prices(request: HttpRequest) -> HttpResponse:
    """A firm's own prices; for staff how the policy in force settles them, and a way to those of a firm."""
    access: Access = request.access  # type: ignore[attr-defined]
    firms = access.rows(Action.PRICE_VIEW, Firm.objects.standing()).order_by("ref")
    if access.roles == {Role.FIRM_MEMBER}:
        return _page(request, access, get_object_or_404(firms, pk=access.assignments[0].firm_id))
    form = FirmForm(request.GET if "firm" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect("fees:firm", firm_meant(firms, form.cleaned_data["firm"]).ref)
        except Refused as refused:
            form.refuse(refused)
    version = version_in_force(SUPPORT, access.today)
    language = formats.language()
    rows = [
        (service, [words.in_language(language) for words in share_rows(version, service)])
        for service in (services_in_force(access.today) if version else [])
    ]
    context = {"frame": frame_of(access), "form": form, "version": version, "rows": rows, **_may(access)}
    return render(request, "fees/prices.html", context)


@requires(Action.PRICE_VIEW)
def firm(request: HttpRequest, ref: str) -> HttpResponse:
    """What services cost one firm, with the rows that decided."""
    access: Access = request.access  # type: ignore[attr-defined]
    return _page(
        request, access, get_object_or_404(access.rows(Action.PRICE_VIEW, Firm.objects.all()), ref=ref)
    )


def _page(request: HttpRequest, access: Access, found: Firm) -> HttpResponse:
    offers = offers_to(found, access.today)
    context = {
        "frame": frame_of(access),
        "firm": found,
        "own": access.roles == {Role.FIRM_MEMBER},
        "today": access.today,
        "version": version_in_force(SUPPORT, access.today),
        "offers": [(offer.service, shown(offer.quoted), offer.like) for offer in offers],
        "may_correct": access.can(Action.FIRM_EDIT) and access.allows(Action.FIRM_EDIT, found),
        **_may(access),
    }
    return render(request, "fees/firm.html", context)


def _may(access: Access) -> dict[str, Any]:
    return {
        "sees_policy": access.can(Action.POLICY_VIEW),
        "sees_rates": access.can(Action.RATE_VIEW),
        "may_ask": access.can(Action.CONSULTATION_ASK),
        "may_apply": access.can(Action.APPLICATION_WRITE),
    }
