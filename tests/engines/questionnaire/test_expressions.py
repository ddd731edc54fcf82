import time

import pytest
from lxml import etree

from banso.engines.questionnaire.expressions import Expression, ExpressionError, Scope
from banso.engines.questionnaire.syntax import MAX_DEPTH, MAX_LENGTH, MAX_PARTS

PLACES = {
    **{(name,): "text" for name in ("A", "B", "several")},
    ("N",): "number",
    ("D",): "date",
    ("C",): "any",
    ("Q",): "number",
    ("R",): "repeat",
    ("R", "x"): "number",
    ("R", "y"): "text",
}
SCOPE = Scope("data", PLACES, ("Q",))


def node_of(code="Q", **answers):
    root = etree.Element("data")
    for name in ("A", "B", "N", "D", "C", "Q"):
        etree.SubElement(root, name).text = answers.get(name)
    for x in answers.get("x", ()):
        instance = etree.SubElement(root, "R")
        etree.SubElement(instance, "x").text = x
        etree.SubElement(instance, "y").text = f"y{x}"
    return root.find(code)


def value(source, here=("Q",), today="2026-03-10", **answers):
    """What an expression gives."""
    node = node_of(here[0] if len(here) == 1 else f"{here[0]}[2]/{here[1]}", **answers)
    return Expression(source, SCOPE.at(here)).value(node, {"today": today})


def unknown_a(place):
    return place == ("A",)


@pytest.mark.parametrize(
    ("source", "answers", "holds"),
    [
        (" /data/A  = 'yes'", {"A": "yes"}, True),
        (" /data/A  = 'yes'", {"A": "no"}, False),
        (" /data/A  = 'yes' and  /data/B  != 'none'", {"A": "yes", "B": "qty"}, True),
        (" /data/A  = 'yes' and  /data/B  != 'none'", {"A": "yes", "B": "none"}, False),
        (" /data/A  = 'x' or  /data/B  = 'x' and  /data/A  = 'y'", {"A": "x", "B": "x"}, True),
        ("( /data/A  = 'x' or  /data/B  = 'x') and  /data/A  = 'y'", {"A": "x", "B": "x"}, False),
        ("selected( /data/A , 'pr')", {"A": "hr pr"}, True),
        ("selected( /data/A , 'pr')", {"A": "price"}, False),
        (". >= 0 and . <= 120", {"Q": "120"}, True),
        (". >= 0 and . <= 120", {"Q": "121"}, False),
        ("string-length(.) <= 3", {"Q": "𠮷野家"}, True),
        ("string-length(.) <= 3", {"Q": "𠮷野家々"}, False),
    ],
)
def test_a_condition_is_evaluated_as_odk_does(source, answers, holds):
    assert Expression(source, SCOPE).holds(node_of(**answers)) is holds


def test_a_condition_on_a_refused_answer_is_not_judged():
    expression = Expression(" /data/A  = 'yes' and  /data/B  != 'none'", SCOPE)
    assert expression.holds(node_of(B="qty"), unknown_a) is None


def test_a_condition_that_fails_anyway_is_judged_despite_a_refused_answer():
    expression = Expression(" /data/A  = 'yes' and  /data/B  != 'none'", SCOPE)
    assert expression.holds(node_of(B="none"), unknown_a) is False


def test_an_and_inside_a_text_does_not_split_a_condition():
    assert Expression(" /data/A  = 'this and that'", SCOPE).holds(node_of(A="this and that")) is True


def test_a_condition_names_the_questions_it_looks_at():
    assert Expression("selected( /data/A , 'pr') and . > 1 or  /data/B  = ''", SCOPE).codes == {"A", "B"}


