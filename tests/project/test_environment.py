"""Settings are typed and read from the environment; all wrong values are named at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from banso.project.environment import SettingsError, kept_secret, read_environment

LONG = "x" * 50


@pytest.fixture(autouse=True)
def only(monkeypatch):
    """Nothing of the run's own environment."""
    for name in [*os.environ]:
        if name.startswith("BANSO_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("BANSO_MODE", "demo")
    return monkeypatch


def faults() -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read_environment()
    return dict(caught.value.faults)


def test_all_wrong_values_are_named_at_once(only):
    wrong = {
        "BANSO_MODE": "staging",
        "DATABASE_URL": "mysql://banso@db/banso",
        "BANSO_BASE_URL": "banso.test",
        "BANSO_MAIL_URL": "http://mail.test",
        "BANSO_CLAMD": "clamd.test:3310",
        "BANSO_MAX_UPLOAD_MB": "many",
        "BANSO_BACKUP_MAX_AGE_HOURS": "0",
        "BANSO_LANGUAGE": "fr",
        "BANSO_LOG_LEVEL": "LOUD",
        "BANSO_BEHIND_PROXY": "perhaps",
    }
    for name, value in wrong.items():
        only.setenv(name, value)
    assert set(faults()) == set(wrong)


@pytest.mark.parametrize("missing", ["BANSO_SECRET_KEY", "BANSO_JOURNAL_KEY"])
def test_production_needs_both_secrets(only, missing):
    only.setenv("BANSO_MODE", "production")
    for name in ("BANSO_SECRET_KEY", "BANSO_JOURNAL_KEY"):
        only.setenv(name, "short" if name == missing else LONG)
    assert set(faults()) == {missing}


def test_production_refuses_to_reuse_one_secret_for_both(only):
    only.setenv("BANSO_MODE", "production")
    only.setenv("BANSO_SECRET_KEY", LONG)
    only.setenv("BANSO_JOURNAL_KEY", LONG)
    assert "differ" in " ".join(faults().values())


@pytest.mark.parametrize("url", ["nonsense", "postgresql://[broken", "redis://cache"])
def test_a_database_that_is_none_is_named(only, url):
    only.setenv("DATABASE_URL", url)
    assert set(faults()) == {"DATABASE_URL"}


def test_hosts_are_separated_by_commas(only):
    only.setenv("BANSO_ALLOWED_HOSTS", "banso.test, www.banso.test ,")
    assert read_environment().allowed_hosts == ["banso.test", "www.banso.test"]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://banso.test", "banso.test"),
        ("https://banso.test:8443/", "banso.test"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "[::1]"),
    ],
)
def test_the_host_is_taken_from_the_address(only, address, host):
    only.setenv("BANSO_BASE_URL", address)
    assert read_environment().host == host


def test_a_secret_is_made_once_and_kept_to_its_owner(tmp_path):
    made = kept_secret(tmp_path, "session")
    assert kept_secret(tmp_path, "session") == made
    assert len(made) >= 50
    assert (tmp_path / "session.secret").stat().st_mode & 0o077 == 0


def test_a_command_with_wrong_settings_names_them_all_and_ends_with_1(only, tmp_path):
    only.setenv("BANSO_LANGUAGE", "fr")
    only.setenv("BANSO_MAX_UPLOAD_MB", "0")
    done = subprocess.run(
        [Path(sys.executable).with_name("banso"), "doctor"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 1
    assert "BANSO_LANGUAGE" in done.stderr
    assert "BANSO_MAX_UPLOAD_MB" in done.stderr
    assert "Traceback" not in done.stderr
