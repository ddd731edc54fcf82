"""The lists of firms, offices, experts and requests for access."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.directory.forms import ExpertFilter, FirmFilter, FirmFilterWithOffice
from banso.apps.directory.models import AccessRequest, Expert, Firm, Office
from banso.apps.directory.selectors import experts, offices_with_counts, with_open_cases
from banso.apps.together import read_lists
from banso.web import formats
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_REQUEST_MARKS = {"waiting": "now", "granted": "ok", "refused": "no"}


def firm_address(firm: Firm) -> str:
    """The address of a firm."""
    return reverse("directory:firm", args=[firm.ref])


def office_address(office: Office) -> str:
    """The address of an office."""
    return reverse("directory:office", args=[office.code])


def expert_address(expert: Expert) -> str:
    """The address of an expert."""
    return reverse("directory:expert", args=[expert.code])


def names(rows: Any) -> str:
    """The names of fetched rows of a code list, side by side."""
    return (", " if formats.language() == "en" else "、").join(row.name for row in rows.all())


def _experience(firm: Firm) -> str:
    return firm.get_export_experience_display()


FIRM_COLUMNS = [
    Column("name", _("Firm"), sort="name_kana", link=firm_address, second=lambda firm: firm.name_kana),
    Column("ref", _("Reference"), sort="ref"),
    Column("prefecture", _("Prefecture"), value="prefecture.name", sort="prefecture__code",
           second=lambda firm: firm.city),
    Column("industry", _("Industry"), value="industry.name", sort="industry__position"),
    Column("employees", _("Employees"), sort="employees", kind="number"),
    Column("export_experience", _("Export experience"), value=_experience),
    Column("ec_record", _("EC record"), value=lambda firm: firm.get_ec_record_display()),
    Column("office", _("Office"), value="office.name", sort="office__position"),
    Column("open_cases", _("Open cases"), sort="open_cases", kind="number"),
]  # fmt: skip


def firm_list(request: HttpRequest) -> RecordList:
    """The firms within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    firms = Firm.objects.standing().select_related("prefecture", "industry", "office")
    rows = access.rows(Action.FIRM_VIEW, firms)
    return RecordList(
        request,
        with_open_cases(rows),
        columns=FIRM_COLUMNS,
        filters=FirmFilterWithOffice if access.reaches_many(Action.FIRM_VIEW) else FirmFilter,
        default_sort="name",
        name="firms",
        empty=_("No firm is within your reach yet."),
        empty_link=(reverse("directory:firm_register"), _("Register a firm"))
        if access.can(Action.FIRM_REGISTER)
        else None,
    )


OFFICE_COLUMNS = [
    Column("name", _("Office"), sort="position", link=office_address),
    Column("prefecture", _("Prefecture"), value="prefecture.name", sort="prefecture__code"),
    Column("parent", _("Office above"), value=lambda office: office.parent.name if office.parent else "–"),
    Column("experts", _("Experts"), value="expert_count", sort="expert_count", kind="number"),
    Column("firms", _("Firms"), value="firm_count", sort="firm_count", kind="number"),
    Column("cases", _("Open cases"), value="open_cases", sort="open_cases", kind="number"),
]


def office_list(request: HttpRequest) -> RecordList:
    """All offices."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.OFFICE_VIEW, offices_with_counts(access.today))
    return RecordList(request, rows, columns=OFFICE_COLUMNS, default_sort="name", name="offices")


EXPERT_COLUMNS = [
    Column("name", _("Expert"), sort="name_kana", link=expert_address, second=lambda expert: expert.code),
    Column("office", _("Office"), value="office.name", sort="office__position"),
    Column("languages", _("Languages"), value=lambda expert: names(expert.languages)),
    Column("markets", _("Markets"), value=lambda expert: names(expert.markets)),
    Column("subjects", _("Subjects"), value=lambda expert: names(expert.subjects)),
    Column("monthly_hours", _("Hours a month"), sort="monthly_hours", kind="number"),
    Column("open_cases", _("Open cases"), sort="open_cases", kind="number"),
]


def expert_list(request: HttpRequest) -> RecordList:
    """The experts within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.EXPERT_VIEW, experts())
    return RecordList(
        request,
        rows,
        columns=EXPERT_COLUMNS,
        filters=ExpertFilter,
        default_sort="name",
        name="experts",
        beside=lambda rows: read_lists(rows, "languages", "markets", "subjects"),
    )


def _state(asked: AccessRequest) -> SafeString:
    return status(_REQUEST_MARKS[asked.state], asked.get_state_display())


def _firm_asked_for(asked: AccessRequest) -> str:
    return firm_address(asked.firm)


def _decided(asked: AccessRequest) -> str:
    return formats.moment(asked.decided_at) if asked.decided_at else "–"


ACCESS_COLUMNS = [
    Column("asked_at", _("Asked"), sort="asked_at", kind="moment"),
    Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana", link=_firm_asked_for),
    Column("user", _("Who"), value="user.name", sort="user__name"),
    Column("state", _("State"), value=lambda asked: asked.get_state_display(), html=_state, sort="state"),
    Column("decided_at", _("Decided"), sort="decided_at", html=_decided),
]  # fmt: skip


def access_list(request: HttpRequest) -> RecordList:
    """Requests to act for a firm of one's offices."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.FIRM_ACCESS_DECIDE, AccessRequest.objects.select_related("firm", "user"))
    return RecordList(
        request,
        rows,
        columns=ACCESS_COLUMNS,
        default_sort="-asked_at",
        name="access-requests",
        empty=_("Nobody has asked to act for a firm."),
        verb=lambda asked: (
            (reverse("directory:access_decide", args=[asked.pk]), _("Decide"))
            if asked.state == AccessRequest.State.WAITING
            else None
        ),
    )
