"""Conversations as firms and staff see them: the list and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.buyers.selectors import may_enter
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.inquiries import services
from banso.apps.inquiries.forms import TemplateForm, WordForm
from banso.apps.inquiries.models import Inquiry, Outcome, Side, State
from banso.apps.inquiries.naming import buyer_name, product_name
from banso.apps.inquiries.placeholders import About
from banso.apps.inquiries.sections import Shown, sections_of, side_of
from banso.apps.inquiries.talk import (
    answer_words,
    reads_in,
    state_mark,
    talk,
    waits_words,
    with_names,
    written_in,
)
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.days_off import days_off, working_days
from banso.engines.kernel.working_days import WorkingDays
from banso.web import forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_NONE = "–"


def address(inquiry: Inquiry) -> str:
    """The page of a conversation."""
    return reverse("inquiries:inquiry", args=[inquiry.ref])


def _columns(side: str, now: datetime, calendar: CalendarBeside) -> Sequence[Column]:
    def mark(row: Inquiry) -> SafeString:
        return status(*state_mark(row, side))

    staff = side == Side.STAFF
    product = Column(
        "product", _("Product"), value=lambda row: product_name(row.product), link=address,
        second=lambda row: row.product.firm.name if staff else _new_words(row),
    )  # fmt: skip
    buyer = Column(
        "buyer", pgettext_lazy("inquiry", "Buyer"), value=lambda row: buyer_name(row, to_staff=staff)
    )
    state = Column(
        "state", _("State"), value=lambda row: state_mark(row, side)[1], html=mark, sort="waiting_since",
        second=lambda row: waits_words(row, now, calendar.days),
    )  # fmt: skip
    asked = Column("asked_at", pgettext_lazy("inquiry", "Asked"), kind="day", sort="asked_at")
    last = Column("last_word_at", _("Last word"), kind="day", sort="last_word_at")
    outcome = Column("outcome", _("Outcome"), value=lambda row: row.outcome.name if row.outcome else _NONE)
    if not staff:
        return (product, buyer, state, asked, last, outcome)
    ref = Column("ref", _("Reference"), sort="ref")
    answered = Column(
        "first_answer_at",
        _("First answer"),
        value=lambda row: answer_words(row, calendar.days) or _NONE,
        sort="first_answer_at",
    )
    channel = Column("channel", _("Channel"), value=lambda row: row.channel.name if row.channel else _NONE)
    return (product, buyer, state, asked, answered, last, outcome, channel, ref)


def _new_words(row: Inquiry) -> str:
    unread = row.unread(Side.FIRM)
    if not unread:
        return ""
    return ngettext("%(number)s new message", "%(number)s new messages", unread) % {"number": unread}


class CalendarBeside:
    """Working days for a list, whose days off are read together with what its filters choose from."""

    def __init__(self) -> None:
        self.off = days_off()

    @cached_property
    def days(self) -> WorkingDays:
        """As they stand."""
        return WorkingDays(day for (day,) in self.off)


class InquiryFilter(forms.FilterForm):
    """Which conversations to list."""

    day: date
    calendar: CalendarBeside
    q = forms.CharField(label=_("Product, firm or reference"), max_length=80)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *State.choices])
    waits = forms.IntegerField(label=_("Waits for working days, at least"), min_value=1, max_value=365)
    channel = forms.ModelChoiceField(
        Channel.objects.filter(kind=ChannelKind.CATALOGUE).order_by("position", "code"), label=_("Channel")
    )
    outcome = forms.ModelChoiceField(Outcome.objects.order_by("position", "code"), label=_("Outcome"))

    @classmethod
    def on(cls, day: date, calendar: CalendarBeside, *, staff: bool) -> type[InquiryFilter]:
        """The filter on a day. A firm, which has few, is spared what staff look for."""
        left_out = {} if staff else {"waits": None, "channel": None}
        return type(cls.__name__, (cls,), {"day": day, "calendar": calendar, **left_out})

    def filter_q(self, rows: QuerySet[Inquiry], value: str) -> QuerySet[Inquiry]:
        """By a part of what the product or its firm is called, or by a reference."""
        named = rows.filter(product__editions__texts__name__icontains=value).order_by().values("pk")
        firm = rows.filter(product__firm__name__icontains=value).order_by().values("pk")
        ref = rows.filter(ref__iexact=value.strip()).order_by().values("pk")
        return rows.filter(pk__in=named) | rows.filter(pk__in=firm) | rows.filter(pk__in=ref)

    def read_choices(self, *further: QuerySet[Any]) -> None:
        """With the days off, by which clocks count."""
        super().read_choices(self.calendar.off, *further)

    def filter_waits(self, rows: QuerySet[Inquiry], value: int) -> QuerySet[Inquiry]:
        """The maker has been silent for so long."""
        last = self.calendar.days.before(self.day, value)
        return rows.filter(waiting_since__lt=datetime.combine(last, datetime.max.time(), ZONE))


@requires(Action.INQUIRY_VIEW)
@require_GET
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """Conversations in reach; those that wait longest for the maker stand first."""
    access: Access = request.access  # type: ignore[attr-defined]
    side, calendar = side_of(access), CalendarBeside()
    records = RecordList(
        request,
        with_names(access.rows(Action.INQUIRY_VIEW, Inquiry.objects.all())),
        columns=_columns(side, access.at, calendar),
        filters=InquiryFilter.on(access.today, calendar, staff=side == Side.STAFF),
        default_sort="state",
        name="inquiries",
        empty=_("No buyer has asked yet."),
    )
    context = {"frame": frame_of(access), "staff": side == Side.STAFF}
    context["may_keep_templates"] = access.can(Action.TEMPLATE_KEEP)
    context["may_decide"] = access.can(Action.REPORT_DECIDE)
    return records.response("inquiries/list.html", context)


def find(access: Access, action: Action, ref: str) -> Inquiry:
    """A conversation within the reach of an action."""
    rows = with_names(Inquiry.objects.select_related("company__office", "buyer__user"))
    return get_object_or_404(access.rows(action, rows), ref=ref)


@requires(Action.INQUIRY_VIEW)
@require_GET
def inquiry(request: HttpRequest, ref: str) -> HttpResponse:
    """One conversation. A firm that looks has read it."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = find(access, Action.INQUIRY_VIEW, ref)
    return _page(request, found, None)


