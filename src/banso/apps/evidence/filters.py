"""Which part of the records a page of evidence is about; the address holds it."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Office, Region
from banso.apps.evidence.selectors import Slice, years
from banso.apps.surveys.models import Wave
from banso.apps.surveys.selectors import waves_of_figures
from banso.web.formats import fiscal
from banso.web.forms import FilterForm


class EvidenceFilter(FilterForm):
    """Cohort year, place (a region or an office) and wave."""

    year = django_forms.TypedChoiceField(label=_("Fiscal year in which support began"), coerce=int)
    place = django_forms.ChoiceField(label=_("Office or region"))
    wave = django_forms.ChoiceField(label=_("Wave of the questionnaire"))

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self._regions = list(Region.objects.order_by("position", "code"))
        # Those that were merged or closed are there too: what happened there still counts there.
        self._offices = list(Office.objects.order_by("position", "code"))
        self._waves = list(waves_of_figures())
        known_years = years(request.access.today)  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("All years")), *((year, fiscal(year)) for year in known_years)]
        self.fields["place"].choices = [
            ("", _("The whole country")),
            (_("Regions"), [(f"region-{region.code}", region.name) for region in self._regions]),
            (_("Offices"), [(f"office-{office.code}", office.name) for office in self._offices]),
        ]
        self.fields["wave"].choices = [(wave.code, wave.name) for wave in self._waves]

    @property
    def office_count(self) -> int:
        """How many offices there are today."""
        return sum(1 for office in self._offices if office.retired_on is None)

    @property
    def several_waves(self) -> bool:
        """Whether there is a wave to choose."""
        return len(self._waves) > 1

    @property
    def offices(self) -> list[Office]:
        """The offices, in their order."""
        return self._offices

    def chosen_wave(self) -> Wave | None:
        """The wave asked for, else the latest."""
        code = self.applied().get("wave")
        return next((wave for wave in self._waves if wave.code == code), next(iter(self._waves), None))

    def chosen_part(self) -> Slice:
        """The part of the records asked for. What is not understood narrows nothing, and says so."""
        applied: dict[str, Any] = self.applied()
        kind, _dash, code = applied.get("place", "").partition("-")
        return Slice(
            year=applied.get("year"),
            office=next((o for o in self._offices if kind == "office" and o.code == code), None),
            region=next((r for r in self._regions if kind == "region" and r.code == code), None),
        )

    def query(self) -> str:
        """What an address carries to be about the same part; empty for all records of the latest wave."""
        applied = self.applied()
        kept = self.data.copy()
        for key in list(kept):
            if key not in applied:
                del kept[key]
        return f"?{kept.urlencode()}" if kept else ""
