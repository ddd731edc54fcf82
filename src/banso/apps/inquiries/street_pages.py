"""Conversations as buyers see them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Case, F, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.documents.sending import send_document
from banso.apps.inquiries import services
from banso.apps.inquiries.forms import TemplateForm, WordForm
from banso.apps.inquiries.models import Attachment, Inquiry, Side, State
from banso.apps.inquiries.naming import maker_name, product_name
from banso.apps.inquiries.placeholders import About
from banso.apps.inquiries.sections import Shown, sections_of
from banso.apps.inquiries.street import PLACE
from banso.apps.inquiries.talk import answer_words, state_mark, talk, with_names, written_in
from banso.apps.products.models import ProductState
from banso.apps.programmes.days_off import working_days
from banso.apps.street import facts
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.viewer import Viewer

_SHOWN = 200


def own(viewer: Viewer, ref: str) -> Inquiry:
    """A conversation of the company."""
    return get_object_or_404(with_names(Inquiry.objects.filter(company=viewer.company)), ref=ref)


@require_GET
@for_buyers
def inquiries(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the company has asked; what is not read stands first."""
    new = Case(When(words__gt=F("buyer_seen"), then=Value(True)), default=False, output_field=BooleanField())
    rows = with_names(Inquiry.objects.filter(company=viewer.company)).annotate(new=new)
    found = [
        {
            "inquiry": row,
            "product": product_name(row.product),
            "maker": maker_name(row.product),
            "mark": state_mark(row, Side.BUYER),
            "unread": row.unread(Side.BUYER),
        }
        for row in rows.order_by("-new", "-last_word_at", "-pk")[:_SHOWN]
    ]
    return render(request, "inquiries/street/list.html", {**frame(viewer, PLACE), "found": found})


@require_http_methods(["GET", "POST"])
@for_buyers
def ask(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Ask the maker of a product; what was asked before is gone on with there."""
    edition = viewer.edition(ref)
    before = Inquiry.objects.filter(company=viewer.company, product=edition.product_id).first()
    if before is not None and request.method == "GET":
        return redirect("inquiries:street_inquiry", before.ref)
    template = TemplateForm.of(request.GET, Side.BUYER, viewer.day, written_in())
    about = About(edition.product, viewer.company.market, viewer.day)
    form = WordForm(request.POST or None, files=False, initial={"text": template.words(about)})
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        said = services.Said(form.cleaned_data["text"], written_in())
        try:
            made = services.ask(actor, viewer.buyer, edition.product, said, viewer.channel)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your question is on its way to the maker."))
            return redirect("inquiries:street_inquiry", made.ref)
    context = {
        **frame(viewer, PLACE),
        "form": form,
        "template_form": template,
        "ref": ref,
        "product": facts.text_of(edition).name,
        "maker": facts.maker_of(edition),
    }
    return render(request, "inquiries/street/ask.html", context)


@require_http_methods(["GET", "POST"])
@for_buyers
def inquiry(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """One conversation: read it, and go on with it."""
    found = own(viewer, ref)
    template = TemplateForm.of(request.GET, Side.BUYER, viewer.day, written_in())
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    about = About(found.product, found.company.market, viewer.day)
    form = WordForm(*sent, files=found.exchanged, initial={"text": template.words(about)})
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        said = services.Said(form.cleaned_data["text"], written_in(), form.sent)
        try:
            services.write(actor, found, Side.BUYER, said)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your message is on its way."))
            return redirect("inquiries:street_inquiry", ref)
    if found.unread(Side.BUYER):
        # Read with this page: it does not stand among the new ones any more.
        viewer.counted[PLACE] -= 1
    shown = Shown(found, Side.BUYER, request.access, viewer.day)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        **frame(viewer, PLACE),
        "inquiry": found,
        "shown": shown,
        "talk": talk(shown),
        "sections": sections_of(shown),
        "product": product_name(found.product),
        "maker": maker_name(found.product),
        "mark": state_mark(found, Side.BUYER),
        "answered": answer_words(found, working_days()),
        "offered": found.product.state == ProductState.PUBLISHED,
        "ended": found.state == State.ENDED,
        "form": form,
        "template_form": template,
    }
    services.mark_read(found, Side.BUYER)
    return render(request, "inquiries/street/inquiry.html", context)


@require_GET
@for_buyers
def file(request: HttpRequest, viewer: Viewer, ref: str, pk: int) -> HttpResponseBase:
    """A file of a conversation."""
    rows = Attachment.objects.filter(message__inquiry__company=viewer.company, message__inquiry__ref=ref)
    found = rows.select_related("document").filter(document__deleted_at__isnull=True, document=pk).first()
    if found is None:
        raise Http404
    actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
    try:
        return send_document(actor, found.document)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("inquiries:street_inquiry", ref)
