"""Tables 1-2 and figures 1-6 of the survey: which indicators stand in which row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from banso.engines.evaluation.catalogue import (
    ALL_ACCEPTING,
    ALL_ANSWERS,
    ALL_SUCCESSES,
    ALL_WITH_EFFORT,
    survey_indicators,
)
from banso.engines.evaluation.conditions import Condition, chose
from banso.engines.evaluation.figures import Figure
from banso.engines.evaluation.indicators import Indicator
from banso.engines.kernel.bilingual import Text
from banso.engines.statistics.parts import sum_off_100
from banso.engines.statistics.shares import Share

Role = Literal["lead", "rest", "sum"]

#: Kinds of own effort (F12) in the order of the form.
EFFORTS: tuple[tuple[str, Text], ...] = (
    ("pr", Text("PR強化", "PR")),
    ("hr", Text("人材確保", "Staffing")),
    ("product", Text("商品の改良", "Better products")),
    ("price", Text("価格の見直し", "Prices reviewed")),
    ("partner", Text("現地の提携先", "Local partners")),
    ("cert", Text("認証の取得", "Certificates")),
    ("fair", Text("展示会", "Trade fairs")),
    ("site", Text("自社サイト", "Own website")),
    ("otherx", Text("その他", "Other")),
)


@dataclass(frozen=True)
class RowDefinition:
    """A row: an indicator under a short label.

    `parts` names the rows that make up a whole together with it; `role` says how its bar is drawn: what the
    survey speaks of (lead), the rest, or a sum of rows above.
    """

    indicator: Indicator
    label: Text
    role: Role = "lead"
    parts: str = ""
    indented: bool = False


@dataclass(frozen=True)
class TableDefinition:
    """A table or figure of the survey. `several`: firms may have chosen several rows."""

    code: str
    programme: Literal["consortium", "ec"]
    number: Text
    title: Text
    base_text: Text
    rows: tuple[RowDefinition, ...]
    several: bool = False


@dataclass(frozen=True)
class Row:
    """A row computed. `mentions`: its part of all choices made, where several could be chosen."""

    definition: RowDefinition
    figure: Figure
    mentions: Share | None = None


@dataclass(frozen=True)
class Table:
    """A table computed. `base` is its n; `sums` are sums of parts that do not come to 100.0."""

    definition: TableDefinition
    base: int
    rows: tuple[Row, ...]
    sums: tuple[str, ...]
    mentions: int | None = None


@cache
def table_definitions() -> dict[str, TableDefinition]:
    """Return the two tables and six figures by code (t1, t2, f1 to f6)."""
    found = (
        _successes(
            "t1", "consortium", Text("表1", "Table 1"), Text("輸出の成功と目標の達成", "Exports and goals")
        ),
        _successes(
            "t2", "ec", Text("表2", "Table 2"), Text("EC取引の成功と目標の達成", "EC sales and goals")
        ),
        _trends("f1", "consortium", Text("図1", "Figure 1")),
        _trends("f2", "ec", Text("図2", "Figure 2")),
        _efforts("f3", "consortium", Text("図3", "Figure 3")),
        _efforts("f4", "ec", Text("図4", "Figure 4")),
        _fees("f5", "consortium", Text("図5", "Figure 5"), "200k"),
        _fees("f6", "ec", Text("図6", "Figure 6"), "300k"),
    )
    return {definition.code: definition for definition in found}


@cache
def row_indicators() -> dict[str, Indicator]:
    """Return the indicators of rows that the survey does not print, by id (f1-flat and so on)."""
    known = survey_indicators()
    rows = (row for definition in table_definitions().values() for row in definition.rows)
    return {row.indicator.id: row.indicator for row in rows if row.indicator.id not in known}


def table(definition: TableDefinition, compute: Callable[[Indicator], Figure]) -> Table:
    """Compute a table; `compute` gives the figure of an indicator."""
    rows = [Row(row, compute(row.indicator)) for row in definition.rows]
    mentions = None
    if definition.several:
        mentions = sum(row.figure.share.numerator or 0 for row in rows)
        rows = [replace(row, mentions=Share(row.figure.share.numerator or 0, mentions)) for row in rows]
        # The commonest first, whatever falls under "other" last.
        rows.sort(key=lambda row: (_is_other(row), -(row.figure.share.numerator or 0)))
    base = rows[0].figure.share.denominator or 0
    return Table(definition, base, tuple(rows), _sums(rows), mentions)


def _sums(rows: Sequence[Row]) -> tuple[str, ...]:
    groups = dict.fromkeys(row.definition.parts for row in rows if row.definition.parts)
    sums = (
        sum_off_100([row.figure.share for row in rows if row.definition.parts == group]) for group in groups
    )
    return tuple(str(total) for total in sums if total is not None)


def _is_other(row: Row) -> bool:
    return row.figure.id.endswith("-otherx")


def _letter(programme: str) -> str:
    return "c" if programme == "consortium" else "e"


def _row_indicator(
    code: str, programme: Literal["consortium", "ec"], like: Indicator, label: Text, counts: Condition
) -> Indicator:
    """Return the indicator of a row that the survey does not print, on the base of one that it does."""
    return Indicator(code, programme, "answers", label, like.purpose, like.base_text, like.base, counts)


def _successes(
    code: str, programme: Literal["consortium", "ec"], number: Text, title: Text
) -> TableDefinition:
    known = survey_indicators()
    rows = (
        RowDefinition(known[f"{code}-success"], known[f"{code}-success"].label, parts="success"),
        RowDefinition(known[f"{code}-met"], Text("目標を達成", "Goal met"), parts="goal", indented=True),
        RowDefinition(
            known[f"{code}-notmet"],
            Text("未達・目標なし", "Missed, or none set"),
            parts="goal",
            indented=True,
        ),
        RowDefinition(known[f"{code}-fail"], known[f"{code}-fail"].label, role="rest", parts="success"),
    )
    return TableDefinition(code, programme, number, title, ALL_ANSWERS, rows)


def _trends(code: str, programme: Literal["consortium", "ec"], number: Text) -> TableDefinition:
    known = survey_indicators()
    stem = f"x1-{_letter(programme)}"
    trend = known[f"{stem}-trend"]
    rest = (
        ("flat", Text("横ばい", "Flat")),
        ("down", Text("減少", "Down")),
        ("stopped", Text("停止", "Stopped")),
    )
    rows = (
        RowDefinition(known[f"{stem}-trend-up"], Text("増加", "Up"), parts="trend"),
        *(
            RowDefinition(
                _row_indicator(f"{code}-{choice}", programme, trend, label, chose("F9", choice)),
                label,
                role="rest",
                parts="trend",
            )
            for choice, label in rest
        ),
        RowDefinition(trend, Text("増加以外の計", "All but up"), role="sum"),
    )
    title = Text("成功後の輸出額", "Export value after the first success")
    return TableDefinition(code, programme, number, title, ALL_SUCCESSES, rows)


def _efforts(code: str, programme: Literal["consortium", "ec"], number: Text) -> TableDefinition:
    known = survey_indicators()
    stem = f"x2-{_letter(programme)}"
    rows = []
    for choice, label in EFFORTS:
        printed = known.get(f"{stem}-{choice}")
        indicator = printed or _row_indicator(
            f"{code}-{choice}", programme, known[f"{stem}-pr"], label, chose("F12", choice)
        )
        rows.append(RowDefinition(indicator, label, role="lead" if printed else "rest"))
    title = Text("自社取組の内容", "Kinds of own effort")
    return TableDefinition(code, programme, number, title, ALL_WITH_EFFORT, tuple(rows), several=True)


def _fees(
    code: str, programme: Literal["consortium", "ec"], number: Text, second: Literal["200k", "300k"]
) -> TableDefinition:
    known = survey_indicators()
    stem = f"x3-{_letter(programme)}"
    bands = {
        "200k": (
            Text("10万円超20万円以下", "Over 100,000 to 200,000 yen"),
            Text("20万円超", "Over 200,000 yen"),
        ),
        "300k": (
            Text("10万円超30万円以下", "Over 100,000 to 300,000 yen"),
            Text("30万円超", "Over 300,000 yen"),
        ),
    }
    middle, above = bands[second]
    rows = (
        RowDefinition(known[f"{stem}-100k"], Text("10万円以下", "Up to 100,000 yen"), parts="fee"),
        RowDefinition(known[f"{stem}-{second}"], middle, parts="fee"),
        RowDefinition(known[f"{stem}-over"], above, role="rest", parts="fee"),
    )
    title = Text("1回の支援に払える額", "What firms would pay for one support")
    return TableDefinition(code, programme, number, title, ALL_ACCEPTING, rows)
