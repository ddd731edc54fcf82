"""Tables to take away: one cell one datum, with its unit and without merged cells.

Every number is a row of its own: which table, which row and column, what is measured, its value and unit. The
same rows go into a workbook, into a CSV file with CSVW metadata, and into a Frictionless data package.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.surveys.answer_tables.made import Made
from banso.apps.surveys.answer_tables.told import ToldTable
from banso.apps.surveys.answer_tables.words import percent, shown_share
from banso.engines.kernel.bilingual import Text
from banso.engines.reporting.workbook import Sheet, write_csv, write_workbook
from banso.web.formats import language

#: What tables are taken away as.
EXTENSIONS = ("xlsx", "csv", "json", "zip")

#: The columns: name, kind, and what stands there.
_COLUMNS: tuple[tuple[str, str, Promise], ...] = (
    ("table", "string", gettext_lazy("Name of the table")),
    ("question", "string", gettext_lazy("Question or fact of the rows")),
    ("row", "string", gettext_lazy("Code of the row")),
    ("row_label", "string", gettext_lazy("Words of the row; empty for the base")),
    ("by", "string", gettext_lazy("Question or fact of the columns; empty without columns")),
    ("column", "string", gettext_lazy("Code of the column; empty without columns")),
    ("column_label", "string", gettext_lazy("Words of the column")),
    ("measure", "string", gettext_lazy("What is measured")),
    ("value", "number", gettext_lazy("The number; empty where it is not told or not known")),
    ("unit", "string", gettext_lazy("Unit of the number")),
    ("status", "string", gettext_lazy("told, or suppressed because it would name firms")),
)
_NOTES = (("note", "string", gettext_lazy("Note on the tables")),)
#: What is measured: name, unit, and what it means.
_MEASURES: Mapping[str, tuple[str, Promise]] = {
    "base": ("answers", gettext_lazy("Answers that the shares of the column rest on")),
    "n": ("answers", gettext_lazy("Answers in the cell")),
    "share": ("percent", gettext_lazy("Share of the column, half up to one decimal")),
    "low": ("percent", gettext_lazy("Lower end of the 95 % interval of the share")),
    "high": ("percent", gettext_lazy("Upper end of the 95 % interval of the share")),
    "se": ("percentage points", gettext_lazy("Standard error of the share")),
    "mentions": ("percent", gettext_lazy("Share of all that was named in the column")),
    "unweighted_share": ("percent", gettext_lazy("Share of the column without weights")),
}
_TOLD, _SUPPRESSED = "told", "suppressed"
_DAY = (1980, 1, 1, 0, 0, 0)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Datum:
    """One number of a table. ``column`` is None in a table without columns, ``row`` for a base."""

    table: str
    question: Text
    row: str | None
    row_label: Text | None
    by: Text | None
    column: str | None
    column_label: Text | None
    measure: str
    value: int | Decimal | None
    suppressed: bool = False

    def cells(self, spoken: str) -> list[Any]:
        """The row of the file, in a language."""

        def said(words: Text | None) -> str | None:
            return words.in_language(spoken) or None if words else None

        return [
            self.table,
            said(self.question),
            self.row,
            said(self.row_label),
            said(self.by),
            self.column,
            said(self.column_label),
            self.measure,
            self.value,
            _MEASURES[self.measure][0],
            _SUPPRESSED if self.suppressed else _TOLD,
        ]


@dataclass(frozen=True)
class Taken:
    """What is taken away: a name for files, a title, the numbers and the notes on them."""

    name: str
    title: str
    data: Sequence[Datum]
    notes: Sequence[str]
    made_on: date

    def xlsx(self) -> bytes:
        """A workbook: the numbers, the notes, and what columns and measures mean."""
        meanings = [[name, str(words), None] for name, _kind, words in _COLUMNS]
        meanings += [[name, str(words), unit] for name, (unit, words) in _MEASURES.items()]
        return write_workbook(
            [
                Sheet(_("Data"), *self._table()),
                Sheet(_("Notes"), ["note"], [[note] for note in self.notes]),
                Sheet(_("Columns"), ["name", "meaning", "unit"], meanings),
            ]
        )

    def csv(self) -> bytes:
        """The numbers alone."""
        return write_csv(*self._table())

    def csvw(self) -> bytes:
        """CSVW metadata of the CSV file, which lies beside it."""
        found = {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": language()}],
            "url": f"{self.name}.csv",
            "dc:title": self.title,
            "dc:description": " ".join(self.notes),
            "dc:modified": {"@value": self.made_on.isoformat(), "@type": "xsd:date"},
            "dialect": {"header": True, "encoding": "utf-8"},
            "tableSchema": {
                "columns": [
                    {"name": name, "titles": name, "dc:description": str(words), "datatype": kind}
                    for name, kind, words in _COLUMNS
                ]
            },
        }
        return _json(found)

    def package(self) -> bytes:
        """A Frictionless data package as a zip file, with the CSVW metadata beside."""
        # Programs read these: without the mark that tells a spreadsheet program the encoding.
        files = {
            f"{self.name}.csv": self.csv().removeprefix(_BOM),
            "notes.csv": write_csv(["note"], [[note] for note in self.notes]).removeprefix(_BOM),
        }
        schemas = {f"{self.name}.csv": _COLUMNS, "notes.csv": _NOTES}
        descriptor = {
            "profile": "tabular-data-package",
            "name": self.name,
            "title": self.title,
            "created": f"{self.made_on.isoformat()}T00:00:00Z",
            "resources": [_resource(path, content, schemas[path]) for path, content in files.items()],
        }
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            whole = {
                "datapackage.json": _json(descriptor),
                **files,
                f"{self.name}.csv-metadata.json": self.csvw(),
            }
            for path, content in whole.items():
                # The same tables make the same bytes.
                archive.writestr(zipfile.ZipInfo(path, _DAY), content, zipfile.ZIP_DEFLATED)
        return target.getvalue()

    def file(self, extension: str) -> bytes:
        """The file of an extension: csv, json (its metadata), xlsx or zip."""
        written = {"csv": self.csv, "json": self.csvw, "xlsx": self.xlsx, "zip": self.package}
        return written[extension]()

    def path(self, extension: str) -> str:
        """What that file is called; metadata bear the name by which CSVW finds them."""
        return f"{self.name}.csv-metadata.json" if extension == "json" else f"{self.name}.{extension}"

    def _table(self) -> tuple[list[str], list[list[Any]]]:
        spoken = language()
        return [name for name, _kind, _words in _COLUMNS], [datum.cells(spoken) for datum in self.data]


def data_of_made(title: str, made: Made) -> list[Datum]:
    """The numbers of a table as it stands on the page."""
    table = made.table
    if table is None:
        return []
    found = []
    for place in made.places:
        by, words = (made.columns.label, made.columns.words(place)) if made.columns else (None, None)
        head = (title, made.rows.label)
        found.append(Datum(*head, None, None, by, place, words, "base", table.bases[place]))
        for row in table.rows:
            cell = table.cell(row, place)
            values: dict[str, int | Decimal | None] = {"n": cell.n}
            if made.percentages:
                values |= {
                    "share": shown_share(made, row, place),
                    "low": percent(cell.low),
                    "high": percent(cell.high),
                }
                if made.choice.errors:
                    values["se"] = None if cell.se is None else percent(cell.se)
                if cell.mentions is not None and made.choice.mentions:
                    values["mentions"] = percent(cell.mentions)
                if made.weighted:
                    values["unweighted_share"] = shown_share(made, row, place, plain=True)
            said = made.rows.words(row)
            found += [
                Datum(*head, row, said, by, place, words, measure, value) for measure, value in values.items()
            ]
    return found


def data_of_told(tables: Iterable[ToldTable]) -> list[Datum]:
    """The numbers of a release; those not told are named as such."""
    found = []
    for table in tables:
        for place, words in table.columns.items():
            head = (table.name, table.question)
            there = (table.by, place, words if table.by else None)
            base = table.bases[place]
            found.append(Datum(*head, None, None, *there, "base", base, base is None))
            for row, said in table.rows.items():
                cell = table.cells[row, place]
                values: dict[str, int | Decimal | None] = {"n": cell.n}
                if table.percentages:
                    values |= {"share": cell.share, "low": cell.low, "high": cell.high}
                if table.percentages and table.several:
                    values["mentions"] = cell.mentions
                found += [
                    Datum(*head, row, said, *there, measure, value, value is None)
                    for measure, value in values.items()
                ]
    return found


def _resource(path: str, content: bytes, columns: Sequence[tuple[str, str, Promise]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv"),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                {"name": name, "type": kind, "description": str(words)} for name, kind, words in columns
            ],
            "missingValues": [""],
        },
    }


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
