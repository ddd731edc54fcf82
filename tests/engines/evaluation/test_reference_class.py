from dataclasses import replace
from fractions import Fraction

import pytest

from banso.engines.evaluation.reference_class import Observation, Rules, compare, quantile

RULES = Rules(("experience", "size", "product"), least=4, least_exporting=2)
TRAITS = {"experience": "none", "size": "20", "product": "food"}


def seen(*values, firm=1, **traits):
    return [
        Observation(firm + number, number, {**TRAITS, **traits}, value) for number, value in enumerate(values)
    ]


def test_quartiles_lie_between_neighbours_in_proportion():
    values = [Fraction(value) for value in (0, 10, 20, 40)]
    assert [quantile(values, percent) for percent in (25, 50, 75)] == [Fraction(15, 2), 15, 25]


def test_firms_that_exported_nothing_are_in_the_figures():
    found = compare(5, TRAITS, seen(0, 0, 10, 30), RULES)
    assert (found.firms, found.exporting, found.median) == (4, 2, 5)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (101, "not_feasible"),
        (100, "feasible"),
        (25, "feasible"),
        (10, "not_ambitious"),
    ],
)
def test_the_verdict_follows_from_who_reached_the_target(target, verdict):
    # Of ten firms one reached 100: exactly a tenth. A quarter of those that exported stayed below 20.
    values = (0, 0, 20, 20, 20, 30, 40, 50, 60, 100)
    assert compare(target, TRAITS, seen(*values), RULES).verdict == verdict


def test_few_exporters_do_not_make_a_goal_unambitious():
    assert compare(1, TRAITS, seen(0, 0, 0, 50), RULES).verdict == "feasible"


def test_criteria_are_dropped_in_their_order_until_enough_firms_are_left():
    others = seen(1, 2, firm=10, experience="continuous") + seen(3, 4, firm=20, size="300")
    found = compare(2, TRAITS, seen(5, 6) + others, replace(RULES, least=5))
    assert (found.firms, found.criteria, found.dropped) == (6, ("product",), ("experience", "size"))


def test_no_criterion_is_dropped_that_need_not_be():
    far = seen(1, 2, 3, 4, firm=10, product="machine")
    assert compare(2, TRAITS, seen(5, 6, 7, 8) + far, RULES).dropped == ()


def test_too_few_firms_after_all_say_nothing():
    found = compare(2, TRAITS, seen(1, 2, 3), RULES)
    assert (found.verdict, found.firms, found.median) == ("unknown", 3, None)


def test_a_trait_that_is_not_known_of_the_goal_is_not_asked_for():
    found = compare(2, {**TRAITS, "size": None}, seen(1, 2, 3, 4, size="300"), RULES)
    assert (found.firms, found.unknown, found.criteria) == (4, ("size",), ("experience", "product"))


def test_a_trait_that_is_not_known_of_a_past_case_does_not_agree():
    found = compare(2, TRAITS, seen(1, 2, 3, 4, size=None), RULES)
    assert "size" in found.dropped


def test_a_case_whose_sum_is_not_known_counts_nowhere():
    assert compare(2, TRAITS, seen(1, 2, 3, None), RULES).firms == 3


def test_a_firm_counts_once_with_the_case_that_began_last():
    twice = [Observation(1, 5, TRAITS, 90), Observation(1, 9, TRAITS, 10), *seen(10, 10, 10, firm=2)]
    found = compare(10, TRAITS, twice, RULES)
    assert (found.firms, found.upper) == (4, 10)
