"""The index over the words: FTS5 beside the table on SQLite, columns of their own on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE catalogue_words USING fts5(in_name, in_text, content='catalogue_entry',"
        " content_rowid='product_id', tokenize='ascii', detail=column, columnsize=0)",
        "CREATE TRIGGER catalogue_words_added AFTER INSERT ON catalogue_entry BEGIN"
        " INSERT INTO catalogue_words(rowid, in_name, in_text)"
        " VALUES (new.product_id, new.in_name, new.in_text); END",
        "CREATE TRIGGER catalogue_words_removed AFTER DELETE ON catalogue_entry BEGIN"
        " INSERT INTO catalogue_words(catalogue_words, rowid, in_name, in_text)"
        " VALUES ('delete', old.product_id, old.in_name, old.in_text); END",
        "CREATE TRIGGER catalogue_words_changed AFTER UPDATE OF in_name, in_text ON catalogue_entry BEGIN"
        " INSERT INTO catalogue_words(catalogue_words, rowid, in_name, in_text)"
        " VALUES ('delete', old.product_id, old.in_name, old.in_text);"
        " INSERT INTO catalogue_words(rowid, in_name, in_text)"
        " VALUES (new.product_id, new.in_name, new.in_text); END",
        "INSERT INTO catalogue_words(catalogue_words) VALUES ('rebuild')",
    ],
    "postgresql": [
        "ALTER TABLE catalogue_entry"
        " ADD COLUMN name_words tsvector GENERATED ALWAYS AS"
        " (array_to_tsvector(string_to_array(in_name, ' '))) STORED,"
        " ADD COLUMN words tsvector GENERATED ALWAYS AS"
        " (array_to_tsvector(string_to_array(in_name || ' ' || in_text, ' '))) STORED",
        "CREATE INDEX catalogue_words ON catalogue_entry USING gin (words)",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER catalogue_words_added",
        "DROP TRIGGER catalogue_words_removed",
        "DROP TRIGGER catalogue_words_changed",
        "DROP TABLE catalogue_words",
    ],
    "postgresql": ["ALTER TABLE catalogue_entry DROP COLUMN name_words, DROP COLUMN words"],
}


def run(statements):
    def execute(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(run(FORWARDS), run(BACKWARDS))]
