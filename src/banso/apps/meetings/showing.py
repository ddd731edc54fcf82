"""A meeting as one of its sides sees it, and what that side may do: shared by the pages of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.inquiries.models import Side
from banso.apps.inquiries.naming import buyer_name, maker_name, product_name
from banso.apps.journal.actor import Actor
from banso.apps.meetings import services
from banso.apps.meetings.forms import AcceptForm, LinkForm, SlotsForm
from banso.apps.meetings.models import OnlineMeeting, State
from banso.apps.meetings.words import both_clocks, clock_words, state_mark
from banso.apps.notices.selectors import appointment_file


def with_all(rows: QuerySet[OnlineMeeting]) -> QuerySet[OnlineMeeting]:
    """With all that lists and pages name."""
    related = rows.select_related(
        "inquiry__product__firm__office", "inquiry__company__market", "interpreter", "appointment",
        "for_buyer", "for_firm",
    )  # fmt: skip
    return related.prefetch_related("inquiry__product__editions__texts")


class Desk:
    """What a side (``Side``; staff only look) may answer now, and the forms for it."""

    def __init__(self, request: HttpRequest, meeting: OnlineMeeting, side: str, *, may: bool) -> None:
        self.meeting, self.side, self.at = meeting, side, request.access.at  # type: ignore[attr-defined]
        self.slots = list(meeting.slots.filter(round=meeting.round).order_by("starts_at"))
        begun = meeting.appointment is not None and meeting.appointment.starts_at <= self.at
        self.own_turn = may and meeting.state == State.PROPOSED and meeting.turn == side
        self.may_decline = may and meeting.state == State.PROPOSED
        self.agreed_ahead = meeting.state == State.AGREED and not begun
        self.may_link = may and self.agreed_ahead
        data = request.POST if request.method == "POST" else None
        self.done = data.get("do", "") if data else ""
        open_slots = [
            (slot.pk, self._slot_words(slot.starts_at)) for slot in self.slots if slot.starts_at > self.at
        ]
        self.accept_form = AcceptForm(data if self.done == "accept" else None, slots=open_slots)
        self.others_form = SlotsForm(data if self.done == "others" else None)
        self.link_form = LinkForm(data if self.done == "link" else None, initial={"link": meeting.link})
        self.has_slots = bool(open_slots)

    def _slot_words(self, at: Any) -> str:
        own, other = both_clocks(at, self.meeting, self.side)
        return f"{own} = {other}" if other else own

    def answer(self, actor: Actor) -> str:
        """Do what the button asks for; gives what to say of it, nothing where a form is to be shown again.

        Raises:
            Refused: what belongs to no form.
        """
        if self.done == "decline":
            services.decline(actor, self.meeting)
            return _("No meeting comes of it. The other side is told.")
        acts: dict[str, tuple[Any, Callable[[], object], str]] = {
            "accept": (
                self.accept_form,
                lambda: self._accept(actor),
                _("The meeting is agreed. Both sides get the invitation by mail."),
            ),
            "others": (
                self.others_form,
                lambda: services.propose_others(actor, self.meeting, self.others_form.times()),
                _("The other times are on their way."),
            ),
            "link": (
                self.link_form,
                lambda: services.change_link(actor, self.meeting, self.link_form.cleaned_data["link"]),
                _("The address is stored. Both sides get the invitation again."),
            ),
        }
        if self.done not in acts:
            return ""
        form, act, words = acts[self.done]
        if form.is_valid():
            try:
                act()
            except Refused as refused:
                if refused.field is None or refused.field not in form.fields:
                    raise
                form.refuse(refused)
            else:
                return words
        return ""

    def _accept(self, actor: Actor) -> None:
        data = self.accept_form.cleaned_data
        chosen = next(slot for slot in self.slots if str(slot.pk) == data["slot"])
        services.accept(actor, self.meeting, chosen, data["link"])

    def context(self) -> dict[str, Any]:
        """What the pages of both sides show."""
        meeting, inquiry = self.meeting, self.meeting.inquiry
        starts = meeting.appointment.starts_at if meeting.appointment else None
        return {
            "desk": self,
            "meeting": meeting,
            "inquiry": inquiry,
            "mark": state_mark(meeting, self.side),
            "product": product_name(inquiry.product),
            "maker": maker_name(inquiry.product),
            "buyer": buyer_name(inquiry, to_staff=self.side == Side.STAFF),
            "when": both_clocks(starts, meeting, self.side) if starts else None,
            "slots": []
            if starts
            else [both_clocks(slot.starts_at, meeting, self.side) for slot in self.slots],
            "own_clock": clock_words(services.zone_of(inquiry, self.side)),
        }


def calendar_of(meeting: OnlineMeeting, at: Any) -> HttpResponse | None:
    """The appointment as a file for calendars; None where none was agreed."""
    if meeting.appointment is None:
        return None
    content = appointment_file(meeting.appointment, at)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{meeting.ref}.ics"'},
    )
