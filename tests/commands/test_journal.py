"""``banso journal verify`` and ``banso journal heads``."""

import json

import pytest
from click.testing import CliRunner

from banso.apps.journal.services import record
from banso.commands.journal import command


@pytest.fixture
def events(actor, settings, tmp_path):
    settings.VAR = tmp_path
    reviewer = actor("reviewer")
    return [record(reviewer, f"thing.{step}", ("thing", "C-1"), {"n": step}) for step in (1, 2, 3)]


def run(*arguments):
    return CliRunner().invoke(command, [*arguments, "--lang", "en"])


@pytest.fixture
def cut_off(past_the_triggers):
    def remove(event):
        with past_the_triggers() as cursor:
            cursor.execute("DELETE FROM journal_event WHERE id = %s", [event.pk])

    return remove


def test_whole_chains_end_with_exit_code_0(events):
    result = run("verify")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 events: every chain is whole." in result.stderr


def test_a_fault_names_event_subject_number_and_rule_and_ends_with_exit_code_1(events, cut_off):
    cut_off(events[1])
    result = run("verify", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "event": events[2].pk,
            "subject_kind": "thing",
            "subject_ref": "C-1",
            "number": 3,
            "rule": "number",
            "message": "An event is missing before this one.",
        }
    ]


def test_a_cut_off_tail_is_found_once_heads_were_written(events, cut_off):
    assert run("heads").exit_code == 0
    cut_off(events[2])
    result = run("verify")
    assert result.exit_code == 1
    assert "tail" in result.stdout
    assert "thing:C-1" in result.stdout


def test_heads_of_broken_chains_are_not_written(events, cut_off, tmp_path):
    cut_off(events[1])
    assert run("heads").exit_code == 1
    assert not (tmp_path / "heads").exists()
