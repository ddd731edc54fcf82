"""Standing indicators for pages: the newest snapshot, what was asked for, and figures in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from banso.apps.directory.models import ExportExperience, Industry, Market, Office, Region
from banso.apps.evidence import words
from banso.apps.fees.effect.measures import SIZE_LABELS
from banso.apps.intake.models import Receiver, Subject
from banso.apps.programmes.models import Programme, Service
from banso.apps.snapshots.models import Snapshot
from banso.apps.snapshots.selectors import store_of
from banso.engines.evaluation.standing.definition import Definition, shipped
from banso.engines.evaluation.standing.evaluate import YEAR, Asked, Key, Measure, evaluate
from banso.engines.kernel.rounding import half_up
from banso.web import formats
from banso.web.forms import FilterForm

#: What the tables are about, in the order of a firm's way.
THEMES: Mapping[str, Promise] = {
    "consultations": gettext_lazy("Consultations"),
    "needs": gettext_lazy("Needs"),
    "proposals": gettext_lazy("Proposals"),
    "applications": gettext_lazy("Applications and screening"),
    "screenings": gettext_lazy("Views of reviewers"),
    "cases": gettext_lazy("Cases"),
    "efforts": gettext_lazy("Own efforts"),
    "causes": gettext_lazy("Root causes"),
    "stages": gettext_lazy("Stages"),
    "gates": gettext_lazy("Gates"),
    "results": gettext_lazy("Exports"),
    "follow_ups": gettext_lazy("After support"),
    "activities": gettext_lazy("Hours"),
    "expert_months": gettext_lazy("Experts"),
    "quotes": gettext_lazy("Fees"),
    "referrals": gettext_lazy("Private providers"),
    "listings": gettext_lazy("EC channels"),
    "samples": gettext_lazy("Samples"),
    "answers": gettext_lazy("Answers to questionnaires"),
}
#: Dimensions in words.
DIMENSIONS: Mapping[str, Promise] = {
    YEAR: gettext_lazy("Fiscal year"),
    "office": gettext_lazy("Office"),
    "region": gettext_lazy("Region"),
    "programme": gettext_lazy("Programme"),
    "service": gettext_lazy("Service"),
    "industry": gettext_lazy("Industry"),
    "size": gettext_lazy("Size of the firm"),
    "experience": gettext_lazy("Export experience"),
    "stage": gettext_lazy("Stage"),
    "round": gettext_lazy("Round"),
    "reviewer": gettext_lazy("Reviewer"),
    "score_band": gettext_lazy("Screening score"),
    "channel": gettext_lazy("Channel"),
    "mall": gettext_lazy("Mall"),
    "market": gettext_lazy("Market"),
    "subject": gettext_lazy("Subject"),
    "receiver": gettext_lazy("Receiver"),
    "expert": gettext_lazy("Expert"),
    "kind": gettext_lazy("Kind"),
    "main_cause": gettext_lazy("Main root cause"),
    "months": gettext_lazy("Months after the end"),
    "source": gettext_lazy("Source"),
    "proof": gettext_lazy("Proof"),
    "declined_for": gettext_lazy("Reason for declining"),
    "wave": gettext_lazy("Wave"),
}
#: Why there is no figure.
WHY: Mapping[str, Promise] = {
    "no_records": gettext_lazy("No records"),
    "nothing_known": gettext_lazy("Nothing known"),
    "zero_denominator": gettext_lazy("Nothing to divide by"),
}
_CODED: Mapping[str, Any] = {
    "office": Office,
    "region": Region,
    "programme": Programme,
    "service": Service,
    "industry": Industry,
    "market": Market,
    "subject": Subject,
}
_CHOICES: Mapping[str, Sequence[tuple[Any, Any]]] = {
    "size": tuple(SIZE_LABELS.items()),
    "experience": ExportExperience.choices,
    "receiver": Receiver.choices,
}


class StandingFilter(FilterForm):
    """Fiscal year of the record, office, programme and service."""

    year = django_forms.TypedChoiceField(label=gettext_lazy("Fiscal year of the record"), coerce=int)
    office = django_forms.ChoiceField(label=gettext_lazy("Office"))
    programme = django_forms.ChoiceField(label=gettext_lazy("Programme"))
    service = django_forms.ChoiceField(label=gettext_lazy("Service"))

    def __init__(self, request: HttpRequest, years: Sequence[int]) -> None:
        super().__init__(request.GET)
        self.fields["year"].choices = [
            ("", _("All years")),
            *((year, formats.fiscal(year)) for year in years),
        ]
        for name, nothing in (
            ("office", _("The whole country")),
            ("programme", _("Both programmes")),
            ("service", _("All services")),
        ):
            self.fields[name].choices = [("", nothing), *names_of(name).items()]

    def asked(self, *by: str) -> Asked:
        """What was asked for, told by these dimensions."""
        applied: dict[str, Any] = self.applied()
        year = applied.pop("year", None)
        where = {name: code for name, code in applied.items() if code}
        return Asked(by, where, None if year is None else (year, year))

    def query(self) -> str:
        """What an address carries to be about the same part."""
        kept = {name: value for name, value in self.applied().items() if value not in ("", None)}
        return "&".join(f"{name}={value}" for name, value in kept.items())


@dataclass(frozen=True)
class Line:
    """One cell of an indicator as a row of a page: its words, figure and address of the same part."""

    label: str
    measure: Measure
    query: str

    @property
    def told(self) -> str:
        """The figure as it is printed."""
        return told(self.measure)

    @property
    def interval(self) -> str:
        """Its interval as it is printed."""
        return interval(self.measure)


def definition(code: str) -> Definition | None:
    """The standing indicator of a code."""
    return shipped().get(code)


def themes(snapshot: Snapshot, asked: Asked) -> list[tuple[Promise, list[tuple[Definition, Measure]]]]:
    """Every indicator that can be told of this part, by what it is about."""
    cells = evaluate(store_of(snapshot), shipped().values(), asked)
    found: dict[str, list[tuple[Definition, Measure]]] = {name: [] for name in THEMES}
    for code, own in cells.items():
        one = shipped()[code]
        found[one.table.name].append((one, own[()]))
    return [(THEMES[name], rows) for name, rows in found.items() if rows]


def whole(snapshot: Snapshot, one: Definition, asked: Asked) -> Measure | None:
    """An indicator for a part; None where it cannot be told of such a part."""
    found = evaluate(store_of(snapshot), [one], asked)
    return found[one.code][()] if one.code in found else None


def lines(snapshot: Snapshot, one: Definition, filters: StandingFilter, by: str) -> list[Line]:
    """An indicator by one dimension: years from the first on, offices in their order, others by words."""
    cells = evaluate(store_of(snapshot), [one], filters.asked(by)).get(one.code, {})
    names = names_of(by)
    order = {code: place for place, code in enumerate(names)}

    def place(key: Key) -> tuple[bool, int, str]:
        code = key[0]
        return code is None, order.get(code, len(order)), str(code)

    kept = filters.query()
    return [
        Line(
            label_of(by, key[0], names),
            cells[key],
            "&".join(filter(None, (kept, f"{_parameter(by)}={key[0]}" if key[0] is not None else ""))),
        )
        for key in sorted(cells, key=place)
    ]


def _parameter(by: str) -> str:
    return "year" if by == YEAR else by


def names_of(dimension: str) -> dict[str, str]:
    """The codes of a dimension with their words, in their order; empty where codes speak for themselves."""
    if model := _CODED.get(dimension):
        return {row.code: str(row.name) for row in model.objects.order_by("position", "code")}
    return {str(code): str(words_) for code, words_ in _CHOICES.get(dimension, ())}


def label_of(dimension: str, code: Any, names: Mapping[str, str]) -> str:
    """A code of a dimension in words."""
    if code is None:
        return pgettext("dimension", "Unknown")
    if dimension == YEAR:
        return formats.fiscal(code)
    if dimension == "months":
        return _("%(n)s months") % {"n": code}
    return names.get(code, str(code))


def told(measure: Measure) -> str:
    """A figure with its unit as it is printed; why there is none."""
    one = measure.definition
    if one.kind == "survival":
        after = next((found for found in measure.reached if found.months == 24), None)
        if after is None:
            return str(WHY["nothing_known"]) if measure.base else str(WHY["no_records"])
        return _("%(share)s %% within 24 months") % {"share": half_up(after.share * 100)}
    if measure.value is None:
        return str(WHY[measure.why or "nothing_known"])
    match one.kind:
        case "share":
            assert measure.share is not None
            return f"{measure.share.percent} %"
        case "ratio":
            return f"{half_up(measure.value * 100)} %"
        case "middle":
            shown = f"{half_up(measure.value):g}"
        case _:
            shown = f"{half_up(measure.value, 0):,}"
    return f"{shown} {words.label(one.unit)}"


def interval(measure: Measure) -> str:
    """The 95 % interval as it is printed; a dash where there is none."""
    if measure.definition.kind == "survival":
        after = next((found for found in measure.reached if found.months == 24), None)
        if after is None or after.interval is None:
            return "–"
        low, high = after.interval
        return words.interval((half_up(low * 100), half_up(high * 100)))
    return words.interval(measure.interval) if measure.interval else "–"


def years_of(snapshot: Snapshot) -> list[int]:
    """The fiscal years with cases, latest first."""
    cells = evaluate(store_of(snapshot), [shipped()["cases-begun"]], Asked((YEAR,)))["cases-begun"]
    return sorted((key[0] for key in cells if key[0] is not None), reverse=True)


def column_words(name: str) -> str:
    """A column of a snapshot in words; empty where only its name tells it."""
    return _("Reference") if name == "ref" else str(DIMENSIONS.get(name, ""))


def cells(
    one: Definition, shown: Sequence[str], row: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """The values of a record of a snapshot as they are shown: dimensions in words, the rest by kind."""
    return [
        label_of(name, row[name], names[name])
        if one.table.column(name).dimension
        else words.snapshot_value(row[name])
        for name in shown
    ]
