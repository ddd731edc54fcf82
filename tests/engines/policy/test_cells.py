from datetime import date
from decimal import Decimal

import pytest

from banso.engines.policy.cells import CellFault, read_result, read_test, write_result, write_test
from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Within
from banso.engines.policy.model import Kind


def equal(value):
    return Compared("=", Constant(value))


@pytest.mark.parametrize(
    ("text", "kind", "test"),
    [
        ("-", Kind.NUMBER, Anything()),
        ("–", Kind.TEXT, Anything()),
        ("60", Kind.NUMBER, equal(60)),
        ("66.7", Kind.NUMBER, equal(Decimal("66.7"))),
        ("-5", Kind.NUMBER, equal(-5)),
        ("≥ ６０", Kind.NUMBER, Compared(">=", Constant(60))),
        ("!= 3", Kind.NUMBER, Compared("!=", Constant(3))),
        ("[50..66.7)", Kind.NUMBER, Within(Constant(50), Constant(Decimal("66.7")), True, False)),
        ("]1..2[", Kind.NUMBER, Within(Constant(1), Constant(2), False, False)),
        ("（1..2］", Kind.NUMBER, Within(Constant(1), Constant(2), False, True)),
        ("1, 2", Kind.NUMBER, AnyOf((equal(1), equal(2)))),
        ("戦略、計画", Kind.TEXT, AnyOf((equal("戦略"), equal("計画")))),
        ('"a, b"', Kind.TEXT, equal("a, b")),
        ("first order", Kind.TEXT, equal("first order")),
        ("not(a, b)", Kind.TEXT, Not(AnyOf((equal("a"), equal("b"))))),
        ("null", Kind.NUMBER, equal(None)),
        ("not(null)", Kind.DATE, Not(equal(None))),
        ("null, > 5", Kind.NUMBER, AnyOf((equal(None), Compared(">", Constant(5))))),
        ("TRUE", Kind.BOOLEAN, equal(True)),
        (">= 2026-04-01", Kind.DATE, Compared(">=", Constant(date(2026, 4, 1)))),
    ],
)
def test_a_condition_is_read_as_staff_write_it(text, kind, test):
    assert read_test(text, kind) == test


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("", Kind.NUMBER, "cell_empty"),
        ("many", Kind.NUMBER, "number_expected"),
        ("1,000", Kind.NUMBER, "number_expected"),
        ("1234567890123456", Kind.NUMBER, "number_too_long"),
        ("> a", Kind.TEXT, "no_order"),
        ("[a..b]", Kind.TEXT, "no_order"),
        ("[1..", Kind.NUMBER, "interval_unreadable"),
        ('"a', Kind.TEXT, "quote_open"),
        ("not(1", Kind.NUMBER, "bracket_open"),
        ("1 2", Kind.NUMBER, "number_expected"),
        ("yes", Kind.BOOLEAN, "boolean_expected"),
        ("2026-02-30", Kind.DATE, "date_expected"),
        ("not(" * 50 + "1" + ")" * 50, Kind.NUMBER, "cell_too_deep"),
        ("1, " * 500 + "1", Kind.NUMBER, "cell_too_long"),
        ("1,", Kind.NUMBER, "value_expected"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_by_rule(text, kind, rule):
    with pytest.raises(CellFault) as refused:
        read_test(text, kind)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "value", ["a, b", '"q"', "-", "null", "not", " a", "a\\b", "true", "[1..2]", "、", "－"]
)
def test_a_text_that_looks_like_something_else_comes_back_as_it_was(value):
    written = write_test(equal(value))
    assert read_test(written, Kind.TEXT) == equal(value)
    assert read_result(write_result(value), Kind.TEXT) == Constant(value)


@pytest.mark.parametrize("text", ["-", "null"])
def test_a_result_may_be_no_value(text):
    assert read_result(text, Kind.NUMBER) == Constant(None)


def test_a_result_is_one_value():
    with pytest.raises(CellFault) as refused:
        read_result("1, 2", Kind.NUMBER)
    assert refused.value.rule == "result_not_single"
