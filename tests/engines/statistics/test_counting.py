"""Tables agree with a count by hand, answer by answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.statistics.counting import Asked, count
from engines.statistics.surveyed import frame

single = st.sampled_from([None, "yes", "no", "x"])
several = st.sampled_from([None, "a", "b", "a b", "b a", "c a b", "a a"])
answers = st.lists(st.tuples(single, single, several, st.integers(1, 9)), min_size=1, max_size=25)


def by_hand(rows, asked):
    places = {"q": 0, "p": 1, "m": 2}
    counts, sums, bases = {}, {}, {}
    for answer in rows:
        row = answer[places[asked.rows]]
        column = answer[places[asked.columns]] if asked.columns else None
        if row is None or (asked.columns and column is None):
            continue
        bases[column] = bases.get(column, 0) + 1
        for choice in set(row.split()) if asked.several else {row}:
            counts[choice, column] = counts.get((choice, column), 0) + 1
            sums[choice, column] = sums.get((choice, column), 0) + answer[3]
    return counts, sums, bases


@given(answers)
def test_tables_count_what_is_counted_by_hand(rows):
    q, p, m, weights = zip(*rows, strict=True)
    import polars as pl

    given_answers = frame(q=q, p=p, m=m).with_columns(pl.Series("w", weights, dtype=pl.Float64))
    tables = [Asked("q"), Asked("q", "p"), Asked("m", None, True), Asked("m", "q", True)]
    for table in count(given_answers.lazy(), tables, "w"):
        counts, sums, bases = by_hand(rows, table.asked)
        assert (table.counts, table.sums, table.bases) == (counts, pytest.approx(sums), bases)
        assert table.base + table.missing == len(rows)


def test_shares_of_firms_and_of_mentions_are_told_apart():
    table = count(frame(m=["a b", "a", None]).lazy(), [Asked("m", None, True)])[0]
    assert (table.share(("a", None)), table.share(("b", None))) == (1.0, 0.5)
    assert table.share_of_mentions(("a", None)) == pytest.approx(2 / 3)
