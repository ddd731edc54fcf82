"""``banso follow-ups import-past``: a dry run first, bad cells by row and column, all of it or nothing."""

import json

import pytest
from click.testing import CliRunner

from banso.apps.casework.models import CatchUp, PastSupport
from banso.commands.follow_ups import command
from support import people

pytestmark = pytest.mark.usefixtures("configuration")

HEADER = "old_ref,firm,service,ended_on,started_on,exported,plan_past_end\n"


@pytest.fixture
def run(tmp_path):
    def run(text, *arguments):
        path = tmp_path / "past.csv"
        path.write_text(text, encoding="utf-8")
        arguments = ["import-past", str(path), "--lang", "en", *arguments]
        return CliRunner().invoke(command, arguments, catch_exceptions=False)

    return run


def good():
    firm, other = people.make_firm(), people.make_firm()
    return (
        f"{HEADER}x1,{firm.ref},旧支援,2024-03-31,,yes,\n"
        f"x2,{firm.ref},旧支援,2022-03-31,2020-04-01,,no\n"
        f"x3,{other.ref},旧支援,2025-12-31,,,\n"
    )


def test_a_dry_run_says_what_would_be_stored_and_stores_nothing(run):
    result = run(good(), "--dry-run", "--format", "json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["stored"], told["new"], told["firms"]) == (0, False, 3, 2)
    assert not PastSupport.objects.exists()
    assert not CatchUp.objects.exists()


def test_a_sound_file_is_stored_and_makes_one_contact_a_firm(run):
    result = run(good())
    assert result.exit_code == 0
    assert (PastSupport.objects.count(), CatchUp.objects.count()) == (3, 2)


def test_the_same_file_again_changes_nothing(run):
    text = good()
    run(text)
    told = json.loads(run(text, "--format", "json").stdout)
    assert (told["new"], told["unchanged"], CatchUp.objects.count()) == (0, 3, 2)


def test_bad_cells_are_named_by_row_column_value_and_rule_and_nothing_is_stored(run):
    bad = "x8,F-99999,旧支援,2024-03-31,,,\nx9,,旧支援,2024-03-31,,,\n"
    result = run(good() + bad, "--format", "json")
    faults = json.loads(result.stdout)["faults"]
    named = [tuple(fault[name] for name in ("row", "column", "value", "rule")) for fault in faults]
    assert result.exit_code == 1
    assert named == [(5, "firm", "F-99999", "firm_unknown"), (6, "firm", "", "value_missing")]
    assert not PastSupport.objects.exists()


def test_bad_cells_are_shown_to_people_too(run):
    result = run(good() + "x8,F-99999,旧支援,2024-03-31,,,\n")
    assert (result.exit_code, "F-99999" in result.stdout) == (1, True)
    assert "Nothing was stored" in result.stderr


def test_a_file_that_is_not_there_is_exit_code_two(tmp_path):
    result = CliRunner().invoke(command, ["import-past", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
