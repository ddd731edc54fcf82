"""Lists and single requests about personal data, one's own data, and what is kept for how long."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline
from banso.apps.privacy import retention, rules, services
from banso.apps.privacy.models import OPEN, Consent, PersonRequest, RequestKind, RequestState
from banso.apps.privacy.persons import same_person
from banso.web import forms
from banso.web.acts import frame_of
from banso.web.downloads import download
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import due, status

MARKS = {
    RequestState.RECEIVED: "part",
    RequestState.IDENTIFIED: "now",
    RequestState.GRANTED: "part",
    RequestState.REFUSED: "no",
    RequestState.DONE: "ok",
    RequestState.WITHDRAWN: "dash",
}


@requires(Action.OWN_DATA)
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The notice that one confirmed, and what one asked."""
    access: Access = request.access  # type: ignore[attr-defined]
    user = access.user
    rows = PersonRequest.objects.filter(same_person(None, user.pk))
    context = {
        "frame": frame_of(access),
        "notice": rules.notice_on(access.today),
        "consents": list(Consent.objects.filter(same_person(None, user.pk))),
        "requests": [(row, MARKS[RequestState(row.state)]) for row in rows],
    }
    return render(request, "privacy/own.html", context)


class RequestFilter(forms.FilterForm):
    """Filters over requests."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=[("", _("All")), *RequestKind.choices])
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *RequestState.choices])


def _person(row: PersonRequest) -> str:
    return str(row.contact or row.user)


@requires(Action.PERSON_REQUEST_VIEW)
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests within reach, the next to be answered first."""
    access: Access = request.access  # type: ignore[attr-defined]

    def day(row: PersonRequest) -> SafeString | str:
        return due(row.due_on, access.today) if row.state in OPEN else "–"

    # What needs no answer any more comes after what does.
    answer_by = Case(When(state__in=OPEN, then="due_on"))
    rows = PersonRequest.objects.select_related("contact__firm", "user", "office").annotate(
        answer_by=answer_by
    )
    records = RecordList(
        request,
        access.rows(Action.PERSON_REQUEST_VIEW, rows),
        columns=[
            Column(
                "ref",
                _("Request"),
                sort="ref",
                link=lambda row: reverse("privacy:request", args=[row.ref]),
                second=lambda row: row.get_kind_display(),
            ),
            Column(
                "person",
                _("Whose data"),
                value=_person,
                second=lambda row: row.contact.firm.name if row.contact else "",
            ),
            Column("office", _("Office"), value="office.name", sort="office__code"),
            Column("received_on", _("Received"), kind="day", sort="received_on"),
            Column("due_on", _("To be answered by"), kind="day", sort="answer_by", html=day),
            Column(
                "state",
                _("State"),
                value=lambda row: row.get_state_display(),
                html=lambda row: status(MARKS[RequestState(row.state)], row.get_state_display()),
                sort="state",
            ),
        ],
        filters=RequestFilter,
        default_sort="due_on",
        name="requests",
        empty=_("Nobody has asked about personal data."),
    )
    context = {"frame": frame_of(access), "may_see_retention": access.can(Action.RETENTION_VIEW)}
    return records.response("privacy/request_list.html", context)


@requires(Action.PERSON_REQUEST_VIEW)
@require_GET
def request_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One request: what is asked, what comes next, what was done."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = PersonRequest.objects.select_related(
        "contact__firm", "user", "office", "identified_by", "decided_by", "recorded_by"
    )
    row = get_object_or_404(access.rows(Action.PERSON_REQUEST_VIEW, rows), ref=ref)
    records = access.can(Action.PERSON_REQUEST_RECORD) and access.allows(Action.PERSON_REQUEST_RECORD, row)
    decides = access.can(Action.PERSON_REQUEST_DECIDE) and access.allows(Action.PERSON_REQUEST_DECIDE, row)
    state = RequestState(row.state)
    context: dict[str, Any] = {
        "frame": frame_of(access),
        "row": row,
        "person": _person(row),
        "mark": MARKS[state],
        "late": state in OPEN and row.due_on < access.today,
        "open": state in OPEN,
        "may_identify": records and state == RequestState.RECEIVED,
        "may_decide": decides and state in (RequestState.RECEIVED, RequestState.IDENTIFIED),
        "may_hand_out": records and row.kind == RequestKind.SEE and state == RequestState.GRANTED,
        "may_fulfil": records and state == RequestState.GRANTED,
        "may_withdraw": records and state in (RequestState.RECEIVED, RequestState.IDENTIFIED),
        "stops": list(row.stops.filter(ended_at__isnull=True)) if records else [],
        "log": timeline([services.subject(row)]),
    }
    return render(request, "privacy/request.html", context)


@requires(Action.PERSON_REQUEST_RECORD)
@require_POST
def hand_out(request: HttpRequest, ref: str) -> HttpResponse:
    """The person's data as a file."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PERSON_REQUEST_RECORD, PersonRequest.objects.all())
    row = get_object_or_404(rows, ref=ref)
    try:
        content = services.hand_out(access.actor(Action.PERSON_REQUEST_RECORD), row)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("privacy:request", row.ref)
    response = download(content, f"{row.ref}.zip")
    response["Cache-Control"] = "no-store"
    return response


@requires(Action.RETENTION_VIEW)
@require_GET
def retention_page(request: HttpRequest) -> HttpResponse:
    """How long what is kept, and what the next night removes."""
    access: Access = request.access  # type: ignore[attr-defined]
    context = {
        "frame": frame_of(access),
        "lines": retention.preview(access.today),
        "most": retention.MOST_A_RUN,
    }
    return render(request, "privacy/retention.html", context)
