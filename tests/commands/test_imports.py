"""``banso import``: tried first, stored with --commit, all of it or nothing."""

import json

import pytest
from click.testing import CliRunner

from banso.apps.casework.models import CatchUp, PastSupport
from banso.commands.imports import command
from support import people

pytestmark = pytest.mark.usefixtures("configuration")

HEADER = "old_id,firm,service,ended_on,exported\n"


@pytest.fixture
def run(tmp_path):
    def run(text, *arguments, kind="past_support"):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        arguments = [kind, str(path), "--lang", "en", *arguments]
        return CliRunner().invoke(command, arguments, catch_exceptions=False)

    return run


def good(count=2):
    lines = [f"P-{n},{people.make_firm().ref},旧支援,2024-03-31,yes\n" for n in range(count)]
    return HEADER + "".join(lines)


def test_without_commit_the_file_is_only_tried(run):
    result = run(good())
    assert result.exit_code == 0
    assert "--commit" in result.stderr
    assert not PastSupport.objects.exists()


def test_with_commit_it_is_stored_once_however_often_it_is_sent(run):
    text = good()
    assert run(text, "--commit").exit_code == 0
    again = run(text, "--commit", "--format", "json")
    told = json.loads(again.stdout)
    assert (again.exit_code, told["new"], told["known"], told["stored"]) == (0, 0, 2, True)
    assert (PastSupport.objects.count(), CatchUp.objects.count()) == (2, 2)


def test_an_error_keeps_the_whole_file_out_and_is_named_by_row_column_value_and_rule(run):
    result = run(good() + "P-9,F-99999,旧支援,2024-03-31,yes\n", "--commit", "--format", "json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["stored"], told["error_count"]) == (1, False, 1)
    fault = told["errors"][0]
    assert [fault[name] for name in ("row", "column", "value", "rule")] == [
        4, "firm", "F-99999", "firm_unknown",
    ]  # fmt: skip
    assert not PastSupport.objects.exists()


def test_errors_are_listed_for_people_too(run):
    result = run(good() + "P-9,F-99999,旧支援,someday,yes\n")
    assert result.exit_code == 1
    assert "someday" in result.stdout


def test_a_file_without_a_needed_column_is_refused(run):
    result = run("old_id,service\nP-1,旧支援\n", "--format", "json")
    assert result.exit_code == 1
    assert {fault["rule"] for fault in json.loads(result.stdout)["errors"]} == {"column_missing"}


def test_a_file_that_is_not_there_is_exit_code_two(tmp_path):
    result = CliRunner().invoke(command, ["past_support", str(tmp_path / "none.csv")])
    assert result.exit_code == 2


def test_an_unknown_kind_is_wrong_usage(run):
    assert run(good(), kind="buyers").exit_code == 2
