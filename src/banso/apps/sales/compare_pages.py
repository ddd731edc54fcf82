"""Malls side by side: what each was offered, picked, sold and cost, and how long cost was above sales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import CostKind
from banso.apps.sales.reading import last_of
from banso.apps.sales.selectors import MallFigures, mall_figures
from banso.engines.kernel.fiscal import add_months
from banso.web import forms
from banso.web.acts import Act, Text

SPANS = (12, 24, 36)
#: A drawing is so high, and a month so wide, in its own units.
_HEIGHT, _WIDE = 24, 4


@dataclass(frozen=True)
class Head:
    """A column that can be sorted by; numbers begin with the largest."""

    key: str
    label: Promise
    value: Callable[[Any], Any]
    text: bool = False


@dataclass(frozen=True)
class Row:
    """A mall and its figures; ``bars`` and ``line`` draw what was sold and what it cost by month."""

    mall: Mall
    figures: MallFigures
    behind: int
    bars: str
    line: str
    width: int


HEADS = (
    Head("mall", _("Mall"), lambda row: row.mall.position, text=True),
    Head("offered", _("Offered"), lambda row: row.figures.offered),
    Head("picked", _("Picked"), lambda row: row.figures.picked),
    Head("listed", pgettext_lazy("mall", "Listed"), lambda row: row.figures.listed),
    Head("firms", _("Firms that sold"), lambda row: row.figures.firms),
    Head("sales", _("Sales"), lambda row: row.figures.sales),
    Head("repeat", _("Bought again"), lambda row: row.figures.repeat),
    Head("sold", _("Sold"), lambda row: row.figures.sold),
    Head("cost", _("Cost"), lambda row: row.figures.cost),
    Head("balance", _("Sold less cost"), lambda row: row.figures.balance),
    Head("behind", _("Months in a row below cost"), lambda row: row.behind),
)


@requires(Action.MALL_VIEW)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The malls of some months side by side, sorted by any figure. Six queries."""
    today: date = request.access.today  # type: ignore[attr-defined]
    span = _chosen(request.GET.get("months", ""))
    last = add_months(today.replace(day=1), -1)
    first = add_months(last, 1 - span)
    figures = mall_figures(first, last_of(last))
    malls = Mall.objects.select_related("market").filter(opened_on__lte=last_of(last))
    months = [add_months(first, number) for number in range(span)]
    rows = [_row(mall, figures.get(mall.pk) or MallFigures(months={}), months) for mall in malls]
    head, down = _sorting(request.GET.get("sort", "-balance"))
    rows.sort(key=lambda row: (row.mall.position, row.mall.pk))
    rows.sort(key=head.value, reverse=down)
    below = [row for row in rows if row.figures.balance < 0]
    context = {
        "rows": rows,
        "heads": [_header(one, head, down) for one in HEADS],
        "months": span,
        "spans": SPANS,
        "first": first,
        "last": last,
        "below": len(below),
        "never": sum(row.figures.sold <= 0 for row in rows),
        "sold": sum(row.figures.sold for row in rows),
        "cost": sum(row.figures.cost for row in rows),
        "sort": f"-{head.key}" if down else head.key,
        "may_keep": request.access.can(Action.MALL_COST),  # type: ignore[attr-defined]
    }
    return render(request, "sales/compare.html", context)


def _chosen(text: str) -> int:
    return int(text) if text in {str(span) for span in SPANS} else SPANS[0]


def _sorting(text: str) -> tuple[Head, bool]:
    key = text.removeprefix("-")
    head = next((one for one in HEADS if one.key == key), None)
    return (head, text.startswith("-")) if head else (HEADS[-2], True)


def _header(one: Head, head: Head, down: bool) -> dict[str, Any]:
    """A head as the template shows it: where a click leads, and how it is sorted now."""
    here = one.key == head.key
    turned = not down if here else not one.text
    return {
        "label": one.label,
        "sort": f"-{one.key}" if turned else one.key,
        "direction": ("descending" if down else "ascending") if here else "",
        "number": not one.text,
    }


def _row(mall: Mall, figures: MallFigures, months: list[date]) -> Row:
    by_month = figures.months or {}
    pairs = [by_month.get(month, (0, 0)) for month in months]
    top = max([max(pair) for pair in pairs] + [1])
    bars = "".join(
        f"M{place * _WIDE + 2} {_HEIGHT}V{_HEIGHT - _high(sold, top)}"
        for place, (sold, _cost) in enumerate(pairs)
        if sold > 0
    )
    line = " ".join(
        f"{place * _WIDE + 2},{_HEIGHT - _high(cost, top)}" for place, (_sold, cost) in enumerate(pairs)
    )
    return Row(mall, figures, figures.behind(), bars, line, len(months) * _WIDE)


def _high(yen: int, top: int) -> int:
    return round(max(yen, 0) * (_HEIGHT - 2) / top)


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

    def find(self, *, code: str) -> None:
        """The mall."""
        self.mall = get_object_or_404(Mall, code=code)

    def form(self, data: Any) -> forms.Form:
        """Month, purpose, yen."""
        return CostForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep it."""
        services.keep_cost(actor, self.mall, data["month"], data["kind"], data["yen"])

    def subtitle(self) -> Text:
        """Whose."""
        return self.mall.name

    def back(self) -> str:
        """The malls side by side."""
        return reverse("sales:compare")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The malls."""
        return [
            (reverse("channels:mall_list"), _("Malls of JAPAN MALL")),
            (self.back(), _("Malls side by side")),
        ]
