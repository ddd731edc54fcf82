"""The lists of consultations and proposals, and the page of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.intake import selectors
from banso.apps.intake.forms import ConsultationFilter, ConsultationFilterWithOffice
from banso.apps.intake.models import Consultation, Need, Proposal, ProposalState
from banso.apps.intake.status import SETTLED_STATUS, NeedStatus, need_status
from banso.apps.journal.selectors import timeline
from banso.web import formats
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

NEED_MARKS = {
    NeedStatus.HELPED: "ok",
    NeedStatus.TAKEN: "now",
    NeedStatus.WAITING: "part",
    NeedStatus.NO_HELP: "no",
    NeedStatus.NOT_REACHABLE: "unk",
    NeedStatus.REFUSED_BY_ALL: "no",
    NeedStatus.NOT_COMPLETE: "unk",
}
PROPOSAL_MARKS = {
    ProposalState.WAITING: "part",
    ProposalState.TAKEN: "now",
    ProposalState.NOT_MY_FIELD: "dash",
    ProposalState.HELPED: "ok",
    ProposalState.NO_HELP: "no",
    ProposalState.NOT_REACHABLE: "unk",
}


def status_of(need: Need) -> NeedStatus:
    """The status of a need whose proposals have been fetched with it."""
    return need_status(proposal.state for proposal in need.proposals.all())


def with_needs(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with all that is said about their needs: three queries more, however many rows."""
    proposals = Proposal.objects.select_related("expert", "staff", "refusal_reason").order_by("pk")
    needs = Need.objects.select_related("subject", "market").order_by("pk")
    return rows.select_related("firm", "office", "market", "partner_body", "recorded_by").prefetch_related(
        Prefetch("needs", needs), Prefetch("needs__proposals", proposals)
    )


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
        Column("needs", _("Needs"), value=_needs, html=_needs_shown),
        Column(
            "waiting",
            _("Waiting (days)"),
            kind="number",
            value=lambda row: _waiting(row, access.today),
            html=lambda row: _waiting_shown(row, access.today),
        ),
    ]
    left_out = {"firm"} if own else set()
    records = RecordList(
        request,
        with_needs(access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all())),
        columns=[c for c in columns if c.key not in left_out and (many or c.key != "office")],
        filters=None if own else ConsultationFilterWithOffice if many else ConsultationFilter,
        default_sort="-asked_at",
        name="consultations",
        empty=_("No consultation yet."),
        empty_link=(reverse("intake:consultation_ask"), _("Ask a question"))
        if access.can(Action.CONSULTATION_ASK)
        else None,
    )
    context = {"frame": frame_of(access), "own": own, "may_ask": access.can(Action.CONSULTATION_ASK)}
    return records.response("intake/consultation_list.html", context)


def consultation_address(row: Consultation) -> str:
    """The address of a consultation."""
    return reverse("intake:consultation", args=[row.ref])


def _needs(row: Consultation) -> str:
    found = [f"{need.subject.name}: {status_of(need).label}" for need in row.needs.all()]
    return "; ".join(found) or str(NO_NEEDS)


def _needs_shown(row: Consultation) -> SafeString:
    marks = [status(NEED_MARKS[status_of(need)], need.subject.name) for need in row.needs.all()]
    return SafeString(" ".join(marks)) if marks else status("unk", NO_NEEDS)


NO_NEEDS: Promise = _("No needs yet")


def _waiting(row: Consultation, today: date) -> int | None:
    """For how many days the firm has waited for its answer; None once every need is settled."""
    needs = row.needs.all()
    if needs and all(status_of(need) in SETTLED_STATUS for need in needs):
        return None
    return (today - formats.local_date(row.asked_at)).days


def _waiting_shown(row: Consultation, today: date) -> SafeString | str:
    days = _waiting(row, today)
    if days is None:
        return status("ok", _("Answered"))
    return _days_shown(days)


