"""The documentation of the read model, written from its schema.

python -m banso.engines.evaluation.star.document docs/read-model.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from banso.engines.evaluation.star.schema import TABLES, Column, Table
from banso.engines.evaluation.star.store import ARROW

_OPENING = """\
# The read model

<!-- Written from the schema by `python -m banso.engines.evaluation.star.document docs/read-model.md`. -->

What a snapshot of casework holds: one Parquet file a table. Values are codes, days and numbers; there is no
name, no contact and no free text. An absent value means that the records do not tell: it is never zero and
never an empty text. `office` is the one in charge on the day that the record belongs to. Every table repeats
the codes of the dimensions its records belong to, so that figures by any of them need no join.

| Kind | Type in Parquet (as Arrow names it) |
| --- | --- |
"""


def document() -> str:
    """The whole page, in Markdown."""
    kinds = "".join(f"| {kind} | {arrow} |\n" for kind, arrow in ARROW.items())
    return _OPENING + kinds + "".join("\n" + "\n".join(_lines(table)) + "\n" for table in TABLES.values())


def _lines(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"One row is {table.grain}. It leads back to: {table.record}."
    yield ""
    yield "| Column | Kind | Dimension | Meaning |"
    yield "| --- | --- | --- | --- |"
    yield from map(_row, table.columns)


def _row(column: Column) -> str:
    meaning = column.meaning.replace("|", r"\|")
    return f"| `{column.name}` | {column.kind} | {'yes' if column.dimension else ''} | {meaning} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
