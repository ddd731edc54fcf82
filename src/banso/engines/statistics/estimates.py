"""Shares of answers with what they could as well have been: standard errors and 95 % intervals.

1. Cells are counted (`counting`); a choice that nobody in a column gave is a cell of 0.
2. `svy` gives the standard errors by linearisation, with the whole design also where a table rests on a part
   of the answers. Answers that count as drawn by lot get Wilson's interval, with the
   finite population correction where the size of the whole is known; all others the logit interval on the
   design's degrees of freedom.
3. Where nobody or everybody gave an answer linearisation sees no variance at all. There the interval is
   Wilson's on the effective number of answers, shortened by what part of the whole answered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, isfinite, isnan, sqrt
from typing import TYPE_CHECKING

import polars as pl

from banso.engines.kernel.intervals import wilson_bounds
from banso.engines.statistics import weights
from banso.engines.statistics.counting import Asked, Counts, count
from banso.engines.statistics.design import WEIGHT, Drawn, Note

if TYPE_CHECKING:
    import svy

_ROWS, _COLUMNS = "#rows", "#columns"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: how many answers, their share of the column (0 to 1) and its interval.

    `se` is None where there are too few answers to say. `mentions` is the share of all that was named, in
    tables with several choices only.
    """

    row: str
    column: str | None
    n: int
    share: float
    se: float | None
    low: float
    high: float
    mentions: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of shares. `missing` answers gave no row or no column and stand in no base.

    `base` counts answers; `effect` is what unequal weights cost; `test` is None for a table of one column.
    """

    asked: Asked
    cells: tuple[Cell, ...]
    base: int
    bases: dict[str | None, int]
    missing: int
    effect: weights.Effect
    test: Independence | None
    notes: tuple[Note, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The choices in order."""
        return tuple(dict.fromkeys(cell.row for cell in self.cells))

    def cell(self, row: str, column: str | None = None) -> Cell:
        """A cell by its place. Raises KeyError."""
        for cell in self.cells:
            if (cell.row, cell.column) == (row, column):
                return cell
        raise KeyError((row, column))


