import pytest

from banso.engines.questionnaire.changes import FormChange, changes
from banso.engines.questionnaire.workbook import check
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

CHOICES = [{"list_name": "L", "name": code, LABEL: code.upper()} for code in ("a", "b")]
ROWS = [
    question(type="select_one L", name="A"),
    question(name="B", relevant="${A} = 'a'"),
    question(type="integer", name="C", required="yes"),
    question(name="D"),
]


def form(rows, choices=CHOICES):
    return check("form.xlsx", workbook(rows, choices)).form


def changed(rows, choices=CHOICES):
    return changes(form(ROWS), form(rows, choices))


def test_the_same_form_has_not_changed():
    assert changed(ROWS) == ()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS, question(type="date", name="E")], FormChange("E", "added", after="date")),
        (ROWS[:3], FormChange("D", "removed", before="text")),
        ([*ROWS[:3], question(type="decimal", name="D")], FormChange("D", "kind", "", "text", "decimal")),
        (
            [*ROWS[:3], question(name="D", **{LABEL: "What"})],
            FormChange("D", "words", "en", "Question", "What"),
        ),
        (
            [ROWS[0], question(name="B", relevant="${A} = 'b'"), *ROWS[2:]],
            FormChange("B", "condition", "relevant", "A = 'a'", "A = 'b'"),
        ),
        (
            [*ROWS[:2], question(type="integer", name="C"), ROWS[3]],
            FormChange("C", "condition", "required", "yes", ""),
        ),
        ([ROWS[3], *ROWS[:3]], FormChange("D", "place", "", "D", "D")),
    ],
)
def test_what_changed_is_named(rows, expected):
    assert changed(rows) == (expected,)


def test_a_question_that_went_into_a_group_has_moved():
    found = changed([*ROWS[:3], section("group", "G"), ROWS[3], end("group")])
    assert found == (FormChange("G", "added", after="group"), FormChange("D", "place", "", "D", "G/D"))


def test_choices_that_came_went_or_were_renamed_are_named():
    choices = [CHOICES[0] | {LABEL: "Apple"}, {"list_name": "L", "name": "c", LABEL: "C"}]
    assert changed(ROWS, choices) == (
        FormChange("A", "choices", "a", "A", "Apple"),
        FormChange("A", "choices", "c", "", "C"),
        FormChange("A", "choices", "b", "B", ""),
    )


def test_another_order_of_choices_is_named():
    assert changed(ROWS, CHOICES[::-1]) == (FormChange("A", "choices", "", "a b", "b a"),)
