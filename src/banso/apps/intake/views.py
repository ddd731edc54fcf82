"""The lists of consultations and proposals, and the page of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.documents.selectors import documents_of
from banso.apps.intake import selectors
from banso.apps.intake.clocks import Limits, open_days, pause_on
from banso.apps.intake.forms.filters import (
    ConsultationFilter,
    ConsultationFilterWithOffice,
    ReceivedFilter,
)
from banso.apps.intake.models import Consultation, Proposal, ProposalState, Received
from banso.apps.intake.progress import (
    PROPOSAL_MARKS,
    days_shown,
    needs_shown,
    needs_words,
    page_lines,
    read_needs,
    waiting_days,
    with_frame,
    with_needs,
)
from banso.apps.journal.selectors import timeline
from banso.web import formats
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


@requires(Action.CONSULTATION_VIEW)
def consultation_list(request: HttpRequest) -> HttpResponse:
    """The consultations within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    own = access.roles == {Role.FIRM_MEMBER}
    many = access.reaches_many(Action.CONSULTATION_VIEW)
    columns = [
        Column("ref", _("Consultation"), sort="ref", link=consultation_address),
        Column("asked_at", _("Day of asking"), kind="day", sort="asked_at"),
        Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
        Column("title", _("In short")),
        Column("office", _("Office"), value="office.name", sort="office__code"),
        Column("channel", _("Came by"), value=lambda row: row.get_channel_display(), sort="channel"),
        Column("needs", _("Needs"), value=needs_words, html=lambda row: needs_shown(row, access.today)),
        Column(
            "waiting",
            _("Waiting (days)"),
            kind="number",
            value=lambda row: waiting_days(row, access.today),
            html=lambda row: _waiting_shown(row, access.today, tuple(row.silence_days or ())),
        ),
    ]
    left_out = {"firm"} if own else set()
    filters = ConsultationFilterWithOffice if many else ConsultationFilter
    records = RecordList(
        request,
        selectors.with_silence_days(
            with_frame(access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all())), access.today
        ),
        columns=[c for c in columns if c.key not in left_out and (many or c.key != "office")],
        filters=None if own else filters.for_page(access.user, access.today),
        default_sort="-asked_at",
        name="consultations",
        beside=read_needs,
        empty=_("No consultation yet."),
        empty_link=(reverse("intake:consultation_ask"), _("Ask a question"))
        if access.can(Action.CONSULTATION_ASK)
        else None,
    )
    context = {
        "frame": frame_of(access),
        "own": own,
        "may_ask": access.can(Action.CONSULTATION_ASK),
        "reasons_url": reverse("intake:reason_list") if access.can(Action.REASON_MANAGE) else "",
        "outside_url": reverse("directory:body_list", args=["providers"])
        if access.can(Action.OUTSIDE_VIEW)
        else "",
    }
    return records.response("intake/consultation_list.html", context)


def consultation_address(row: Consultation) -> str:
    """The address of a consultation."""
    return reverse("intake:consultation", args=[row.ref])


def _waiting_shown(row: Consultation, today: date, limits: tuple[int, ...]) -> SafeString | str:
    days = waiting_days(row, today)
    if days is not None:
        return days_shown(days, limits)
    if all(need.abandoned_on for need in row.needs.all()):
        return status("dash", _("Abandoned"))
    return status("ok", _("Answered"))


