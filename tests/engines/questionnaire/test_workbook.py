import time

import pytest

from banso.engines.questionnaire.workbook import check
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

CHOICES = [{"list_name": "L", "name": "a", LABEL: "A"}]


def found(rows, choices=(), **sheets):
    """(rule, sheet, cell) of all faults that refuse a workbook."""
    checked = check("form.xlsx", workbook(rows, choices, **sheets))
    errors = [fault for fault in checked.faults if fault.severity == "error"]
    assert (checked.form is None) is bool(errors)
    return [(fault.rule, fault.params.get("sheet"), fault.params.get("cell")) for fault in errors]


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        (question(type="geopoint"), "form_type_unknown", "A3"),
        (question(name="1 x"), "form_name", "B3"),
        (question(name=""), "form_cell_empty", "B3"),
        (question(name="P"), "form_name_repeated", "B3"),
        (question(type="select_one nolist"), "form_list_missing", "A3"),
        (question(relevant="nothing(${P})"), "expression_function_unknown", "D3"),
        (question(relevant="${nobody} = 1"), "expression_question_unknown", "D3"),
        (question(relevant="${P} = "), "expression_syntax", "D3"),
        (question(relevant="1" + "+1" * 3_000), "expression_too_long", "D3"),
        (question(relevant="(" * 40 + "1" + ")" * 40), "expression_too_deep", "D3"),
        (question(constraint="regex(., '(a{999}){999}')"), "expression_regex", "D3"),
        (question(relevant="=1+1"), "cell_formula", "D3"),
        (question(relevant="${Q} = 'x'"), "form_circle", "D3"),
        (question(calculation="1 + 1"), "form_calculation_misplaced", "D3"),
        (question(type="calculate", calculation="${Q} + 1"), "form_circle", "D3"),
        (question(type="calculate"), "form_cell_empty", None),
        (end("group"), "form_section_not_open", "A3"),
        (section("repeat", "R"), "form_section_open", "A3"),
    ],
)
def test_a_fault_is_named_by_sheet_and_cell(row, rule, cell):
    rows = [question(name="P"), row]
    assert found(rows, CHOICES) == [(rule, "survey", cell)]


def test_all_faults_are_named_at_once():
    rows = [question(type="rank L"), question(name="Q", relevant="nothing()"), end("repeat")]
    assert [rule for rule, _, _ in found(rows)] == [
        "form_type_unknown",
        "form_name_repeated",
        "expression_function_unknown",
        "form_section_not_open",
    ]


def test_every_condition_that_looks_ahead_is_named():
    rows = [question(name=name, relevant="${last} = 'x'") for name in ("a", "b")] + [question(name="last")]
    assert found(rows) == [("form_looks_ahead", "survey", "D2"), ("form_looks_ahead", "survey", "D3")]


def test_a_choice_without_a_name_and_one_that_stands_twice_are_named():
    rows = [question(type="select_one L")]
    choices = [*CHOICES, {"list_name": "L", LABEL: "B"}, *CHOICES]
    assert found(rows, choices) == [
        ("form_cell_empty", "choices", "B3"),
        ("form_choice_repeated", "choices", "B4"),
    ]


def test_a_column_that_is_not_carried_out_is_refused_and_an_unknown_one_noted():
    rows = [question(trigger="${P}", remark="x")]
    checked = check("form.xlsx", workbook(rows))
    assert [(fault.rule, fault.params["cell"], fault.severity) for fault in checked.faults] == [
        ("form_column_refused", "D1", "error"),
        ("form_column_unknown", "E1", "warning"),
    ]


def test_a_language_without_its_code_is_named_at_its_column():
    assert found([question(**{"label::French": "?"})]) == [("form_language", "survey", "D1")]


def test_a_question_without_words_in_one_language_is_noted():
    checked = check("form.xlsx", workbook([question(**{"label::日本語 (ja)": None})]))
    assert checked.form is not None
    assert [(fault.rule, fault.severity) for fault in checked.faults] == [("form_label_missing", "warning")]


def test_a_pattern_that_others_would_search_anywhere_is_noted():
    checked = check("form.xlsx", workbook([question(constraint="regex(., '[0-9]')")]))
    assert [(fault.rule, fault.severity) for fault in checked.faults] == [
        ("form_regex_unanchored", "warning")
    ]


def test_a_workbook_without_its_sheet_is_refused():
    assert check("form.xlsx", workbook([], ())).faults[0].rule in ("file_empty", "form_sheet_missing")


def test_what_is_no_workbook_is_not_readable():
    checked = check("form.xlsx", b"PK no workbook")
    assert [fault.rule for fault in checked.faults] == ["xlsx_broken"]
    assert not checked.readable


def test_a_huge_sheet_is_refused_at_once():
    content = workbook([question(name=f"q{n}", hint="x" * 30_000) for n in range(400)])
    start = time.perf_counter()
    assert [fault.rule for fault in check("form.xlsx", content).faults] == ["file_too_large_unpacked"]
    assert time.perf_counter() - start < 1


def test_what_pyxform_refuses_is_led_back_to_its_row():
    rows = [question(name="P"), question(type="range", parameters="start=1 end=x")]
    (fault,) = check("form.xlsx", workbook(rows)).faults
    assert (fault.rule, fault.file, fault.row) == ("form_refused", "form.xlsx:survey", 3)
