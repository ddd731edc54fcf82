"""Pages to look at: firms, offices, experts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from banso.apps.accounts.absences import away_until
from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.directory import lists, services
from banso.apps.directory.models import AccessRequest, Contact, Expert, Firm
from banso.apps.directory.selectors import experts, offices_with_counts
from banso.apps.documents.selectors import documents_of
from banso.apps.journal.selectors import timeline
from banso.engines.kernel.fiscal import fiscal_year
from banso.web import formats
from banso.web.acts import frame_of
from banso.web.navigation import address

_ROWS_SHOWN = 10
_EVENTS_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """One record of another room on the page of a firm."""

    address: str
    name: str
    what: str
    day: Any
    state: str


@dataclass(frozen=True)
class Part:
    """The records of one kind about a firm, newest first, and how many there are."""

    code: str
    title: Promise
    lines: list[Line]
    count: int


@requires(Action.FIRM_VIEW)
@require_GET
def firm_list(request: HttpRequest) -> HttpResponse:
    """The firms within reach; a firm's only person goes straight to the firm."""
    access: Access = request.access  # type: ignore[attr-defined]
    if access.roles == {Role.FIRM_MEMBER} and len(access.assignments) == 1:
        return redirect("directory:firm", access.assignments[0].firm.ref)
    context = {
        "may_register": access.can(Action.FIRM_REGISTER),
        "may_decide": access.can(Action.FIRM_ACCESS_DECIDE),
        "alike_url": address("transfers:alike_list") if access.can(Action.FIRM_MERGE) else "",
        "frame": frame_of(access),
    }
    return lists.firm_list(request).response("directory/firm_list.html", context)


@requires(Action.FIRM_VIEW)
@require_GET
def firm(request: HttpRequest, ref: str) -> HttpResponse:
    """One firm: what is said of it, and what is recorded about it in every room."""
    found = find_firm(request, Action.FIRM_VIEW, ref)
    if found.merged_into:
        return redirect("directory:firm", found.merged_into.ref)
    contacts = contacts_of(found) if is_own(request.access, found) else None
    return _firm_page(request, found, contacts)


