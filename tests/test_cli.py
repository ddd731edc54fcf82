"""The command line where nothing is set up, as a newcomer meets it."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial

import pytest

LOAD = ("demo", "load", "--firms", "50", "--as-of", "2026-03-10", "--lang", "en")


def run_in(folder, *arguments):
    """The command in a folder, with no settings at all."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BANSO_", "DJANGO_")) and name != "DATABASE_URL"
    }
    command = [sys.executable, "-c", "from banso.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True)


@pytest.fixture
def banso(tmp_path):
    """``banso("figures", "--lang", "en")``: the command in an empty folder."""
    return partial(run_in, tmp_path)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A folder that was empty before the demonstration was loaded there, and what the command said."""
    folder = tmp_path_factory.mktemp("newcomer")
    return folder, run_in(folder, *LOAD)


def test_the_demonstration_loads_into_a_new_database_and_its_figures_are_read_from_there(loaded):
    folder, load = loaded
    assert (load.returncode, load.stdout) == (0, "")
    assert "50 firms" in load.stderr
    assert "a sample in proportion: 44 of 883" in load.stderr
    figures = run_in(folder, "figures", "--programme", "ec", "--format", "json")
    assert figures.returncode == 0
    assert {figure["programme"] for figure in json.loads(figures.stdout)} <= {"ec", "both"}
    assert "demonstration" in figures.stderr


def test_a_demonstration_that_is_there_is_not_loaded_twice(loaded):
    folder, _load = loaded
    already = run_in(folder, *LOAD)
    assert (already.returncode, "already" in already.stderr) == (0, True)
    other = run_in(folder, *LOAD, "--seed", "2")
    assert (other.returncode, "--again" in other.stderr) == (1, True)


def test_the_demonstration_is_dropped_with_its_database(loaded, tmp_path):
    shutil.copytree(loaded[0], tmp_path, dirs_exist_ok=True)
    assert list(tmp_path.rglob("*.sqlite3"))
    assert run_in(tmp_path, "demo", "drop").returncode == 0
    assert not list(tmp_path.rglob("*.sqlite3"))


@pytest.mark.parametrize("command", [("backup", "file"), ("restore", "file"), ("admin", "create")])
def test_what_changes_accounts_or_whole_databases_never_guesses_the_installation(banso, command):
    refused = banso(*command)
    assert refused.returncode == 1
    assert "BANSO_SECRET_KEY" in refused.stderr


def test_an_unknown_command_is_wrong_usage(banso):
    assert banso("nonsense").returncode == 2
