"""Figures on pages: counts that lead to their records, verdicts, bars and strips."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banso.apps.evidence import words
from banso.engines.evaluation.figures import Figure
from banso.engines.kernel.rounding import half_up
from banso.web.formats import language
from banso.web.templatetags.banso import icon

register = template.Library()
register.filter("share_percent", words.percent)
register.filter("interval", words.interval)
register.filter("printed", words.published)
register.filter("in_language", words.label)
register.filter("in_words", lambda share: words.share_in_words(share) or "–")
register.filter("count_of", words.count)
register.filter("programme", lambda code: words.PROGRAMMES[code])
register.filter("label", words.published_label)
register.filter("hundredfold", lambda share: half_up(share * 100))


@register.simple_tag(takes_context=True)
def count(context: Context, figure: Figure, part: str = "") -> SafeString:
    """The count and its base; the count leads to its records for whoever may see them.

    `part` shows only the "counted" or only the "base" number.
    """
    share = figure.share
    if share.numerator is None or share.denominator is None:
        return SafeString("–")
    numerator = _link(context, figure, "counted", share.numerator)
    if part == "counted":
        return numerator
    denominator = format_html("{}", f"{share.denominator:,}")
    if part == "base":
        return _link(context, figure, "base", share.denominator)
    return format_html("{}{}{}", numerator, "/" if language() == "en" else "／", denominator)


@register.simple_tag
def verdict(figure: Figure) -> SafeString:
    """The verdict on the published record: a mark and a word; a dash where nothing was published."""
    if figure.published is None:
        return SafeString("–")
    sign, css = words.VERDICT_MARKS[figure.verdict]
    return format_html('<span class="st {}">{}{}</span>', css, icon(sign), words.verdict(figure))


@register.inclusion_tag("evidence/_strip.html")
def strip(figure: Figure, other: Figure | None = None) -> dict[str, Any]:
    """The share as a point on its interval, with the published value as a line or another figure, hollow."""
    scale = Decimal("2.4") if other is not None else Decimal("1.6")
    return {
        "wide": other is not None,
        "end": 240 if other is not None else 160,
        "middle": 120 if other is not None else 80,
        "first": _placed(figure, scale),
        "second": _placed(other, scale) if other is not None else None,
        "tick": _at(words.printed_tick(figure.published), scale) if other is None else None,
    }


@register.inclusion_tag("evidence/_bar.html")
def bar(row: Any, limit: int) -> dict[str, Any]:
    """The share of a row as a bar with its interval and, dotted, the published value."""
    scale = Decimal(100) / limit
    placed = _placed(row.figure, scale)
    css = {"lead": "f1", "rest": "f2", "sum": "fk"}[row.definition.role]
    return {"bar": placed, "css": css, "tick": _at(words.printed_tick(row.figure.published), scale)}


@register.simple_tag(takes_context=True)
def missing(context: Context, figure: Figure) -> SafeString:
    """How many records are missing, leading to them; nothing if there are none."""
    if not figure.missing:
        return SafeString("")
    text = _("%(n)s without an answer") % {"n": f"{figure.missing:,}"}
    return _link(context, figure, "missing", text)


def _link(context: Context, figure: Figure, part: str, shown: int | str) -> SafeString:
    text = f"{shown:,}" if isinstance(shown, int) else shown
    if not shown or not context.get("may_list"):
        return format_html("{}", text)
    query = context.get("part_query") or "?"
    joint = "" if query == "?" else "&"
    address = f"{reverse('evidence:records', args=[figure.id])}{query}{joint}part={part}"
    return format_html('<a href="{}">{}</a>', address, text)


def _placed(figure: Figure, scale: Decimal) -> dict[str, str] | None:
    percent, interval = figure.share.percent, figure.share.interval
    if percent is None or interval is None:
        return None
    return {
        "at": f"{percent * scale:.1f}",
        "low": f"{interval[0] * scale:.1f}",
        "high": f"{interval[1] * scale:.1f}",
        "box": f"{percent * scale - 4:.1f}",
    }


def _at(value: Decimal | None, scale: Decimal) -> str | None:
    return None if value is None else f"{value * scale:.1f}"
