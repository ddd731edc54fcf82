"""How the tables of a release hang together, also where one question says what another does.

Tables that share a question share its totals: that the engine knows. It does not know that a region is the
sum of its offices, or that only who exported was asked about the goal. Whatever the answers themselves show
of that kind is a sum too, because whoever reads the release may know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

import polars as pl

from banso.engines.statistics.counting import Counts
from banso.engines.statistics.suppression import Key, Release, Sum, release

_ALL = "*"


def linked(answers: pl.DataFrame, tables: Sequence[Counts]) -> Release:
    """The cells of tables over the same answers with all sums that hold among them.

    Tables of several choices add up to nothing and stand in none.
    """
    single = [table for table in tables if not table.asked.several]
    told = release(single)
    questions = list(
        dict.fromkeys(
            name for table in single for name in (table.asked.rows, table.asked.columns) if name is not None
        )
    )
    cells = _by_question(told.counts)
    sums = [
        found
        for inner, outer in permutations(questions, 2)
        if (above := _above(answers, inner, outer)) is not None
        for found in _nested(told.counts, cells.get(inner, {}), cells.get(outer, {}), above)
    ]
    return Release(told.counts, [*told.sums, *sums])


def _by_question(counts: Mapping[Key, int]) -> dict[str, dict[Key, dict[str, Key]]]:
    """Cells by question, what else they count, and the answer to the question."""
    found: dict[str, dict[Key, dict[str, Key]]] = {}
    for cell in counts:
        for question, answer in cell:
            found.setdefault(question, {}).setdefault(cell - {(question, answer)}, {})[answer] = cell
    return found


def _above(answers: pl.DataFrame, inner: str, outer: str) -> dict[str, str] | None:
    """The answer to ``outer`` that each answer to ``inner`` brings with it; None where one brings several."""
    pairs = answers.select(inner, outer).drop_nulls(inner).unique()
    if not pairs.height or pairs[outer].null_count() or pairs[inner].n_unique() < pairs.height:
        return None
    return dict(pairs.iter_rows())


def _nested(
    counts: Mapping[Key, int],
    inner: Mapping[Key, Mapping[str, Key]],
    outer: Mapping[Key, Mapping[str, Key]],
    above: Mapping[str, str],
) -> Iterator[Sum]:
    for beside, totals in outer.items():
        parts = inner.get(beside, {})
        for answer, total in totals.items():
            within = [each for each, its in above.items() if its == answer] if answer != _ALL else [_ALL]
            if within and all(each in parts for each in within):
                below = tuple(parts[each] for each in sorted(within))
                yield Sum(total, below, at_least=sum(counts[cell] for cell in below) != counts[total])
