"""The command line where nothing is set up, as a newcomer meets it."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def banso(tmp_path):
    """``banso("figures", "--lang", "en")``: the command in an empty folder, with no settings at all."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BANSO_", "DJANGO_")) and name != "DATABASE_URL"
    }

    def run(*arguments):
        command = [sys.executable, "-c", "from banso.cli import main; main()", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=kept, capture_output=True, text=True)

    return run


def test_the_demonstration_loads_into_a_new_database_and_its_figures_are_read_from_there(banso):
    assert banso("demo", "load", "--firms", "50").returncode == 0
    figures = banso("figures", "--programme", "ec", "--format", "json")
    assert figures.returncode == 0
    assert {figure["programme"] for figure in json.loads(figures.stdout)} <= {"ec", "both"}
    assert "demonstration" in figures.stderr


@pytest.mark.parametrize("command", [("backup", "file"), ("restore", "file"), ("admin", "create")])
def test_what_changes_accounts_or_whole_databases_never_guesses_the_installation(banso, command):
    refused = banso(*command)
    assert refused.returncode == 1
    assert "BANSO_SECRET_KEY" in refused.stderr


def test_an_unknown_command_is_wrong_usage(banso):
    assert banso("nonsense").returncode == 2