@requires(Action.INQUIRY_ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The maker answers."""
    return _write(request, ref, Action.INQUIRY_ANSWER, Side.FIRM)


@requires(Action.INQUIRY_STEP_IN)
@require_http_methods(["GET", "POST"])
def step_in(request: HttpRequest, ref: str) -> HttpResponse:
    """The office says something to both sides."""
    return _write(request, ref, Action.INQUIRY_STEP_IN, Side.STAFF)


def _write(request: HttpRequest, ref: str, action: Action, side: str) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    found = find(access, action, ref)
    if request.method == "GET":
        return redirect(address(found))
    form = WordForm(request.POST, request.FILES, files=side == Side.FIRM)
    if form.is_valid():
        said = services.Said(form.cleaned_data["text"], written_in(), form.sent)
        try:
            services.write(access.actor(action), found, side, said)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The message is on its way."))
            return redirect(address(found))
    return _page(request, found, form)


def _page(request: HttpRequest, found: Inquiry, form: WordForm | None) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    side = side_of(access)
    staff = side == Side.STAFF
    template = None if staff else TemplateForm.of(request.GET, side, access.today, found.buyer.language)
    about = About(found.product, found.company.market, access.today)
    initial = {"text": template.words(about) if template else ""}
    shown, calendar = Shown(found, side, access, access.today), working_days()
    action = Action.INQUIRY_STEP_IN if staff else Action.INQUIRY_ANSWER
    context: dict[str, Any] = {
        "frame": frame_of(access),
        "inquiry": found,
        "shown": shown,
        "talk": talk(shown),
        "sections": sections_of(shown),
        "product": product_name(found.product),
        "buyer": buyer_name(found, to_staff=staff),
        "reads": reads_in(found.buyer),
        "mark": state_mark(found, side),
        "waits": waits_words(found, access.at, calendar),
        "answered": answer_words(found, calendar),
        "staff": staff,
        "ended": found.state == State.ENDED,
        "gone": not may_enter(found.company, access.today),
        "may_write": access.can(action) and access.allows(action, found),
        "may_close": access.can(Action.INQUIRY_CLOSE) and access.allows(Action.INQUIRY_CLOSE, found),
        "form": form or WordForm(files=not staff, initial=initial),
        "template_form": template,
        "send_to": reverse(f"inquiries:{'step_in' if staff else 'answer'}", args=[found.ref]),
        "may_see_buyer": staff and access.can(Action.BUYER_VIEW),
    }
    if not staff:
        services.mark_read(found, side)
    return render(request, "inquiries/inquiry.html", context)
