import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from banso.apps.surveys import form_messages, messages
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import shipped
from banso.web.faults import TABLE_RULES
from tests.engines.questionnaire.answers import CONSORTIUM, answer, as_csv

FORM = shipped("supported_firm")


def faults(*answers):
    return read_answers(FORM, [read_file("a.csv", as_csv(*answers))]).faults


def words(language, *answers):
    with translation.override(language):
        return [messages.message(fault) for fault in faults(*answers)]


# What makes a fault with a literal code.
MAKERS = {"_Unreadable", "_Cell", "_refuse", "_fault", "Fault"}
OF_TYPES = {"whole_number", "decimal_number", "date"}


def rules_named_in(path):
    """The codes of rules that a module names in calls with a literal code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            given = [each.value for each in node.args if isinstance(each, ast.Constant)]
            texts = [each for each in given if isinstance(each, str) and each not in ("", "warning")]
            if name in MAKERS and texts:
                yield texts[-1]


def test_every_rule_that_an_engine_names_has_a_message():
    engines = Path(messages.__file__).parents[2] / "engines"
    sources = [engines / "kernel" / "tables.py"]
    modules = ("answering.py", "columns.py", "exports.py", "files.py", "instances.py")
    sources += [engines / "questionnaire" / name for name in modules]
    named = {rule for path in sources for rule in rules_named_in(path)} | OF_TYPES
    assert len(named) > 25
    in_own_way = {"choice_unknown", "choice_not_offered"}
    # What no question is called is said of answers by name only, by the command line.
    assert named - in_own_way | {"question_unknown"} == messages.TEMPLATES.keys()


def test_every_fault_of_a_workbook_has_a_message():
    engine = Path(messages.__file__).parents[2] / "engines" / "questionnaire"
    text = "".join(path.read_text(encoding="utf-8") for path in engine.glob("*.py"))
    named = set(re.findall(r'"((?:form|expression)_[a-z_]+)"', text))
    assert named == form_messages.TEMPLATES.keys() - TABLE_RULES.keys()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "fish does not fit the answers given before. Choices that do: apple."),
        ("ja", "選べるのは次のとおり"),
    ],
)
def test_a_choice_that_does_not_fit_is_told_with_those_that_do(language, said):
    fault = Fault("a", 2, "Q", "fish", "choice_not_offered", {"unknown": ["fish"], "allowed": ["apple"]})
    with translation.override(language):
        assert said in messages.message(fault)


def test_an_unknown_choice_is_told_with_those_there_are():
    assert words("en", answer(F7="maybe")) == [
        "maybe is not a choice of this question. Its choices: yes, no."
    ]


def test_a_constraint_speaks_in_the_words_of_the_form():
    for language in ("ja", "en"):
        expected = FORM.question("F2").constraint_messages[language]
        assert words(language, answer(F2="121")) == [expected]


def test_a_constraint_without_words_still_says_something():
    with translation.override("en"):
        assert messages.message(Fault("a", 2, "Q", "1", "constraint")) == "The value is not allowed here."


def test_a_cleared_answer_is_told_with_the_condition():
    assert words("en", answer(F13="org")) == [
        "This question is asked only if F7 = 'no'. The answer was cleared; the others are kept."
    ]


def test_a_repeated_respondent_is_told_with_both_places():
    (text,) = words("en", CONSORTIUM, CONSORTIUM)
    assert "a.csv, row 2" in text and "consortium" in text


@pytest.mark.parametrize("rule", sorted(messages.TEMPLATES))
def test_every_message_is_translated(rule):
    with translation.override("en"):
        english = str(messages.TEMPLATES[rule])
    with translation.override("ja"):
        assert str(messages.TEMPLATES[rule]) != english


@pytest.mark.parametrize("rule", sorted(messages.TEMPLATES))
def test_a_translation_fills_in_what_the_message_does(rule):
    found = []
    for language in ("en", "ja"):
        with translation.override(language):
            found.append(sorted(re.findall(r"%\(\w+\)s", str(messages.TEMPLATES[rule]))))
    assert found[0] == found[1]


def test_a_record_has_all_that_the_command_line_promises():
    with translation.override("en"):
        record = messages.as_record(faults(answer(F2="x"))[0])
    assert record == {
        "file": "a.csv",
        "row": 2,
        "column": "F2",
        "value": "x",
        "rule": "whole_number",
        "message": "This is not a whole number. Enter digits only, such as 24.",
        "severity": "error",
    }
