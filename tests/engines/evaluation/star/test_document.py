"""The documentation of the read model."""

from pathlib import Path

from banso.engines.evaluation.star.document import document
from banso.engines.evaluation.star.schema import TABLES

PAGE = Path(__file__).resolve().parents[4] / "docs" / "read-model.md"


def test_the_page_says_what_the_schema_says():
    assert PAGE.read_text(encoding="utf-8") == document()


def test_every_column_has_its_row_under_its_table():
    sections = {part.split("\n", 1)[0]: part for part in document().split("\n## ")[1:]}
    assert list(sections) == list(TABLES)
    for name, table in TABLES.items():
        named = [line.split("`")[1] for line in sections[name].splitlines() if line.startswith("| `")]
        assert named == list(table.names)
