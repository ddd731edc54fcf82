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
from banso.apps.casework.past import past_of
from banso.apps.documents.selectors import documents_of
from banso.apps.fees.selectors import Shown, price_shown
from banso.apps.journal.selectors import timeline
from banso.apps.policies.selectors import stored_decision
from banso.apps.selection import revisions
from banso.apps.selection.dossier import Judgement, entry_criteria, judgement
from banso.apps.selection.duties import duties_of
from banso.apps.selection.facts import KIND, applied_on
from banso.apps.selection.firm_page import for_firm
from banso.apps.selection.forms import ApplicationFilter, ApplicationFilterWithOffice
from banso.apps.selection.judging import latest_revision
from banso.apps.selection.models import Application, ApplicationState, Screening
from banso.apps.selection.recommendation import recommend, recommended
from banso.apps.selection.selectors import DETERMINED, UNDER_WAY, adoption_this_year
from banso.apps.selection.veil import Veil, veil
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

STATE_MARKS = {
    ApplicationState.DRAFT: "part",
    ApplicationState.SUBMITTED: "now",
    ApplicationState.SCREENED: "now",
    ApplicationState.RETURNED: "part",
    ApplicationState.WAITING: "part",
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
    context = {
        "frame": frame_of(access),
        "own": own,
        "may_write": may_write,
        "sees_rounds": access.can(Action.ROUND_VIEW),
        "looks_again": access.can(Action.SECOND_LOOK),
    }
    return records.response("selection/application_list.html", context)


def _next_step(access: Access, row: Any) -> tuple[str, Any] | None:
    """The one thing that this person may do next to an application."""
    judged = row.state in (ApplicationState.SUBMITTED, ApplicationState.SCREENED)
    if judged and not row.screened_by_me and access.can(Action.APPLICATION_SCREEN):
        return reverse("selection:application_screen", args=[row.ref]), _("Screen")
    ready = row.state in (ApplicationState.SCREENED, ApplicationState.WAITING)
    if ready and not row.seen_by_me and access.can(Action.APPLICATION_DETERMINE):
        return reverse("selection:application_determine", args=[row.ref]), _("Determine")
    writes = row.state in (ApplicationState.DRAFT, ApplicationState.RETURNED)
    if writes and access.can(Action.APPLICATION_WRITE):
        return application_address(row), _("Go on")
    return None


def application_address(row: Application) -> str:
    """The address of an application."""
    return reverse("selection:application", args=[row.ref])


@requires(Action.APPLICATION_VIEW)
def application(request: HttpRequest, ref: str) -> HttpResponse:
    """One application: what was handed in, what reviewers think, what was determined."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.APPLICATION_VIEW, Application.objects.all()).select_related(
        "firm__prefecture", "firm__industry", "office", "service__programme", "consultation", "case",
        "determination__decider", "round__service", "waiting", "ticket",
    )  # fmt: skip
    found = get_object_or_404(rows, ref=ref)
    hidden = veil(access, found)
    if hidden.closed:
        return _closed(request, access, found, hidden)
    own = access.roles == {Role.FIRM_MEMBER}
    outsider = access.roles <= {Role.FIRM_MEMBER, Role.PARTNER_MEMBER}
    writes = access.can(Action.APPLICATION_WRITE) and access.allows(Action.APPLICATION_WRITE, found)
    judged = None if outsider or hidden.blind else judgement(found)
    advice = {} if outsider else _advice(found, access.today)
    recommendation = advice.get("recommendation")
    context = {
        "application": found,
        "firm": found.firm,
        "frame": frame_of(access),
        "own": own,
        "mark": STATE_MARKS[ApplicationState(found.state)],
        "steps": _steps(found),
        "price": _price(access, found),
        "sees_policy": access.can(Action.POLICY_VIEW),
        "may_quote": access.can(Action.QUOTE_WRITE) and access.allows(Action.QUOTE_WRITE, found),
        "revision": revisions.shown(found) if writes else latest_revision(found),
        "judged": not outsider,
        "blind": hidden.blind,
        "judgement": judged,
        "criteria": entry_criteria(found, recommendation, blind=hidden.blind) if recommendation else [],
        "returns": [] if own else list(found.returns.order_by("-pk")),
        "for_firm": for_firm(found) if own else None,
        "determination": getattr(found, "determination", None),
        "case": getattr(found, "case", None),
        "waiting": getattr(found, "waiting", None),
        "ticket": getattr(found, "ticket", None),
        **({"recommendation": None} if hidden.blind else advice),
        "adoption": None if outsider else adoption_this_year(found, access.today),
        "may": _may(access, found, writes, judged),
        "shelf": documents_of(access, "application", found.ref),
        "duties": duties_of(found.firm_id, access.today),
        "past": [] if own else past_of(access, found.firm_id, applied_on(found)),
        "log": [] if own or hidden.blind else timeline([("application", found.ref)]),
    }
    return render(request, "selection/application.html", context)


def _closed(request: HttpRequest, access: Access, found: Application, hidden: Veil) -> HttpResponse:
    """What a reviewer sees before the declaration, or after declaring a conflict: firm and office alone."""
    screening = found.state in (
        ApplicationState.SUBMITTED,
        ApplicationState.SCREENED,
        ApplicationState.WAITING,
    )
    context = {
        "application": found,
        "out": hidden.out,
        "may_declare": screening and not hidden.out and access.can(Action.APPLICATION_SCREEN),
        "mark": STATE_MARKS[ApplicationState(found.state)],
    }
    return render(request, "selection/application_closed.html", context)


def _advice(found: Application, today: date) -> dict[str, Any]:
    """What the policy recommends; of what is determined, what it recommended then and what came of it."""
    stored = stored_decision(KIND, found.ref) if found.state in DETERMINED else None
    if stored is not None:
        return {"recommendation": recommended(stored), "stored": stored}
    if found.state in UNDER_WAY:
        return {"recommendation": recommend(found, today), "stored": None}
    return {"recommendation": None, "stored": None}


def _price(access: Access, found: Application) -> Shown | None:
    """What the support would cost the firm, while the application is under way."""
    if not access.can(Action.PRICE_VIEW) or found.state not in UNDER_WAY:
        return None
    return price_shown(found.service, found.firm, access.today, about=found)


def _may(access: Access, found: Application, writes: bool, judged: Judgement | None) -> dict[str, bool]:
    """What the person may do to the application in its present state."""
    state = ApplicationState(found.state)
    screening = state in (ApplicationState.SUBMITTED, ApplicationState.SCREENED)
    reviews = access.can(Action.APPLICATION_SCREEN)
    views = judged.views if judged else []
    mine = any(item.reviewer_id == access.user.pk for item in views)
    discussion = judged.discussion if judged else None
    assented = discussion is not None and any(
        one.reviewer_id == access.user.pk for one in discussion.assents.all()
    )
    return {
        "write": writes and state in (ApplicationState.DRAFT, ApplicationState.RETURNED),
        "withdraw": writes and state in UNDER_WAY,
        "screen": reviews and screening and not mine,
        "declare": reviews and screening,
        "discuss": mine and len(views) > 1 and state == ApplicationState.SCREENED,
        "assent": mine and discussion is not None and not assented and state == ApplicationState.SCREENED,
        "determine": access.can(Action.APPLICATION_DETERMINE)
        and (screening or state == ApplicationState.WAITING)
        and not mine,
    }


def _steps(found: Application) -> list[dict[str, Any]]:
    """The step indicator: what is done, where it is now, what is ahead."""
    order = [state for state, _words in WAY]
    # What was handed back is written again; who waits is past the screening.
    stands = {ApplicationState.RETURNED: ApplicationState.DRAFT, ApplicationState.WAITING: order[-1]}
    state = stands.get(ApplicationState(found.state), ApplicationState(found.state))
    ended = state not in order
    at = len(order) if ended else order.index(state)
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