@requires(Action.CONSULTATION_VIEW)
def consultation(request: HttpRequest, ref: str) -> HttpResponse:
    """One consultation: the question, its needs, and what became of each."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = with_needs(access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all()))
    found = get_object_or_404(rows, ref=ref)
    own = access.roles == {Role.FIRM_MEMBER}
    limits = selectors.silence_limits(access.today)
    may = {
        name: access.can(action) and access.allows(action, found)
        for name, action in (
            ("take_out", Action.NEED_TAKE_OUT),
            ("answer", Action.NEED_ANSWER),
            ("propose", Action.PROPOSAL_SEND),
            ("record", Action.PROPOSAL_RECORD),
            ("pause", Action.NEED_PAUSE),
            ("abandon", Action.NEED_ABANDON),
            ("apply", Action.APPLICATION_WRITE),
        )
    }
    context = {
        "consultation": found,
        "frame": frame_of(access),
        "own": own,
        "may": may,
        "needs": page_lines(found, access.today, limits),
        "firm_address": reverse("directory:firm", args=[found.firm.ref])
        if access.can(Action.FIRM_VIEW) and access.allows(Action.FIRM_VIEW, found.firm)
        else "",
        "waiting": _waiting_shown(found, access.today, limits.on(access.today)),
        "shelf": documents_of(access, "consultation", found.ref),
        "log": [] if own else timeline([("consultation", found.ref)]),
    }
    return render(request, "intake/consultation.html", context)


@requires(Action.PROPOSAL_REPLY)
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What was proposed to the person, to the person's office or to the person's partner body."""
    access: Access = request.access  # type: ignore[attr-defined]
    limits = selectors.silence_limits(access.today)
    rows = selectors.received(access.rows(Action.PROPOSAL_REPLY, Received.objects.all())).select_related(
        "need__subject", "need__market", "need__consultation__firm", "need__consultation__office",
        "staff", "office",
    ).prefetch_related("need__pauses")  # fmt: skip
    office = access.reaches_many(Action.PROPOSAL_REPLY) or bool(
        access.roles & {Role.OFFICE_STAFF, Role.OFFICE_MANAGER}
    )
    columns = [
        Column("sent_at", _("Proposed on"), kind="day", sort="sent_at"),
        Column(
            "need",
            _("What is needed"),
            value="need.description",
            link=lambda row: reverse("intake:proposal", args=[row.pk]),
            second=lambda row: formats.joined(
                row.need.subject.name, row.need.market.name if row.need.market else ""
            ),
        ),
        Column("firm", _("Firm"), value="need.consultation.firm.name"),
        Column("from", _("From office"), value="need.consultation.office.name"),
        Column("to", _("Receiver"), value=_to),
        Column(
            "waiting",
            _("Waiting (days)"),
            kind="number",
            value=lambda row: open_days(row, access.today),
            html=lambda row: _open_days_shown(row, access.today, limits),
        ),
        Column(
            "state",
            _("State"),
            value=lambda row: row.get_state_display(),
            html=lambda row: status(PROPOSAL_MARKS[row.state], row.get_state_display()),
            sort="state",
        ),
    ]
    records = RecordList(
        request,
        rows,
        columns=[column for column in columns if column.key != "to" or office],
        filters=ReceivedFilter.for_page(access.user),
        default_sort="-sent_at",
        name="proposals",
        empty=_("No proposal yet."),
        verb=_next_step,
    )
    return records.response("intake/proposal_list.html")


def _to(row: Received) -> str:
    """A colleague by name, or the office as a whole."""
    return row.staff.name if row.staff else row.office.name if row.office else ""


def _open_days_shown(row: Proposal, today: date, limits: Limits) -> SafeString | str:
    days = open_days(row, today)
    if days is None:
        return "–"
    if pause_on(row.need, today):
        return formats.joined(days_shown(days, ()), _("paused"))
    return days_shown(days, limits.of(row))


def _next_step(row: Proposal) -> tuple[str, Promise] | None:
    if row.state == ProposalState.WAITING:
        return reverse("intake:proposal", args=[row.pk]), _("Reply")
    if row.state == ProposalState.TAKEN:
        return reverse("intake:proposal_settle", args=[row.pk]), _("Say how it went")
    return None


@requires(Action.PROPOSAL_REPLY)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, as its receiver sees it."""
    return proposal_page(request, pk, None)


def proposal_page(request: HttpRequest, pk: int, contacts: list[Any] | None) -> HttpResponse:
    """The page of a proposal, with the firm's contacts once they were opened."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PROPOSAL_REPLY, Received.objects.all()).select_related(
        "need__subject",
        "need__market",
        "need__language",
        "need__case",
        "need__consultation__firm__prefecture",
        "need__consultation__firm__industry",
        "need__consultation__office",
        "need__consultation__market",
        "refusal_reason",
        "expert",
        "staff",
        "office",
        "partner_body",
    )
    found = get_object_or_404(rows.prefetch_related("need__pauses"), pk=pk)
    limits = selectors.silence_limits(access.today)
    gone = bool(found.withdrawn_at) or (
        found.state == ProposalState.WAITING and found.need.abandoned_on is not None
    )
    context = {
        "proposal": found,
        "need": found.need,
        "consultation": found.need.consultation,
        "firm": found.need.consultation.firm,
        "case": getattr(found.need, "case", None) if found.expert_id else None,
        "mark": PROPOSAL_MARKS[ProposalState(found.state)],
        "gone": gone,
        "pause": pause_on(found.need, access.today),
        "waiting": None if gone or found.closed_at else _open_days_shown(found, access.today, limits),
        "contacts": contacts,
        "may_open": found.state == ProposalState.TAKEN and not found.expert_id,
    }
    return render(request, "intake/proposal.html", context)
