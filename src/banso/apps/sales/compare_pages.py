"""Malls side by side: what each was offered, picked, sold and cost, and how long cost was above sales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.sales.columns import (
    EVERYTHING,
    GROUPS,
    HEADS,
    OVERVIEW,
    Drawing,
    Group,
    Head,
    drawing,
    groups_shown,
)
from banso.apps.sales.counting import Counted
from banso.apps.sales.figures import AFTER, Figures, figures
from banso.apps.sales.reading import last_of
from banso.engines.kernel.fiscal import add_months
from banso.engines.reporting.workbook import write_csv
from banso.web.downloads import download

SPANS = (12, 24, 36)
_DEFAULT = "balance"


@dataclass(frozen=True)
class Row:
    """A mall and its figures; ``cells`` are what is shown of them, a number and a second line each."""

    mall: Mall
    figures: Figures
    cells: list[tuple[str, str, str]]
    drawn: Drawing


@requires(Action.MALL_VIEW)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The malls of some months side by side, sorted by any figure; ``?format=csv`` is what the page shows."""
    today: date = request.access.today  # type: ignore[attr-defined]
    chosen = chosen_span(request)
    first, last = months_back(today, chosen)
    shown = groups_shown(request.GET.get("show", ""))
    counted = Counted(first, last).sites()
    malls = Mall.objects.select_related("market").filter(opened_on__lte=last_of(last))
    none = figures(first, last)
    rows = [_row(mall, counted.get((mall.channel_id, mall.pk), none), shown) for mall in malls]
    head, down = _sorting(request.GET.get("sort", ""))
    rows = _sorted(rows, head, down)
    if request.GET.get("format") == "csv":
        return download(_csv(rows, shown), f"malls-{first:%Y-%m}-{last:%Y-%m}.csv")
    show = shown[0].key if len(shown) == 1 else EVERYTHING
    sort = f"-{head.key if head else 'mall'}" if down else head.key if head else "mall"
    context = {
        "rows": rows,
        "groups": [(group, [_header(one, head, down) for one in group.heads]) for group in shown],
        "mall_head": _mall_header(head, down),
        "choices": [
            (OVERVIEW.key, OVERVIEW.label),
            *((group.key, group.label) for group in GROUPS),
            (EVERYTHING, _("All")),
        ],
        "show": show,
        "sort": sort,
        "months": chosen,
        "spans": SPANS,
        "first": first,
        "last": last,
        "today": today,
        "below": sum(row.figures.whole.balance < 0 for row in rows),
        "longest": max((row.figures.behind for row in rows), default=0),
        "never": sum(row.figures.whole.sales == 0 for row in rows),
        "sold": sum(row.figures.whole.sold for row in rows),
        "cost": sum(row.figures.whole.cost for row in rows),
        "may_keep": request.access.can(Action.MALL_COST),  # type: ignore[attr-defined]
    }
    return render(request, "sales/compare.html", context)


def chosen_span(request: HttpRequest) -> int:
    """How many months the page shows."""
    text = request.GET.get("months", "")
    return int(text) if text in {str(span) for span in SPANS} else SPANS[0]


def months_back(today: date, count: int) -> tuple[date, date]:
    """The first days of the first and the last of so many months that are over."""
    last = add_months(today.replace(day=1), -1)
    return add_months(last, 1 - count), last


def _row(mall: Mall, found: Figures, shown: Sequence[Group]) -> Row:
    cells = [(head.key, head.shown(found), head.below(found)) for group in shown for head in group.heads]
    return Row(mall, found, cells, drawing(found))


def _sorting(text: str) -> tuple[Head | None, bool]:
    """The figure sorted by, None for the order of the malls; the least balance comes first by itself."""
    key = text.removeprefix("-")
    if key == "mall":
        return None, text.startswith("-")
    head = next((one for one in HEADS if one.key == key), None)
    if head is not None:
        return head, text.startswith("-")
    return next(one for one in HEADS if one.key == _DEFAULT), False


def _sorted(rows: list[Row], head: Head | None, down: bool) -> list[Row]:
    """Sorted; what is not known comes last whichever way."""
    rows = sorted(rows, key=lambda row: (row.mall.position, row.mall.pk), reverse=down and head is None)
    if head is None:
        return rows
    known = [row for row in rows if head.value(row.figures) is not None]
    known.sort(key=lambda row: head.value(row.figures), reverse=down)
    return [*known, *(row for row in rows if head.value(row.figures) is None)]


def _header(one: Head, head: Head | None, down: bool) -> dict[str, Any]:
    """A head as the template shows it: where a click leads, the largest first, and how it is now."""
    here = one is head
    return {
        "label": one.label,
        "sort": one.key if here and down else f"-{one.key}",
        "direction": ("descending" if down else "ascending") if here else "",
    }


def _mall_header(head: Head | None, down: bool) -> dict[str, str]:
    here = head is None
    return {
        "sort": "-mall" if here and not down else "mall",
        "direction": ("descending" if down else "ascending") if here else "",
    }


def _csv(rows: list[Row], shown: Sequence[Group]) -> bytes:
    heads = [head for group in shown for head in group.heads]
    labels: list[Any] = [_("Code"), _("Mall"), _("Market"), *(head.label for head in heads)]
    keys = {head.key for head in heads}
    knowable = [after for after in AFTER if f"after_{after}" in keys]
    labels += [_("Knowable after %(count)s months") % {"count": after} for after in knowable]
    lines = []
    for row in rows:
        line = [row.mall.code, row.mall.name, row.mall.market.name]
        line += [head.value(row.figures) for head in heads]
        line += [row.figures.after[after].known for after in knowable]
        lines.append(line)
    return write_csv(labels, lines)
