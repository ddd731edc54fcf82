"""Nothing that is hidden can be worked out from what is told; every small table is read in all ways."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.statistics.counting import Asked, Counts, count
from banso.engines.statistics.suppression import DifferentCounts, protected, release, worked_out
from engines.statistics.surveyed import frame

LEAST = 3


def counted(rows, columns, table):
    """The counts of a two-way table given as rows of numbers."""
    cells = {(f"r{i}", f"c{j}"): n for i, line in enumerate(table) for j, n in enumerate(line)}
    bases = {f"c{j}": sum(line[j] for line in table) for j in range(len(table[0]))}
    return Counts(Asked(rows, columns), cells, dict(cells), bases, dict(bases), 0)


def cell(**answers):
    return frozenset(answers.items())


def inner(table):
    return [cell(Q=f"r{i}", P=f"c{j}") for i, j in product(range(2), range(2))]


def read_in_all_ways(published, hidden, cells, most=14):
    """The least and most that each inner cell of a 2 x 2 table can be, by trying every table."""
    axes = [
        np.arange(min(published.counts[each], 1), most + 1) if each in hidden else [published.counts[each]]
        for each in cells
    ]
    grid = np.meshgrid(*axes, indexing="ij")
    a, b, c, d = (axis.ravel() for axis in grid)
    totals = {
        cell(Q="r0", P="*"): a + b,
        cell(Q="r1", P="*"): c + d,
        cell(Q="*", P="c0"): a + c,
        cell(Q="*", P="c1"): b + d,
        cell(Q="*", P="*"): a + b + c + d,
    }
    fits = np.ones(a.size, dtype=bool)
    for total, values in totals.items():
        fits &= (
            values == published.counts[total]
            if total not in hidden
            else values >= min(published.counts[total], 1)
        )
    return {
        each: (int(values[fits].min()), int(values[fits].max()))
        for each, values in zip(cells, (a, b, c, d), strict=True)
    }


tables = st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2)


@given(tables)
@settings(max_examples=40, deadline=None)
def test_no_small_cell_can_be_worked_out_whatever_table_fits_what_is_told(table):
    published = release([counted("Q", "P", table)])
    hidden = protected(published, LEAST)
    found = read_in_all_ways(published, hidden, inner(table))
    for each in inner(table):
        firms, (low, high) = published.counts[each], found[each]
        if 0 < firms < LEAST:
            assert each in hidden
            assert high - low >= LEAST - 1 or hidden >= {key for key, n in published.counts.items() if n}


@given(tables, st.data())
@settings(max_examples=40, deadline=None)
def test_what_can_be_worked_out_is_what_trying_every_table_finds(table, data):
    """The total of all is told, so that nothing can be larger than it."""
    published = release([counted("Q", "P", table)])
    everything = cell(Q="*", P="*")
    hidden = {each for each in published.counts if each != everything and data.draw(st.booleans())}
    found = read_in_all_ways(published, hidden, inner(table), most=max(published.counts[everything], 1))
    told = worked_out(published, hidden)
    for each in inner(table):
        if each in hidden:
            assert (told[each].low, told[each].high) == found[each]


def test_a_single_small_cell_takes_others_with_it_in_its_row_and_column():
    published = release([counted("Q", "P", [[3, 20, 30], [40, 50, 60]])])
    hidden = protected(published)
    assert cell(Q="r0", P="c0") in hidden
    assert len(hidden) == 4
    assert not any("*" in answers for each in hidden for _question, answers in each)


def test_a_table_without_small_cells_is_told_wholly():
    assert protected(release([counted("Q", "P", [[10, 20], [5, 0]])])) == frozenset()


def test_tables_that_share_a_question_do_not_tell_each_others_hidden_totals():
    answers = frame(
        Q=["a"] * 4 + ["b"] * 20 + ["c"] * 21,
        P=["x"] * 2 + ["y"] * 2 + ["x"] * 10 + ["y"] * 10 + ["x"] * 10 + ["y"] * 11,
    )
    one_way, two_way = count(answers.lazy(), [Asked("Q"), Asked("Q", "P")])
    published = release([one_way, two_way])
    hidden = protected(published)
    assert {cell(Q="a"), cell(Q="a", P="*")} <= hidden
    assert all(found.safe(1) for found in worked_out(published, hidden).values())
    small = [each for each in hidden if published.counts[each] < 5]
    assert all(worked_out(published, hidden)[each].safe(4) for each in small)


def test_answers_that_leave_a_question_out_do_not_tell_a_hidden_total():
    answers = frame(Q=["a"] * 9 + ["b"] * 20, P=["x"] * 3 + [None] * 6 + ["x"] * 10 + ["y"] * 10)
    published = release(count(answers.lazy(), [Asked("Q"), Asked("Q", "P")]))
    hidden = protected(published)
    assert cell(Q="a", P="x") in hidden
    assert all(
        found.safe(4 if published.counts[each] < 5 else 1)
        for each, found in worked_out(published, hidden).items()
    )


def test_tables_of_different_answers_are_no_release():
    first, second = counted("Q", "P", [[9, 9], [9, 9]]), counted("Q", "P", [[9, 9], [9, 8]])
    with pytest.raises(DifferentCounts, match="P c1 and Q r1"):
        release([first, second])