def test_a_condition_is_told_in_question_codes():
    assert Expression("selected( /data/A , 'pr') and  /data/B  = 'x'", SCOPE).text == (
        "selected(A, 'pr') and B = 'x'"
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("pulldata('x', 'y', 'z', .)", "pulldata"),
        ("document('http://example.org')", "document"),
        ("id('x')", "id"),
        ("instance('x')", "instance"),
        ("random() > 0", "random"),
        ("position() = 1", "position"),
        ("/data/*", "/"),
        ("../A[1] = 'x'", "["),
        ("preceding::A = 'x'", ":"),
        ("/data/A | /data/B", "|"),
        ("if(true(), 1)", "if"),
        ("sum(1 + 1)", "sum"),
        ("//A = 'x'", "/"),
        (" /data/A/B  = 'x'", "/data/A/B"),
        ("/other/A = 'x'", "/other/A"),
        ("A = 'x'", "A"),
        ("@A = 'x'", "@"),
        ("$A = 'x'", "$"),
        ("orange( /data/A )", "orange"),
        ("'open", "'"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(source, name):
    with pytest.raises(ExpressionError) as caught:
        Expression(source, SCOPE)
    assert caught.value.name == name


@pytest.mark.parametrize("source", ["", "( /data/A  = 'x'", " /data/A  = ", " /data/A  = 'x' and"])
def test_a_broken_condition_is_refused(source):
    with pytest.raises(ExpressionError):
        Expression(source, SCOPE)


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("1 + 2 * 3 - 4 div 2", 5),
        ("-(2) + 7 mod 4", 1),
        ("/data/N * 2", 14),
        ("/data/A + 1", 4),
        ("int(2.9) + int(-2.9)", 0),
        ("round(2.346, 2)", 2.35),
        ("round(-2.5)", -3),
        ("int(/data/N) + round(/data/N, 1)", 14),
        ("min(/data/N, 3)", 3),
        ("max(/data/R/x)", 4),
        ("sum(/data/R/x)", 6),
        ("count(/data/R)", 2),
        ("count-non-empty(/data/R/x)", 2),
        ("join('+', /data/R/x)", "2+4"),
        ("if(/data/N > 5, 'big', 'small')", "big"),
        ("coalesce(/data/B, 'none')", "none"),
        ("coalesce(/data/A, 'none')", "3"),
        ("count-selected('a b c')", 3),
        ("selected-at('a b c', 1)", "b"),
        ("concat('x', 10000000000 + 1)", "x10000000001"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("string-length('あいう')", 3),
        ("not(/data/B)", True),
        ("boolean-from-string('1')", True),
        ("regex('123-4567', '^[0-9]{3}-[0-9]{4}$')", True),
        ("regex('123-45678', '^[0-9]{3}-[0-9]{4}$')", False),
        ("number('') = 0", False),
        ("/data/B + 1 > 0", False),
        ("ends-with('abc', 'bc')", True),
        ("translate('abc', 'b', 'x')", "axc"),
    ],
)
def test_functions_and_arithmetic_give_what_odk_says(source, given):
    assert value(source, A="3", N="7", x=["2", "4"]) == given


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("today()", "2026-03-10"),
        ("/data/D <= today()", True),
        ("/data/D > '2026-03-01'", False),
        ("today() - /data/D", 9),
        ("date(/data/D + 7)", "2026-03-08"),
        ("/data/C = /data/D + 30", True),
        ("decimal-date-time('1970-01-02')", 1),
        ("format-date(/data/D, '%Y/%n')", "2026/3"),
        ("date('2026-02-30')", ""),
        ("date('2026-2-3')", "2026-02-03"),
    ],
)
def test_a_date_counts_in_days(source, given):
    assert value(source, D="2026-03-01", C="2026-03-31") == given


@pytest.mark.parametrize(
    ("source", "given"), [("position(..)", 2), (" ../x  * 2", 8), ("concat( ../y , /data/A)", "y4z")]
)
def test_a_question_in_a_repeat_sees_its_own_instance(source, given):
    assert value(source, ("R", "x"), A="z", x=["2", "4"]) == given


def test_one_value_is_not_taken_of_what_is_asked_several_times():
    with pytest.raises(ExpressionError) as caught:
        Expression("/data/R/x = 2", SCOPE)
    assert (caught.value.rule, caught.value.params["repeat"]) == ("expression_repeated", "R")


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("1 + " * MAX_LENGTH + "1", "expression_too_long"),
        ("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1), "expression_too_deep"),
        ("- " * 200 + "1", "expression_too_deep"),
        ("1=" * (2 * MAX_PARTS) + "1", "expression_too_large"),
        ("regex(., '" + "(" * 30 + "a" + ")" * 30 + "')", "expression_regex"),
        ("regex(., '(a{1000}){1000}')", "expression_regex"),
        ("regex(., '(?=a)')", "expression_regex"),
        ("regex(., /data/A)", "expression_regex_literal"),
        ("nothing(.)", "expression_function_unknown"),
        ("${nobody} = 1", "expression_question_unknown"),
        ("today(1)", "expression_arguments"),
    ],
)
def test_what_would_exhaust_the_machine_or_is_unknown_is_refused_by_its_rule(source, rule):
    with pytest.raises(ExpressionError) as caught:
        Expression(source, SCOPE)
    assert caught.value.rule == rule


def test_a_pattern_that_would_try_for_ever_is_matched_at_once():
    start = time.perf_counter()
    assert Expression("regex(., '^(a+)+$')", SCOPE).holds(node_of(Q="a" * 5_000 + "b")) is False
    assert time.perf_counter() - start < 1


def test_nested_equations_are_written_once():
    source = "(" * 30 + "1 = 1" + " = 1)" * 30
    start = time.perf_counter()
    Expression(source, SCOPE)
    assert time.perf_counter() - start < 0.5
