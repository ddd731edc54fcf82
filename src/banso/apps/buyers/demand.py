"""What buyers looked for and did not find: by words and market."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.buyers.models import MissedQuery
from banso.apps.directory.models import Market
from banso.web import forms

#: So many words are shown, and so far back they were asked.
MOST, DAYS = 200, 365


class DemandFilter(forms.FilterForm):
    """Of which market."""

    market = forms.ModelChoiceField(Market.objects.order_by("position", "code"), label=_("Market"))


@requires(Action.DEMAND_VIEW)
@require_GET
def demand(request: HttpRequest) -> HttpResponse:
    """Words without a hit in the last year, those asked most often first."""
    access: Access = request.access  # type: ignore[attr-defined]
    form = DemandFilter(request.GET or None)
    first = access.today - timedelta(days=DAYS)
    rows = MissedQuery.objects.filter(day__gt=first)
    if form.is_bound:
        rows = form.narrow(rows)
    form.read_choices()
    return render(request, "buyers/demand.html", {"form": form, "rows": _summed(rows), "most": MOST})


def _summed(rows: QuerySet[MissedQuery]) -> list[dict[str, Any]]:
    by = ("words", "language", "market__name_ja", "market__name_en", "market__position")
    summed = rows.order_by().values(*by).annotate(times=Sum("count"), first=Min("day"), last=Max("day"))
    return list(summed.order_by("-times", "-last", "words", "market__position")[:MOST])
