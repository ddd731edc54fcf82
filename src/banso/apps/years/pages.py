"""Fiscal years: all of them, one, what it left open, and what offices took on and reached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Office
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.years.copying import KINDS as COPIED
from banso.apps.years.models import OfficeYear, Take
from banso.apps.years.plans import with_reached
from banso.apps.years.selectors import year_to_prepare
from banso.apps.years.services import preview
from banso.apps.years.unfinished import KINDS as UNFINISHED
from banso.apps.years.unfinished import Kind, by_office, rows_of
from banso.apps.years.words import dash, name_of, state_of
from banso.engines.kernel.fiscal import fiscal_year_days
from banso.web import formats, forms
from banso.web.lists import Column, RecordList


def _year_address(row: FiscalYear) -> str:
    return reverse("years:year", args=[row.year])


def _opened_by(row: FiscalYear) -> str | None:
    return name_of(row.opened_by) if row.opened_at else None


def _closed_by(row: FiscalYear) -> str | None:
    return name_of(row.closed_by) if row.closed_at else None


def _day_or_dash(name: str) -> Any:
    """Draws a day that has not come yet as a dash."""
    return lambda row: escape(dash(getattr(row, name) and formats.day(getattr(row, name))))


def _name_or_dash(moment: str, name: Callable[[FiscalYear], str | None]) -> Any:
    """Draws who did what has not happened yet as a dash: nobody is unknown there."""
    return lambda row: escape(formats.unknown(name(row)) if getattr(row, moment) else dash(None))


@requires(Action.YEAR_VIEW)
@require_GET
def year_list(request: HttpRequest) -> HttpResponse:
    """All fiscal years, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    ahead = year_to_prepare(access.today) if access.can(Action.YEAR_MANAGE) else None
    records = RecordList(
        request,
        FiscalYear.objects.select_related("opened_by", "closed_by"),
        columns=[
            Column(
                "year",
                _("Fiscal year"),
                value=lambda row: formats.fiscal(row.year),
                sort="year",
                link=_year_address,
            ),
            Column(
                "state", _("State"), value=lambda row: row.get_state_display(), html=state_of, sort="state"
            ),
            Column(
                "opened_at", _("Year opened"), kind="day", sort="opened_at", html=_day_or_dash("opened_at")
            ),
            Column(
                "opened_by",
                _("Opened by"),
                value=_opened_by,
                html=_name_or_dash("opened_at", _opened_by),
            ),
            Column(
                "closed_at", _("Year closed"), kind="day", sort="closed_at", html=_day_or_dash("closed_at")
            ),
            Column(
                "closed_by",
                _("Closed by"),
                value=_closed_by,
                html=_name_or_dash("closed_at", _closed_by),
            ),
        ],
        default_sort="-year",
        name="fiscal-years",
        empty=_("No fiscal year has been opened here yet."),
    )
    return records.response("years/year_list.html", {"ahead": ahead})


@requires(Action.YEAR_VIEW)
@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One fiscal year: its state, what goes into it while it is prepared, what it left open afterwards."""
    access: Access = request.access  # type: ignore[attr-defined]
    people = ("opened_by", "closed_by")
    found = get_object_or_404(FiscalYear.objects.select_related(*people), year=year)
    manages = access.can(Action.YEAR_MANAGE)
    planned = found.state == YearState.PLANNED
    first, last = fiscal_year_days(year)
    context = {
        "year": found,
        "state": state_of(found),
        "first": first,
        "last": last,
        "over": access.today > last,
        "manages": manages,
        "planned": planned,
        "opened_by": name_of(found.opened_by),
        "closed_by": name_of(found.closed_by),
        "copied": _copied(found) if planned and manages else [],
        "left": [] if planned else _left(access, year),
        "reopenings": found.reopenings.select_related("reopened_by"),
    }
    return render(request, "years/year.html", context)


def _copied(found: FiscalYear) -> list[dict[str, Any]]:
    """How many rows of each kind go over, and how."""
    rows = []
    for kind in COPIED.values():
        fates = [line.fate for line in preview(found, kind)]
        rows.append(
            {
                "kind": kind,
                **{take.value: fates.count(take) for take in Take},
                "there": fates.count("there"),
            }
        )
    return rows


def _within(access: Access) -> Any:
    return access.rows(Action.OFFICE_YEAR_VIEW, Office.objects.all())


def _left(access: Access, year: int) -> list[tuple[Kind, int]]:
    """How many of each kind are open within reach."""
    counts = by_office(year, access.today, _within(access))
    return [(kind, sum(counts[code].values())) for code, kind in UNFINISHED.items()]


@requires(Action.YEAR_VIEW)
@require_GET
def unfinished(request: HttpRequest, year: int) -> HttpResponse:
    """What a year left open, by office and kind."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = _begun(year)
    counts = by_office(year, access.today, _within(access))
    records = RecordList(
        request,
        _within(access),
        columns=[
            Column("office", _("Office"), value="name", sort="position"),
            *(_count_column(kind, counts[code], year) for code, kind in UNFINISHED.items()),
        ],
        default_sort="office",
        name=f"unfinished-{year}",
    )
    return records.response("years/unfinished.html", {"year": found})


