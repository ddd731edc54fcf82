"""The rows of the year before that go into a year being prepared: a list a kind, and a choice a row."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.programmes.models import RateBasis
from banso.apps.years import services
from banso.apps.years.acts import OnYear
from banso.apps.years.copying import KINDS, Kind
from banso.apps.years.models import Choice, Take
from banso.apps.years.services import Line, choices_of, line_of
from banso.apps.years.words import FATES, dash, fate_of
from banso.web import formats, forms
from banso.web.acts import Text
from banso.web.lists import Column, RecordList


def _kind(code: str) -> Kind:
    found = KINDS.get(code)
    if found is None:
        raise Http404
    return found


@requires(Action.YEAR_MANAGE)
@require_GET
def copy_list(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """What becomes of each row of a kind, and what it says in the new year."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(FiscalYear, year=year, state=YearState.PLANNED)
    of = _kind(kind)
    there, choices = of.there(year), choices_of(found, of)

    def line(row: Any) -> Line:
        return line_of(of, row, found, there, choices)

    records = RecordList(
        request,
        access.rows(Action.YEAR_MANAGE, of.sources(year)),
        columns=[
            Column("row", _("Record of the year before"), value=of.name, sort=of.sort),
            Column(
                "fate",
                _("How it goes over"),
                value=lambda row: str(FATES[line(row).fate][1]),
                html=lambda row: fate_of(line(row).fate),
            ),
            *(_value_column(name, field, line) for name, field in of.form.base_fields.items()),
        ],
        default_sort="row",
        name=f"year-{year}-{kind}",
        empty=_("The year before has nothing of this kind."),
        verb=lambda row: (
            ("", "")
            if row.pk in there
            else (reverse("years:copy_row", args=[year, kind, row.pk]), _("Change"))
        ),
    )
    context = {"year": found, "kind": of}
    return records.response("years/copy_list.html", context)


def _value_column(name: str, field: Any, line: Any) -> Column:
    kinds: dict[type, Any] = {forms.DateField: "day", forms.IntegerField: "number", forms.MoneyField: "yen"}

    def value(row: Any) -> Any:
        found = line(row).values.get(name)
        return dict(RateBasis.choices).get(found, found) if name == "basis" else found

    kind = kinds.get(type(field), "text")

    def shown(row: Any) -> Any:
        found = value(row)
        drawn = {"day": formats.day, "number": formats.number, "yen": formats.yen}.get(kind, str)
        return escape(dash(None) if found is None else drawn(found))

    return Column(name, field.label, value=value, kind=kind, html=shown)


def form_of(kind: Kind) -> type[forms.Form]:
    """How a row goes over, with the values that it may have instead."""

    class ChoiceForm(kind.form):  # type: ignore[name-defined,misc]
        take = forms.ChoiceField(
            label=_("In the new fiscal year"), choices=Take.choices, widget=forms.RadioSelect
        )
        field_order = ("take", *kind.form.base_fields)

        def full_clean(self) -> None:
            """The values count only where other values are chosen."""
            if self.is_bound and self.data.get("take") != Take.CHANGE:
                for name in kind.form.base_fields:
                    self.fields[name].required = False
            super().full_clean()

    return ChoiceForm


class Choose(OnYear):
    """Say how one row goes over."""

    title, verb = _("Take a record over"), _("Store")
    done = _("The choice is stored. It holds when the fiscal year is opened.")
    intro = _("The values below count when you choose “With other values”.")
    kind: Kind
    row: Any

    def find(self, year: int, kind: str = "", pk: int = 0, **_kwargs: Any) -> None:
        """The row of the year before."""
        super().find(year)
        self.kind = _kind(kind)
        sources = self.access.rows(self.action, self.kind.sources(year))
        self.row = get_object_or_404(sources, pk=pk)

    def form(self, data: Any) -> forms.Form:
        """What was chosen, else the values a year later."""
        chosen = Choice.objects.filter(year=self.year, kind=self.kind.code, source=self.row.pk).first()
        values: dict[str, Any] = self.kind.values(self.row, self.year.year)
        if chosen is not None and chosen.take == Take.CHANGE:
            values = chosen.values
        initial = {**values, "take": chosen.take if chosen else Take.COPY.value}
        return form_of(self.kind)(data, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        take = data.pop("take")
        services.choose(actor, self.year, self.kind, self.row, take, data)

    def back(self) -> str:
        """The rows of this kind."""
        return reverse("years:copy_list", args=[self.year.year, self.kind.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """By way of the year."""
        return [
            (reverse("years:year_list"), _("Fiscal years")),
            (reverse("years:year", args=[self.year.year]), formats.fiscal(self.year.year)),
            (self.back(), self.kind.words),
        ]

    def subtitle(self) -> Promise | str:
        """Which row."""
        return self.kind.name(self.row)
