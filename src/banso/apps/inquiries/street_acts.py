"""What buyers do about their conversations, each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.inquiries import services
from banso.apps.inquiries.forms import OutcomeForm, ReportForm, VerdictForm, WishForm
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.naming import product_name
from banso.apps.inquiries.street import PLACE
from banso.apps.inquiries.street_pages import own
from banso.apps.journal.actor import Actor
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.viewer import Viewer
from banso.web import forms


def _act(
    request: HttpRequest,
    viewer: Viewer,
    found: Inquiry,
    form: forms.Form,
    act: Callable[[Actor, dict[str, Any]], object],
    words: dict[str, str],
) -> HttpResponse:
    """A form that calls one service; ``words`` are title, intro, verb, and what is said when it is done."""
    if request.method == "POST" and form.is_valid():
        try:
            act(request.access.actor(Action.STREET_VIEW), form.cleaned_data)  # type: ignore[attr-defined]
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, words["done"])
            return redirect("inquiries:street_inquiry", found.ref)
    context = {**frame(viewer, PLACE), **words, "form": form, "inquiry": found}
    context["product"] = product_name(found.product)
    return render(request, "inquiries/street/act.html", context)


@require_http_methods(["GET", "POST"])
@for_buyers
def settle(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Say what became of it."""
    found = own(viewer, ref)

    def act(actor: Actor, data: dict[str, Any]) -> None:
        services.settle(actor, found, Side.BUYER, data["outcome"], data["words"])

    words = {
        "title": _("What became of it"),
        "intro": _(
            "The conversation is closed with it; the maker sees the outcome. A new message opens it again."
        ),
        "verb": _("Store and close"),
        "done": _("Thank you. The conversation is closed; a new message opens it again."),
    }
    return _act(request, viewer, found, OutcomeForm(request.POST or None, day=viewer.day), act, words)


@require_http_methods(["GET", "POST"])
@for_buyers
def sample_ask(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Ask for a sample."""
    found = own(viewer, ref)

    def act(actor: Actor, data: dict[str, Any]) -> None:
        services.ask_sample(actor, found, services.Wish(**data))

    words = {
        "title": _("Ask for a sample"),
        "intro": _("The maker sees the address and says whether it will send a sample."),
        "verb": _("Ask for the sample"),
        "done": _("The maker has been asked for a sample."),
    }
    return _act(request, viewer, found, WishForm(request.POST or None), act, words)


@require_http_methods(["GET", "POST"])
@for_buyers
def sample_take(request: HttpRequest, viewer: Viewer, ref: str, pk: int) -> HttpResponse:
    """The sample has arrived."""
    found = own(viewer, ref)
    sample = get_object_or_404(found.samples, pk=pk)

    def act(actor: Actor, data: dict[str, Any]) -> None:
        services.take_sample(actor, sample, data["verdict"])

    words = {
        "title": _("The sample has arrived"),
        "intro": _("The maker reads what you think of it."),
        "verb": pgettext("sample", "It has arrived"),
        "done": _("Thank you. The maker is told."),
    }
    return _act(request, viewer, found, VerdictForm(request.POST or None), act, words)


@require_http_methods(["GET", "POST"])
@for_buyers
def report(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Report abuse."""
    found = own(viewer, ref)

    def act(actor: Actor, data: dict[str, Any]) -> None:
        services.report(actor, found, Side.BUYER, data["reason"], data["words"])

    words = {
        "title": _("Report abuse"),
        "intro": _(
            "The office reads the conversation and decides. The maker is not told that you report it."
        ),
        "verb": _("Send the report"),
        "done": _("Thank you. The office looks at it."),
    }
    return _act(request, viewer, found, ReportForm(request.POST or None), act, words)
