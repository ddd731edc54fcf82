"""The auditor's pages."""

import pytest

from banso.apps.journal import timeline as registry


@pytest.fixture(autouse=True)
def said(monkeypatch):
    monkeypatch.setattr(registry, "_describers", {"thing": lambda event: f"said {event.data['step']}"})


def test_the_list_shows_events_in_words(client_as, chains):
    text = client_as("auditor").get("/journal/").content.decode()
    assert "said third" in text
    assert chains[0].short_id in text


def test_the_list_is_narrowed_to_one_subject(client_as, chains):
    text = client_as("auditor").get("/journal/?kind=thing&ref=C-1").content.decode()
    assert chains[0].short_id in text
    assert chains[1].short_id not in text


def test_a_whole_chain_says_so(client_as, chains):
    text = client_as("auditor", language="en").get("/journal/thing/C-1/").content.decode()
    assert "The chain is whole" in text


def test_a_broken_chain_says_where(client_as, chains, past_the_triggers):
    with past_the_triggers() as cursor:
        cursor.execute("UPDATE journal_event SET role = 'decider' WHERE id = %s", [chains[0].pk])
    text = client_as("auditor", language="en").get("/journal/thing/C-1/").content.decode()
    assert "The chain is broken" in text
    assert text.count("What is stored is not what was written.") == 1


def test_a_subject_without_events_is_not_found(client_as):
    assert client_as("auditor").get("/journal/thing/none/").status_code == 404


def test_a_programme_manager_may_not_read_the_journal(client_as):
    assert client_as("programme_manager").get("/journal/").status_code == 403


def test_the_list_costs_the_same_number_of_queries_for_every_size(client_as, chains, queries):
    client = client_as("auditor")
    client.get("/journal/")
    with queries(at_most=8):
        client.get("/journal/?size=100")
