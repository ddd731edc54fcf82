"""The index over the words: FTS5 beside the table on SQLite, two of expressions on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE catalogue_index USING fts5(in_name, in_text, content='catalogue_words',"
        " content_rowid='entry_id', tokenize='ascii', detail=column, columnsize=0)",
        "CREATE TRIGGER catalogue_index_added AFTER INSERT ON catalogue_words BEGIN"
        " INSERT INTO catalogue_index(rowid, in_name, in_text)"
        " VALUES (new.entry_id, new.in_name, new.in_text); END",
        "CREATE TRIGGER catalogue_index_removed AFTER DELETE ON catalogue_words BEGIN"
        " INSERT INTO catalogue_index(catalogue_index, rowid, in_name, in_text)"
        " VALUES ('delete', old.entry_id, old.in_name, old.in_text); END",
        "CREATE TRIGGER catalogue_index_changed AFTER UPDATE OF in_name, in_text ON catalogue_words BEGIN"
        " INSERT INTO catalogue_index(catalogue_index, rowid, in_name, in_text)"
        " VALUES ('delete', old.entry_id, old.in_name, old.in_text);"
        " INSERT INTO catalogue_index(rowid, in_name, in_text)"
        " VALUES (new.entry_id, new.in_name, new.in_text); END",
        "INSERT INTO catalogue_index(catalogue_index) VALUES ('rebuild')",
    ],
    "postgresql": [
        # Not as columns of their own: whatever a broad word meets is read from narrow rows then.
        "CREATE INDEX catalogue_index ON catalogue_words USING gin"
        " (array_to_tsvector(array_remove(string_to_array(in_name || ' ' || in_text, ' '), '')))",
        "CREATE INDEX catalogue_name_index ON catalogue_words USING gin"
        " (array_to_tsvector(array_remove(string_to_array(in_name, ' '), '')))",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER catalogue_index_added",
        "DROP TRIGGER catalogue_index_removed",
        "DROP TRIGGER catalogue_index_changed",
        "DROP TABLE catalogue_index",
    ],
    "postgresql": ["DROP INDEX catalogue_index", "DROP INDEX catalogue_name_index"],
}


def run(statements):
    def execute(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(run(FORWARDS), run(BACKWARDS))]