def _count_column(kind: Kind, counts: dict[int, int], year: int) -> Column:
    def shown(row: Office) -> SafeString | str:
        number = counts.get(row.pk, 0)
        if not number:
            return formats.number(0)
        url = reverse("years:unfinished_kind", args=[year, kind.code])
        return format_html('<a href="{}?office={}">{}</a>', url, row.pk, formats.number(number))

    return Column(kind.code, kind.words, value=lambda row: counts.get(row.pk, 0), kind="number", html=shown)


def _begun(year: int) -> FiscalYear:
    """A year that has been opened; one that is being prepared has left nothing open."""
    return get_object_or_404(FiscalYear.objects.exclude(state=YearState.PLANNED), year=year)


@requires(Action.YEAR_VIEW)
@require_GET
def unfinished_kind(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """What a year left open of one kind, row by row."""
    access: Access = request.access  # type: ignore[attr-defined]
    found, of = _begun(year), UNFINISHED.get(kind)
    if of is None:
        raise Http404
    within = _within(access)
    rows = rows_of(of, year, access.today).filter(**{f"{of.office}__in": within.order_by().values("pk")})
    records = RecordList(
        request,
        rows,
        columns=[
            Column("since", of.since, value=of.day, kind="day", sort=of.day),
            Column("name", _("Record left open"), value=of.name, link=of.url),
            Column("firm", _("Firm"), value=of.firm),
            Column(
                "office",
                _("Office"),
                value=f"{of.office.replace('__', '.')}.name",
                sort=f"{of.office}__position",
            ),
        ],
        filters=_filter(of, within),
        default_sort="since",
        name=f"unfinished-{year}-{kind}",
        empty=_("Nothing of this kind was left open."),
    )
    return records.response("years/unfinished_kind.html", {"year": found, "kind": of})


def _filter(kind: Kind, within: Any) -> type[forms.FilterForm]:
    class OfficeFilter(forms.FilterForm):
        """Which office."""

        office = forms.ModelChoiceField(within.order_by("position", "code"), label=_("Office"))
        lookups = {"office": kind.office}

    return OfficeFilter


@requires(Action.YEAR_VIEW)
@require_GET
def office_list(request: HttpRequest, year: int) -> HttpResponse:
    """What each office within reach took on in a year, beside what it reached."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(FiscalYear, year=year)
    within = _within(access)
    plans = {row.office_id: row for row in OfficeYear.objects.filter(fiscal_year=year).order_by("pk")}
    may_set = access.can(Action.YEAR_MANAGE) and found.state != YearState.CLOSED

    def planned(name: str, label: Any, kind: Literal["number", "yen"]) -> Column:
        """What is laid down; nothing laid down is no unknown number."""

        def value(row: Office) -> int | None:
            return getattr(plans.get(row.pk), name, None)

        def shown(row: Office) -> SafeString:
            number = value(row)
            said = formats.yen(number) if kind == "yen" else formats.number(number)
            return escape(said if number is not None else dash(None))

        return Column(name, label, value=value, kind=kind, html=shown)

    records = RecordList(
        request,
        with_reached(within, year),
        columns=[
            Column("office", _("Office"), value="name", sort="position"),
            planned("firms", _("Firms to support"), "number"),
            Column("firms_reached", _("supported"), sort="firms_reached", kind="number"),
            planned("cases", _("Cases to open"), "number"),
            Column("cases_reached", _("opened"), sort="cases_reached", kind="number"),
            planned("follow_ups", _("Follow-ups to reach"), "number"),
            Column("follow_ups_reached", _("follow-ups reached"), sort="follow_ups_reached", kind="number"),
            planned("staff_hours", _("Hours of staff"), "number"),
            Column("hours_reached", _("logged"), value=_whole_hours, sort="hours_reached", kind="number"),
            planned("budget_yen", _("Budget"), "yen"),
        ],
        default_sort="office",
        name=f"offices-{year}",
        verb=(lambda row: (reverse("years:office_plan", args=[year, row.code]), _("Lay down")))
        if may_set
        else None,
    )
    return records.response("years/office_list.html", {"year": found})


def _whole_hours(row: Any) -> int:
    """Hours in whole ones, half up: a plan is made in whole hours."""
    return int(row.hours_reached + Decimal("0.5"))
