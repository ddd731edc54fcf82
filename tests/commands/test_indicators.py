import json

import pytest
from click.testing import CliRunner

from banso.commands.indicators import command
from tests.engines.evaluation.standing.made_up import made_up


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("store") / "one", 1)


def run(*arguments):
    return CliRunner().invoke(command, [*map(str, arguments)], catch_exceptions=False)


def test_what_ships_is_sound():
    assert run("check", "--lang", "en").exit_code == 0


def test_faults_are_listed_by_file_and_key(tmp_path):
    (tmp_path / "one.toml").write_text('code = "one"', encoding="utf-8")
    result = run("check", tmp_path, "--format", "json", "--lang", "en")
    faults = json.loads(result.stdout)
    assert (result.exit_code, {fault["rule"] for fault in faults}) == (1, {"key_missing"})


def test_figures_are_made_from_a_folder_alone(store):
    result = run("compute", "--snapshot", store.folder, "--indicator", "success", "--by", "fiscal_year",
                 "--digest", store.manifest.digest, "--format", "json")  # fmt: skip
    rows = json.loads(result.stdout)
    assert [row["indicator"] for row in rows] == ["success"] * len(rows)
    assert all(0 <= row["value"] <= 1 and row["low"] <= row["value"] <= row["high"] for row in rows)


def test_another_snapshot_than_the_one_meant_is_refused(store):
    result = run("compute", "--snapshot", store.folder, "--digest", "0" * 64, "--lang", "en")
    assert (result.exit_code, "was changed" in result.stderr, result.stdout) == (1, True, "")


@pytest.mark.parametrize("wrong", [["--indicator", "nothing"], ["--by", "nothing"]])
def test_what_is_not_there_is_wrong_usage(store, wrong):
    assert run("compute", "--snapshot", store.folder, *wrong).exit_code == 2
