"""An event is said by its room; what no room says is shown by its code."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.journal import timeline as registry
from banso.apps.journal.selectors import timeline
from banso.apps.journal.services import record

SUBJECT = ("thing", "T-1")


@pytest.fixture
def said(monkeypatch):
    monkeypatch.setattr(registry, "_describers", {"thing": lambda event: f"said {event.data['code']}"})


def test_a_timeline_says_events_of_all_its_subjects_newest_first(said, actor, move_clock):
    reviewer = actor("reviewer")
    record(reviewer, "thing.made", SUBJECT, {"code": "a"})
    move_clock(hours=1)
    record(actor("reviewer"), "thing.made", ("thing", "T-2"), {"code": "b"})
    record(actor("reviewer"), "thing.made", ("thing", "T-3"), {"code": "c"})
    assert [entry.text for entry in timeline([SUBJECT, ("thing", "T-2")])] == ["said b", "said a"]


def test_an_entry_names_person_role_and_event(said, actor):
    event = record(actor("reviewer"), "thing.made", SUBJECT, {"code": "a"})
    (entry,) = timeline([SUBJECT])
    assert (entry.actor, entry.role) == (event.actor.name, str(Role.REVIEWER.label))
    assert entry.short_id == event.short_id


def test_an_event_of_an_unknown_kind_is_shown_by_its_action(monkeypatch, actor):
    monkeypatch.setattr(registry, "_describers", {})
    record(actor("reviewer"), "thing.made", SUBJECT)
    assert [entry.text for entry in timeline([SUBJECT])] == ["thing.made"]


def test_a_timeline_costs_one_query_whatever_its_length(said, actor, queries):
    for _ in range(5):
        record(actor("reviewer"), "thing.made", SUBJECT, {"code": "a"})
    with queries(1):
        timeline([SUBJECT])


def test_two_functions_cannot_say_the_same_kind(said):
    with pytest.raises(ValueError, match="thing"):
        registry.register("thing", lambda event: "")
