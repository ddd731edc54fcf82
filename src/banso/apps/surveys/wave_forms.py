"""Forms of a wave: its plan, its draw, and what is said when something is undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.directory.models import ExportExperience, Region
from banso.apps.fees.effect.measures import SIZE_LABELS
from banso.apps.programmes.models import Service
from banso.apps.surveys.fact_words import FACT_LABELS
from banso.apps.surveys.frames import UNKNOWN, FrameSpec, Part
from banso.apps.surveys.models import Asked, FormEdition, Wave
from banso.apps.surveys.planning import DrawData, PlanData
from banso.web import forms

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class PartRow:
    """The fields of one kind of support."""

    service: Service
    take: Any
    first: Any
    last: Any
    only: Any


class EditionField(forms.ModelChoiceField):
    """One of the editions of forms that are in use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(FormEdition.objects.filter(retired_at=None).defer("workbook"), **kwargs)

    def label_from_instance(self, edition: FormEdition) -> str:
        """Its title and version."""
        return f"{edition.title} {edition.version}"


class PlanForm(forms.Form):
    """What head office says of a wave before anybody is drawn."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=30,
        help_text=gettext_lazy("Letters, digits, hyphens and underscores; it stands in addresses and files."),
    )
    name_ja = forms.CharField(label=gettext_lazy("Name in Japanese"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    edition = EditionField(label=gettext_lazy("Questionnaire and version"))
    asked = forms.ChoiceField(
        label=pgettext_lazy("wave", "Who is asked"),
        choices=Asked.choices,
        widget=forms.RadioSelect,
        initial=Asked.FIRMS,
    )
    asked_on = forms.DateField(label=gettext_lazy("Opens on"))
    closes_on = forms.DateField(label=gettext_lazy("Closes on"))
    before = forms.ModelChoiceField(
        Wave.objects.order_by("-asked_on", "-pk"),
        label=gettext_lazy("Earlier wave to compare with"),
        required=False,
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Only these regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sizes = forms.MultipleChoiceField(
        label=gettext_lazy("Only these sizes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[*SIZE_LABELS.items(), (UNKNOWN, gettext_lazy("Number of employees unknown"))],
    )
    experience = forms.MultipleChoiceField(
        label=gettext_lazy("Only with this export experience"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=ExportExperience.choices,
    )
    rest_months = forms.IntegerField(
        label=gettext_lazy("Leave out who was sent a questionnaire less than so many months before"),
        initial=0,
        unit=gettext_lazy("months"),
        help_text=gettext_lazy("0: nobody is left out for this."),
    )
    strata = forms.MultipleChoiceField(
        label=gettext_lazy("Divide into strata by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=FACT_LABELS.items(),
        help_text=gettext_lazy("Of each combination so many are drawn; tables and weights can use them."),
    )

    def __init__(self, *args: Any, found: Wave | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = found
        self.services = list(Service.objects.order_by("programme__position", "position", "code"))
        self.fields["regions"].choices = [  # type: ignore[attr-defined]
            (region.code, region.name) for region in Region.objects.order_by("position", "code")
        ]
        if found is not None:
            # The code stands.
            del self.fields["code"]
        for service in self.services:
            code = service.code
            self.fields[code] = forms.BooleanField(label=service.name, required=False)
            self.fields[f"{code}_first"] = forms.IntegerField(
                label=gettext_lazy("Begun from fiscal year"),
                required=False,
                min_value=_FIRST_YEAR,
                max_value=_LAST_YEAR,
            )
            self.fields[f"{code}_last"] = forms.IntegerField(
                label=gettext_lazy("Begun to fiscal year"),
                required=False,
                min_value=_FIRST_YEAR,
                max_value=_LAST_YEAR,
            )
            self.fields[f"{code}_only"] = forms.BooleanField(
                label=gettext_lazy("Nothing else in the programme"), required=False
            )

    @property
    def parts(self) -> list[PartRow]:
        """The kinds of support with their fields."""
        return [
            PartRow(
                service,
                self[service.code],
                self[f"{service.code}_first"],
                self[f"{service.code}_last"],
                self[f"{service.code}_only"],
            )
            for service in self.services
        ]

    def clean(self) -> dict[str, Any]:
        """A kind of support that is chosen has its years."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("asked") == Asked.FIRMS:
            for service in self.services:
                for end in ("first", "last"):
                    name = f"{service.code}_{end}"
                    if cleaned.get(service.code) and name not in self.errors and cleaned.get(name) is None:
                        self.add_error(name, _("Enter a fiscal year."))
        return cleaned

    @property
    def plan_data(self) -> PlanData:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        return PlanData(
            code=self._found.code if self._found else given["code"],
            name_ja=given["name_ja"],
            name_en=given["name_en"],
            edition=given["edition"],
            asked=given["asked"],
            asked_on=given["asked_on"],
            closes_on=given["closes_on"],
            before=given["before"],
            frame=self.frame,
            strata=tuple(given["strata"]),
        )

    @property
    def frame(self) -> FrameSpec:
        """The frame as it was chosen."""
        given = self.cleaned_data
        if given["asked"] != Asked.FIRMS:
            return FrameSpec()
        return FrameSpec(
            tuple(
                Part(
                    service.code,
                    given[f"{service.code}_first"],
                    given[f"{service.code}_last"],
                    given[f"{service.code}_only"],
                )
                for service in self.services
                if given[service.code]
            ),
            tuple(given["regions"]),
            tuple(given["sizes"]),
            tuple(given["experience"]),
            given["rest_months"],
        )


