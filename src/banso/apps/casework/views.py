"""The lists of cases and follow-ups, and the page of one case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.casework import overview, reach, selectors
from banso.apps.casework.case_lists import CaseLists
from banso.apps.casework.follow_up import FollowUpStatus, follow_up_status, opens_on
from banso.apps.casework.follow_up_words import asked_by_mail
from banso.apps.casework.forms import (
    CaseFilter,
    CaseFilterWithOffice,
    FollowUpFilter,
    FollowUpFilterWithOffice,
)
from banso.apps.casework.gate_review import Sheet
from banso.apps.casework.gates_waiting import GateFilter, columns_of_gates, verb_of_gates
from banso.apps.casework.models import Case, CaseState, FollowUp, FollowUpAttempt, GateReview
from banso.apps.documents.selectors import documents_of
from banso.web import formats
from banso.web.acts import frame_of
from banso.web.downloads import download
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import due, status

#: The mark of a state.
STATE_MARKS = {CaseState.ACTIVE: "now", CaseState.PAUSED: "part", CaseState.ENDED: "dash"}
FOLLOW_UP_MARKS = {
    FollowUpStatus.UPCOMING: "dash",
    FollowUpStatus.DUE: "now",
    FollowUpStatus.OVERDUE: "late",
    FollowUpStatus.DONE: "ok",
    FollowUpStatus.NOT_REACHED: "unk",
    FollowUpStatus.FIRM_CLOSED: "dash",
}


def case_address(case: Case) -> str:
    """The address of a case."""
    return reverse("casework:case", args=[case.ref])


@requires(Action.CASE_VIEW)
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = selectors.with_open_stage(access.rows(Action.CASE_VIEW, Case.objects.all()))
    many = access.reaches_many(Action.CASE_VIEW)
    own = access.roles == {Role.FIRM_MEMBER}
    records = RecordList(
        request,
        rows.select_related("firm", "office", "service", "expert"),
        columns=_case_columns(access.today, many=many, own=own),
        filters=None if own else CaseFilterWithOffice if many else CaseFilter,
        default_sort="next_gate_on",
        name="cases",
        empty=_("No case yet. A case opens when an application is adopted or an expert takes on a question."),
    )
    return records.response(
        "casework/case_list.html",
        {
            "frame": frame_of(access),
            "own": own,
            "may_see_exports": access.can(Action.RESULT_VIEW),
            "may_see_gates": access.can(Action.GATE_VIEW),
        },
    )


def _case_columns(today: date, *, many: bool, own: bool) -> list[Column]:
    columns = [
        Column("ref", _("Case"), sort="ref", link=case_address),
        Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
        Column("office", _("Office"), value="office.name", sort="office__code"),
        Column("service", _("Service"), value="service.name", sort="service__code"),
        Column("stage", _("Stage"), value=_stage, sort="stage_order"),
        Column("expert", _("Expert"), value=_expert, sort="expert__name_kana"),
        Column("started_on", _("Began"), kind="day", sort="started_on"),
        Column(
            "next_gate_on",
            _("Next gate"),
            kind="day",
            sort="next_gate_on",
            html=lambda case: _next(case, today),
        ),
        Column(
            "state",
            _("State"),
            value=lambda case: case.get_state_display(),
            sort="state",
            html=_state,
            second=_outcome,
        ),
    ]
    left_out = {"firm"} if own else set()
    return [c for c in columns if c.key not in left_out and (many or c.key != "office")]


def _stage(case: Any) -> str:
    return "–" if case.stage_order is None else f"{case.stage_order} {case.stage_name}"


def _expert(case: Case) -> str:
    return case.expert.name if case.expert else "–"


def _next(case: Any, today: date) -> SafeString | str:
    return due(case.next_gate_on, today) if case.next_gate_on else "–"


def _state(case: Case) -> SafeString:
    return status(STATE_MARKS[CaseState(case.state)], case.get_state_display())


def _outcome(case: Case) -> str:
    return case.get_outcome_display()


@requires(Action.CASE_VIEW)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of one case: the firm's own, or that of those who work on it."""
    return _case(request, ref, as_firm=False)


@requires(Action.CASE_VIEW)
def case_as_firm(request: HttpRequest, ref: str) -> HttpResponse:
    """What the firm sees of a case."""
    return _case(request, ref, as_firm=True)


def _case(request: HttpRequest, ref: str, *, as_firm: bool) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    found = reach.find(access, ref)
    if found is None:
        raise Http404
    own = reach.is_own_firm(access, found)
    context = {
        "case": found,
        "view": overview.Overview(found, access.today, access.rows(Action.CASE_VIEW, Case.objects.all())),
        "today": access.today,
        "mark": STATE_MARKS[CaseState(found.state)],
        "whole_log": "log" in request.GET,
        "log_shown": overview.LOG_SHOWN,
        "own": own,
        "advised": access.can(Action.POLICY_VIEW),
        "may_see_rates": access.can(Action.RATE_VIEW),
        "shelf": documents_of(access, "case", found.ref),
    }
    context["sheet"] = Sheet(context["view"])
    return render(request, "casework/firm_case.html" if own or as_firm else "casework/case.html", context)


