"""The database itself refuses to change or delete an event."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER journal_event_no_update BEFORE UPDATE ON journal_event
BEGIN SELECT RAISE(ABORT, 'journal events are never changed'); END;
CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event
BEGIN SELECT RAISE(ABORT, 'journal events are never deleted'); END;
"""
POSTGRESQL = """
CREATE FUNCTION journal_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'journal events are never changed or deleted'; END $$;
CREATE TRIGGER journal_event_no_change BEFORE UPDATE OR DELETE ON journal_event
FOR EACH ROW EXECUTE FUNCTION journal_event_refuse();
CREATE TRIGGER journal_event_no_truncate BEFORE TRUNCATE ON journal_event
FOR EACH STATEMENT EXECUTE FUNCTION journal_event_refuse();
"""


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the triggers in the database's own language."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for statement in SQLITE.strip().split("END;\n"):
            schema_editor.execute(statement.removesuffix("END;").rstrip() + "\nEND;")


class Migration(migrations.Migration):
    """Triggers on the table of events."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
