import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.statistics.weights import (
    Margin,
    WeightError,
    adjusted_for_silence,
    design_weights,
    effect,
    raked,
    trimmed,
)

some_weights = st.lists(st.floats(0.1, 50), min_size=1, max_size=30)


def refusal(make):
    with pytest.raises(WeightError) as caught:
        make()
    return caught.value.rule, caught.value.params


def test_design_weights_are_the_inverse_of_the_probabilities():
    assert [*design_weights([0.5, 1, 0.25])] == [2, 1, 4]


@pytest.mark.parametrize("wrong", [0, -0.1, 1.2, float("nan")])
def test_a_probability_that_is_none_is_named_by_its_place(wrong):
    rule, params = refusal(lambda: design_weights([0.5, wrong]))
    assert (rule, params["place"]) == ("probability_wrong", 1)


def test_the_effect_of_weights_is_that_of_kish():
    found = effect([1, 1, 2, 4])
    assert found.design_effect == pytest.approx(4 * 22 / 64)
    assert found.effective == pytest.approx(64 / 22)


@given(some_weights)
def test_unequal_weights_never_tell_more_than_the_answers_themselves(weights):
    assert 1 - 1e-9 <= effect(weights).design_effect <= len(weights) + 1e-9


@given(st.data(), some_weights)
def test_those_who_answered_stand_for_the_silent_of_their_class(data, weights):
    classes = data.draw(st.lists(st.sampled_from("ab"), min_size=len(weights), max_size=len(weights)))
    answered = [
        classes.index(name) == place or data.draw(st.booleans()) for place, name in enumerate(classes)
    ]
    found = adjusted_for_silence(weights, answered, classes)
    for name in set(classes):
        members = np.array(classes) == name
        assert found[members].sum() == pytest.approx(np.array(weights)[members].sum())
    assert not found[~np.array(answered)].any()


def test_a_class_of_which_nobody_answered_is_named():
    found = refusal(lambda: adjusted_for_silence([1, 1, 1], [True, False, False], ["a", "b", "b"]))
    assert found == ("class_silent", {"name": "b", "invited": 2})


@given(st.data())
@settings(max_examples=50)
def test_raked_weights_add_up_to_every_margin(data):
    """Margins that some weights do have are reached from any weights over the same cells."""
    size = data.draw(st.integers(4, 20))
    rows = [*"ab", *data.draw(st.lists(st.sampled_from("ab"), min_size=size - 2, max_size=size - 2))]
    columns = [*"xy", *data.draw(st.lists(st.sampled_from("xyz"), min_size=size - 2, max_size=size - 2))]
    weight = st.lists(st.floats(0.5, 5), min_size=size, max_size=size)
    truth, start = data.draw(weight), data.draw(weight)
    margins = [Margin("row", rows, sums(rows, truth)), Margin("column", columns, sums(columns, truth))]
    found = raked(start, margins)
    for margin in margins:
        assert sums(margin.categories, found) == pytest.approx(margin.totals, rel=1e-5)


def sums(categories, weights):
    pairs = [*zip(categories, weights, strict=True)]
    return {name: sum(weight for each, weight in pairs if each == name) for name in categories}


def test_margins_that_add_up_to_different_totals_are_named():
    rule, params = refusal(
        lambda: raked(
            [1, 1],
            [Margin("region", "ab", {"a": 60, "b": 40}), Margin("size", "xy", {"x": 50, "y": 40})],
        )
    )
    assert rule == "margins_differ"
    assert params == {"margin": "size", "total": 90, "other": "region", "other_total": 100}


def test_margins_that_no_weights_can_have_are_named_with_the_category_that_is_farthest_off():
    """All of a are x and all of b are y, yet a is to have 60 and x 50."""
    rule, params = refusal(
        lambda: raked(
            [1, 1],
            [Margin("region", "ab", {"a": 60, "b": 40}), Margin("size", "xy", {"x": 50, "y": 50})],
        )
    )
    assert (rule, params["margin"]) == ("margins_not_converged", "region")
    assert params["category"] in "ab"


@pytest.mark.parametrize(
    ("totals", "rule"),
    [
        ({"a": 5}, "margin_category_unknown"),
        ({"a": 5, "b": 5, "c": 1}, "margin_category_empty"),
        ({"a": 5, "b": -1}, "margin_negative"),
        ({"a": 5, "b": float("nan")}, "margin_negative"),
    ],
)
def test_a_margin_that_does_not_fit_the_answers_is_named(totals, rule):
    found, params = refusal(lambda: raked([1, 1], [Margin("region", "ab", totals)]))
    assert (found, params["margin"]) == (rule, "region")


@given(some_weights, st.floats(1.05, 4))
def test_trimmed_weights_keep_their_sum_under_the_cap(weights, times):
    cap = times * sum(weights) / len(weights)
    found = trimmed(weights, cap)
    assert found.sum() == pytest.approx(sum(weights))
    assert found.max() <= cap * (1 + 1e-9)


def test_a_cap_below_equal_weights_is_refused():
    assert refusal(lambda: trimmed([1, 3], 1.5)) == ("cap_too_low", {"cap": 1.5, "least": 2.0})
