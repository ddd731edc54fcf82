"""The commands; those that drop a database run in processes of their own, on a file of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from banso.apps.base import Refused
from banso.apps.directory.models import Prefecture
from banso.commands.demo import command
from banso.demo.database import drop_database

BANSO = Path(sys.executable).with_name("banso")
MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture
def installation(tmp_path):
    """``installation("demo", "load")``: run a command on an empty, migrated SQLite database."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BANSO_") and k != "DATABASE_URL"}
    environment |= {"BANSO_MODE": "demo", "BANSO_VAR": str(tmp_path)}

    def run(*arguments):
        command = [str(BANSO), *arguments, "--lang", "en"]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    migrate = [sys.executable, str(MANAGE), "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, check=True)
    run.database = tmp_path / "demo" / "demo.sqlite3"
    return run


LOAD = ("demo", "load", "--firms", "60", "--as-of", "2026-03-10")


def test_load_again_drop_and_their_exit_codes(installation):
    loaded = installation(*LOAD)
    assert (loaded.returncode, loaded.stdout) == (0, "")
    assert "60 firms" in loaded.stderr
    assert "a sample in proportion: 53 of 883" in loaded.stderr

    already = installation(*LOAD)
    assert (already.returncode, "already" in already.stderr) == (0, True)

    other = installation(*LOAD, "--seed", "2")
    assert (other.returncode, "--again" in other.stderr) == (1, True)

    again = installation(*LOAD, "--seed", "2", "--again")
    assert again.returncode == 0, again.stderr
    assert "seed 2" in again.stderr

    dropped = installation("demo", "drop")
    assert (dropped.returncode, installation.database.exists()) == (0, False)


def test_drop_leaves_a_database_that_is_no_demonstration(configuration):
    with pytest.raises(Refused) as refused:
        drop_database()
    assert refused.value.rule == "not_demonstration"
    assert Prefecture.objects.count() == 47


def test_a_wrong_day_is_wrong_usage():
    assert CliRunner().invoke(command, ["load", "--as-of", "yesterday"]).exit_code == 2
