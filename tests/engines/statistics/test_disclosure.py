"""Rows that rest on a few firms are hidden, and none of them follows from the total."""

import pytest

from banso.engines.statistics.disclosure import hidden


@pytest.mark.parametrize(
    ("firms", "places"),
    [
        ([10, 20, 5], set()),
        ([10, 0, 5], set()),
        ([10, 4, 3], {1, 2}),
        # One alone would follow from the total: the next smallest goes with it.
        ([10, 4, 30], {0, 1}),
        ([4, 0], {0}),
    ],
)
def test_small_rows_are_hidden_with_the_one_that_would_tell_them(firms, places):
    assert hidden(firms) == places