@requires(Action.CONTACT_VIEW)
@require_POST
def contacts(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a firm with its contact details opened; it is written down that they were."""
    found = find_firm(request, Action.CONTACT_VIEW, ref)
    opened = contacts_of(found)
    if not is_own(request.access, found):
        services.open_contacts(request.access.actor(Action.CONTACT_VIEW), found, opened)
    return _firm_page(request, found, opened)


def find_firm(request: HttpRequest, action: Action, ref: str) -> Firm:
    """The firm of a reference, within the reach of the action; nothing is done to one merged into another."""
    firms = Firm.objects.select_related("prefecture", "industry", "office", "brought_by", "merged_into")
    if action != Action.FIRM_VIEW:
        firms = firms.standing()
    return get_object_or_404(request.access.rows(action, firms), ref=ref)


def is_own(access: Access, firm: Firm) -> bool:
    """Whether this is a firm that the person acts for."""
    return any(held.role == Role.FIRM_MEMBER and held.firm_id == firm.pk for held in access.assignments)


def contacts_of(firm: Firm) -> list[Contact]:
    """The contacts of a firm that are not erased."""
    return list(firm.contacts.present().order_by("id"))


def _firm_page(request: HttpRequest, firm: Firm, opened: list[Contact] | None) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    may_decide = access.allows(Action.FIRM_ACCESS_DECIDE, firm)
    waiting = firm.access_requests.filter(state=AccessRequest.State.WAITING).select_related("user")
    context = {
        "firm": firm,
        "own": is_own(access, firm),
        "contacts": opened,
        "contact_count": firm.contacts.present().count(),
        "may_open": access.allows(Action.CONTACT_VIEW, firm),
        "may_edit": access.allows(Action.FIRM_EDIT, firm),
        "close_url": address(f"transfers:firm_{'reopen' if firm.closed_on else 'close'}", firm.ref)
        if access.allows(Action.FIRM_CLOSE, firm)
        else "",
        "former": firm.former.select_related("prefecture", "office").order_by("-until"),
        "may_erase": access.allows(Action.CONTACT_ERASE, firm),
        "may_ask_data": access.can(Action.PERSON_REQUEST_RECORD),
        "waiting": list(waiting.order_by("asked_at")) if may_decide else [],
        "ask_url": address("intake:consultation_ask")
        if access.allows(Action.CONSULTATION_ASK, firm) and not firm.closed_on
        else "",
        "price_url": address("fees:firm", firm.ref) if access.allows(Action.PRICE_VIEW, firm) else "",
        "parts": _parts(access, firm),
        "shelf": documents_of(access, "firm", firm.ref),
        "timeline": timeline([services.subject(firm)], limit=_EVENTS_SHOWN),
        "frame": frame_of(access),
    }
    return render(request, "directory/firm.html", context)


def _consultation(row: Any) -> Line:
    return Line(address("intake:consultation", row.ref), row.ref, row.title, row.asked_at, "")


def _application(row: Any) -> Line:
    day = row.submitted_at or row.created_at
    return Line(
        address("selection:application", row.ref), row.ref, row.service.name, day, row.get_state_display()
    )


def _case(row: Any) -> Line:
    state = formats.joined(row.get_state_display(), row.get_outcome_display())
    return Line(address("casework:case", row.ref), row.ref, row.service.name, row.started_on, state)


def _answer(row: Any) -> Line:
    return Line(address("surveys:answer", row.pk), row.wave.name, row.programme.short, row.stored_at, "")


#: What other rooms hold about a firm: action, relation, title, joins, how a row is said.
_PARTS = (
    (Action.CONSULTATION_VIEW, "consultations", _("Consultations"), (), _consultation),
    (Action.APPLICATION_VIEW, "applications", _("Applications"), ("service",), _application),
    (Action.CASE_VIEW, "cases", _("Cases"), ("service",), _case),
    (Action.ANSWER_VIEW, "answers", _("Answers"), ("wave", "programme"), _answer),
)


def _parts(access: Access, firm: Firm) -> list[Part]:
    """What other rooms hold about the firm, as far as this person may see it."""
    return [
        _part(access, action, code, title, getattr(firm, code).select_related(*joins), say)
        for action, code, title, joins, say in _PARTS
        if access.can(action)
    ]


def _part(access: Access, action: Action, code: str, title: Promise, rows: Any, say: Any) -> Part:
    within = access.rows(action, rows)
    newest = list(within.order_by("-id")[: _ROWS_SHOWN + 1])
    count = within.count() if len(newest) > _ROWS_SHOWN else len(newest)
    return Part(code, title, [say(row) for row in newest[:_ROWS_SHOWN]], count)


@requires(Action.OFFICE_VIEW)
@require_GET
def office_list(request: HttpRequest) -> HttpResponse:
    """All offices."""
    context = {"frame": frame_of(request.access)}
    return lists.office_list(request).response("directory/office_list.html", context)


@requires(Action.OFFICE_VIEW)
@require_GET
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office: where it is, its experts and its counts."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.OFFICE_VIEW, offices_with_counts(access.today))
    found = get_object_or_404(rows, code=code)
    may_see = access.can(Action.EXPERT_VIEW)
    may_transfer = not found.retired_on and access.allows(Action.WORK_TRANSFER, found)
    held = current(access.today).filter(office=found, user__is_active=True).select_related("user")
    held = held.annotate(away_until=away_until(access.today, "user"))
    staff = list(held.order_by("pk")) if may_transfer else []
    there = experts().filter(office=found).order_by("name_kana", "id")
    there = there.prefetch_related("subjects", "markets")
    context = {
        "office": found,
        "below": found.below.filter(retired_on__isnull=True).order_by("position", "code"),
        "experts": [
            (expert, lists.names(expert.subjects), lists.names(expert.markets))
            for expert in access.rows(Action.EXPERT_VIEW, there)
        ]
        if may_see
        else [],
        "may_see_experts": may_see,
        "transfer_url": address("transfers:transfer_office", found.code) if may_transfer else "",
        "staff": [(held, address("transfers:transfer_staff", found.code, held.user_id)) for held in staff],
        "may_note_absence": access.can(Action.ABSENCE_KEEP),
        "firms_url": f"{address('directory:firm_list')}?office={found.pk}"
        if access.reaches_many(Action.FIRM_VIEW)
        else "",
        "frame": frame_of(access),
    }
    return render(request, "directory/office.html", context)


@requires(Action.EXPERT_VIEW)
@require_GET
def expert_list(request: HttpRequest) -> HttpResponse:
    """The experts within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    context = {
        "plans_url": address("matching:plan_list") if access.can(Action.PLAN_VIEW) else "",
        "load_url": address("matching:load_list") if access.can(Action.LOAD_VIEW) else "",
    }
    return lists.expert_list(request).response("directory/expert_list.html", context)


#: The limits that an expert may set to the firms taken on.
_LIMITED = (("employees", _("Firms by employees")), ("firm_age", _("Firms by years since founding")))


def _limits(expert: Expert, name: str) -> str:
    """The limits in words; a dash where there are none."""
    least, most = getattr(expert, f"{name}_from"), getattr(expert, f"{name}_to")
    if least is None and most is None:
        return gettext("any")
    return "–".join("" if limit is None else formats.number(limit) for limit in (least, most))


def _kept(access: Access, expert: Expert) -> dict[str, Any]:
    """What only the expert and the own office see: reasons of absences, and conflicts of interest."""
    if not access.allows(Action.EXPERT_KEEP, expert):
        return {"may_keep": False, "may_set": False, "conflicts": []}
    conflicts = expert.conflicts.filter(ended_on__isnull=True).select_related("firm").order_by("pk")
    return {
        "may_keep": True,
        "may_set": access.allows(Action.EXPERT_CONDITIONS, expert),
        "conflicts": list(conflicts),
    }


@requires(Action.EXPERT_VIEW)
@require_GET
def expert(request: HttpRequest, code: str) -> HttpResponse:
    """One expert: languages, markets, subjects, hours, open cases within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    found: Expert = get_object_or_404(access.rows(Action.EXPERT_VIEW, experts()), code=code)
    cases: list[Any] = []
    if access.can(Action.CASE_VIEW):
        within = access.rows(Action.CASE_VIEW, found.cases.filter(ended_on__isnull=True))
        cases = list(within.select_related("firm", "service").order_by("-started_on", "-id")[:50])
    context = {
        "expert": found,
        "knows": [
            (label, lists.names(rows))
            for label, rows in (
                (_("Languages"), found.languages),
                (_("Markets"), found.markets),
                (_("Subjects"), found.subjects),
                (_("Industries"), found.industries),
            )
        ],
        "cases": [(address("casework:case", case.ref), case) for case in cases],
        "may_see_cases": access.can(Action.CASE_VIEW),
        "conditions": [(label, _limits(found, name)) for name, label in _LIMITED],
        "absences": found.absences.filter(taken_back_at__isnull=True, last_day__gte=access.today).order_by(
            "first_day", "pk"
        ),
        **_kept(access, found),
        "years": found.years.filter(fiscal_year__gte=fiscal_year(access.today)).order_by("fiscal_year"),
        "transfer_url": address("transfers:transfer_expert", found.code)
        if access.can(Action.WORK_TRANSFER) and access.allows(Action.WORK_TRANSFER, found)
        else "",
        "work_url": address("matching:own_week")
        if access.can(Action.OWN_WEEK) and found.user_id == access.user.pk
        else "",
        "today": access.today,
    }
    return render(request, "directory/expert.html", context)
