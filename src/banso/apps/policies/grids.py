"""A table of a version as a grid: what stands in each cell in words, and what was there in another version.

Grids are made from the texts of a version's files, not from the parsed policy: a draft may hold cells that
cannot be read yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from banso.apps.policies.notation import NOTHING, Column, columns_of, say
from banso.apps.policies.sentences import reading
from banso.engines.policy.comparison import Difference, changed_files
from banso.engines.policy.folder import REASON_EN, REASON_JA, SOURCE, csv_of, read_partly, rows_of
from banso.engines.policy.model import HitPolicy, Kind, Policy, Table
from banso.web import formats

#: One row as stored: cells by the name of the column.
Cells = Mapping[str, str]

HIT_WORDS = {
    HitPolicy.UNIQUE: gettext_lazy("Exactly one row fits a case."),
    HitPolicy.ANY: gettext_lazy("Several rows may fit a case, if they say the same."),
    HitPolicy.FIRST: gettext_lazy("The first row that fits counts."),
    HitPolicy.PRIORITY: gettext_lazy("Of the rows that fit, the result of highest priority counts."),
    HitPolicy.RULE_ORDER: gettext_lazy("All rows that fit count, in the order of the rows."),
    HitPolicy.OUTPUT_ORDER: gettext_lazy("All rows that fit count, in the order of their results."),
    HitPolicy.COLLECT: gettext_lazy("The results of all rows that fit are joined."),
}
_PROPOSED = "proposed"


@dataclass(frozen=True)
class Cell:
    """One cell: what stands in it, and what stood there before if that differs."""

    column: Column
    id: str
    name: str
    text: str
    #: What the stored version holds; differs from ``text`` while typed changes are not saved.
    stored: str
    before: str | None = None

    @property
    def short(self) -> str:
        """What stands beside the text of a reason or source."""
        return {REASON_JA: _("ja"), REASON_EN: _("en"), SOURCE: pgettext("policy", "Source")}.get(
            self.column.name, ""
        )

    @property
    def changed(self) -> bool:
        """Whether another version says something else here."""
        return self.before is not None


@dataclass(frozen=True)
class Line:
    """One row: its key (its place when stored, or that of a row not saved yet), number and cells."""

    key: str
    number: int
    conditions: tuple[Cell, ...]
    results: tuple[Cell, ...]
    reason_ja: Cell
    reason_en: Cell
    source: Cell
    added: bool
    sentence: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, in the order of the file."""
        return self.answers + self.beside

    @property
    def answers(self) -> tuple[Cell, ...]:
        """Conditions and results."""
        return self.conditions + self.results

    @property
    def beside(self) -> tuple[Cell, ...]:
        """Reasons and source."""
        return (self.reason_ja, self.reason_en, self.source)

    @property
    def reason(self) -> Cell:
        """The reason in the language of the page."""
        return self.reason_en if formats.language() == "en" else self.reason_ja

    @property
    def source_words(self) -> str:
        """Where an amount or threshold comes from."""
        parts = (part.strip() for part in self.source.text.split(";"))
        return "; ".join(_("Proposed") if part == _PROPOSED else part for part in parts)


@dataclass(frozen=True)
class Grid:
    """A table of rules."""

    name: str
    title: str
    note: str
    hit: str
    conditions: tuple[Column, ...]
    results: tuple[Column, ...]
    lines: tuple[Line, ...]
    #: Rows of the other version that are gone: number and sentence.
    removed: tuple[tuple[int, str], ...] = ()
    #: Not one row is that of the other version: what differs is told in one line.
    rewritten: bool = False
    #: Keys of the rows as stored, in order.
    stored_keys: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[Column, ...]:
        """Conditions, then results."""
        return self.conditions + self.results

    @property
    def first_result(self) -> str:
        """The column at which the results begin."""
        return self.results[0].name if self.results else ""

    @property
    def wide(self) -> bool:
        """Whether the form of the table is scrolled anyway, so that reasons may take their room."""
        return len(self.columns) > 7

    @property
    def few(self) -> bool:
        """Whether a narrow screen may show the table narrower than tables usually are."""
        return len(self.columns) <= 4