@dataclass(frozen=True, slots=True)
class Independence:
    """Rao and Scott's adjusted test of whether rows and columns have to do with each other."""

    f: float
    df_rows: float
    df_rest: float
    p: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How a share differs between two columns, second less first: in points of 1, and as a ratio.

    Bounds are None where the design tells too little. `noise`: the interval of the difference holds 0.
    """

    row: str
    first: str
    second: str
    difference: float
    se: float | None
    low: float | None
    high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None

    @property
    def noise(self) -> bool:
        """Whether the difference may well be none at all."""
        return self.low is None or self.high is None or self.low <= 0 <= self.high


def tabulate(answers: Drawn, asked: Asked, order: Sequence[str] = (), columns: Sequence[str] = ()) -> Table:
    """Estimate one table. Choices come in `order` and `columns`; what does not stand there comes after."""
    counted = count(answers.frame.lazy(), [asked], WEIGHT)[0]
    frame = answers.frame.filter(*(pl.col(name).is_not_null() for name in _keys(asked)))
    errors = _errors(answers, counted)
    rows = in_order({row for row, _ in counted.counts}, order)
    places = [(row, column) for column in in_order(counted.bases, columns) for row in rows]
    effects = _effects(frame, asked)
    cells = tuple(
        Cell(
            *place,
            counted.counts.get(place, 0),
            min(counted.share(place), 1.0),
            *_interval(answers, counted, place, errors, effects),
            counted.share_of_mentions(place) if asked.several else None,
        )
        for place in places
    )
    return Table(
        asked,
        cells,
        counted.base,
        dict(counted.bases),
        counted.missing,
        weights.effect(frame[WEIGHT].to_numpy()) if frame.height else weights.Effect(0, 1.0),
        _independence(answers, counted),
        answers.notes,
    )


def differences(answers: Drawn, asked: Asked, row: str, columns: Sequence[str]) -> list[Difference]:
    """Compare the share of one choice between each column and the next: waves in order, or two groups.

    A firm that stands in both columns is counted as such. `asked` names columns.
    """
    chosen = answers.frame.with_columns(_named(asked, row).cast(pl.String).alias(_ROWS))
    estimate = _estimate(answers, chosen, asked.columns)
    given = {(column, level): share for column, level, share in _shares(estimate)}
    return [
        _difference(
            estimate, row, first, second, given.get((first, "true"), 0.0), given.get((second, "true"), 0.0)
        )
        for first, second in itertools.pairwise(columns)
    ]


def in_order(found: Sequence[str | None] | set[str] | dict, order: Sequence[str]) -> list:
    """Choices in a given order; what does not stand in it comes after: numbers by size, words by name."""
    places = {code: place for place, code in enumerate(order)}
    return sorted(found, key=lambda code: (places.get(code, len(places)), *_by_name(code)))


def _by_name(code: str | None) -> tuple[float, str]:
    text = code or ""
    try:
        return (float(text), text) if isfinite(float(text)) else (float("inf"), text)
    except ValueError:
        return (float("inf"), text)


def _keys(asked: Asked) -> list[str]:
    return [asked.rows] if asked.columns is None else [asked.rows, asked.columns]


def _named(asked: Asked, row: str) -> pl.Expr:
    """Whether an answer names a choice; null where the question was not answered."""
    if not asked.several:
        return pl.col(asked.rows) == row
    return pl.col(asked.rows).str.split(" ").list.contains(row)


def _estimate(answers: Drawn, frame: pl.DataFrame, columns: str | None) -> svy.Estimate:
    given = frame.with_columns(pl.col(columns).alias(_COLUMNS)) if columns else frame
    return answers.sample(given).estimation.prop(_ROWS, by=_COLUMNS if columns else None, drop_nulls=True)


def _errors(answers: Drawn, counted: Counts) -> dict[tuple[str, str | None], tuple[float, float, float]]:
    """Standard error, lower and upper bound of every cell that svy knows."""
    asked, found = counted.asked, {}
    if answers.frame.filter(*(pl.col(name).is_not_null() for name in _keys(asked))).is_empty():
        return {}
    if asked.several:
        choices = sorted({row for row, _ in counted.counts})
        frames = ((choice, _named(asked, choice).cast(pl.String)) for choice in choices)
    else:
        frames = iter([(None, pl.col(asked.rows))])
    for choice, given in frames:
        table = _estimate(answers, answers.frame.with_columns(given.alias(_ROWS)), asked.columns).to_polars()
        for record in table.iter_rows(named=True):
            if choice is not None and record[_ROWS] != "true":
                continue
            place = choice or record[_ROWS], record.get(_COLUMNS)
            found[place] = record["se"], record["lci"], record["uci"]
    return found


def _shares(estimate: svy.Estimate) -> Iterator[tuple[str, str, float]]:
    for record in estimate.to_polars().iter_rows(named=True):
        yield record[_COLUMNS], record[_ROWS], record["est"]


def _effects(frame: pl.DataFrame, asked: Asked) -> dict[str | None, float]:
    """The effective number of answers of each column."""
    groups = [((None,), frame)] if asked.columns is None else frame.group_by(asked.columns)
    return {
        name[0]: weights.effect(part[WEIGHT].to_numpy()).effective for name, part in groups if part.height
    }


def _interval(
    answers: Drawn,
    counted: Counts,
    place: tuple[str, str | None],
    errors: dict[tuple[str, str | None], tuple[float, float, float]],
    effects: dict[str | None, float],
) -> tuple[float | None, float, float]:
    n, base = counted.counts.get(place, 0), counted.bases[place[1]]
    se, low, high = errors.get(place, (0.0, float("nan"), float("nan")))
    known = se if base > 1 else None
    if answers.by_lot:
        return known, *_by_lot(n, base, answers.sampled)
    if 0 < n < base and not isnan(low):
        return known, low, high
    effective = effects[place[1]]
    low, high = wilson_bounds(counted.share(place) * effective, effective)
    # With the whole at hand nothing is left to chance.
    left = sqrt(max(0.0, 1 - answers.sampled))
    share = counted.share(place)
    return known, share - (share - low) * left, share + (high - share) * left


def _by_lot(n: int, base: int, sampled: float) -> tuple[float, float]:
    """Wilson's interval of answers drawn by lot; of a known whole with the finite population correction.

    It inverts the test whose variance is p(1 - p)/n times 1 - f, where f is the part that was sampled: the
    same formula with n/(1 - f) answers. With the whole at hand nothing is left to chance.
    """
    if not sampled:
        return wilson_bounds(n, base)
    share = n / base
    if sampled >= 1:
        return share, share
    effective = base / (1 - sampled)
    return wilson_bounds(share * effective, effective)


def _independence(answers: Drawn, counted: Counts) -> Independence | None:
    """The test, where there are two rows and two columns to compare; not for several choices."""
    asked = counted.asked
    if (
        asked.columns is None
        or asked.several
        or len(counted.bases) < 2
        or len({r for r, _ in counted.counts}) < 2
    ):
        return None
    frame = answers.frame.with_columns(pl.col(asked.rows).alias(_ROWS), pl.col(asked.columns).alias(_COLUMNS))
    test = answers.sample(frame).categorical.tabulate(_ROWS, _COLUMNS, drop_nulls=True).stats.f
    return Independence(test.value, test.df_num, test.df_den, test.p_value)


def _difference(
    estimate: svy.Estimate, row: str, first: str, second: str, before: float, after: float
) -> Difference:
    # Imported here: it takes a second.
    import svy

    earlier, later = svy.estd((first, "true")), svy.estd((second, "true"))
    inner = 0 < before < 1 and 0 < after < 1
    se = low = high = ratio_low = ratio_high = None
    if inner:
        se, low, high = _contrast(estimate.contrast(later - earlier))
        _se, *logs = _contrast(estimate.contrast({"ratio": later.log() - earlier.log()}))
        ratio_low, ratio_high = (None if bound is None else exp(bound) for bound in logs)
    ratio = after / before if before else None
    return Difference(row, first, second, after - before, se, low, high, ratio, ratio_low, ratio_high)


def _contrast(contrast: svy.Contrast) -> tuple[float | None, float | None, float | None]:
    """Standard error and bounds; None where the design has no degree of freedom left."""
    record = contrast.to_polars().row(0, named=True)
    se, low, high = record["se"], record["lci"], record["uci"]
    return (se, low, high) if isfinite(low) and isfinite(high) else (None, None, None)
