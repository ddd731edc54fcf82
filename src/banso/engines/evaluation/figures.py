"""Figures: what the indicators come to for some records, beside what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from banso.engines.evaluation.catalogue import survey_indicators
from banso.engines.evaluation.conditions import Record
from banso.engines.evaluation.indicators import Group, Indicator, Source
from banso.engines.evaluation.published import Published, Verdict
from banso.engines.kernel.intervals import Interval
from banso.engines.statistics.shares import Comparison, GroupShare, Share


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator computed. `missing` is how many records were missing by the indicators' one rule."""

    indicator: Indicator
    share: Share
    missing: int = 0
    comparison: Comparison | None = None
    by: tuple[GroupShare, ...] = field(default=())

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id

    @property
    def published(self) -> Published | None:
        """The published record it stands against."""
        return self.indicator.published

    @property
    def verdict(self) -> Verdict:
        """What is to be said of the published record, by its own counts; not of our answers."""
        return self.published.verdict if self.published else "not_checkable"

    @property
    def matches_ours(self) -> bool | None:
        """Whether our count and base equal the published ones; None if either side has none."""
        if self.published is None or not self.published.has_counts or not self.share.known:
            return None
        return self.share.known == (self.published.numerator, self.published.denominator)


def figures(
    sources: Mapping[Source, Iterable[Record]], indicators: Iterable[Indicator] | None = None
) -> list[Figure]:
    """Compute indicators (by default those of the survey) from records by source.

    An indicator whose source is not given has no counts: files of answers alone tell nothing of casework.
    """
    held = {source: list(records) for source, records in sources.items()}
    chosen = survey_indicators().values() if indicators is None else indicators
    return [figure(indicator, held.get(indicator.source)) for indicator in chosen]


def figure(indicator: Indicator, records: Sequence[Record] | None) -> Figure:
    """Compute one indicator; None stands for a source that is not at hand."""
    if records is None:
        return Figure(indicator, Share(None, None))
    selection = indicator.select(records)
    groups = [_group_share(indicator, group, records) for group in indicator.comparison]
    return Figure(
        indicator=indicator,
        share=Share(len(selection.counted), len(selection.base)),
        missing=len(selection.missing),
        comparison=Comparison(*groups) if groups else None,
        by=tuple(_group_share(indicator, group, records) for group in indicator.by),
    )


def as_json(found: Figure) -> dict[str, Any]:
    """Return a figure as it is printed in JSON.

    Some keys stand only where they say something: `missing` where records are missing; `groups`,
    `difference_points` and `ratio` where two groups are compared (the standard keys are then those of the
    first group); `by` where the counted records are told apart by cause.
    """
    indicator, published = found.indicator, found.published
    record: dict[str, Any] = {
        "id": indicator.id,
        "programme": indicator.programme,
        "label_ja": indicator.label.ja,
        "label_en": indicator.label.en,
        **_share_json(found.share),
        "words_ja": found.share.words_ja,
        "published": None
        if published is None
        else {
            "numerator": published.numerator,
            "denominator": published.denominator,
            "percent": _number(published.percent),
            "words": published.words,
        },
        "verdict": found.verdict,
        "matches_ours": found.matches_ours,
    }
    if found.missing:
        record["missing"] = found.missing
    if found.comparison:
        compared = found.comparison
        record["groups"] = [_group_json(compared.first), _group_json(compared.second)]
        record["difference_points"] = {
            "value": _number(compared.difference),
            "interval": _interval(compared.difference_interval),
            "method": "newcombe",
        }
        record["ratio"] = {
            "value": _number(compared.ratio),
            "interval": _interval(compared.ratio_interval),
            "method": "katz_log",
        }
    if found.by:
        record["by"] = [_group_json(group) for group in found.by]
    return record


def _group_share(indicator: Indicator, group: Group, records: Sequence[Record]) -> GroupShare:
    selection = indicator.select_group(group, records)
    return GroupShare(group.code, group.label, Share(len(selection.counted), len(selection.base)))


def _group_json(group: GroupShare) -> dict[str, Any]:
    return {
        "code": group.code,
        "label_ja": group.label.ja,
        "label_en": group.label.en,
        **_share_json(group.share),
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "percent": _number(share.percent),
        "interval": _interval(share.interval),
    }


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [float(bound) for bound in interval]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
