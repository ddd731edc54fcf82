"""The form behind a personal link, the list of contacts that catch up, and how far offices look back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import NO_ROLE, Access, public, requires
from banso.apps.accounts.models import PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework import services
from banso.apps.casework.coverage import coverage_of
from banso.apps.casework.follow_up import first_day
from banso.apps.casework.follow_up_forms import AnswersForm, CatchUpFilter, CatchUpFilterWithOffice
from banso.apps.casework.follow_up_words import asked_by_mail
from banso.apps.casework.models import CatchUp, FollowUpDraft
from banso.apps.casework.services.follow_ups import asked_about, firm_of
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.engines.kernel.intervals import wilson
from banso.web import formats
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import due, status


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The questions that a contact is asked. What is typed is kept by itself; looking uses nothing up."""
    assert link.contact is not None
    user: Any = request.user
    theirs = link.contact.user
    if user.is_authenticated and theirs is not None and theirs.pk != user.pk:
        return render(request, "casework/confirm_other.html", status=403)
    at = request.access.at  # type: ignore[attr-defined]
    actor = Actor(link.contact.user_id, NO_ROLE, at)
    if request.method == "POST" and "draft" in request.POST:
        return _keep(request, actor, link)
    draft = FollowUpDraft.objects.filter(link=link).first()
    form = AnswersForm(request.POST or None, initial=draft.values if draft else {})
    if form.is_bound and form.is_valid():
        try:
            services.answer_follow_up(actor, link, form.answers())
        except Refused as refused:
            if refused.rule in ("link_closed", "already_done"):
                return render(request, "accounts/link_closed.html", status=410)
            form.refuse(refused)
        else:
            return redirect("casework:follow_up_thanks")
    row = asked_about(link)
    context = {"link": link, "firm": firm_of(row), "row": row, "form": form, "draft": draft}
    return render(request, "casework/follow_up_by_link.html", context)


def _keep(request: HttpRequest, actor: Actor, link: PersonalLink) -> HttpResponse:
    """Keep what is typed, and say so beside the form."""
    try:
        services.keep_follow_up_draft(actor, link, request.POST.dict())
    except Refused as refused:
        words, kept = refused.message, False
    else:
        words, kept = _("Stored at %(time)s") % {"time": formats.time_of_day(actor.at)}, True
    return render(request, "casework/parts/follow_up_kept.html", {"words": words, "kept": kept})


@public
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """What is said once an answer has arrived. It names nobody and nothing."""
    return render(request, "casework/confirm_thanks.html")


@requires(Action.FOLLOW_UP_RECORD)
@require_GET
def catch_up_list(request: HttpRequest) -> HttpResponse:
    """Contacts with firms whose support ended before: the open ones, unless the filter asks for others."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.FOLLOW_UP_RECORD, CatchUp.objects.all())
    if not request.GET.get("status"):
        rows = rows.filter(done_on__isnull=True)
    many = access.reaches_many(Action.FOLLOW_UP_RECORD)
    records = RecordList(
        request,
        rows.select_related("firm", "office"),
        columns=_catch_up_columns(access.today, many=many),
        filters=CatchUpFilterWithOffice if many else CatchUpFilter,
        default_sort="due_on",
        name="catch-ups",
        empty=gettext_lazy("No firm is to be caught up with."),
        verb=lambda row: _catch_up_verb(row, access.today),
    )
    return records.response("casework/catch_up_list.html", {"offices": _planned_by(access)})


def _planned_by(access: Access) -> QuerySet[Office]:
    if not access.can(Action.CATCH_UP_PLAN):
        return Office.objects.none()
    return access.rows(Action.CATCH_UP_PLAN, Office.objects.filter(catch_ups__isnull=False)).distinct()


def _catch_up_columns(today: date, *, many: bool) -> list[Column]:
    def when(row: CatchUp) -> SafeString | str:
        return formats.day(row.due_on) if row.done_on else due(row.due_on, today)

    columns = [
        Column("due_on", gettext_lazy("Week until"), kind="day", sort="due_on", html=when),
        Column(
            "firm",
            gettext_lazy("Firm"),
            value="firm.name",
            sort="firm__name_kana",
            link=lambda row: reverse("directory:firm", args=[row.firm.ref]),
        ),
        Column("office", gettext_lazy("Office"), value="office.name", sort="office__code"),
        Column("ended_on", gettext_lazy("Support ended"), kind="day", sort="ended_on"),
        Column("points", gettext_lazy("Promise"), kind="number", sort="points"),
        Column(
            "asked_at",
            gettext_lazy("Asked by mail"),
            value=lambda row: row.asked_at and formats.local_date(row.asked_at),
            kind="day",
            sort="asked_at",
            html=asked_by_mail,
        ),
        Column(
            "done_on",
            gettext_lazy("Recorded on"),
            value=_recorded_on,
            kind="day",
            sort="done_on",
            html=_outcome,
        ),
    ]
    return [column for column in columns if many or column.key != "office"]


def _recorded_on(row: CatchUp) -> date | None:
    return row.done_on


def _outcome(row: CatchUp) -> SafeString | str:
    if row.done_on is None:
        return "–"
    if row.reached:
        return status("ok", formats.day(row.done_on))
    if row.firm_closed:
        return status("dash", _("Firm out of business, %(day)s") % {"day": formats.day(row.done_on)})
    return status("unk", _("Not reached, %(day)s") % {"day": formats.day(row.done_on)})


def _catch_up_verb(row: CatchUp, today: date) -> tuple[str, Any] | None:
    if row.done_on is not None or today < first_day(row):
        return None
    return reverse("casework:catch_up", args=[row.pk]), gettext_lazy("Record")


@requires(Action.FOLLOW_UP_COVERAGE)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """By office: follow-ups due so far, those recorded, and those that reached the firm."""
    access: Access = request.access  # type: ignore[attr-defined]
    records = RecordList(
        request,
        coverage_of(access),
        columns=[
            Column("office", gettext_lazy("Office"), value="name", sort="code"),
            Column("due", gettext_lazy("Due so far"), kind="number", sort="due"),
            Column("done", gettext_lazy("Recorded"), kind="number", sort="done"),
            Column("late", gettext_lazy("Open and late"), kind="number", sort="late"),
            Column(
                "reached",
                gettext_lazy("Firm reached"),
                kind="number",
                sort="reached",
            ),
            Column("closed", gettext_lazy("Firm out of business"), kind="number", sort="closed"),
            Column("share", gettext_lazy("Reached of those due"), value=_share, second=_interval),
            Column("to_catch_up", gettext_lazy("Catch-up contacts"), kind="number", sort="to_catch_up"),
            Column("caught_up", gettext_lazy("Of these recorded"), kind="number", sort="caught_up"),
        ],
        default_sort="office",
        name="follow-up-coverage",
        empty=gettext_lazy("No follow-up was due so far."),
    )
    return records.response("casework/follow_up_coverage.html")


def _share(row: Any) -> str:
    return formats.percent(row.reached, row.due) if row.due else "–"


def _interval(row: Any) -> str:
    found = wilson(row.reached, row.due)
    if found is None:
        return ""
    return _("95%% interval %(low)s to %(high)s%%") % {"low": found[0], "high": found[1]}
