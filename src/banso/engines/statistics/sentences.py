"""A figure as a sentence, in Japanese and English: count, base, share, interval, words, change.

The count and its base always stand there, and words ("about half") only beside the number that they name. A
change is told only where it is more than noise: where its interval leaves 0 out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.intervals import newcombe
from banso.engines.kernel.rounding import half_up
from banso.engines.kernel.words import Wording, about, over
from banso.engines.statistics.estimates import Cell, Difference


@dataclass(frozen=True, slots=True)
class Measure:
    """A share as it was found: `share`, `low` and `high` from 0 to 1, by weights if `weighted`."""

    count: int
    base: int
    share: Fraction
    low: Fraction
    high: Fraction
    weighted: bool = False

    @classmethod
    def of_cell(cls, cell: Cell, base: int, *, weighted: bool) -> Measure:
        """A cell of a table and the base of its column."""
        share = Fraction(cell.share) if weighted else Fraction(cell.n, base)
        return cls(cell.n, base, share, Fraction(cell.low), Fraction(cell.high), weighted)


@dataclass(frozen=True, slots=True)
class Change:
    """How a share differs from the wave before, from -1 to 1, with its interval; `since` names that wave."""

    since: Text
    difference: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def of_difference(cls, found: Difference, since: Text) -> Change | None:
        """What `estimates.differences` found; None where the design tells too little."""
        if found.low is None or found.high is None:
            return None
        return cls(since, Fraction(found.difference), Fraction(found.low), Fraction(found.high))

    @classmethod
    def of_counts(cls, now: tuple[int, int], before: tuple[int, int], since: Text) -> Change | None:
        """Two independent shares without weights, each (count, base); None if one has no base."""
        interval = newcombe(now, before)
        if interval is None:
            return None
        low, high = (Fraction(bound) / 100 for bound in interval)
        return cls(since, Fraction(*now) - Fraction(*before), low, high)

    @property
    def noise(self) -> bool:
        """Whether there may well be no change at all."""
        return self.low <= 0 <= self.high


def sentence(
    who: Text,
    did: Text,
    found: Measure,
    change: Change | None = None,
    *,
    say_over: bool = False,
    percentages: bool = True,
    unit: str = "社",
) -> Text:
    """Say a figure: of `who` ("supported firms", 支援企業) so many `did` ("exported", 輸出した).

    `say_over` asks for "over N tenths" where "about" does not fit. Without `percentages` count and base are
    all that is said (private providers). A figure without a base is said to have none. `unit` is the word
    that Japanese counts with: 社 for firms, 件 for answers.
    """
    if not found.base:
        return Text(f"{who.ja}の回答はありません。", f"No {who.en} answered.")
    if not percentages:
        return Text(
            f"{who.ja}{found.base:,}{unit}のうち、{did.ja}のは{found.count:,}{unit}です。",
            f"Of {found.base:,} {who.en}, {found.count:,} {did.en}.",
        )
    wording = _wording(found.share, say_over)
    inner_ja, inner_en = _figures(found, wording)
    ja = f"{who.ja}{found.base:,}{unit}のうち、{did.ja}のは{found.count:,}{unit}（{inner_ja}）です。"
    en = f"Of {found.base:,} {who.en}, {found.count:,} {did.en} ({inner_en})."
    if change is not None and not change.noise:
        told = _changed(change)
        ja, en = ja + told.ja, f"{en} {told.en}"
    return Text(ja, en)


def _wording(share: Fraction, say_over: bool) -> Wording | None:
    numbers = share.numerator, share.denominator
    return about(*numbers) or (over(*numbers) if say_over else None)


def _figures(found: Measure, wording: Wording | None) -> tuple[str, str]:
    share, low, high = (half_up(100 * value) for value in (found.share, found.low, found.high))
    ja = [
        f"{'ウエイト付きで' if found.weighted else ''}{share}%",
        *([wording.japanese()] if wording else []),
        f"95%信頼区間は{low}～{high}%",
    ]
    en = [
        f"{share} %{' by weights' if found.weighted else ''}",
        *([wording.english()] if wording else []),
        f"95 % interval {low} to {high} %",
    ]
    return "、".join(ja), "; ".join([", ".join(en[:-1]), en[-1]])


def _changed(change: Change) -> Text:
    points, low, high = (half_up(100 * value) for value in (change.difference, change.low, change.high))
    if points < 0:
        points, low, high = -points, -high, -low
        ja, en = "低くなりました", "less"
    else:
        ja, en = "高くなりました", "more"
    return Text(
        f"{change.since.ja}より{points}ポイント{ja}（95%信頼区間は{low}～{high}ポイント）。",
        f"That is {points} points {en} than {change.since.en} (95 % interval {low} to {high} points).",
    )
