"""What a fiscal year is opened with: rows of the year before, one kind after another.

1. The sources of a kind are its rows of the year before; a row that the new year has already is not copied
   again.
2. Each goes over as it is (its dates a year later, ``dates``), with other values, or not at all.
3. Copying calls the service by which such a row is made by hand: it keeps the rules and tells the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Expert, ExpertYear
from banso.apps.directory.selectors import with_hours
from banso.apps.directory.services import lay_down_year
from banso.apps.journal.actor import Actor
from banso.apps.programmes.hourly import HourlyRateData, add_hourly_rate
from banso.apps.programmes.models import HourlyRate, RateBasis, Round
from banso.apps.selection.services import RoundData, open_round
from banso.apps.years.dates import a_year_on
from banso.apps.years.models import OfficeYear
from banso.apps.years.plans import OfficeYearData, lay_down
from banso.engines.kernel.fiscal import fiscal_year_days, fiscal_year_label
from banso.web import forms

Values = Mapping[str, Any]

_NO_LIMIT = _("Empty: no limit")


@dataclass(frozen=True)
class Kind:
    """One kind of rows. ``year`` is always the one that is opened.

    ``sources`` gives the rows of the year before, ``there`` the keys of those the new year has already,
    ``values`` what a row says a year later, ``make`` stores it. ``name`` says which row it is.
    """

    code: str
    words: Promise
    form: type[forms.Form]
    sources: Callable[[int], QuerySet[Any]]
    there: Callable[[int], set[int]]
    values: Callable[[Any, int], dict[str, Any]]
    make: Callable[[Actor, Any, int, Values], None]
    name: Callable[[Any], str]
    sort: str


class RoundForm(forms.Form):
    """When a round is open, and what it has."""

    opens_on = forms.DateField(label=_("Opens on"))
    closes_on = forms.DateField(label=_("Closes on"))
    places = forms.IntegerField(
        label=_("Places"), min_value=1, required=False, help_text=_("Empty: no limit")
    )
    budget_yen = forms.MoneyField(label=_("Budget"), required=False, help_text=_("Empty: no limit"))


class ExpertForm(forms.Form):
    """What an expert gives, and until when."""

    monthly_hours = forms.IntegerField(label=_("Hours a month"), min_value=1, max_value=744)
    contract_to = forms.DateField(
        label=_("Contract until"), required=False, help_text=_("Empty: without an end")
    )


class RateForm(forms.Form):
    """What an hour costs."""

    yen = forms.MoneyField(label=_("Yen an hour"))
    basis = forms.ChoiceField(label=_("Rests on"), choices=RateBasis.choices)


class OfficeForm(forms.Form):
    """What an office takes on."""

    firms = forms.IntegerField(label=_("Firms to support"), min_value=0, required=False)
    cases = forms.IntegerField(label=_("Cases to open"), min_value=0, required=False)
    follow_ups = forms.IntegerField(label=_("Follow-ups to reach"), min_value=0, required=False)
    staff_hours = forms.IntegerField(label=_("Hours of staff"), min_value=0, required=False)
    budget_yen = forms.MoneyField(label=_("Budget"), required=False)


def _rounds(year: int) -> QuerySet[Any]:
    return Round.objects.filter(fiscal_year=year - 1).select_related("service")


def _rounds_there(year: int) -> set[int]:
    """Rounds of whose service another round is open on one of the days a year later."""
    rows = list(Round.objects.filter(fiscal_year__in=(year - 1, year)).order_by("pk"))
    held = [row for row in rows if row.fiscal_year == year]
    found = set()
    for row in rows:
        first, last = a_year_on(row.opens_on, row.closes_on)
        same = (one for one in held if one.service_id == row.service_id)
        if row.fiscal_year < year and any(one.opens_on <= last and one.closes_on >= first for one in same):
            found.add(row.pk)
    return found


def _round_values(row: Round, _year: int) -> dict[str, Any]:
    first, last = a_year_on(row.opens_on, row.closes_on)
    return {"opens_on": first, "closes_on": last, "places": row.places, "budget_yen": row.budget_yen}


def _make_round(actor: Actor, row: Round, year: int, values: Values) -> None:
    open_round(
        actor,
        RoundData(
            service=row.service,
            name_ja=row.name_ja.replace(fiscal_year_label(year - 1, "ja"), fiscal_year_label(year, "ja")),
            name_en=row.name_en.replace(fiscal_year_label(year - 1, "en"), fiscal_year_label(year, "en")),
            reviewers_needed=row.reviewers_needed,
            second_look_percent=row.second_look_percent,
            **values,
        ),
    )


def _experts(year: int) -> QuerySet[Any]:
    """Those whose contract runs to the end of the year before, or longer."""
    last = fiscal_year_days(year - 1)[1]
    runs = Q(contract_to__isnull=True) | Q(contract_to__gte=last)
    return with_hours(Expert.objects.filter(runs, contract_from__lte=last), last).select_related("office")


def _experts_there(year: int) -> set[int]:
    return set(ExpertYear.objects.filter(fiscal_year=year).order_by().values_list("expert", flat=True))


def _expert_values(row: Any, year: int) -> dict[str, Any]:
    """A contract that ends before the new year does runs on to its last day."""
    ends = row.contract_to and max(row.contract_to, fiscal_year_days(year)[1])
    return {"monthly_hours": row.hours_then, "contract_to": ends}


def _make_expert(actor: Actor, row: Expert, year: int, values: Values) -> None:
    lay_down_year(actor, row, year, **values)


def _rates(year: int) -> QuerySet[Any]:
    """The rate of each kind of work that holds at the end of the year before."""
    before = HourlyRate.objects.filter(in_force_from__lt=fiscal_year_days(year)[0])
    later = before.filter(worker=OuterRef("worker"), in_force_from__gt=OuterRef("in_force_from"))
    return before.filter(~Exists(later))


def _rates_there(year: int) -> set[int]:
    """Those after which another rate of the same work is stored already."""
    since = HourlyRate.objects.filter(in_force_from__gte=fiscal_year_days(year)[0]).order_by()
    return set(_rates(year).filter(worker__in=since.values("worker")).order_by().values_list("pk", flat=True))


def _make_rate(actor: Actor, row: HourlyRate, year: int, values: Values) -> None:
    """A rate goes on until another one holds: only another value needs a row.

    It holds from the first day of the year; from today on where the year has begun.
    """
    if (values["yen"], values["basis"]) == (row.yen, row.basis):
        return
    day: date = max(fiscal_year_days(year)[0], actor.today)
    add_hourly_rate(actor, HourlyRateData(row.worker, day, values["yen"], values["basis"]))


def _offices(year: int) -> QuerySet[Any]:
    rows = OfficeYear.objects.filter(fiscal_year=year - 1).select_related("office")
    in_use = Q(office__retired_on__isnull=True) | Q(office__retired_on__gt=fiscal_year_days(year)[0])
    return rows.filter(in_use)


def _offices_there(year: int) -> set[int]:
    held = OfficeYear.objects.filter(fiscal_year=year).order_by().values("office")
    return set(_offices(year).filter(office__in=held).order_by().values_list("pk", flat=True))


def _make_office(actor: Actor, row: OfficeYear, year: int, values: Values) -> None:
    lay_down(actor, row.office, year, OfficeYearData(**values))


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "round",
            _("Rounds and their budgets"),
            RoundForm,
            _rounds,
            _rounds_there,
            _round_values,
            _make_round,
            lambda row: row.name,
            "opens_on",
        ),
        Kind(
            "office",
            _("Offices' plans and budgets"),
            OfficeForm,
            _offices,
            _offices_there,
            lambda row, _year: {name: getattr(row, name) for name in OfficeForm.base_fields},
            _make_office,
            lambda row: row.office.name,
            "office__position",
        ),
        Kind(
            "expert",
            _("Experts' hours and contracts"),
            ExpertForm,
            _experts,
            _experts_there,
            _expert_values,
            _make_expert,
            lambda row: row.name,
            "name_kana",
        ),
        Kind(
            "rate",
            _("Hourly rates"),
            RateForm,
            _rates,
            _rates_there,
            lambda row, _year: {"yen": row.yen, "basis": row.basis},
            _make_rate,
            lambda row: row.get_worker_display(),
            "worker",
        ),
    )
}
