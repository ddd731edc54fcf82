import pytest

from banso.engines.statistics.design import STRATUM, WHOLE, Design, drawn
from engines.statistics.surveyed import frame


def faults(answers, design):
    return [(fault.row, fault.column, fault.rule) for fault in drawn(answers, design).faults]


@pytest.mark.parametrize(
    ("weight", "rule"),
    [
        (None, "weight_missing"),
        ("many", "weight_no_number"),
        ("inf", "weight_no_number"),
        ("nan", "weight_no_number"),
        ("0", "weight_not_positive"),
        ("-1.5", "weight_not_positive"),
    ],
)
def test_a_weight_that_is_none_is_named_by_its_row(weight, rule):
    assert faults(frame(w=["1", weight]), Design("w")) == [(3, "w", rule)]


def test_an_answer_without_its_stratum_is_named():
    assert faults(frame(s=["a", None]), Design(stratum="s")) == [(3, "s", "stratum_missing")]


@pytest.mark.parametrize("size", [None, "some", "-3"])
def test_a_size_of_the_whole_that_is_none_is_named_by_its_row(size):
    assert faults(frame(n=["9", size]), Design(whole="n")) == [(3, "n", "whole_no_number")]


def test_a_stratum_has_one_size():
    answers = frame(s=["a", "a", "b"], n=["9", "8", "9"])
    found = drawn(answers, Design(stratum="s", whole="n")).faults
    assert [(fault.rule, fault.params["stratum"]) for fault in found] == [("whole_varies", "a")]


@pytest.mark.parametrize("whole", [2, "n"])
def test_no_more_can_answer_than_there_are(whole):
    answers = frame(n=["2", "2", "2"])
    assert [fault.rule for fault in drawn(answers, Design(whole=whole)).faults] == ["whole_too_small"]


def test_one_number_of_the_whole_is_divided_among_strata_as_the_weights_are():
    answers = frame(s=["a", "b", "b"], w=["10", "20", "10"])
    found = drawn(answers, Design("w", "s", whole=80)).frame
    assert dict(found.select(STRATUM, WHOLE).iter_rows()) == {"a": 20, "b": 60}


def test_a_stratum_with_one_answer_is_said():
    found = drawn(frame(s=["a", "b", "b"]), Design(stratum="s"))
    assert [(note.rule, note.params) for note in found.notes] == [("stratum_single", {"strata": ["a"]})]


def test_a_firm_with_two_answers_is_one_cluster():
    found = drawn(frame(firm=["x", "y", "x", None]), Design(cluster="firm"))
    assert found.clustered
    assert found.notes[0].params == {"clusters": 3, "answers": 4}


def test_strata_that_share_a_firm_are_joined_with_their_sizes():
    answers = frame(firm=["x", "y", "x", "z", "q"], s=["a", "a", "b", "b", "c"], n=["5", "5", "7", "7", "9"])
    found = drawn(answers, Design(stratum="s", cluster="firm", whole="n"))
    assert dict(found.frame.select(STRATUM, WHOLE).iter_rows()) == {"a + b": 12, "c": 9}
    assert {note.rule for note in found.notes} == {"clusters", "strata_joined", "stratum_single"}


def test_answers_of_which_nothing_is_known_count_as_drawn_by_lot():
    answers = frame(firm=["x", "y"])
    assert drawn(answers, Design(cluster="firm")).by_lot
    assert drawn(answers, Design(whole=10)).by_lot
    assert not drawn(answers, Design(stratum="firm")).by_lot
