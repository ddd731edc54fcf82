import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.kernel.intervals import Z, wilson_bounds
from banso.engines.statistics.counting import Asked
from banso.engines.statistics.design import Design, drawn
from banso.engines.statistics.estimates import differences, tabulate
from engines.statistics.surveyed import frame

PLAIN = Design()


def test_answers_without_weights_get_the_interval_of_wilson():
    cell = tabulate(drawn(frame(q=["yes"] * 3 + ["no"] * 7), PLAIN), Asked("q")).cell("yes")
    assert (cell.n, cell.share) == (3, 0.3)
    assert (cell.low, cell.high) == wilson_bounds(3, 10)


@pytest.mark.parametrize(("yes", "no", "silent"), [(3, 7, 40), (25, 1, 4), (12, 12, 1000)])
def test_a_known_whole_shortens_the_interval_of_wilson_by_the_part_that_answered(yes, no, silent):
    whole = yes + no + silent
    cell = tabulate(drawn(frame(q=["yes"] * yes + ["no"] * no), Design(whole=whole)), Asked("q")).cell("yes")
    low, high = wilson_bounds(yes, yes + no)
    assert low < cell.low < cell.share < cell.high < high
    # The bounds are where the test with the corrected variance just does not refuse.
    for bound in (cell.low, cell.high):
        spread = bound * (1 - bound) / (yes + no) * (1 - (yes + no) / whole)
        assert (cell.share - bound) ** 2 == pytest.approx(Z**2 * spread)


def test_shares_are_within_the_column_and_a_choice_nobody_gave_is_zero():
    answers = drawn(frame(q=["yes", "no", "yes", "yes"], p=["a", "a", "b", "b"]), PLAIN)
    table = tabulate(answers, Asked("q", "p"), order=("yes", "no"))
    assert [(cell.row, cell.column, cell.n, cell.share) for cell in table.cells] == [
        ("yes", "a", 1, 0.5),
        ("no", "a", 1, 0.5),
        ("yes", "b", 2, 1.0),
        ("no", "b", 0, 0.0),
    ]


def test_what_was_not_answered_stands_in_no_base():
    table = tabulate(drawn(frame(q=["yes", None, "no"], p=["a", "a", None]), PLAIN), Asked("q", "p"))
    assert (table.base, table.bases, table.missing) == (1, {"a": 1}, 2)


def test_a_weighted_share_that_nobody_gave_still_has_an_interval():
    answers = drawn(frame(q=["yes"] * 8 + ["no"] * 2, p=["a"] * 8 + ["b"] * 2, w=["1", "3"] * 5), Design("w"))
    cell = tabulate(answers, Asked("q", "p")).cell("no", "a")
    assert (cell.n, cell.share, cell.low) == (0, 0.0, 0.0)
    assert cell.high == pytest.approx(wilson_bounds(0, 8 / 1.25)[1])


def test_a_census_leaves_nothing_to_chance():
    answers = drawn(frame(q=["yes", "no", "yes", "yes"]), Design(whole=4))
    cell = tabulate(answers, Asked("q")).cell("yes")
    assert (cell.se, cell.low, cell.high) == pytest.approx((0, 0.75, 0.75))


def test_one_answer_has_a_share_and_no_standard_error():
    cell = tabulate(drawn(frame(q=["yes"], w=["2"]), Design("w")), Asked("q")).cell("yes")
    assert (cell.n, cell.share, cell.se, cell.high) == (1, 1.0, None, 1.0)


def test_a_table_of_no_answers_is_empty():
    table = tabulate(drawn(frame(q=[None, None]), PLAIN), Asked("q"))
    assert (table.cells, table.base, table.missing) == ((), 0, 2)


def test_several_choices_have_shares_of_firms_and_of_mentions():
    table = tabulate(
        drawn(frame(m=["a b", "a", "c", None], w=["1", "2", "1", "1"]), Design("w")), Asked("m", None, True)
    )
    assert [(cell.row, cell.share, cell.mentions) for cell in table.cells] == [
        ("a", 0.75, 0.6),
        ("b", 0.25, 0.2),
        ("c", 0.25, 0.2),
    ]
    assert all(cell.low < cell.share < cell.high for cell in table.cells)


def test_a_difference_between_waves_that_chance_explains_is_noise():
    waves = ["2024"] * 40 + ["2025"] * 40 + ["2026"] * 40
    said = ["yes"] * 10 + ["no"] * 30 + ["yes"] * 11 + ["no"] * 29 + ["yes"] * 32 + ["no"] * 8
    answers = drawn(frame(q=said, wave=waves), PLAIN)
    first, second = differences(answers, Asked("q", "wave"), "yes", ["2024", "2025", "2026"])
    assert (first.noise, second.noise) == (True, False)
    assert second.difference == pytest.approx(21 / 40)
    assert second.ratio == pytest.approx(32 / 11)


def test_choices_that_are_numbers_stand_by_their_size():
    table = tabulate(drawn(frame(q=["10", "9", "x", "100"]), PLAIN), Asked("q"))
    assert table.rows == ("9", "10", "100", "x")


answers = st.lists(
    st.tuples(
        st.sampled_from([None, "yes", "no", "true"]),
        st.sampled_from([None, "a", "b", "3"]),
        st.sampled_from([None, "x", "y z", "z", "x y"]),
        st.sampled_from(["0.5", "1", "9"]),
        st.sampled_from(["north", "south", "isle"]),
        st.sampled_from(["f1", "f2", None]),
    ),
    min_size=1,
    max_size=9,
)


@given(answers, st.sampled_from([Design(), Design("w"), Design("w", "s"), Design(None, "s", "f", 50)]))
@settings(max_examples=60, deadline=None)
def test_however_few_and_odd_the_answers_every_cell_has_its_share_and_an_interval_around_it(rows, design):
    q, p, m, w, s, f = zip(*rows, strict=True)
    sample = drawn(frame(q=q, p=p, m=m, w=w, s=s, f=f), design)
    for asked in (Asked("q"), Asked("q", "p"), Asked("m", "p", True)):
        table = tabulate(sample, asked)
        for cell in table.cells:
            assert 0 <= cell.low <= cell.share + 1e-9 <= cell.high + 2e-9 <= 1 + 3e-9
        for column in table.bases:
            total = sum(cell.share for cell in table.cells if cell.column == column)
            assert asked.several or total == pytest.approx(1)
