"""Heads of the chains are kept in a file outside the database, one a day."""

from datetime import date, timedelta

import pytest

from banso.apps.journal.heads import KEPT_FILES, ChainsBroken, files, store_heads, write_heads

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "heads"


def test_the_file_of_a_day_holds_the_last_event_of_every_chain(chains, own_folder):
    file, count = write_heads(DAY)
    assert (file.path, count) == (own_folder / "2026-03-10.jsonl", 2)
    assert file.read() == {("thing", "C-1"): (3, chains[4].hash), ("thing", "C-2"): (3, chains[5].hash)}


def test_heads_are_not_written_over_a_tail_that_was_cut_off(chains, past_the_triggers):
    before, _ = write_heads(DAY)
    text = before.path.read_text()
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM journal_event WHERE id = %s", [chains[5].pk])
    with pytest.raises(ChainsBroken):
        write_heads(DAY + timedelta(days=1))
    assert [file.day for file in files()] == [DAY]
    assert before.path.read_text() == text


def test_old_files_are_removed(db, own_folder):
    for days in range(KEPT_FILES + 2):
        store_heads({}, own_folder / f"{DAY - timedelta(days=days + 1)}.jsonl")
    write_heads(DAY)
    assert len(files()) == KEPT_FILES
    assert files()[-1].day == DAY
