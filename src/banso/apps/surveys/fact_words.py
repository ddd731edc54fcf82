"""Facts of a frame, its strata and what became of its units, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.directory.models import ExportExperience, Region
from banso.apps.fees.effect.measures import SIZE_LABELS
from banso.apps.programmes.models import Programme, Service
from banso.apps.surveys.frames import ALL, UNKNOWN
from banso.apps.together import together
from banso.web import formats

FACT_LABELS = {
    "programme": gettext_lazy("Programme"),
    "service": gettext_lazy("Kind of support"),
    "cohort": gettext_lazy("Fiscal year support began"),
    "region": gettext_lazy("Region"),
    "size": pgettext_lazy("fact of a frame", "Size"),
    "experience": gettext_lazy("Export experience"),
}
#: What became of a unit: the column that says so, the latest that counts first.
STEPS = {
    "answered": pgettext_lazy("unit of a wave", "Answered"),
    "declined": pgettext_lazy("unit of a wave", "Declined"),
    "bounced": pgettext_lazy("unit of a wave", "Came back"),
    "started": pgettext_lazy("unit of a wave", "Started"),
    "opened": pgettext_lazy("unit of a wave", "Opened"),
    "sent": pgettext_lazy("unit of a wave", "Sent"),
}


class Words:
    """Names of the values of facts, read in one round trip when the first is asked for."""

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        programmes, services = Programme.objects.order_by("pk"), Service.objects.order_by("pk")
        regions = Region.objects.order_by("pk")
        together(programmes, services, regions)
        return {
            "programme": {row.code: row.short for row in programmes},
            "service": {row.code: row.name for row in services},
            "region": {row.code: row.name for row in regions},
            "size": {code: str(label) for code, label in SIZE_LABELS.items()},
            "experience": {code: str(label) for code, label in ExportExperience.choices},
        }

    def value(self, fact: str, code: str) -> str:
        """The name of a fact's value."""
        if code == UNKNOWN:
            return _("unknown")
        if fact == "cohort" and code.isdigit():
            return formats.fiscal(int(code))
        return self._names.get(fact, {}).get(code, code)

    def stratum(self, name: str, strata: Iterable[str]) -> str:
        """A stratum as people read it."""
        if name == ALL:
            return _("All together")
        values = zip(strata, name.split("/"), strict=False)
        return " / ".join(self.value(fact, code) for fact, code in values) or name

    def of(self, strata: Iterable[str]) -> Callable[[str], str]:
        """Reads the strata of one wave."""
        chosen = tuple(strata)
        return lambda name: self.stratum(name, chosen)
