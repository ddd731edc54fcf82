"""Charts as Vega-Lite specifications, drawn to SVG on the server.

The drawing needs no browser, no network and no font of the machine: the font ships as a package. It holds no
style attribute and no script, so that it may stand in a page under a strict content security policy. The same
chart gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

FONT = "Noto Sans CJK JP"
_FAMILY = f"{FONT}, Noto Sans JP, Hiragino Sans, Yu Gothic, sans-serif"

INK, INK_2, LINE, GROUND = "#1a1a1c", "#505057", "#d8d8dc", "#ffffff"
ACCENT, SECOND = "#0017c1", "#8f93a3"

Role = Literal["lead", "rest", "sum"]
_COLOURS: dict[str, str] = {"lead": ACCENT, "rest": SECOND, "sum": INK}

_STEP = 30
_BAR = 14


@dataclass(frozen=True)
class Bar:
    """One bar: a share in percent with its interval, the published value as a dotted tick, and its words."""

    label: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    published: Decimal | None = None
    text: str = ""
    role: Role = "lead"


@dataclass(frozen=True)
class Mark:
    """One line of a strip chart: a share with its interval, filled (ours) or hollow (another source)."""

    label: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    published: Decimal | None = None
    text: str = ""
    hollow: bool = False


def bar_chart(title: str, subtitle: str, bars: Sequence[Bar], note: str = "") -> dict[str, Any]:
    """Return the specification of horizontal bars with intervals, in the order given."""
    # Labels may repeat; their places do not.
    values = [
        {
            "place": place,
            "label": bar.label,
            "value": _number(bar.value),
            "low": _number(bar.low),
            "high": _number(bar.high),
            "published": _number(bar.published),
            "text": bar.text,
            "colour": _COLOURS[bar.role],
        }
        for place, bar in enumerate(bars)
    ]
    largest = max(
        (v for row in values for v in (row["value"], row["high"], row["published"]) if v), default=0
    )
    limit = 50 if largest <= 50 else 100
    shares = [
        {
            "mark": {"type": "bar", "height": _BAR},
            "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}},
        },
    ]
    return _layers(title, subtitle, note, values, limit, shares)


def strip_chart(title: str, subtitle: str, marks: Sequence[Mark], note: str = "") -> dict[str, Any]:
    """Return the specification of points with intervals on one scale from 0 to 100 percent."""
    values = [
        {
            "place": place,
            "label": mark.label,
            "value": _number(mark.value),
            "low": _number(mark.low),
            "high": _number(mark.high),
            "published": _number(mark.published),
            "text": mark.text,
            "fill": GROUND if mark.hollow else ACCENT,
            "stroke": INK if mark.hollow else ACCENT,
            "shape": "square" if mark.hollow else "circle",
        }
        for place, mark in enumerate(marks)
    ]
    points = [
        {
            "mark": {"type": "point", "size": 80, "opacity": 1, "strokeWidth": 1.5},
            "encoding": {
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                "shape": {"field": "shape", "type": "nominal", "scale": None},
            },
        },
    ]
    return _layers(title, subtitle, note, values, 100, points, under=True)


def draw(specification: dict[str, Any]) -> str:
    """Return the SVG of a specification. Nothing is fetched from anywhere."""
    _register_fonts()
    import vl_convert

    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def as_png(svg: str) -> bytes:
    """A drawn chart as a picture of twice its size, with the font that ships and none of the machine's."""
    _register_fonts()
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=2.0)


@cache
def _register_fonts() -> None:
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular
    import vl_convert

    for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold):
        vl_convert.register_font_directory(str(package.FONT_PATH.parent))


def _layers(
    title: str,
    subtitle: str,
    note: str,
    values: list[dict[str, Any]],
    limit: int,
    shares: list[dict[str, Any]],
    *,
    under: bool = False,
) -> dict[str, Any]:
    """Put shares, intervals and published ticks on one frame; `under`: intervals below the shares."""
    interval = [
        _rule("low", "high", GROUND, 4),
        _rule("low", "high", INK, 1.5),
        _tick("low", INK, 8),
        _tick("high", INK, 8),
    ]
    published = {
        "transform": [{"filter": "isValid(datum.published)"}],
        # A tick cannot be dotted; a point in the shape of one can.
        "mark": {
            "type": "point",
            "shape": "M0,-1L0,1",
            "size": 576,
            "opacity": 1,
            "color": INK,
            "strokeWidth": 1.5,
            "strokeDash": [2, 2],
        },
        "encoding": {"x": {"field": "published", "type": "quantitative"}},
    }
    words = {
        "mark": {"type": "text", "align": "right", "x": 472, "fontSize": 12, "color": INK},
        "encoding": {"text": {"field": "text", "type": "nominal"}, "x": None},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": GROUND,
        "padding": 12,
        "width": 360,
        "height": {"step": _STEP},
        "title": {
            "text": title,
            "subtitle": [line for line in (subtitle, note) if line],
            "anchor": "start",
            "frame": "bounds",
            "color": INK,
            "subtitleColor": INK_2,
            "fontSize": 15,
            "subtitleFontSize": 12,
            "subtitlePadding": 6,
            "offset": 14,
        },
        "data": {"values": values},
        "encoding": {
            "y": {
                "field": "place",
                "type": "ordinal",
                "sort": None,
                "axis": {
                    "title": None,
                    "domain": False,
                    "ticks": False,
                    "labelExpr": _label_expression(values),
                    "labelLimit": 260,
                    "labelPadding": 10,
                },
            },
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [0, limit]},
                "axis": {
                    "title": None,
                    "values": [0, limit / 2, limit],
                    "labelExpr": f"datum.value == {limit} ? datum.label + ' %' : datum.label",
                    "gridColor": LINE,
                    "domain": False,
                    "ticks": False,
                },
            },
        },
        "layer": [*(interval if under else []), *shares, *([] if under else interval), published, words],
        "config": {
            "font": _FAMILY,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "labelFontSize": 12},
        },
    }


def _label_expression(values: list[dict[str, Any]]) -> str:
    """Vega's expression that gives each place its label."""
    labels = json.dumps([row["label"] for row in values], ensure_ascii=False)
    return f"{labels}[datum.value]"


def _rule(low: str, high: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum.{low})"}],
        "mark": {"type": "rule", "color": colour, "strokeWidth": width},
        "encoding": {
            "x": {"field": low, "type": "quantitative"},
            "x2": {"field": high},
        },
    }


def _tick(field: str, colour: str, size: int) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": {"type": "tick", "orient": "vertical", "size": size, "thickness": 1.5, "color": colour},
        "encoding": {"x": {"field": field, "type": "quantitative"}},
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
