import random

import pytest

from banso.engines.statistics.sampling import SampleError, draw, proportional

HELD = {"handson": 100, "spot": 50, "street": 3, "store": 1}


@pytest.mark.parametrize(
    ("size", "least", "given"),
    [
        (40, 2, {"handson": 25, "spot": 12, "street": 2, "store": 1}),
        (154, 1, HELD),
        (4, 1, {"handson": 1, "spot": 1, "street": 1, "store": 1}),
    ],
)
def test_a_size_is_divided_in_proportion_once_each_stratum_has_its_least(size, least, given):
    assert proportional(HELD, size, least) == given


def test_a_division_never_takes_more_than_a_stratum_holds_and_always_adds_up():
    chance = random.Random(7)
    for _number in range(300):
        held = {str(n): chance.randint(1, 60) for n in range(chance.randint(1, 8))}
        size = chance.randint(len(held), sum(held.values()))
        given = proportional(held, size, 1)
        assert sum(given.values()) == size
        assert all(1 <= given[stratum] <= count for stratum, count in held.items())


@pytest.mark.parametrize(
    ("size", "least", "rule"), [(155, 1, "sample_too_large"), (5, 2, "sample_too_small")]
)
def test_a_size_that_cannot_be_divided_is_refused(size, least, rule):
    with pytest.raises(SampleError) as caught:
        proportional(HELD, size, least)
    assert caught.value.rule == rule


FRAME = {"a": [f"a{n}" for n in range(20)], "b": [f"b{n}" for n in range(5)]}


def test_the_same_seed_draws_the_same_whatever_order_the_rows_come_in():
    turned = {stratum: references[::-1] for stratum, references in reversed(FRAME.items())}
    sizes = {"a": 4, "b": 5}
    assert draw("seed", FRAME, sizes) == draw("seed", turned, sizes)
    assert draw("seed", FRAME, sizes) != draw("another", FRAME, sizes)


def test_the_probability_is_the_part_of_the_stratum_that_is_drawn():
    drawn = draw("seed", FRAME, {"a": 4, "b": 5})
    assert [(len(one.references), one.probability) for one in drawn.values()] == [(4, 0.2), (5, 1.0)]


def test_over_many_seeds_each_is_drawn_about_as_often():
    counts = dict.fromkeys(FRAME["a"], 0)
    for seed in range(1000):
        for reference in draw(str(seed), {"a": FRAME["a"]}, {"a": 5})["a"].references:
            counts[reference] += 1
    # 250 each, give or take five standard deviations.
    assert all(180 < count < 320 for count in counts.values())


@pytest.mark.parametrize(
    ("sizes", "rule"),
    [
        ({"a": 21, "b": 1}, "stratum_too_small"),
        ({"a": 3}, "stratum_without"),
        ({"a": 3, "b": 1, "c": 1}, "stratum_unknown"),
    ],
)
def test_sizes_that_cannot_be_drawn_are_refused_by_stratum(sizes, rule):
    with pytest.raises(SampleError) as caught:
        draw("seed", FRAME, sizes)
    assert caught.value.rule == rule
