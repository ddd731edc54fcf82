"""The columns in which figures of channels are shown, compared and taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banso.apps.sales.figures import Figures, Later
from banso.web import formats

#: A drawing is so high, and a month so wide, in its own units.
_HEIGHT, _WIDE = 24, 4


@dataclass(frozen=True)
class Head:
    """A figure that can be shown and sorted by: its number (None: not known), and what stands below it."""

    key: str
    label: str | Promise
    value: Callable[[Figures], Any]
    kind: str = "number"
    second: Callable[[Figures], str] | None = None

    def shown(self, figures: Figures) -> str:
        """The number as it is written on a page."""
        value = self.value(figures)
        if value is None:
            return "–"
        if self.kind == "rate":
            return f"{value:.2f}"
        return formats.yen(value) if self.kind == "yen" else formats.number(value)

    def below(self, figures: Figures) -> str:
        """What stands under the number."""
        return self.second(figures) if self.second else ""


@dataclass(frozen=True)
class Group:
    """Columns that belong together."""

    key: str
    label: str | Promise
    heads: Sequence[Head]


def _of(part: int, whole: int) -> str:
    return gettext("of %(count)s") % {"count": formats.number(whole)} if whole or part else ""


def _picked(figures: Figures) -> str:
    answered = figures.whole.picked + figures.whole.declined
    return gettext("of %(count)s answered") % {"count": formats.number(answered)} if answered else ""


def _repeat(figures: Figures) -> str:
    said = figures.whole.said
    return gettext("of %(count)s that say") % {"count": formats.number(said)} if said else ""


def _later(get: Callable[[Figures], Later]) -> tuple[Callable[[Figures], Any], Callable[[Figures], str]]:
    def second(figures: Figures) -> str:
        later = get(figures)
        young = later.young
        not_yet = gettext("%(count)s not yet knowable") % {"count": formats.number(young)} if young else ""
        return formats.joined(_of(later.still, later.known), not_yet)

    return (lambda figures: get(figures).still if get(figures).known else None), second


_half, _half_said = _later(lambda figures: figures.after_6)
_year, _year_said = _later(lambda figures: figures.after_12)

GROUPS = (
    Group(
        "range",
        _("Range"),
        (
            Head("offered", _("Offered"), lambda f: f.whole.offered),
            Head("picked", _("Picked"), lambda f: f.whole.picked, second=_picked),
            Head("listed", pgettext_lazy("mall", "Listed"), lambda f: f.whole.listed),
            Head("on_sale", _("On sale in these months"), lambda f: f.on_sale),
        ),
    ),
    Group(
        "sales",
        _("Sales"),
        (
            Head("firms", _("Firms that sold"), lambda f: f.whole.firms),
            Head("sales", _("Sales"), lambda f: f.whole.sales),
            Head("repeat", _("Bought again"), lambda f: f.whole.repeat, second=_repeat),
            Head("sold", _("Sold"), lambda f: f.whole.sold, "yen"),
        ),
    ),
    Group(
        "firms",
        _("Firms with a first sale"),
        (
            Head("starters", _("Ever, until now"), lambda f: f.starters),
            Head("after_6", _("Still selling after 6 months"), _half, second=_half_said),
            Head("after_12", _("Still selling after 12 months"), _year, second=_year_said),
            Head(
                "elsewhere",
                _("Exported on their own since"),
                lambda f: f.elsewhere if f.starters else None,
                second=lambda f: _of(f.elsewhere, f.starters),
            ),
        ),
    ),
    Group(
        "cost",
        _("Cost"),
        (
            Head("cost", _("Cost"), lambda f: f.whole.cost, "yen"),
            Head("per_listing", _("For each product on sale"), lambda f: f.per_listing, "yen"),
            Head("per_firm", _("For each firm that sold"), lambda f: f.per_firm, "yen"),
            Head("per_yen", _("For each yen sold"), lambda f: f.per_yen, "rate"),
            Head("balance", _("Sold less cost"), lambda f: f.whole.balance, "yen"),
            Head("behind", _("Months in a row below cost"), lambda f: f.behind),
        ),
    ),
)
HEADS = tuple(head for group in GROUPS for head in group.heads)
_FIRST = ("on_sale", "firms", "sales", "sold", "after_12", "cost", "per_yen", "balance", "behind")
#: What is shown of many sites beside each other unless somebody asks for more: it fits a page.
OVERVIEW = Group("", pgettext_lazy("columns", "Overview"), [head for head in HEADS if head.key in _FIRST])
#: The address of every column.
EVERYTHING = "all"


def groups_shown(show: str) -> Sequence[Group]:
    """The groups of columns that an address asks for."""
    if show == EVERYTHING:
        return GROUPS
    return [group for group in GROUPS if group.key == show] or [OVERVIEW]


@dataclass(frozen=True)
class Drawing:
    """What was sold as bars and what it cost as a line, by month; the numbers stand in a table beside it."""

    bars: str
    line: str
    width: int


def drawing(figures: Figures, wide: int = _WIDE, height: int = _HEIGHT) -> Drawing:
    """Draw the months of some figures."""
    months: list[date] = sorted(figures.months)
    pairs = [(figures.months[month].sold, figures.months[month].cost) for month in months]
    top = max([max(pair) for pair in pairs] + [1])

    def high(yen: int) -> int:
        return height - round(max(yen, 0) * (height - 2) / top)

    def at(place: int) -> int:
        return place * wide + wide // 2

    bars = "".join(
        f"M{at(place)} {height}V{high(sold)}" for place, (sold, _cost) in enumerate(pairs) if sold > 0
    )
    line = " ".join(f"{at(place)},{high(cost)}" for place, (_sold, cost) in enumerate(pairs))
    return Drawing(bars, line, len(pairs) * wide)
