import pytest
from lxml import etree

from banso.engines.questionnaire.expressions import Expression, ExpressionError


def node_of(code="Q", **answers):
    root = etree.Element("data")
    for name in ("A", "B", "Q"):
        etree.SubElement(root, name).text = answers.get(name)
    return root.find(code)


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
    assert Expression(source, "data").holds(node_of(**answers)) is holds


def test_a_condition_on_a_refused_answer_is_not_judged():
    expression = Expression(" /data/A  = 'yes' and  /data/B  != 'none'", "data")
    assert expression.holds(node_of(B="qty"), {"A"}) is None


def test_a_condition_that_fails_anyway_is_judged_despite_a_refused_answer():
    expression = Expression(" /data/A  = 'yes' and  /data/B  != 'none'", "data")
    assert expression.holds(node_of(B="none"), {"A"}) is False


def test_an_and_inside_a_text_does_not_split_a_condition():
    assert Expression(" /data/A  = 'this and that'", "data").holds(node_of(A="this and that")) is True


def test_a_condition_names_the_questions_it_looks_at():
    assert Expression("selected( /data/A , 'pr') and . > 1 or  /data/B  = ''", "data").codes == {"A", "B"}


def test_a_condition_is_told_in_question_codes():
    assert Expression("selected( /data/A , 'pr') and  /data/B  = 'x'", "data").text == (
        "selected(A, 'pr') and B = 'x'"
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("pulldata('x', 'y', 'z', .)", "pulldata"),
        ("count-selected( /data/A ) > 1", "count-selected"),
        ("not( /data/A  = 'x')", "not"),
        (". div 2 = 1", "div"),
        (". + 1 = 2", "+"),
        (". * 2 = 2", "*"),
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
        Expression(source, "data")
    assert caught.value.name == name


@pytest.mark.parametrize("source", ["", "( /data/A  = 'x'", " /data/A  = ", " /data/A  = 'x' and"])
def test_a_broken_condition_is_refused(source):
    with pytest.raises(ExpressionError):
        Expression(source, "data")
