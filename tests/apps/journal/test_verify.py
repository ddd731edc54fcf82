"""The chains are proved: every changed byte is found and the event is named."""

import pytest

from banso.apps.journal.heads import current_heads
from banso.apps.journal.models import Event
from banso.apps.journal.services import ChainFault, verify

COLUMNS = [
    ("payload", "'{}'", "hash"),
    ("action", "'thing.other'", "hash"),
    ("role", "'decider'", "hash"),
    ("at", "'2020-01-01 00:00:00+00:00'", "hash"),
    ("actor_id", "NULL", "hash"),
    ("policy_version", "'v2'", "hash"),
    ("batch", "'b'", "hash"),
    ("hash", "'" + "0" * 64 + "'", "hash"),
    ("previous_hash", "''", "previous"),
    ("number", "9", "number"),
]


def faults():
    return list(verify(Event.objects.order_by("id")))


def test_whole_chains_have_no_fault(chains):
    assert faults() == []


@pytest.mark.parametrize(("column", "value", "rule"), COLUMNS)
def test_a_changed_column_is_found_and_its_event_named(chains, past_the_triggers, column, value, rule):
    changed = chains[2]
    with past_the_triggers() as cursor:
        cursor.execute(f"UPDATE journal_event SET {column} = {value} WHERE id = {changed.pk}")
    assert ChainFault(changed.pk, ("thing", "C-1"), 9 if column == "number" else 2, rule) in faults()


def test_a_removed_event_is_found_by_the_one_after_it(chains, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM journal_event WHERE id = %s", [chains[2].pk])
    assert faults() == [ChainFault(chains[4].pk, ("thing", "C-1"), 3, "number")]


def test_a_cut_off_tail_is_found_by_the_heads_written_down_before(chains, past_the_triggers):
    heads = current_heads()
    with past_the_triggers() as cursor:
        cursor.execute("DELETE FROM journal_event WHERE id = %s", [chains[4].pk])
    assert faults() == []
    found = list(verify(Event.objects.order_by("id"), heads))
    assert found == [ChainFault(None, ("thing", "C-1"), 3, "tail")]


def test_a_chain_that_grew_since_its_head_was_written_down_is_whole(chains, actor):
    from banso.apps.journal.services import record

    heads = current_heads()
    record(actor("reviewer"), "thing.fourth", ("thing", "C-1"))
    assert list(verify(Event.objects.order_by("id"), heads)) == []