@requires(Action.CONSULTATION_VIEW)
def consultation(request: HttpRequest, ref: str) -> HttpResponse:
    """One consultation: the question, its needs, and what became of each."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = with_needs(access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all()))
    found = get_object_or_404(rows, ref=ref)
    own = access.roles == {Role.FIRM_MEMBER}
    may = {
        name: access.can(action) and access.allows(action, found)
        for name, action in (
            ("take_out", Action.NEED_TAKE_OUT),
            ("answer", Action.NEED_ANSWER),
            ("propose", Action.PROPOSAL_SEND),
            ("apply", Action.APPLICATION_WRITE),
        )
    }
    context = {
        "consultation": found,
        "frame": frame_of(access),
        "own": own,
        "may": may,
        "needs": [_need(need) for need in found.needs.all()],
        "firm_address": reverse("directory:firm", args=[found.firm.ref])
        if access.can(Action.FIRM_VIEW) and access.allows(Action.FIRM_VIEW, found.firm)
        else "",
        "waiting": _waiting_shown(found, access.today),
        "log": [] if own else timeline([("consultation", found.ref)]),
    }
    return render(request, "intake/consultation.html", context)


def _need(need: Need) -> dict[str, Any]:
    found = status_of(need)
    proposals = [
        {
            "proposal": proposal,
            "mark": PROPOSAL_MARKS[ProposalState(proposal.state)],
            "open": proposal.state in (ProposalState.WAITING, ProposalState.TAKEN),
        }
        for proposal in need.proposals.all()
    ]
    return {
        "need": need,
        "status": found,
        "mark": NEED_MARKS[found],
        "proposals": proposals,
        "answers": [p for p in need.proposals.all() if p.answer and p.closed_at],
        "settled": found is NeedStatus.HELPED,
        "taken": found is NeedStatus.TAKEN,
    }


@requires(Action.PROPOSAL_REPLY)
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What was proposed to the expert."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PROPOSAL_REPLY, Proposal.objects.all()).select_related(
        "need__subject", "need__market", "need__consultation__firm", "need__consultation__office"
    )
    records = RecordList(
        request,
        rows,
        columns=[
            Column("sent_at", _("Sent"), kind="day", sort="sent_at"),
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
            Column(
                "waiting",
                _("Waiting (days)"),
                kind="number",
                value=lambda row: _open_days(row, access.today),
                html=lambda row: _open_days_shown(row, access.today),
            ),
            Column("office", _("Office"), value="need.consultation.office.name"),
            Column(
                "state",
                _("State"),
                value=lambda row: row.get_state_display(),
                sort="state",
                html=lambda row: status(PROPOSAL_MARKS[ProposalState(row.state)], row.get_state_display()),
            ),
        ],
        default_sort="-sent_at",
        name="proposals",
        empty=_("Nothing has been proposed to you yet."),
        verb=_next_step,
    )
    return records.response("intake/proposal_list.html")


def _open_days(row: Proposal, today: date) -> int | None:
    """Since when the proposal has waited for a reply or, once taken on, for an answer; None when closed."""
    if row.closed_at:
        return None
    return (today - formats.local_date(row.taken_at or row.sent_at)).days


def _open_days_shown(row: Proposal, today: date) -> SafeString | str:
    days = _open_days(row, today)
    return "–" if days is None else _days_shown(days)


def _days_shown(days: int) -> SafeString | str:
    words = ngettext("%(days)s day", "%(days)s days", days) % {"days": formats.number(days)}
    return status("late", words) if days > selectors.NUDGE_AFTER_DAYS else words


def _next_step(row: Proposal) -> tuple[str, Promise] | None:
    if row.state == ProposalState.WAITING:
        return reverse("intake:proposal", args=[row.pk]), _("Reply")
    if row.state == ProposalState.TAKEN:
        return reverse("intake:proposal_settle", args=[row.pk]), _("Say how it went")
    return None


@requires(Action.PROPOSAL_REPLY)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, as the expert sees it."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PROPOSAL_REPLY, Proposal.objects.all()).select_related(
        "need__subject",
        "need__market",
        "need__case",
        "need__consultation__firm__prefecture",
        "need__consultation__firm__industry",
        "need__consultation__office",
        "need__consultation__market",
        "refusal_reason",
    )
    found = get_object_or_404(rows, pk=pk)
    context = {
        "proposal": found,
        "need": found.need,
        "consultation": found.need.consultation,
        "firm": found.need.consultation.firm,
        "case": getattr(found.need, "case", None),
        "mark": PROPOSAL_MARKS[ProposalState(found.state)],
        "waiting": None if found.closed_at else _open_days_shown(found, access.today),
    }
    return render(request, "intake/proposal.html", context)
