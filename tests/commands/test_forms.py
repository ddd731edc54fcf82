import json

import pytest
from click.testing import CliRunner

from banso.commands.forms import command
from banso.engines.questionnaire.form import FORMS, SHIPPED
from tests.engines.questionnaire.answers import CONSORTIUM
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

ROWS = [
    question(type="integer", name="staff", constraint=". > 0", constraint_message="At least one."),
    section("group", "G"),
    section("repeat", "R"),
    question(type="date", name="day", relevant="${staff} > 1", required="yes", constraint=". <= today()"),
    end("repeat"),
    end("group"),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `banso forms` in a folder with form.xlsx of some rows, and answers.json."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, rows=ROWS, answers=None):
        (tmp_path / "form.xlsx").write_bytes(workbook(rows))
        text = answers if isinstance(answers, str) else json.dumps(answers)
        (tmp_path / "answers.json").write_text(text, encoding="utf-8")
        return CliRunner().invoke(command, list(arguments), catch_exceptions=False)

    return run


@pytest.fixture
def evaluate(run):
    def evaluate(answers, *more, **kwargs):
        call = ("evaluate", "form.xlsx", "--answers", "answers.json", "--format", "json")
        return run(*call, "--today", "2026-03-10", *more, answers=answers, **kwargs)

    return evaluate


@pytest.mark.parametrize("name", SHIPPED)
def test_the_forms_that_ship_have_nothing_to_report(run, name):
    result = run("check", str(FORMS / f"{name}.xlsx"), "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_a_fault_is_listed_with_sheet_row_cell_and_words(run):
    result = run("check", "form.xlsx", "--format", "json", "--lang", "en", rows=[question(relevant="x(1)")])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": "form.xlsx:survey",
            "row": 2,
            "column": "relevant",
            "value": "x(1)",
            "rule": "expression_function_unknown",
            "message": "There is no function x in Banso.",
            "severity": "error",
            "sheet": "survey",
            "cell": "D2",
        }
    ]


def test_a_table_of_faults_comes_in_japanese(run):
    result = run("check", "form.xlsx", "--lang", "ja", rows=[question(), question()])
    assert "同じ名前が2行目にあります。" in result.stdout


@pytest.mark.parametrize("name", ["nothing.xlsx", "answers.json"])
def test_a_file_that_is_no_workbook_is_exit_code_2(run, name):
    assert run("check", name, answers={}).exit_code == 2


def test_every_question_is_listed_with_path_value_and_errors(evaluate):
    result = evaluate({"staff": "２", "G": {"R": [{"day": "2026/3/1"}, {"day": ""}]}}, "--lang", "en")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {"path": "staff", "relevant": True, "required": False, "value": 2, "errors": []},
        {"path": "G/R[1]/day", "relevant": True, "required": True, "value": "2026-03-01", "errors": []},
        {
            "path": "G/R[2]/day",
            "relevant": True,
            "required": True,
            "value": None,
            "errors": ["This question needs an answer."],
        },
    ]


def test_a_form_speaks_its_own_words(evaluate):
    result = evaluate({"staff": 0, "G": {"R": []}}, "--lang", "en")
    assert json.loads(result.stdout)[0]["errors"] == ["At least one."]


def test_a_right_answer_is_exit_code_0_and_what_was_cleared_is_said(evaluate):
    result = evaluate({"staff": 1, "G": {"R": [{"day": "2026-03-01"}]}, "other": 1}, "--lang", "en")
    assert result.exit_code == 0
    (_, day) = json.loads(result.stdout)
    assert (day["relevant"], day["value"]) == (False, None)
    assert [each["rule"] for each in json.loads(result.stderr)] == ["not_asked", "question_unknown"]


def test_the_day_decides(evaluate):
    result = evaluate({"staff": 2, "G": {"R": [{"day": "2026-03-11"}]}})
    assert result.exit_code == 1


@pytest.mark.parametrize("answers", ["[]", "{", "[" * 100_000])
def test_what_is_no_answer_is_exit_code_2(evaluate, answers):
    assert evaluate(answers).exit_code == 2


def test_a_language_that_the_form_does_not_have_is_exit_code_2(evaluate):
    assert evaluate({}, "--lang", "xx").exit_code == 2


def test_a_bad_form_judges_nothing(evaluate):
    result = evaluate({}, rows=[question(type="rank", **{LABEL: "x"})])
    assert (result.exit_code, result.stdout) == (1, "")


def test_a_flat_answer_of_the_survey_is_judged_as_it_stands_in_a_file(run):
    form = str(FORMS / "supported_firm.xlsx")
    call = ("evaluate", form, "--answers", "answers.json", "--format", "json", "--lang", "ja")
    result = run(*call, answers={**CONSORTIUM, "F2": "121"})
    errors = {each["path"]: each["errors"] for each in json.loads(result.stdout) if each["errors"]}
    assert errors == {"support/F2": ["0から120までの月数を入力してください。"]}
