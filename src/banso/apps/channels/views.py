"""Pages of the malls."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.web import formats, forms
from banso.web.lists import Column, RecordList


class MallFilter(forms.FilterForm):
    """Which malls are shown."""

    market = forms.ModelChoiceField(Market.objects.all(), label=_("Market"))


def _address(mall: Mall) -> str:
    return reverse("channels:mall", args=[mall.code])


def _closed(mall: Mall) -> str:
    return formats.day(mall.closed_on) if mall.closed_on else "–"


COLUMNS = [
    Column("name", _("Mall"), sort="position", link=_address),
    Column("market", _("Market"), value="market.name", sort="market__position"),
    Column("opened_on", _("Corner opened"), sort="opened_on", kind="day"),
    Column("closed_on", _("Closed"), sort="closed_on", value=_closed),
]


@requires(Action.MALL_VIEW)
@require_GET
def mall_list(request: HttpRequest) -> HttpResponse:
    """The overseas malls in which results are booked."""
    records = RecordList(
        request,
        Mall.objects.select_related("market"),
        columns=COLUMNS,
        filters=MallFilter,
        default_sort="name",
        name="malls",
        empty=_("No mall is set up yet."),
    )
    return records.response("channels/mall_list.html")


@requires(Action.MALL_VIEW)
@require_GET
def mall(request: HttpRequest, code: str) -> HttpResponse:
    """One mall, and how many export results were booked in it."""
    malls = Mall.objects.select_related("market").annotate(result_count=Count("results"))
    return render(request, "channels/mall.html", {"mall": get_object_or_404(malls, code=code)})
