import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from banso.apps.surveys.models import Answer
from banso.commands.answers import command
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer, as_csv, as_xlsx
from tests.engines.questionnaire.test_shipped import OFFICE


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `banso answers` in a folder; files are given by name as bytes."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **files):
        for name, data in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return CliRunner().invoke(command, list(arguments), catch_exceptions=False)

    return run


def test_right_files_print_nothing_and_pass(run):
    result = run("check", "a.csv", "b.xlsx", a_csv=as_csv(CONSORTIUM), b_xlsx=as_xlsx(EC))
    assert (result.exit_code, result.stdout) == (0, "")


def test_how_much_was_read_is_said_on_stderr(run):
    result = run("check", "a.csv", "--lang", "en", a_csv=as_csv(CONSORTIUM, EC))
    assert result.stderr == "2 answers read, 0 errors, 0 notes\n"


def test_every_bad_cell_is_printed_and_fails(run):
    result = run("check", "a.csv", "--lang", "en", a_csv=as_csv(answer(F2="x", F7="maybe")))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["File", "Row", "Column", "Value", "Rule", "Severity", "Message"]
    assert [line.split()[:5] for line in lines[1:]] == [
        ["a.csv", "2", "F2", "x", "whole_number"],
        ["a.csv", "2", "F7", "maybe", "choice_unknown"],
    ]


def test_json_lists_place_value_rule_and_message(run):
    result = run("check", "a.csv", "--format", "json", "--lang", "en", a_csv=as_csv(answer(F7="maybe")))
    assert json.loads(result.stdout) == [
        {
            "file": "a.csv",
            "row": 2,
            "column": "F7",
            "value": "maybe",
            "rule": "choice_unknown",
            "message": "maybe is not a choice of this question. Its choices: yes, no.",
            "severity": "error",
        }
    ]


def test_json_of_right_files_is_an_empty_list(run):
    assert json.loads(run("check", "a.csv", "--format", "json", a_csv=as_csv(CONSORTIUM)).stdout) == []


def test_messages_come_in_japanese(run):
    result = run("check", "a.csv", "--format", "json", "--lang", "ja", a_csv=as_csv(answer(F2="121")))
    assert json.loads(result.stdout)[0]["message"] == "0から120までの月数を入力してください。"


def test_a_cleared_answer_is_named_and_passes(run):
    result = run("check", "a.csv", "--format", "json", a_csv=as_csv(answer(F13="org")))
    assert result.exit_code == 0
    (record,) = json.loads(result.stdout)
    assert (record["column"], record["rule"], record["severity"]) == ("F13", "not_asked", "warning")


@pytest.mark.parametrize("data", [as_xlsx(CONSORTIUM)[:3000], "a,b\n".encode("utf-16")])
def test_a_file_that_cannot_be_read_is_exit_code_2(run, data):
    result = run("check", "a.xlsx", "--format", "json", a_xlsx=data)
    assert result.exit_code == 2
    assert json.loads(result.stdout)[0]["file"] == "a.xlsx"


def test_a_missing_file_is_exit_code_2(run):
    assert run("check", "none.csv").exit_code == 2


def test_a_call_without_files_is_exit_code_2(run):
    assert run("check").exit_code == 2


def test_two_files_with_the_same_respondent_fail(run):
    result = run(
        "check", "a.csv", "b.csv", "--format", "json", a_csv=as_csv(EC), b_csv=as_csv(CONSORTIUM, EC)
    )
    assert result.exit_code == 1
    (record,) = json.loads(result.stdout)
    assert (record["file"], record["row"], record["rule"]) == ("b.csv", 3, "respondent_repeated")
    assert "a.csv" in record["message"]


def test_checking_needs_no_settings_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "a.csv").write_bytes(as_csv(CONSORTIUM))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BANSO_", "DJANGO_")) and name != "DATABASE_URL"
    }
    command_line = [sys.executable, "-c", "from banso.cli import main; main()", "answers", "check", "a.csv"]
    done = subprocess.run(command_line, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_checking_needs_no_database(run):
    """Without the mark for it, a query fails the test."""
    assert run("check", "a.csv", a_csv=as_csv(CONSORTIUM)).exit_code == 0


@pytest.mark.django_db
class TestImport:
    pytestmark = pytest.mark.usefixtures("configuration")

    def test_it_shows_what_would_change_and_stores_nothing(self, run):
        arguments = ("import", "a.csv", "--wave", "2025", "--format", "json")
        result = run(*arguments, a_csv=as_csv(CONSORTIUM, EC))
        assert result.exit_code == 0
        shown = json.loads(result.stdout)
        assert (shown["new"], shown["unlinked"], shown["wave_is_new"], shown["stored"]) == (2, 2, True, False)
        assert not Answer.objects.exists()

    def test_it_stores_with_commit(self, run):
        result = run("import", "a.csv", "--wave", "2025", "--commit", a_csv=as_csv(CONSORTIUM, EC))
        assert result.exit_code == 0
        assert Answer.objects.filter(wave__code="2025").count() == 2

    def test_it_names_what_would_change_in_an_answer(self, run):
        run("import", "a.csv", "--wave", "2025", "--commit", a_csv=as_csv(CONSORTIUM))
        arguments = ("import", "a.csv", "--wave", "2025", "--format", "json")
        shown = json.loads(run(*arguments, a_csv=as_csv(answer(F9="down"))).stdout)
        assert shown["changes"] == [
            {
                "file": "a.csv",
                "row": 2,
                "programme": "consortium",
                "firm_ref": "F0001",
                "column": "F9",
                "before": "up",
                "after": "down",
            }
        ]

    def test_it_stores_nothing_of_a_file_with_an_error(self, run):
        data = as_csv(CONSORTIUM, answer(EC, F2="x"))
        result = run("import", "a.csv", "--wave", "2025", "--commit", a_csv=data)
        assert result.exit_code == 1
        assert not Answer.objects.exists()

    def test_it_refuses_a_wrong_wave_name_as_wrong_usage(self, run):
        result = run("import", "a.csv", "--wave", "a/b", a_csv=as_csv(CONSORTIUM))
        assert (result.exit_code, result.stdout) == (2, "")


def test_answers_to_another_form_are_checked_by_it(run):
    given = {code: str(value) for code, value in OFFICE.items()} | {"J2": "2025", "J3": "many"}
    result = run("check", "a.csv", "--form", "office_year", "--lang", "en", a_csv=as_csv(given))
    assert (result.exit_code, result.stdout.split()[7:12]) == (
        1,
        ["a.csv", "2", "J3", "many", "decimal_number"],
    )


def test_a_form_that_is_not_there_is_told(run):
    result = run("check", "a.csv", "--form", "nothing", "--lang", "en", a_csv=as_csv(CONSORTIUM))
    assert (result.exit_code, result.stderr) == (2, "There is no form nothing.\n")
