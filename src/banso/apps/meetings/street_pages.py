"""Online meetings as buyers see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.naming import maker_name, product_name
from banso.apps.meetings import services
from banso.apps.meetings.forms import ProposeForm
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.showing import Desk, calendar_of, with_all
from banso.apps.meetings.words import clock_words
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.viewer import Viewer

_PLACE = "messages"


@require_http_methods(["GET", "POST"])
@for_buyers
def propose(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Propose a meeting to the maker."""
    rows = Inquiry.objects.filter(company=viewer.company).select_related("product__firm", "company__market")
    inquiry = get_object_or_404(rows, ref=ref)
    form = ProposeForm(request.POST or None, day=viewer.day)
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        data = form.cleaned_data
        proposal = services.ProposalData(form.times(), data["length"], data["about"], data["interpreter"])
        try:
            made = services.propose(actor, inquiry, proposal)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The proposal is on its way to the maker."))
            return redirect("meetings:street_meeting", made.ref)
    context = {
        **frame(viewer, _PLACE),
        "form": form,
        "inquiry": inquiry,
        "product": product_name(inquiry.product),
        "maker": maker_name(inquiry.product),
        "clock": clock_words(viewer.company.clock),
    }
    return render(request, "meetings/street/propose.html", context)


@require_http_methods(["GET", "POST"])
@for_buyers
def meeting(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """One meeting: answer a proposal, the agreed time, its address."""
    found = _own(viewer, ref)
    desk = Desk(request, found, Side.BUYER, may=True)
    if request.method == "POST":
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            if words := desk.answer(actor):
                messages.success(request, words)
                return redirect("meetings:street_meeting", ref)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("meetings:street_meeting", ref)
    return render(request, "meetings/street/meeting.html", {**frame(viewer, _PLACE), **desk.context()})


@require_http_methods(["GET", "POST"])
@for_buyers
def cancel(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Call a meeting off, after a question."""
    found = _own(viewer, ref)
    if request.method == "POST":
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            services.cancel(actor, found)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The meeting is cancelled. Both sides are told."))
        return redirect("meetings:street_meeting", ref)
    desk = Desk(request, found, Side.BUYER, may=True)
    return render(request, "meetings/street/cancel.html", {**frame(viewer, _PLACE), **desk.context()})


@require_GET
@for_buyers
def calendar(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """The appointment for the own calendar."""
    response = calendar_of(_own(viewer, ref), request.access.at)  # type: ignore[attr-defined]
    if response is None:
        raise Http404
    return response


def _own(viewer: Viewer, ref: str) -> OnlineMeeting:
    rows = OnlineMeeting.objects.filter(inquiry__company=viewer.company)
    return get_object_or_404(with_all(rows), ref=ref)
