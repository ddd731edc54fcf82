"""Small cells of published tables: what is not told, so that nothing of it can be worked out from the rest.

A release is a set of counted cells and of the sums that hold among them: rows and columns add up to totals,
and tables that share a question share its totals. A cell is known by what it counts, such as "F7 yes and
programme ec", so that the same cell in two tables is one.

1. Cells of 1 to `least - 1` firms are hidden.
2. The release is read as an outsider reads it (`worked_out`) who even knows which cells are none: over all
   whole numbers that agree with what is told, how small and how large can each hidden cell be? A small cell
   is safe if the most that it can be is `least - 1` above the least; a cell hidden for its sake if it could
   be one number or another.
3. For every cell that is not safe, the smallest cell that is still told in one of its sums is hidden too,
   totals and cells of none last; then from 2 again. What cannot be settled in time counts as not safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from banso.engines.statistics.counting import Counts
from banso.engines.statistics.disclosure import LEAST_FIRMS

#: What a cell counts: each question with the answer given.
Key = frozenset[tuple[str, str]]

#: How long one bound is sought. Tables of a survey take milliseconds.
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts. `at_least`: the parts may leave somebody out, such as who did not answer."""

    total: Key
    parts: tuple[Key, ...]
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Cells that are published together with their counts, and the sums that hold among them."""

    counts: Mapping[Key, int]
    sums: Sequence[Sum]


@dataclass(frozen=True, slots=True)
class Range:
    """How small and how large a hidden cell can be, by all that is told; None: it could not be settled."""

    low: int | None
    high: int | None

    def safe(self, width: int) -> bool:
        """Whether the cell may be anything within so many firms."""
        return self.low is not None and self.high is not None and self.high - self.low >= width


class DifferentCounts(ValueError):
    """Two tables of a release count the same firms differently: they are not of the same answers."""

    def __init__(self, cell: Key) -> None:
        super().__init__(" and ".join(" ".join(pair) for pair in sorted(cell)))
        self.cell = cell


def release(tables: Iterable[Counts]) -> Release:
    """The cells and sums of tables of one choice a question, with their totals, over the same answers.

    Totals of a table whose questions not everybody answered are of its own answers alone; they are no more
    than the totals over all who answered one of the questions. Raises DifferentCounts.
    """
    counts: dict[Key, int] = {}
    sums: list[Sum] = []

    def tell(cell: Key, firms: int) -> None:
        if counts.setdefault(cell, firms) != firms:
            raise DifferentCounts(cell)

    for table in sorted(tables, key=lambda each: each.asked.columns is not None):
        if table.asked.several:
            raise ValueError("several choices do not add up to a total")
        _add(table, counts, sums, tell)
    return Release(counts, sums)


def protected(
    published: Release, least: int = LEAST_FIRMS, heard: Callable[[float], None] | None = None
) -> frozenset[Key]:
    """Return the cells of a release that are not told.

    `heard` is called with how much of the work is done, from 0 to 1: how many rounds it takes nobody knows,
    so each is taken for half of what is left.
    """
    small = {cell for cell, firms in published.counts.items() if 0 < firms < least}
    hidden = set(small)
    left = 1.0
    while True:

        def within(done: int, of: int, left: float = left) -> None:
            if heard is not None:
                heard(1 - left + left / 2 * done / of)

        told = worked_out(published, hidden, within)
        left /= 2
        unsafe = [cell for cell, found in told.items() if not found.safe(least - 1 if cell in small else 1)]
        more = {other for cell in unsafe if (other := _companion(published, hidden, cell)) is not None}
        if not more:
            return frozenset(hidden)
        hidden |= more


def worked_out(
    published: Release, hidden: Iterable[Key], heard: Callable[[int, int], None] | None = None
) -> dict[Key, Range]:
    """How small and how large each hidden cell can be for somebody who knows all the others and the sums.

    `heard` is called after each cell with how many of how many are done.
    """
    # Imported here: it is needed for publishing only, and slow to import.
    from scipy.optimize import Bounds, LinearConstraint, milp

    unknown = sorted(hidden, key=sorted)
    places = {cell: place for place, cell in enumerate(unknown)}
    rows, lows, highs = [], [], []
    for each in published.sums:
        row = np.zeros(len(unknown))
        told = 0
        for cell, sign in ((each.total, -1), *((part, 1) for part in each.parts)):
            if cell in places:
                row[places[cell]] += sign
            else:
                told += sign * published.counts[cell]
        if row.any():
            rows.append(row)
            lows.append(-np.inf if each.at_least else -told)
            highs.append(-told)
    limits = LinearConstraint(np.array(rows), lows, highs) if rows else None
    least_each = [min(published.counts[cell], 1) for cell in unknown]
    found = {}
    for cell, place in places.items():
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(unknown))
            aim[place] = sign
            solved = milp(
                aim,
                constraints=limits,
                integrality=np.ones(len(unknown)),
                bounds=Bounds(least_each, _most(published)),
                options={"time_limit": _SECONDS},
            )
            ends.append(round(sign * solved.fun) if solved.status == 0 else None)
        found[cell] = Range(*ends)
        if heard is not None:
            heard(place + 1, len(unknown))
    return found


def _most(published: Release) -> int:
    """No cell is larger than all firms of the release together: a bound where no sum gives one."""
    return 2 * max(published.counts.values(), default=0) + 2 * LEAST_FIRMS


def _add(table: Counts, counts: dict[Key, int], sums: list[Sum], tell: Callable[[Key, int], None]) -> None:
    asked = table.asked
    rows = sorted({row for row, _ in table.counts})
    if asked.columns is None:
        one_way = {row: frozenset({(asked.rows, row)}) for row in rows}
        for row, cell in one_way.items():
            tell(cell, table.counts[row, None])
        base = frozenset({(asked.rows, "*")})
        tell(base, table.base)
        sums.append(Sum(base, tuple(one_way.values())))
        return
    columns = sorted(str(column) for column in table.bases)
    # The base of this table: who answered both. Everybody answered the other question where it is a margin.
    both = {(asked.rows, "*"), (asked.columns, "*")}
    cells = {
        place: frozenset({(asked.rows, place[0]), (asked.columns, place[1])})
        for place in product(rows, columns)
    }
    row_totals = {row: frozenset({(asked.rows, row), (asked.columns, "*")}) for row in rows}
    column_totals = {column: frozenset({(asked.rows, "*"), (asked.columns, column)}) for column in columns}
    grand = frozenset(both)
    for place, cell in cells.items():
        tell(cell, table.counts.get(place, 0))
    for row, cell in row_totals.items():
        tell(cell, sum(table.counts.get((row, column), 0) for column in columns))
        sums.append(Sum(cell, tuple(cells[row, column] for column in columns)))
    for column, cell in column_totals.items():
        tell(cell, table.bases[column])
        sums.append(Sum(cell, tuple(cells[row, column] for row in rows)))
    tell(grand, table.base)
    sums.append(Sum(grand, tuple(row_totals.values())))
    sums.append(Sum(grand, tuple(column_totals.values())))
    for totals, question in ((row_totals, asked.rows), (column_totals, asked.columns)):
        for answer, cell in totals.items():
            alone = frozenset({(question, answer)})
            if alone in counts:
                sums.append(Sum(alone, (cell,), at_least=counts[alone] != counts[cell]))


def _companion(published: Release, hidden: set[Key], cell: Key) -> Key | None:
    """The cell that is hidden with one that is not safe; None where nothing is left to hide.

    It is sought where the fewest are hidden yet: first in the sums that tell the cell outright.
    """
    groups = [(each.total, *each.parts) for each in published.sums]
    # Where its own sums are hidden already, in those that hang together with it.
    near = [group for group in groups if cell in group and not hidden.issuperset(group)] or groups
    others = (
        (len(hidden.intersection(group)), *_cost(other, published.counts[other]), other)
        for group in near
        for other in group
        if other not in hidden
    )
    found = min(others, key=lambda each: each[:-1], default=None)
    return None if found is None else found[-1]


def _cost(cell: Key, firms: int) -> tuple[bool, int, int, list[tuple[str, str]]]:
    """What is lost with a cell: first inner cells, last what counts nobody."""
    return firms == 0, _total(cell), firms, sorted(cell)


def _total(cell: Key) -> int:
    """How much of a total a cell is: 0 for an inner cell."""
    return sum(answer == "*" for _, answer in cell)
