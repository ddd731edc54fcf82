"""Behind the mailed link of a provider: what is passed on to it, and its own listing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import NO_ROLE, public
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.providers import changing, links, referring, selectors
from banso.apps.providers.forms import AddressForm, ChangeForm, OutcomeForm
from banso.apps.providers.models import LinkPurpose, ProviderLink, Side
from banso.apps.providers.referral_pages import last_said
from banso.apps.providers.services import ListingData
from banso.web import limits


def _nobody(request: HttpRequest) -> Actor:
    return Actor(None, NO_ROLE, request.access.at)  # type: ignore[attr-defined]


@public
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponseBase:
    """A listed provider has a link mailed; the answer does not say whether the address is listed."""
    if (refused := limits.too_many(request, "provider_form", limits.FORMS)) is not None:
        return refused
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changing.send_link(_nobody(request), form.cleaned_data["email"])
        return redirect("providers:change_sent")
    return render(request, "providers/change_ask.html", {"form": form})


@public
@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """What follows, for an address that is listed."""
    return render(request, "providers/change_sent.html")


@public
@require_http_methods(["GET", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind a link. A used, expired or replaced one says no more than a wrong one."""
    if (refused := limits.too_many(request, "link", limits.LINKS, reads=True)) is not None:
        return refused
    found = links.find_open(token, request.access.at)  # type: ignore[attr-defined]
    if found is None:
        response: HttpResponseBase = render(
            request, "providers/link_closed.html", status=410 if links.ever_made(token) else 404
        )
    else:
        response = (_change if found.purpose == LinkPurpose.CHANGE else _referral)(request, found)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _change(request: HttpRequest, found: ProviderLink) -> HttpResponse:
    listing = selectors.published_of(found.provider)
    if listing is None:
        return render(request, "providers/link_closed.html", status=410)
    day = request.access.today  # type: ignore[attr-defined]
    form = ChangeForm(request.POST or None, day=day, initial=selectors.said_in(listing))
    if form.is_bound and form.is_valid():
        try:
            changing.change(_nobody(request), found, ListingData(**form.cleaned_data))
        except Refused as refused:
            if refused.rule == "link_closed":
                return render(request, "providers/link_closed.html", status=410)
            form.refuse(refused)
        else:
            return redirect("providers:thanks")
    return render(request, "providers/change.html", {"form": form, "listing": listing})


def _referral(request: HttpRequest, found: ProviderLink) -> HttpResponse:
    referral = found.referral
    assert referral is not None, "a link about a referral has one"
    shows = request.method == "POST" and "show" in request.POST
    answers = request.method == "POST" and not shows
    contact, looked = None, False
    form = OutcomeForm(request.POST if answers else None, initial=last_said(referral, Side.PROVIDER))
    try:
        if shows:
            contact, looked = referring.show_contact(_nobody(request), found), True
        elif answers and form.is_valid():
            data, seen = form.data_of_side()
            referring.report_by_provider(_nobody(request), found, data, seen=seen)
            return redirect("providers:thanks")
    except Refused as refused:
        if refused.rule == "link_closed":
            return render(request, "providers/link_closed.html", status=410)
        form.refuse(refused)
    need = referral.proposal.need
    context = {
        "form": form,
        "link": found,
        "need": need,
        "firm": need.consultation.firm,
        "office": need.consultation.office,
        "contact": contact,
        "looked": looked,
    }
    return render(request, "providers/referral_by_link.html", context)


@public
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """What is said once an answer has arrived. It names nobody and nothing."""
    return render(request, "providers/thanks.html")
