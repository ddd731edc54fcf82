"""Online meetings as makers and staff see them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.inquiries.acts import OnInquiry
from banso.apps.inquiries.models import Side
from banso.apps.inquiries.naming import buyer_name, product_name
from banso.apps.inquiries.sections import side_of
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.meetings import services
from banso.apps.meetings.forms import ProposeForm, ReportForm
from banso.apps.meetings.models import OnlineMeeting, State
from banso.apps.meetings.showing import Desk, calendar_of, with_all
from banso.apps.meetings.words import clock_words, state_mark
from banso.web import forms
from banso.web.acts import Act, Confirm, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


def address(meeting: OnlineMeeting) -> str:
    """The page of a meeting."""
    return reverse("meetings:meeting", args=[meeting.ref])


class MeetingFilter(forms.FilterForm):
    """Which meetings."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *State.choices]
    )


@requires(Action.MEET_LIST)
@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings in reach, those proposed last first."""
    access: Access = request.access  # type: ignore[attr-defined]
    side = side_of(access)

    def mark(row: OnlineMeeting) -> SafeString:
        return status(*state_mark(row, side))

    columns = [
        Column("product", _("Product"), value=lambda row: product_name(row.inquiry.product), link=address,
               second=lambda row: row.inquiry.product.firm.name if side == Side.STAFF else ""),
        Column("buyer", pgettext_lazy("inquiry", "Buyer"),
               value=lambda row: buyer_name(row.inquiry, to_staff=side == Side.STAFF)),
        Column("state", _("State"), value=lambda row: state_mark(row, side)[1], html=mark, sort="state"),
        Column("starts_at", _("Begins (Japan time)"), kind="moment", value="appointment.starts_at",
               sort="appointment__starts_at"),
        Column("interpreter", _("Interpreter"),
               value=lambda row: row.interpreter.name if row.interpreter else "–"),
        Column("result", _("Result"), value=lambda row: row.get_result_display() or "–", sort="result"),
        Column("proposed_at", _("Day of the proposal"), kind="day", sort="proposed_at"),
    ]  # fmt: skip
    records = RecordList(
        request,
        with_all(access.rows(Action.MEET_LIST, OnlineMeeting.objects.all())),
        columns=columns,
        filters=MeetingFilter,
        default_sort="-proposed_at",
        name="online-meetings",
        empty=_("No meeting has been proposed yet. Meetings are proposed in a conversation with a buyer."),
    )
    return records.response("meetings/list.html", {"frame": frame_of(access)})


@requires(Action.MEET_VIEW)
@require_GET
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """One meeting. A buyer is led on to its page on Japan Street."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(with_all(access.rows(Action.MEET_VIEW, OnlineMeeting.objects.all())), ref=ref)
    if Role.BUYER in access.roles:
        return redirect("meetings:street_meeting", ref)
    return _page(request, found)


@requires(Action.MEET_ARRANGE)
@require_http_methods(["POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The maker answers a proposal, or gives the address."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.MEET_ARRANGE, OnlineMeeting.objects.all())
    found = get_object_or_404(with_all(rows), ref=ref)
    desk = Desk(request, found, Side.FIRM, may=True)
    try:
        if words := desk.answer(access.actor(Action.MEET_ARRANGE)):
            messages.success(request, words)
            return redirect(address(found))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(address(found))
    return _page(request, found, desk)


def _page(request: HttpRequest, found: OnlineMeeting, desk: Desk | None = None) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    side = side_of(access)
    may = access.can(Action.MEET_ARRANGE) and access.allows(Action.MEET_ARRANGE, found)
    desk = desk or Desk(request, found, side, may=may)
    begun = found.appointment is not None and found.appointment.starts_at <= access.at
    context = {
        **desk.context(),
        "frame": frame_of(access),
        "staff": side == Side.STAFF,
        "may_cancel": desk.agreed_ahead and access.allows(Action.MEET_CANCEL, found),
        "may_report": found.state == State.AGREED and begun and access.allows(Action.MEET_REPORT, found),
        "log": timeline([services.subject(found)]),
    }
    return render(request, "meetings/meeting.html", context)


@requires(Action.MEET_VIEW)
@require_GET
def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """The appointment for a calendar."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.MEET_VIEW, OnlineMeeting.objects.select_related("appointment__firm"))
    response = calendar_of(get_object_or_404(rows, ref=ref), access.at)
    if response is None:
        raise Http404
    return response


class Propose(OnInquiry):
    """The maker proposes a meeting in a conversation."""

    action = Action.MEET_ARRANGE
    title, verb = gettext_lazy("Propose an online meeting"), gettext_lazy("Send the times")
    done = gettext_lazy("The proposal is on its way to the buyer.")
    intro = gettext_lazy("Write the times in Japan time. The buyer sees them in its own time as well.")

    def form(self, data: Any) -> ProposeForm:
        """Times and the rest."""
        self.typed = ProposeForm(data, day=self.today)
        return self.typed

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Propose it."""
        times = self.typed.times()
        proposal = services.ProposalData(times, data["length"], data["about"], data["interpreter"])
        services.propose(actor, self.found, proposal)

    def known(self) -> list[tuple[Text, Any]]:
        """With whom."""
        return [
            (pgettext_lazy("inquiry", "Buyer"), buyer_name(self.found)),
            (_("The buyer's clock"), clock_words(self.found.company.clock)),
        ]


class _OfMeeting(Act):
    """Something done to a meeting."""

    meeting: OnlineMeeting

    def find(self, *, ref: str) -> None:
        """The meeting within reach."""
        rows = self.access.rows(self.action, OnlineMeeting.objects.all())
        self.meeting = get_object_or_404(with_all(rows), ref=ref)

    def back(self) -> str:
        """The meeting."""
        return address(self.meeting)

    def crumbs(self) -> list[tuple[str, Text]]:
        """The meetings, and this one."""
        return [(reverse("meetings:meeting_list"), _("Online meetings")), (self.back(), self.meeting.ref)]


class Cancel(_OfMeeting):
    """Call it off."""

    action = Action.MEET_CANCEL
    title, verb = gettext_lazy("Cancel the meeting"), gettext_lazy("Cancel the meeting")
    done = gettext_lazy("The meeting is cancelled. Both sides are told.")

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Cancel it."""
        services.cancel(actor, self.meeting)


class Report(_OfMeeting):
    """Write the minutes."""

    action = Action.MEET_REPORT
    title, verb = gettext_lazy("Write the minutes"), gettext_lazy("Store")
    done = gettext_lazy("The minutes are stored.")
    intro = gettext_lazy("The maker and its office read the minutes. The buyer does not.")

    def form(self, data: Any) -> forms.Form:
        """Result and minutes."""
        return ReportForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store them."""
        services.report(actor, self.meeting, data["result"], data["minutes"])
