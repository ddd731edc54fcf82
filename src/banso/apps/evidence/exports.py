"""Figures and tables as rows for CSV and XLSX, and as charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.evidence import words
from banso.apps.evidence.overview import Beside
from banso.engines.evaluation.figures import Figure
from banso.engines.evaluation.tables import Table
from banso.engines.kernel.bilingual import Text
from banso.engines.reporting.charts import Bar, Mark, as_png, bar_chart, draw, strip_chart
from banso.engines.statistics.shares import Share
from banso.web.downloads import download

Rows = tuple[list[str], list[list[Any]]]


def figure_rows(figures: Iterable[Figure]) -> Rows:
    """The header and the rows of figures; groups and causes follow their figure as rows of their own."""
    labels = [
        _("Id"),
        _("Programme"),
        _("Indicator"),
        pgettext("evidence", "Count"),
        _("Base"),
        _("Share (%)"),
        _("95 % from"),
        _("95 % to"),
        _("In words"),
        _("Published count"),
        _("Published base"),
        _("Published (%)"),
        _("Published words"),
        _("Published counts: 95 % from"),
        _("Published counts: 95 % to"),
        _("Published counts in our words"),
        _("Verdict"),
        _("Counts equal the published ones"),
        _("Missing"),
        _("Note"),
    ]
    rows: list[list[Any]] = []
    for one in figures:
        record = one.published
        rows.append(
            [
                *_head(one.id, one, one.indicator.label),
                *_share(one.share),
                record.numerator if record else None,
                record.denominator if record else None,
                record.percent if record else None,
                record.words if record else None,
                *(record.share.interval or (None, None) if record else (None, None)),
                words.share_in_words(record.share) or None if record else None,
                words.verdict(one),
                None if one.matches_ours is None else _("Yes") if one.matches_ours else _("No"),
                one.missing,
                words.note(one),
            ]
        )
        compared = (one.comparison.first, one.comparison.second) if one.comparison else ()
        for group in (*compared, *one.by):
            rest = [None] * (len(labels) - 9)
            rows.append([*_head(f"{one.id}/{group.code}", one, group.label), *_share(group.share), *rest])
    return labels, rows


def table_rows(found: Table) -> Rows:
    """The header and the rows of one table or figure of the survey."""
    several = found.definition.several
    labels = [
        _("Row"),
        pgettext("evidence", "Count"),
        _("Base"),
        _("Share (%)"),
        _("95 % from"),
        _("95 % to"),
        *([_("Share of mentions (%)")] if several else []),
        _("Published"),
        _("Verdict"),
    ]
    rows = []
    for row in found.rows:
        share = row.figure.share
        low, high = share.interval or (None, None)
        mentions = [row.mentions.percent if row.mentions else None] if several else []
        rows.append(
            [
                words.label(row.definition.label),
                share.numerator,
                share.denominator,
                share.percent,
                low,
                high,
                *mentions,
                words.published(row.figure.published),
                words.verdict(row.figure),
            ]
        )
    return labels, rows


def table_title(found: Table) -> str:
    """Figure 1: export value after the first success, Consortium."""
    definition = found.definition
    return words.joined(
        words.label(definition.number),
        words.label(definition.title),
        str(words.PROGRAMMES[definition.programme]),
    )


def table_chart(found: Table) -> str:
    """The SVG of one table or figure of the survey."""
    bars = []
    for row in found.rows:
        share = row.figure.share
        low, high = share.interval or (None, None)
        bars.append(
            Bar(
                label=words.label(row.definition.label),
                value=share.percent,
                low=low,
                high=high,
                published=words.printed_tick(row.figure.published),
                text=f"{words.percent(share.percent)}　{words.count(share)}",
                role=row.definition.role,
            )
        )
    note = _("Lines: 95 % intervals (Wilson). Dotted: published.")
    return draw(bar_chart(table_title(found), f"n = {found.base:,}", bars, note))


def figures_chart(title: str, figures: Sequence[Figure]) -> str:
    """The SVG of several figures on one scale."""
    marks = [
        _mark(
            words.joined(words.label(one.indicator.label), str(words.PROGRAMMES[one.indicator.programme])),
            one,
        )
        for one in figures
    ]
    return draw(strip_chart(title, _("Lines: 95 % intervals (Wilson). Dotted: published."), marks))


def comparison_chart(title: str, pairs: Sequence[tuple[str, Figure | None, Figure | None]]) -> str:
    """The SVG of figures from answers (filled) beside those from casework (hollow)."""
    marks = []
    for question, answered, recorded in pairs:
        if answered:
            marks.append(_mark(words.joined(question, pgettext("evidence", "Answers")), answered, tick=False))
        if recorded:
            marks.append(_mark(words.joined(question, _("Casework")), recorded, tick=False, hollow=True))
    return draw(strip_chart(title, _("Filled: answers. Hollow: casework. Lines: 95 % intervals."), marks))


def comparison_rows(found: Mapping[str, Iterable[Beside]]) -> Rows:
    """The header and the rows of answers beside casework."""
    labels = [
        _("Programme"),
        _("Question"),
        _("Answers: count"),
        _("Answers: base"),
        _("Answers: share (%)"),
        _("Casework: count"),
        _("Casework: base"),
        _("Casework: share (%)"),
        _("Difference (points)"),
        _("Main reason for the difference"),
    ]
    rows = [
        [
            str(words.PROGRAMMES[programme]),
            str(row.question),
            *(_counts(row.answered.share) if row.answered else [None, None, None]),
            *_counts(row.recorded.share),
            row.difference,
            row.reason,
        ]
        for programme, beside in found.items()
        for row in beside
    ]
    return labels, rows


def named_rows(found: Iterable[tuple[str, Figure]]) -> Rows:
    """The header and the rows of one figure by year or by office."""
    labels = [
        _("Group"),
        pgettext("evidence", "Count"),
        _("Base"),
        _("Share (%)"),
        _("95 % from"),
        _("95 % to"),
    ]
    return labels, [[name, *_counts(one.share), *(one.share.interval or (None, None))] for name, one in found]


def named_chart(title: str, found: Iterable[tuple[str, Figure]]) -> str:
    """The SVG of one figure by year or by office."""
    marks = [_mark(name, one) for name, one in found]
    return draw(strip_chart(title, _("Lines: 95 % intervals (Wilson)."), marks))


def share_chart(title: str, found: Iterable[tuple[str, Share]]) -> str:
    """The SVG of shares by a dimension."""
    marks = [_share_mark(label, share) for label, share in found]
    return draw(strip_chart(title, _("Lines: 95 % intervals (Wilson)."), marks))


def _share_mark(label: str, share: Share, tick: Decimal | None = None, *, hollow: bool = False) -> Mark:
    low, high = share.interval or (None, None)
    return Mark(
        label=label,
        value=share.percent,
        low=low,
        high=high,
        published=tick,
        text=f"{words.percent(share.percent)}　{words.count(share)}",
        hollow=hollow,
    )


def _counts(share: Share) -> list[Any]:
    return [share.numerator, share.denominator, share.percent]


def _mark(label: str, one: Figure, *, tick: bool = True, hollow: bool = False) -> Mark:
    return _share_mark(label, one.share, words.printed_tick(one.published) if tick else None, hollow=hollow)


def _head(record_id: str, one: Figure, label: Text) -> list[Any]:
    return [record_id, str(words.PROGRAMMES[one.indicator.programme]), words.label(label)]


def _share(share: Share) -> list[Any]:
    low, high = share.interval or (None, None)
    return [share.numerator, share.denominator, share.percent, low, high, words.share_in_words(share) or None]


#: What a chart can be taken away as.
CHARTS = ("svg", "png")


def chart_file(svg: str, name: str) -> HttpResponse:
    """A chart to take away, as SVG or as a picture by the extension of its name."""
    return download(as_png(svg) if name.endswith(".png") else svg.encode(), name)
