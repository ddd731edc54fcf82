import time

import pytest

from banso.engines.policy.feel.faults import MOST_CHARACTERS, MOST_DEPTH, MOST_NESTING
from banso.engines.policy.feel.parser import Defined, FeelFault, parse_expression, parse_unary_tests
from banso.engines.policy.feel.runtime import evaluate


def fault(text, names=(), **given):
    with pytest.raises(FeelFault) as caught:
        parse_expression(text, names, **given)
    return caught.value


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        ("for x in [1] return x", "for ... return"),
        ("some x in [1] satisfies x > 1", "some ... satisfies"),
        ("every x in [1] satisfies x > 1", "every ... satisfies"),
        ("function(x) x", "function definition"),
        ("1 instance of number", "instance of"),
        ("{a: 1}", "context {...}"),
        ("[1, 2][1]", "filter [...]"),
        ("a[item > 1]", "filter [...]"),
        ("[1..2]", "range outside of a test"),
        ("today()", "function today()"),
        ('matches("a", "b")', "function matches()"),
        ('substring(string: "a", start: 1)', "named arguments"),
    ],
)
def test_what_is_not_supported_is_refused_by_its_name(text, construct):
    found = fault(text, {"a"})
    assert (found.rule, found.params) == ("feel_unsupported", {"construct": construct})


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "feel_empty"),
        ("  // nothing", "feel_empty"),
        ("1 +", "feel_ends_early"),
        ("(1", "feel_ends_early"),
        ("1 2", "feel_unexpected"),
        ("1)", "feel_unexpected"),
        ("1 < 2 < 3", "feel_unexpected"),
        ("[1, 2)", "feel_unexpected"),
        ("if 1 then 2", "feel_ends_early"),
        ("and", "feel_unexpected"),
        ("?", "feel_unexpected"),
        ('"a', "feel_text_open"),
        (r'"\x"', "feel_escape"),
        (r'"\uD83D"', "feel_escape"),
        ("1 # 2", "feel_character"),
        ("a + 1", "feel_name_unknown"),
        ("max()", "feel_arguments"),
        ("floor(1, 2, 3)", "feel_arguments"),
        ('date("2026-02-30")', "feel_literal"),
        ('duration("P1Y1D")', "feel_literal"),
        ('@"yesterday"', "feel_literal"),
        ("9" * 35, "feel_number_long"),
        ("1e99999", "feel_number_large"),
        ("1e" + "9" * 9000, "feel_number_large"),
    ],
)
def test_what_is_no_expression_is_refused_by_rule(text, rule):
    assert fault(text).rule == rule


@pytest.mark.parametrize("text", ["1, -", "< <", "[1..2", "not(1", "1,", "..", "> 1 and < 3"])
def test_a_cell_that_does_not_parse_is_refused(text):
    with pytest.raises(FeelFault):
        parse_unary_tests(text, ())


@pytest.mark.parametrize("piece", ["(", "[", "-", "not(", "if ", "]", "(1..", "max(1,", "1**"])
def test_ten_thousand_levels_are_refused_without_recursion(piece):
    started = time.perf_counter()
    for parse in (parse_expression, parse_unary_tests):
        with pytest.raises(FeelFault):
            parse(piece * 10_000, ())
        with pytest.raises(FeelFault):
            parse(piece * (MOST_CHARACTERS // len(piece) - 1) + "1", ())
    assert time.perf_counter() - started < 2


def test_an_expression_is_refused_when_it_is_longer_than_the_limit():
    assert fault(" " * MOST_CHARACTERS + "1").rule == "feel_too_long"


def test_nesting_and_chains_are_held_to_their_limits_and_work_up_to_them():
    nested = MOST_NESTING - 1
    assert evaluate(parse_expression("(" * nested + "1" + ")" * nested, ()), {}) == 1
    assert fault("(" * MOST_NESTING + "1" + ")" * MOST_NESTING).rule == "feel_too_deep"
    assert evaluate(parse_expression("+".join("1" * MOST_DEPTH), ()), {}) == MOST_DEPTH
    assert fault("+".join("1" * (MOST_DEPTH + 1))).rule == "feel_too_deep"


def test_functions_that_call_each_other_twice_do_not_grow_without_end():
    parameter = parse_expression("x", ["x"])
    functions = {"f0": Defined("f0", ("x",), parameter)}
    found = None
    for number in range(1, 40):
        text = f"f{number - 1}(x) + f{number - 1}(x)"
        try:
            body = parse_expression(text, ["x"], functions=functions)
        except FeelFault as error:
            found = error.rule
            break
        functions[f"f{number}"] = Defined(f"f{number}", ("x",), body)
    assert found == "feel_too_large"


def test_a_function_of_the_file_takes_as_many_arguments_as_it_names():
    functions = {"half": Defined("half", ("x",), parse_expression("x / 2", ["x"]))}
    assert evaluate(parse_expression("half(3 + 1)", (), functions=functions), {}) == 2
    assert fault("half(1, 2)", functions=functions).rule == "feel_arguments"
