from datetime import date
from decimal import Decimal

import pytest

from banso.engines.policy.expressions import Anything, Not
from banso.engines.policy.feel.parser import parse_unary_tests
from banso.engines.policy.feel.runtime import satisfies


def passes(text, value, **facts):
    return satisfies(parse_unary_tests(text, facts), value, facts)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("18", 18, True),
        ("18", 17, False),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        (">= 18", 18, True),
        ("< 18, > 60", 61, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("[1..5[", 1, True),
        ("(1..5)", 3, True),
        ("-5", -5, True),
        ("not(1, 2)", 3, True),
        ("not(1, 2)", 2, False),
        ("not(> 5)", 3, True),
        ("true", True, True),
        ("true", False, False),
        ('> date("2026-04-01")', date(2026, 4, 2), True),
        ("[1, 2]", 2, True),
        ("1 + 1", 2, True),
        ("? > 3 and ? < 5", 4, True),
        ('ends with(?, "b")', "ab", True),
        ("= 3", 3, True),
        ("!= 3", 3, False),
        ("(1 + 2) * 2", 6, True),
    ],
)
def test_a_cell_says_whether_a_value_passes(text, value, expected):
    assert passes(text, value) is expected


@pytest.mark.parametrize("text", ["18", '"a"', ">= 18", "[1..5]", "not(18)", "1, 2", "true", "? > 3"])
def test_the_unknown_value_leaves_a_test_unknown(text):
    assert passes(text, None) is None


@pytest.mark.parametrize(
    ("text", "of_unknown", "of_three"),
    [("null", True, False), ("not(null)", False, True), ("null, 3", True, True), ("-", True, True)],
)
def test_the_unknown_value_is_asked_for_by_null(text, of_unknown, of_three):
    assert passes(text, None) is of_unknown
    assert passes(text, 3) is of_three


def test_a_value_of_another_kind_is_neither_inside_nor_outside():
    assert passes(">= 18", "18") is None
    assert passes("not(18)", "18") is None
    assert passes("1", True) is None


def test_a_test_against_an_unknown_fact_is_unknown():
    assert passes("limit", 3, limit=None) is None
    assert passes("not(limit)", 3, limit=None) is None
    assert passes("< limit", 3, limit=5) is True
    assert passes("[low..high]", 3, low=1, high=None) is None
    assert passes("[low..high]", 3, low=4, high=None) is False


def test_a_list_in_a_cell_means_one_of_its_items():
    assert passes("known", "b", known=["a", "b"]) is True
    assert passes("not(known)", "b", known=["a", "b"]) is False


def test_a_dash_alone_is_anything_and_not_a_minus():
    assert parse_unary_tests(" - ", ()) == Anything()


def test_not_around_the_whole_cell_negates_the_tests_and_elsewhere_is_the_function():
    assert isinstance(parse_unary_tests("not(1, (2))", ()), Not)
    assert passes("not(true) or true", True) is True


def test_numbers_are_compared_as_numbers_whatever_their_class():
    assert passes("0.50", Decimal("0.5")) is True
    assert passes("1.0", 1) is True
