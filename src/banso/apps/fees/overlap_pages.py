"""The page on which managers see public support without a fee beside private providers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Region
from banso.apps.fees.overlap import LEAST_TOLD, By, Line, overlap
from banso.engines.kernel.fiscal import fiscal_year
from banso.engines.reporting.workbook import write_xlsx
from banso.web import formats, forms
from banso.web.downloads import download

#: So many fiscal years can be looked at.
_YEARS = 5


_ABOUT = {By.SERVICE.value: gettext_lazy("Service"), By.SUBJECT.value: pgettext_lazy("provider", "Subject")}


class OverlapFilter(forms.FilterForm):
    """What stands on the page."""

    by = forms.ChoiceField(
        label=gettext_lazy("Beside the region"),
        choices=list(_ABOUT.items()),
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Fiscal year"), coerce=int)
    region = forms.ModelChoiceField(Region.objects.order_by("position", "code"), label=gettext_lazy("Region"))
    both = forms.BooleanField(label=gettext_lazy("Only where both are there"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [year - ago for ago in range(_YEARS)]
        self.fields["year"].choices = [(one, formats.fiscal(one)) for one in years]  # type: ignore[attr-defined]


def told(count: int) -> int | str:
    """A count of private business as it may be told."""
    return count if count == 0 or count >= LEAST_TOLD else _("1 or 2")


@requires(Action.OVERLAP_VIEW)
@require_GET
def overlap_page(request: HttpRequest) -> HttpResponse:
    """Public support without a fee, private providers and referrals; also as a workbook."""
    access: Access = request.access  # type: ignore[attr-defined]
    now = fiscal_year(access.today)
    form = OverlapFilter(request.GET, year=now)
    asked = form.applied()
    by, year = By(asked.get("by", By.SERVICE)), asked.get("year", now)
    lines = [
        line
        for line in overlap(by, year, access.today)
        if (not asked.get("both") or line.both) and asked.get("region") in (None, line.region)
    ]
    if request.GET.get("format") == "xlsx":
        labels = [_("Region"), str(_ABOUT[by.value]), *map(str, _LABELS)]
        return download(write_xlsx(labels, map(_row, lines), _("Overlap")), f"overlap-{by.value}-{year}.xlsx")
    context = {
        "form": form,
        "by": by.value,
        "year": year,
        "rows": [(line, told(line.referrals), told(line.contracts)) for line in lines],
        "both": sum(line.both for line in lines),
    }
    return render(request, "fees/overlap.html", context)


_LABELS = (
    gettext_lazy("Cases without a fee"),
    gettext_lazy("Hours without a fee"),
    gettext_lazy("Providers listed today"),
    gettext_lazy("Referrals"),
    gettext_lazy("Contracts"),
)


def _row(line: Line) -> Sequence[Any]:
    counts = (line.cases, line.hours, line.providers, told(line.referrals), told(line.contracts))
    return (line.region.name, line.about.name, *counts)
