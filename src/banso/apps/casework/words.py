"""Spans of time and sums as the pages of cases write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.casework.models import BaselineSource, ExportGoal, GoalMetric
from banso.engines.kernel.fiscal import months_between
from banso.web import formats

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEN_THOUSAND = 10_000
#: The largest sum whose axis is written out: the next round step above it has seven digits.
WRITTEN_OUT = 800_000


def month(day: date) -> str:
    """2026年3月, or Mar 2026."""
    if formats.language() == "en":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月"


def short_month(day: date) -> str:
    """26年3月, or Mar 26: for the narrow chart."""
    if formats.language() == "en":
        return f"{_MONTHS[day.month - 1]} {day.year % 100:02d}"
    return f"{day.year % 100:02d}年{day.month}月"


def month_span(first: date, last: date | None) -> str:
    """2024年7月–11月, or Jul–Nov 2024; open without a last day."""
    if last is None:
        return f"{month(first)}–"
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    if formats.language() == "en":
        start = _MONTHS[first.month - 1] if first.year == last.year else month(first)
        return f"{start}–{month(last)}"
    end = f"{last.month}月" if first.year == last.year else month(last)
    return f"{month(first)}–{end}"


def months_long(first: date, last: date) -> int:
    """How many months a span of whole days lasts: a month begun counts from its middle day on."""
    whole = months_between(first, last + timedelta(days=1))
    rest = (last - first).days + 1 - _days_of(first, whole)
    return whole + (1 if rest >= 15 else 0)


def _days_of(first: date, months: int) -> int:
    from banso.engines.kernel.fiscal import add_months

    return (add_months(first, months) - first).days


def month_number(first: date, day: date) -> int:
    """The running month of a span on a day, from 1: the 21st of 36."""
    return months_between(first, day) + 1


def months(count: int) -> str:
    """5か月, or 5 months."""
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def hours(value: Decimal) -> str:
    """9.0 or 1.25: one decimal, two where it needs them."""
    return f"{value:.2f}"[:-1] if value * 10 % 1 == 0 else f"{value:.2f}"


def goal_value(goal: ExportGoal, value: int | None) -> str:
    """A sum in the metric of a goal: 3,080,000円, or 120 kg."""
    if goal.metric == GoalMetric.AMOUNT:
        return formats.yen(value)
    if value is None:
        return formats.unknown(None)
    return _("%(count)s %(unit)s") % {"count": formats.number(value), "unit": goal.unit}


def axis(goal: ExportGoal, largest: int) -> tuple[str, int]:
    """The unit above the value axis of a goal's chart, and how much of it one is."""
    if goal.metric != GoalMetric.AMOUNT:
        return goal.unit, 1
    japanese = formats.language() == "ja"
    if largest < 10 * TEN_THOUSAND or (largest <= WRITTEN_OUT and not japanese):
        return _("yen"), 1
    return (_("ten thousand yen"), TEN_THOUSAND) if japanese else (_("thousand yen"), 1000)


def in_units(value: int, divisor: int) -> str:
    """A value on the axis: whole, or with one decimal below ten; half up."""
    tenths = (value * 20 + divisor) // (2 * divisor)
    if tenths % 10 and tenths < 100:
        return f"{tenths // 10}.{tenths % 10}"
    return f"{(value * 2 + divisor) // (2 * divisor):,}"


def goal_line(goal: ExportGoal) -> str:
    """A goal in one line: what, where, how much, by when."""
    return _("%(market)s, %(product)s: %(target)s by %(day)s") % {
        "market": goal.market.name,
        "product": goal.product,
        "target": goal_value(goal, goal.target),
        "day": formats.day(goal.due_on),
    }


def baseline_line(goal: ExportGoal) -> str:
    """The baseline and where it comes from."""
    if goal.baseline_source == BaselineSource.NEW:
        return str(BaselineSource.NEW.label)
    return _("%(value)s (%(source)s)") % {
        "value": goal_value(goal, goal.baseline),
        "source": goal.get_baseline_source_display(),
    }


def hs_line(goal: ExportGoal) -> str:
    """The HS code with its usual dots and the year of the nomenclature: 0902.10 (HS 2022)."""
    code = goal.hs_code
    parts = [code[:4], code[4:6], code[6:]]
    return _("%(code)s (HS %(year)s)") % {
        "code": ".".join(part for part in parts if part),
        "year": goal.hs_year,
    }
