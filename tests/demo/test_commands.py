"""The commands in this process; ``tests/test_cli.py`` runs them as a newcomer does."""

import pytest
from click.testing import CliRunner

from banso.apps.base import Refused
from banso.apps.directory.models import Prefecture
from banso.commands import demo
from banso.demo.database import drop_database


def test_loading_again_drops_and_migrates_before(monkeypatch):
    done = []
    monkeypatch.setattr(demo, "carries_portfolio", lambda: True)
    monkeypatch.setattr(demo, "drop_database", lambda: done.append("drop"))
    monkeypatch.setattr(demo, "call_command", lambda command, **_options: done.append(command))
    monkeypatch.setattr(demo, "load_portfolio", lambda **asked: done.append(asked["seed"]))
    monkeypatch.setattr(demo, "_report", lambda loaded: None)
    result = CliRunner().invoke(demo.command, ["load", "--seed", "2", "--again"])
    assert (result.exit_code, done) == (0, ["drop", "migrate", 2])


def test_drop_leaves_a_database_that_is_no_demonstration(configuration):
    with pytest.raises(Refused) as refused:
        drop_database()
    assert refused.value.rule == "not_demonstration"
    assert Prefecture.objects.count() == 47


def test_a_wrong_day_is_wrong_usage():
    assert CliRunner().invoke(demo.command, ["load", "--as-of", "yesterday"]).exit_code == 2