@dataclass(frozen=True)
class Sheet:
    """A table's columns and its rows as stored."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Cells, ...]

    def sentence(self, row: Cells) -> str:
        """A row in one sentence."""
        return reading(self.columns, [row.get(column.name, "") for column in self.columns])


def shape(files: Mapping[str, str]) -> Policy | None:
    """The facts and tables that files declare, each with one empty row; None without a readable head."""
    bare = dict(files)
    for name, text in files.items():
        if name.endswith(".csv"):
            header, _rows = rows_of(text)
            bare[name] = csv_of(header, [["-"] * len(header)])
    return read_partly(bare).policy


def sheets(files: Mapping[str, str]) -> dict[str, Sheet]:
    """Every table of a version, by name, in the order of the version."""
    policy = shape(files)
    if policy is None:
        return {}
    found = {}
    for table in policy.tables:
        header, rows = rows_of(files[f"{table.name}.csv"])
        cells = tuple(dict(zip(header, row, strict=False)) for row in rows)
        found[table.name] = Sheet(table, tuple(columns_of(policy, table)), cells)
    return found


def grid(
    sheet: Sheet,
    other: Sheet | None = None,
    typed: Sequence[tuple[str, Cells]] | None = None,
) -> Grid:
    """The grid of a table beside the same table of another version.

    ``typed`` are rows that are not saved yet, each with the key of the stored row it comes from or a new one.
    """
    stored = {str(number): row for number, row in enumerate(sheet.rows, start=1)}
    rows = list(stored.items()) if typed is None else list(typed)
    found = differences(other, sheet, [row for _key, row in rows]) if other else ()
    before = {(d.row_after, d.column): d.before for d in found if d.what == "cell_changed"}
    added = {d.row_after for d in found if d.what == "row_added"}
    rewritten = bool(other and other.rows and rows) and len(added) == len(rows)
    columns = stored_columns(sheet)
    split = len(sheet.columns) - len(sheet.table.outputs)
    lines = []
    for number, (key, row) in enumerate(rows, start=1):
        cells = [
            _cell(column, key, row, stored.get(key), before.get((number, column.name))) for column in columns
        ]
        lines.append(
            Line(
                key,
                number,
                tuple(cells[:split]),
                tuple(cells[split:-3]),
                cells[-3],
                cells[-2],
                cells[-1],
                added=number in added and not rewritten,
                sentence=sheet.sentence(row),
            )
        )
    gone = [] if rewritten else [d.row_before for d in found if d.what == "row_removed" and d.row_before]
    return Grid(
        sheet.table.name,
        say(sheet.table.title),
        say(sheet.table.note),
        str(HIT_WORDS[sheet.table.hit]),
        tuple(column for column in sheet.columns if not column.is_result),
        tuple(column for column in sheet.columns if column.is_result),
        tuple(lines),
        tuple((row, other.sentence(other.rows[row - 1])) for row in gone) if other else (),
        rewritten,
        tuple(stored),
    )


def differences(other: Sheet, sheet: Sheet, rows: Sequence[Cells]) -> tuple[Difference, ...]:
    """How rows of a table differ from the table in another version."""
    file = f"{sheet.table.name}.csv"
    return changed_files({file: _written(other, other.rows)}, {file: _written(sheet, rows)})


def _written(sheet: Sheet, rows: Sequence[Cells]) -> str:
    # An empty row would not be counted when the text is read: it stays one as a row of blanks.
    names = [column.name for column in stored_columns(sheet)]
    return csv_of(names, [[row.get(name, "") or " " for name in names] for row in rows])


def _cell(column: Column, key: str, row: Cells, stored: Cells | None, before: str | None) -> Cell:
    text = column.shown(row.get(column.name, ""))
    said = None if before is None or column.name == SOURCE else column.shown(before) or NOTHING
    held = column.shown(stored.get(column.name, "")) if stored is not None else ""
    return Cell(column, f"c-{key}-{column.name}", f"{key}.{column.name}", text, held, said)


_NAMES = (REASON_JA, REASON_EN, SOURCE)


def _beside() -> list[Column]:
    """The columns that are neither condition nor result, as plain text."""
    labels = (_("Reason in Japanese"), _("Reason in English"), pgettext("policy", "Source"))
    return [Plain(name, label, Kind.TEXT) for name, label in zip(_NAMES, labels, strict=True)]


class Plain(Column):
    """A column of plain text: stored as it is typed."""

    def shown(self, cell: str) -> str:
        """The text itself."""
        return cell

    def stored(self, typed: str) -> str:
        """The text on one line."""
        return " ".join(typed.split())


def stored_columns(sheet: Sheet) -> list[Column]:
    """Every column of a table's file: conditions, results, reasons and source."""
    return [*sheet.columns, *_beside()]
