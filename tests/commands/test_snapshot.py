import json

import pytest
from click.testing import CliRunner

from banso.commands.snapshot import command

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def run(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    return lambda *arguments: CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_one_is_taken_listed_and_proven(run):
    taken = json.loads(run("take", "--format", "json").stdout)
    assert [one["name"] for one in json.loads(run("list", "--format", "json").stdout)] == [taken["name"]]
    assert json.loads(run("verify", taken["name"], "--format", "json").stdout)["digest"] == taken["digest"]


def test_a_changed_file_is_exit_code_one(run, settings):
    name = json.loads(run("take", "--format", "json").stdout)["name"]
    (settings.SNAPSHOTS / name / "cases.parquet").write_bytes(b"")
    result = run("verify", name, "--lang", "en")
    assert (result.exit_code, "cases.parquet was changed" in result.stderr) == (1, True)


def test_an_unknown_name_is_exit_code_two(run):
    assert run("verify", "none").exit_code == 2


def test_without_a_place_to_write_nothing_is_left(run, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SNAPSHOTS = tmp_path / "file" / "snapshots"
    result = run("take", "--lang", "en")
    assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)
