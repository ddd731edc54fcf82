import pytest

from banso.engines.statistics.counting import Asked, count
from banso.engines.statistics.design import Design, drawn
from banso.engines.statistics.estimates import tabulate
from banso.engines.statistics.publishing import published
from banso.engines.statistics.suppression import protected, release
from engines.statistics.surveyed import frame


def test_a_suppressed_cell_tells_neither_count_nor_share():
    answers = frame(q=["yes"] * 3 + ["no"] * 9 + ["other"] * 20)
    table = tabulate(drawn(answers, Design()), Asked("q"))
    told = published(table, protected(release(count(answers.lazy(), [Asked("q")]))))
    assert [(cell.row, cell.suppressed, cell.n) for cell in told] == [
        ("no", True, None),
        ("other", False, 20),
        ("yes", True, None),
    ]
    assert all((cell.share is None) == (cell.low is None) == cell.suppressed for cell in told)


@pytest.mark.parametrize(("base", "suppressed"), [(30, {"b", "d"}), (22, {"a", "b"})])
def test_of_several_choices_those_are_hidden_that_few_named_or_few_did_not(base, suppressed):
    """20 named a, 3 b, 12 c and 7 d: with one cell hidden another goes with it."""
    named = ["a b"] * 3 + ["a"] * 8 + ["a c"] * 9 + ["c"] * 3 + ["d"] * 7
    answers = frame(m=named[:base])
    table = tabulate(drawn(answers, Design()), Asked("m", None, True))
    told = published(table, ())
    assert suppressed == {cell.row for cell in told if cell.suppressed}


def test_without_percentages_only_counts_are_told():
    table = tabulate(drawn(frame(P1=["consult"] * 6 + ["ec"] * 5), Design()), Asked("P1"))
    told = published(table, (), percentages=False)
    assert [(cell.row, cell.n, cell.share, cell.low, cell.high) for cell in told] == [
        ("consult", 6, None, None, None),
        ("ec", 5, None, None, None),
    ]