def frame_initial(spec: FrameSpec) -> dict[str, Any]:
    """A frame as the form shows it."""
    initial: dict[str, Any] = {
        "regions": list(spec.regions),
        "sizes": list(spec.sizes),
        "experience": list(spec.experience),
        "rest_months": spec.rest_months,
    }
    for part in spec.parts:
        initial[part.service] = True
        initial[f"{part.service}_first"], initial[f"{part.service}_last"] = part.first, part.last
        initial[f"{part.service}_only"] = part.only
    return initial


def plan_initial(wave: Wave) -> dict[str, Any]:
    """A planned wave as the form shows it."""
    names = ("name_ja", "name_en", "asked", "asked_on", "closes_on", "strata")
    return {
        **{name: getattr(wave, name) for name in names},
        "edition": wave.edition_id,
        "before": wave.before_id,
        **frame_initial(FrameSpec.read(wave.frame)),
    }


class DrawForm(forms.Form):
    """How many are drawn: everybody, so many in all, or so many of each stratum."""

    how = forms.ChoiceField(
        label=pgettext_lazy("wave", "Who is asked"),
        choices=[
            ("census", gettext_lazy("Everybody in the frame")),
            ("total", gettext_lazy("A sample of so many in all, in proportion to the strata")),
            ("strata", gettext_lazy("A sample of so many of each stratum")),
        ],
        widget=forms.RadioSelect,
        initial="census",
    )
    total = forms.IntegerField(label=gettext_lazy("Size in all"), required=False, min_value=1)
    least = forms.IntegerField(
        label=gettext_lazy("At least so many of each stratum"),
        initial=2,
        min_value=1,
        help_text=gettext_lazy("Of a stratum with fewer everybody is asked."),
    )

    def __init__(self, *args: Any, held: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Names of strata are no names of fields: they are numbered in their order.
        self._names = {f"stratum_{number}": name for number, name in enumerate(sorted(held))}
        for field, name in self._names.items():
            self.fields[field] = forms.IntegerField(
                label=gettext_lazy("To be drawn"), required=False, min_value=0, max_value=held[name]
            )

    @property
    def by_stratum(self) -> dict[str, Any]:
        """The field of each stratum."""
        return {name: self[field] for field, name in self._names.items()}

    def clean(self) -> dict[str, Any]:
        """A size is given in the way that was chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == "total" and "total" not in self.errors and cleaned.get("total") is None:
            self.add_error("total", _("Enter how many are drawn."))
        return cleaned

    @property
    def draw_data(self) -> DrawData:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        match given["how"]:
            case "total":
                return DrawData(total=given["total"], least=given["least"])
            case "strata":
                sizes = {name: given[field] or 0 for field, name in self._names.items()}
                return DrawData(by_stratum=sizes)
        return DrawData()


class ReasonForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class ReopenForm(ReasonForm):
    """Until when answers are taken again, and why."""

    closes_on = forms.DateField(label=gettext_lazy("Closes on"))
