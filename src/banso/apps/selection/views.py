"""The list of applications and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.casework.selectors import goal_value
from banso.apps.documents.selectors import documents_of
from banso.apps.journal.selectors import timeline
from banso.apps.policies.selectors import stored_decision
from banso.apps.selection.facts import KIND
from banso.apps.selection.forms import ApplicationFilter, ApplicationFilterWithOffice
from banso.apps.selection.models import Application, ApplicationState, Screening
from banso.apps.selection.recommendation import recommend, recommended
from banso.apps.selection.selectors import DETERMINED, UNDER_WAY, adoption_this_year
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

STATE_MARKS = {
    ApplicationState.DRAFT: "part",
    ApplicationState.SUBMITTED: "now",
    ApplicationState.SCREENED: "now",
    ApplicationState.ADOPTED: "ok",
    ApplicationState.DECLINED: "no",
    ApplicationState.WITHDRAWN: "dash",
}
#: The way of an application as the firm reads it.
WAY = (
    (ApplicationState.DRAFT, _("Write")),
    (ApplicationState.SUBMITTED, _("Screening")),
    (ApplicationState.SCREENED, _("Determination")),
)


@requires(Action.APPLICATION_VIEW)
def application_list(request: HttpRequest) -> HttpResponse:
    """The applications within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    own = access.roles == {Role.FIRM_MEMBER}
    many = access.reaches_many(Action.APPLICATION_VIEW)
    may_write = access.can(Action.APPLICATION_WRITE)
    columns = [
        Column("ref", _("Application"), sort="ref", link=application_address),
        Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
        Column("office", _("Office"), value="office.name", sort="office__code"),
        Column("service", _("Service"), value="service.name", sort="service__code"),
        Column("created_at", _("Begun on"), kind="day", sort="created_at"),
        Column("submitted_at", _("Submitted on"), kind="day", sort="submitted_at"),
        Column(
            "state",
            _("State"),
            value=lambda row: row.get_state_display(),
            sort="state",
            html=lambda row: status(STATE_MARKS[ApplicationState(row.state)], row.get_state_display()),
        ),
    ]
    left_out = {"firm"} if own else set()
    own_views = Screening.objects.filter(application=OuterRef("pk"), reviewer=access.user)
    rows = access.rows(Action.APPLICATION_VIEW, Application.objects.all()).annotate(
        seen_by_me=Exists(own_views),
        screened_by_me=Exists(own_views.filter(revision=OuterRef("revision"))),
    )
    records = RecordList(
        request,
        rows.select_related("firm", "office", "service"),
        columns=[c for c in columns if c.key not in left_out and (many or c.key != "office")],
        filters=None if own else ApplicationFilterWithOffice if many else ApplicationFilter,
        default_sort="-created_at",
        name="applications",
        empty=_("No application yet."),
        empty_link=(reverse("selection:application_new"), _("Apply")) if may_write else None,
        verb=lambda row: _next_step(access, row),
    )
    context = {"frame": frame_of(access), "own": own, "may_write": may_write}
    return records.response("selection/application_list.html", context)


def _next_step(access: Access, row: Any) -> tuple[str, Any] | None:
    """The one thing that this person may do next to an application."""
    judged = row.state in (ApplicationState.SUBMITTED, ApplicationState.SCREENED)
    if judged and not row.screened_by_me and access.can(Action.APPLICATION_SCREEN):
        return reverse("selection:application_screen", args=[row.ref]), _("Screen")
    screened = row.state == ApplicationState.SCREENED
    if screened and not row.seen_by_me and access.can(Action.APPLICATION_DETERMINE):
        return reverse("selection:application_determine", args=[row.ref]), _("Determine")
    if row.state == ApplicationState.DRAFT and access.can(Action.APPLICATION_WRITE):
        return application_address(row), _("Go on")
    return None


def application_address(row: Application) -> str:
    """The address of an application."""
    return reverse("selection:application", args=[row.ref])


@requires(Action.APPLICATION_VIEW)
def application(request: HttpRequest, ref: str) -> HttpResponse:
    """One application: what the firm wrote, what reviewers think, what was determined."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.APPLICATION_VIEW, Application.objects.all()).select_related(
        "firm__prefecture", "firm__industry", "office", "service__programme", "consultation", "case",
        "determination__decider",
    )  # fmt: skip
    found = get_object_or_404(rows, ref=ref)
    own = access.roles == {Role.FIRM_MEMBER}
    outsider = access.roles <= {Role.FIRM_MEMBER, Role.PARTNER_MEMBER}
    goal = found.goals.select_related("market").order_by("-version").first()
    screenings = [] if outsider else list(found.screenings.select_related("reviewer").order_by("pk"))
    context = {
        "application": found,
        "firm": found.firm,
        "frame": frame_of(access),
        "own": own,
        "mark": STATE_MARKS[ApplicationState(found.state)],
        "steps": _steps(found),
        "goal": goal,
        "baseline": goal_value(goal, goal.baseline) if goal else "",
        "target": goal_value(goal, goal.target) if goal else "",
        "efforts": list(found.own_efforts.order_by("promised_by", "pk")),
        "screenings": screenings,
        "judged": not outsider,
        "determination": getattr(found, "determination", None),
        "case": getattr(found, "case", None),
        **({} if outsider else _advice(found, access.today)),
        "adoption": None if outsider else adoption_this_year(found, access.today),
        "may": _may(access, found, screenings),
        "shelf": documents_of(access, "application", found.ref),
        "log": [] if own else timeline([("application", found.ref)]),
    }
    return render(request, "selection/application.html", context)


def _advice(found: Application, today: date) -> dict[str, Any]:
    """What the policy recommends; of what is determined, what it recommended then and what came of it."""
    stored = stored_decision(KIND, found.ref) if found.state in DETERMINED else None
    if stored is not None:
        return {"recommendation": recommended(stored), "stored": stored}
    if found.state in UNDER_WAY:
        return {"recommendation": recommend(found, today), "stored": None}
    return {"recommendation": None, "stored": None}


def _may(access: Access, found: Application, screenings: list[Any]) -> dict[str, bool]:
    """What the person may do to the application in its present state."""
    writes = access.can(Action.APPLICATION_WRITE) and access.allows(Action.APPLICATION_WRITE, found)
    draft, submitted, screened = (
        found.state == state
        for state in (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.SCREENED)
    )
    mine = any(item.reviewer_id == access.user.pk and item.revision == found.revision for item in screenings)
    own_view = any(item.reviewer_id == access.user.pk for item in screenings)
    return {
        "write": writes and draft,
        "withdraw": writes and (draft or submitted or screened),
        "screen": access.can(Action.APPLICATION_SCREEN) and (submitted or screened) and not mine,
        "determine": access.can(Action.APPLICATION_DETERMINE) and screened and not own_view,
    }


def _steps(found: Application) -> list[dict[str, Any]]:
    """The step indicator: what is done, where it is now, what is ahead."""
    order = [state for state, _words in WAY]
    ended = found.state not in order
    at = len(order) if ended else order.index(ApplicationState(found.state))
    steps = [
        {
            "state": "done" if index < at else "now" if index == at else "",
            "name": words,
        }
        for index, (_state, words) in enumerate(WAY)
    ]
    result = found.get_state_display() if ended else _("Result")
    steps.append({"state": "now" if ended else "", "name": result})
    return steps
