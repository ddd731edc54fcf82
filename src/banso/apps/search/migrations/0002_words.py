"""The index over the words: FTS5 beside the table on SQLite, an index over an expression on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "words, content='search_entry', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)",
        "CREATE TRIGGER search_words_added AFTER INSERT ON search_entry BEGIN"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
        "CREATE TRIGGER search_words_removed AFTER DELETE ON search_entry BEGIN"
        " INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
        "CREATE TRIGGER search_words_changed AFTER UPDATE OF words ON search_entry BEGIN"
        " INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);"
        " INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
        # What was there before: nothing on a new database, entries made by an earlier version otherwise.
        "INSERT INTO search_words(search_words) VALUES ('rebuild')",
    ],
    "postgresql": [
        "CREATE INDEX search_words ON search_entry USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER search_words_added",
        "DROP TRIGGER search_words_removed",
        "DROP TRIGGER search_words_changed",
        "DROP TABLE search_words",
    ],
    "postgresql": ["DROP INDEX search_words"],
}


def run(statements):
    def execute(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(run(FORWARDS), run(BACKWARDS))]
