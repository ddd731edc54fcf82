"""Counts of answers, weighted beside unweighted, for many tables in one reading of the answers.

polars groups the answers by their cells as they are; a cell with several choices is divided among its choices
afterwards, when there are a few hundred groups left instead of a million answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

Place = tuple[str, str | None]

_COUNT, _SUM = "#n", "#weight"


@dataclass(frozen=True, slots=True)
class Asked:
    """A table: the shares of the choices of `rows` within each choice of `columns`, within all without one.

    `several`: a cell of `rows` holds several choices, separated by spaces.
    """

    rows: str
    columns: str | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one table. Places are (row, column); bases go by column, None where there is none.

    `missing` answers name no row, or no column; they stand in no base.
    """

    asked: Asked
    counts: Mapping[Place, int]
    sums: Mapping[Place, float]
    bases: Mapping[str | None, int]
    weighted_bases: Mapping[str | None, float]
    missing: int

    @property
    def base(self) -> int:
        """How many answers the table rests on."""
        return sum(self.bases.values())

    def share(self, place: Place) -> float:
        """The weighted share of the firms of the column that gave this answer, from 0 to 1."""
        return self.sums.get(place, 0.0) / self.weighted_bases[place[1]]

    def share_of_mentions(self, place: Place) -> float:
        """The weighted share of all that was named in the column, from 0 to 1."""
        mentions = sum(value for (_, column), value in self.sums.items() if column == place[1])
        return self.sums.get(place, 0.0) / mentions


def count(answers: pl.LazyFrame, asked: Sequence[Asked], weight: str | None = None) -> list[Counts]:
    """Count tables over the answers, all in one run."""
    measures = [
        pl.len().alias(_COUNT),
        (pl.col(weight).sum() if weight else pl.len().cast(pl.Float64)).alias(_SUM),
    ]
    # Codes instead of texts: what is grouped seventy times is compared seventy times.
    needed = dict.fromkeys(
        column for table in asked for column in (table.rows, table.columns) if column is not None
    )
    # Column by column, so that the texts of one question at a time are in memory.
    coded = [answers.select(pl.col(column).cast(pl.Categorical)).collect() for column in needed]
    coded += [answers.select(weight).collect()] if weight else []
    frame = pl.concat(coded, how="horizontal").lazy()
    grouped = pl.collect_all([frame.group_by(_keys(table)).agg(measures) for table in asked])
    return [_counts(table, groups) for table, groups in zip(asked, grouped, strict=True)]


def is_several(answers: pl.DataFrame, question: str) -> bool:
    """Whether a question was answered with several choices in one cell."""
    return bool(answers[question].str.contains(" ", literal=True).any())


def _keys(table: Asked) -> list[str]:
    return [table.rows] if table.columns is None else [table.rows, table.columns]


def _counts(table: Asked, groups: pl.DataFrame) -> Counts:
    counts: dict[Place, int] = {}
    sums: dict[Place, float] = {}
    bases: dict[str | None, int] = {}
    weighted: dict[str | None, float] = {}
    missing = 0
    for *cells, number, total in groups.select([*_keys(table), _COUNT, _SUM]).iter_rows():
        if None in cells:
            missing += number
            continue
        column = cells[1] if table.columns is not None else None
        bases[column] = bases.get(column, 0) + number
        weighted[column] = weighted.get(column, 0.0) + total
        for row in set(cells[0].split()) if table.several else (cells[0],):
            counts[row, column] = counts.get((row, column), 0) + number
            sums[row, column] = sums.get((row, column), 0.0) + total
    return Counts(table, counts, sums, bases, weighted, missing)
