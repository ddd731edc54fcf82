"""The list of a wave's units: who, in which stratum, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Office
from banso.apps.programmes.models import Programme
from banso.apps.surveys.board import Line
from banso.apps.surveys.fact_words import STEPS
from banso.apps.surveys.models import Asked, Exclusion, FrameUnit, Wave, WaveState
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: What has not happened yet is no unknown.
_NONE = "–"
_MARKS = {"answered": "ok", "declined": "no", "bounced": "late", "started": "part", "opened": "part"}
#: Filled in where a wave asks firms; offices and providers have neither.
_OF_FIRMS = ("programme", "office", "ref")


class UnitFilter(forms.FilterForm):
    """What the units of a wave are narrowed by."""

    stratum = forms.ChoiceField(label=_("Stratum"), choices=BLANK_CHOICE_DASH)
    programme = forms.ModelChoiceField(Programme.objects.order_by("position", "code"), label=_("Programme"))
    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    step = forms.ChoiceField(
        label=_("State"),
        choices=[
            *BLANK_CHOICE_DASH,
            *STEPS.items(),
            ("silent", _("Sent, no answer yet")),
            ("drawn", pgettext_lazy("unit of a wave", "Drawn")),
            ("not_drawn", _("Not drawn")),
        ],
    )
    excluded = forms.ChoiceField(
        label=_("Not asked because"), choices=[*BLANK_CHOICE_DASH, *Exclusion.choices]
    )
    ref = forms.CharField(label=_("Firm reference"), max_length=40)

    lookups = {"ref": "firm__ref__icontains"}

    def filter_step(self, queryset: QuerySet[FrameUnit], value: str) -> QuerySet[FrameUnit]:
        """Narrow to units that came so far."""
        match value:
            case "drawn":
                return queryset.filter(drawn=True)
            case "not_drawn":
                return queryset.filter(drawn=False, excluded="")
            case "silent":
                no_answer = Q(answered_at__isnull=True, declined_at__isnull=True)
                return queryset.filter(no_answer, sent_at__isnull=False)
        return queryset.filter(**{f"{value}_at__isnull": False})


def step_of(unit: FrameUnit) -> str:
    """How far a unit came: the name of the step, "" where nothing was sent."""
    return next((step for step in STEPS if getattr(unit, f"{step}_at") is not None), "")


def unit_list(
    request: HttpRequest, wave: Wave, units: QuerySet[FrameUnit], lines: Sequence[Line]
) -> RecordList:
    """The units of a wave as its page shows them; ``lines`` are its strata."""
    access = request.access  # type: ignore[attr-defined]
    of_firms = wave.asked == Asked.FIRMS
    names = {line.code: line.name for line in lines}

    class Filter(UnitFilter):
        """With the strata of this wave."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            strata = [("", self.nothing_chosen), *names.items()]
            self.fields["stratum"].choices = strata  # type: ignore[attr-defined]
            for name in () if of_firms else _OF_FIRMS:
                del self.fields[name]
            self.read_choices()

    def words(unit: FrameUnit) -> str:
        if unit.excluded:
            return unit.get_excluded_display()
        step = step_of(unit)
        if step:
            return str(STEPS[step])
        if wave.state == WaveState.PLANNED:
            return str(_("can be drawn"))
        return str(pgettext_lazy("unit of a wave", "Drawn") if unit.drawn else _("Not drawn"))

    def mark(unit: FrameUnit) -> SafeString:
        kind = "dash" if unit.excluded or not unit.drawn else _MARKS.get(step_of(unit), "now")
        return status(kind, words(unit))

    def note(unit: FrameUnit) -> str:
        return unit.excluded_note if unit.excluded else ""

    def verb(unit: FrameUnit) -> tuple[str, Any] | None:
        if wave.state != WaveState.PLANNED or not access.can(Action.WAVE_PLAN):
            return None
        address = [wave.code, unit.pk]
        if not unit.excluded:
            return reverse("surveys:leave_out", args=address), pgettext_lazy("wave", "Leave out")
        if unit.excluded == Exclusion.BY_HAND:
            return reverse("surveys:take_in", args=address), _("Take in")
        return None

    return RecordList(
        request,
        units.select_related("firm", "programme", "office", "provider"),
        columns=[
            *_who(of_firms),
            Column("stratum", _("Stratum"), value=lambda unit: names.get(unit.stratum), sort="stratum"),
            Column("state", _("State"), value=words, html=mark, second=note),
            *_moments(wave),
        ],
        filters=Filter,
        default_sort="ref" if of_firms else "who",
        name=f"units-{wave.code}",
        empty=_("No unit of the frame passes these filters."),
        verb=verb,
    )


def _who(of_firms: bool) -> list[Column]:
    if not of_firms:
        return [Column("who", pgettext_lazy("wave", "Who is asked"), value=_outside, sort="pk")]
    return [
        Column("ref", _("Firm reference"), value="firm.ref", sort="firm__ref", link=_firm_address),
        Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
        Column("programme", _("Programme"), value="programme.short", sort="programme__position"),
        Column("office", _("Office"), value="office.name", sort="office__position"),
    ]


def _outside(unit: FrameUnit) -> str:
    who = unit.provider or unit.office
    return who.name if who is not None else ""


def _firm_address(unit: FrameUnit) -> str:
    return reverse("directory:firm", args=[unit.firm.ref]) if unit.firm else ""


def _moments(wave: Wave) -> list[Column]:
    """What is known of each once it is drawn, and sent."""
    if wave.state == WaveState.PLANNED:
        return []
    probability = Column(
        "probability",
        _("Probability"),
        value=lambda unit: None if unit.probability is None else round(unit.probability, 4),
        html=lambda unit: escape(f"{unit.probability:.4f}" if unit.probability else _NONE),
    )
    if wave.state == WaveState.DRAWN:
        return [probability]
    return [
        Column(
            name,
            STEPS[name],
            value=f"{name}_at",
            sort=f"{name}_at",
            kind="moment",
            html=lambda unit, name=name: _moment(getattr(unit, f"{name}_at")),
        )
        for name in ("sent", "opened", "answered")
    ] + [probability]


def _moment(moment: datetime | None) -> SafeString:
    return escape(formats.moment(moment) if moment else _NONE)
