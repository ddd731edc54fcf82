"""What one mall, or one channel, came to month by month; what a month cost is written down here too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.columns import GROUPS, Head, drawing
from banso.apps.sales.compare_pages import SPANS, chosen_span, months_back
from banso.apps.sales.counting import Counted
from banso.apps.sales.figures import Figures, figures
from banso.apps.sales.models import CostKind
from banso.apps.sales.sites import Site
from banso.engines.reporting.workbook import write_csv
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.downloads import download

#: The columns of the table of months: attributes of ``figures.Month``.
MONTHLY = (
    ("offered", _("Offered"), "number"),
    ("picked", _("Picked"), "number"),
    ("declined", pgettext_lazy("listing", "Declined"), "number"),
    ("listed", pgettext_lazy("mall", "Listed"), "number"),
    ("firms", _("Firms that sold"), "number"),
    ("first", _("With a first sale"), "number"),
    ("sales", _("Sales"), "number"),
    ("repeat", _("Bought again"), "number"),
    ("sold", _("Sold"), "yen"),
    ("cost", _("Cost"), "yen"),
    ("balance", _("Sold less cost"), "yen"),
)


@requires(Action.MALL_VIEW)
@require_GET
def mall_figures(request: HttpRequest, code: str) -> HttpResponse:
    """One mall month by month."""
    mall = get_object_or_404(Mall.objects.select_related("market", "channel"), code=code)
    trail = [
        (reverse("malls:mall_list"), _("Malls of JAPAN MALL")),
        (reverse("malls:mall", args=[mall.code]), mall.name),
    ]
    first, last = months_back(request.access.today, chosen_span(request))  # type: ignore[attr-defined]
    found = Counted(first, last, mall=mall.pk).sites().get((mall.channel_id, mall.pk))
    keep, terms = (reverse(f"sales:{name}", args=[mall.code]) for name in ("cost", "mall_terms"))
    return _page(request, mall.name, mall.code, trail, found, keep, terms)


@requires(Action.MALL_VIEW)
@require_GET
def channel_list(request: HttpRequest) -> HttpResponse:
    """The channels beside each other."""
    chosen = chosen_span(request)
    first, last = months_back(request.access.today, chosen)  # type: ignore[attr-defined]
    counted, none = Counted(first, last).channels(), figures(first, last)
    rows = []
    for channel in Channel.objects.order_by("position", "pk"):
        found = counted.get(channel.pk, none)
        rows.append((channel, drawing(found), _lines(found)))
    groups = [(group, len(group.heads)) for group in GROUPS]
    lines = [
        (group, head, [lines[head.key] for _channel, _drawn, lines in rows])
        for group in GROUPS
        for head in group.heads
    ]
    context = {
        "rows": rows, "lines": lines, "groups": groups, "months": chosen, "spans": SPANS, "first": first,
        "last": last, "today": request.access.today,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "sales/channel_list.html", context)


@requires(Action.MALL_VIEW)
@require_GET
def channel_figures(request: HttpRequest, code: str) -> HttpResponse:
    """One channel month by month, all its sites together."""
    channel = get_object_or_404(Channel, code=code)
    trail = [(reverse("sales:channel_list"), _("EC channels"))]
    first, last = months_back(request.access.today, chosen_span(request))  # type: ignore[attr-defined]
    found = Counted(first, last, channel=channel.pk).channels().get(channel.pk)
    # What a mall costs is written down at the mall, and so are its terms.
    of_malls = channel.kind == ChannelKind.MALL
    keep, terms = (
        "" if of_malls else reverse(f"sales:{name}", args=[channel.code])
        for name in ("channel_cost", "channel_terms")
    )
    return _page(request, channel.name, channel.code, trail, found, keep, terms)


def _lines(found: Figures) -> dict[str, tuple[str, str]]:
    return {head.key: (head.shown(found), head.below(found)) for group in GROUPS for head in group.heads}


def _page(
    request: HttpRequest,
    name: str,
    code: str,
    trail: list[Any],
    found: Figures | None,
    keep: str,
    terms: str,
) -> HttpResponse:
    chosen = chosen_span(request)
    today: date = request.access.today  # type: ignore[attr-defined]
    first, last = months_back(today, chosen)
    found = found or figures(first, last)
    if request.GET.get("format") == "csv":
        return download(_csv(found), f"figures-{code}-{first:%Y-%m}-{last:%Y-%m}.csv")
    whole = [(group, [_said(head, found) for head in group.heads]) for group in GROUPS]
    context = {
        "name": name, "code": code, "trail": trail, "figures": found, "whole": whole, "monthly": MONTHLY,
        "rows": [(month, _cells(found.months[month])) for month in sorted(found.months, reverse=True)],
        "sums": _cells(found.whole), "months": chosen, "spans": SPANS, "first": first, "last": last,
        "today": today, "drawn": drawing(found, 20, 120), "sentence": _sentence(found),
        "terms": terms, "keep": keep if request.access.can(Action.MALL_COST) else "",  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "sales/figures.html", context)


def _said(head: Head, found: Figures) -> tuple[Any, str, str]:
    return head.label, head.shown(found), head.below(found)


def _cells(month: Any) -> list[tuple[str, int, Any]]:
    return [(kind, getattr(month, key), label) for key, label, kind in MONTHLY]


def _sentence(found: Figures) -> str:
    """What the drawing shows, in words."""
    months = [month for month, there in sorted(found.months.items()) if there.sold > 0]
    if not months:
        return gettext("Nothing was sold in these months.")
    best = max(months, key=lambda month: found.months[month].sold)
    below = sum(there.cost > there.sold for there in found.months.values())
    said = gettext(
        "Sold in %(selling)s of %(months)s months, most in %(best)s; "
        "%(below)s months cost more than they sold."
    )
    return said % {
        "selling": len(months), "months": len(found.months), "best": f"{best:%Y-%m}", "below": below,
    }  # fmt: skip


def _csv(found: Figures) -> bytes:
    labels = [gettext("Month"), *(label for _key, label, _kind in MONTHLY)]
    rows = [
        [f"{month:%Y-%m}", *(value for _kind, value, _label in _cells(found.months[month]))]
        for month in sorted(found.months)
    ]
    return write_csv(labels, rows)


class CostForm(forms.Form):
    """A month, what for, and how much."""

    month = forms.DateField(label=_("Any day of the month"))
    kind = forms.ChoiceField(label=_("What for"), choices=CostKind.choices, widget=forms.RadioSelect)
    yen = forms.IntegerField(label=_("Yen"), min_value=0)


class KeepCost(Act):
    """Write down what a month of a mall cost."""

    action = Action.MALL_COST
    title, verb = _("Cost of a month"), _("Store")
    done = _("The cost is stored.")
    intro = _("What stands there for this month and purpose is replaced.")
    site: Site

    def find(self, *, code: str) -> None:
        """The mall."""
        mall = get_object_or_404(Mall.objects.select_related("channel"), code=code)
        self.site = Site(mall.channel, mall)

    def form(self, data: Any) -> forms.Form:
        """Month, purpose, yen."""
        return CostForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep it."""
        services.keep_cost(actor, self.site, data["month"], data["kind"], data["yen"])

    def subtitle(self) -> Text:
        """Whose."""
        return self.site.name

    def back(self) -> str:
        """The figures."""
        return reverse("sales:mall_figures", args=[self.site.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The malls, and the figures of this one."""
        return [(reverse("malls:mall_list"), _("Malls of JAPAN MALL")), (self.back(), self.site.name)]


class KeepChannelCost(KeepCost):
    """Write down what a month of a channel with one page cost."""

    def find(self, *, code: str) -> None:
        """The channel."""
        rows = Channel.objects.exclude(kind=ChannelKind.MALL)
        self.site = Site(get_object_or_404(rows, code=code))

    def back(self) -> str:
        """The figures."""
        return reverse("sales:channel_figures", args=[self.site.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The channels, and the figures of this one."""
        return [(reverse("sales:channel_list"), _("EC channels")), (self.back(), self.site.name)]
