"""A provider asks to be listed: a form open to everybody, confirmed by a mailed link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import NO_ROLE, public
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.providers import services
from banso.apps.providers.forms import ListingForm
from banso.apps.providers.services import ListingData
from banso.web import limits


def _nobody(request: HttpRequest) -> Actor:
    return Actor(None, NO_ROLE, request.access.at)  # type: ignore[attr-defined]


@public
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponseBase:
    """The application. Who sends it need not sign in."""
    if (refused := limits.too_many(request, "provider_form", limits.FORMS)) is not None:
        return refused
    access = request.access  # type: ignore[attr-defined]
    form = ListingForm(request.POST or None, day=access.today)
    if request.method == "POST" and form.is_valid():
        try:
            services.apply(_nobody(request), ListingData(**form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("providers:apply_sent")
    return render(request, "providers/apply.html", {"form": form})


@public
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """What follows: the link in the mail."""
    return render(request, "providers/apply_done.html", {"confirmed": False})


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link: one button, as programs that check mail open links too."""
    fault = ""
    if request.method == "POST":
        try:
            services.confirm(_nobody(request), token)
        except Refused as refused:
            fault = refused.message
        else:
            return render(request, "providers/apply_done.html", {"confirmed": True})
    return render(request, "providers/confirm.html", {"fault": fault})
