import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

from banso.apps.surveys import messages
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.tables import read_table
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import shipped
from tests.engines.questionnaire.answers import CONSORTIUM, answer, as_csv

FORM = shipped("supported_firm")


def faults(*answers):
    return read_answers(FORM, [read_table("a.csv", as_csv(*answers))]).faults


def words(language, *answers):
    with translation.override(language):
        return [messages.message(fault) for fault in faults(*answers)]


# Where a rule's code stands in the calls that name one.
RULE_ARGUMENT = {"_Unreadable": 0, "_Cell": 1, "_refuse": 2, "_fault": 2, "Fault": 4}


def rules_named_in(path):
    """The codes of rules that a module names in calls with a literal code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            position = RULE_ARGUMENT.get(name, len(node.args))
            if position < len(node.args) and isinstance(node.args[position], ast.Constant):
                yield node.args[position].value


def test_every_rule_that_an_engine_names_has_a_message():
    engines = Path(messages.__file__).parents[2] / "engines"
    sources = [engines / "kernel" / "tables.py", *(engines / "questionnaire").glob("*.py")]
    named = {rule for path in sources for rule in rules_named_in(path)}
    assert len(named) > 25
    assert named - {"choice_unknown"} == messages.TEMPLATES.keys()


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