@requires(Action.CASE_VIEW)
def case_workbook(request: HttpRequest, ref: str) -> HttpResponse:
    """The lists on the page of a case, as a workbook; the firm takes away what it sees itself."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = reach.find(access, ref)
    if found is None:
        raise Http404
    # Late, so that no page loads what only downloads need.
    from banso.apps.casework.case_workbook import workbook

    lists = CaseLists(found, [], Case.objects.none())
    content = workbook(lists, whole=not reach.is_own_firm(access, found))
    return download(content, f"{found.ref}.xlsx")


@requires(Action.GATE_VIEW)
def gate_list(request: HttpRequest) -> HttpResponse:
    """Decisions at gates that wait for agreement or for the firm's reply."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = selectors.gates_waiting(access.rows(Action.GATE_VIEW, GateReview.objects.all()))
    records = RecordList(
        request,
        rows,
        columns=columns_of_gates(access),
        filters=GateFilter.for_page(access),
        default_sort="decided_on",
        name="gates",
        empty=_("No decision waits for agreement or for a firm's reply."),
        verb=verb_of_gates(access),
    )
    return records.response("casework/gate_list.html", {"may_see_limits": access.can(Action.GATE_LIMIT_VIEW)})


@requires(Action.FOLLOW_UP_RECORD)
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups: what is to be done, unless the filters ask for something else."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.FOLLOW_UP_RECORD, FollowUp.objects.all())
    if not request.GET.get("status"):
        to_do = selectors.follow_ups_to_do(rows, access.today)
        rows = rows.filter(pk__in=to_do.order_by().values("pk"))
    many = access.reaches_many(Action.FOLLOW_UP_RECORD)
    attempts = FollowUpAttempt.objects.order_by().filter(follow_up=OuterRef("pk")).values("follow_up")
    tried = attempts.annotate(count=Count("pk"))
    records = RecordList(
        request,
        rows.select_related("case__firm", "case__office", "case__service", "case__expert").annotate(
            tried=Coalesce(Subquery(tried.values("count")), 0)
        ),
        columns=_follow_up_columns(access.today, many=many),
        filters=FollowUpFilterWithOffice if many else FollowUpFilter,
        default_sort="due_on",
        name="follow-ups",
        empty=_("Nothing to do: no follow-up is due today."),
        verb=lambda row: _follow_up_verb(row, access.today),
    )
    return records.response(
        "casework/follow_up_list.html", {"may_see_coverage": access.can(Action.FOLLOW_UP_COVERAGE)}
    )


def _follow_up_columns(today: date, *, many: bool) -> list[Column]:
    def mark(row: FollowUp) -> SafeString:
        found = _status_of(row, today)
        return status(FOLLOW_UP_MARKS[found], found.label)

    columns = [
        Column(
            "due_on",
            _("Due"),
            kind="day",
            sort="due_on",
            html=lambda row: _due(row, today),
        ),
        Column(
            "firm",
            _("Firm"),
            value="case.firm.name",
            sort="case__firm__name_kana",
            second=lambda row: row.case.service.name,
        ),
        Column(
            "case", _("Case"), value="case.ref", sort="case__ref", link=lambda row: case_address(row.case)
        ),
        Column("office", _("Office"), value="case.office.name", sort="case__office__code"),
        Column("months", _("Months after the end"), kind="number", sort="months"),
        Column("outcome", _("Outcome of support"), value=lambda row: row.case.get_outcome_display()),
        Column(
            "status",
            _("Status"),
            value=lambda row: _status_of(row, today).label,
            html=mark,
        ),
        Column(
            "asked_at",
            _("Asked by mail"),
            value=lambda row: row.asked_at and formats.local_date(row.asked_at),
            kind="day",
            sort="asked_at",
            html=asked_by_mail,
        ),
        Column("tried", _("Tries"), kind="number", sort="tried"),
        Column("done_on", _("Recorded on"), kind="day", sort="done_on", html=_done_on),
    ]
    return [column for column in columns if many or column.key != "office"]


def _status_of(row: FollowUp, today: date) -> FollowUpStatus:
    return follow_up_status(row.due_on, row.done_on, today, reached=row.reached, firm_closed=row.firm_closed)


def _due(row: FollowUp, today: date) -> SafeString | str:
    if row.done_on is not None:
        return formats.day(row.due_on)
    return due(row.due_on, today)


def _done_on(row: FollowUp) -> str:
    return formats.day(row.done_on) if row.done_on else "–"


def _follow_up_verb(row: FollowUp, today: date) -> tuple[str, Any] | None:
    if row.done_on is not None or today < opens_on(row.due_on):
        return None
    return reverse("casework:follow_up", args=[row.pk]), _("Record")
