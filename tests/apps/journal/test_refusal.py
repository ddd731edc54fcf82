"""The database itself refuses to change or delete an event."""

import pytest
from django.db import DatabaseError, connection, transaction

from banso.apps.journal.models import Event


def refused(statement, *values):
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_refuses_to_change_an_event(chains):
    refused("UPDATE journal_event SET role = 'decider' WHERE id = %s", chains[0].pk)


def test_the_database_refuses_to_delete_an_event(chains):
    refused("DELETE FROM journal_event WHERE id = %s", chains[0].pk)


def test_the_database_refuses_to_empty_the_table(chains):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        refused("TRUNCATE journal_event")
    refused("DELETE FROM journal_event")


def test_django_cannot_change_an_event_either(chains):
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Event.objects.filter(pk=chains[0].pk).update(role="decider")
