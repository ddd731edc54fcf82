"""A policy version as an Excel workbook that staff edit and send back: the same policy comes back.

One sheet a table, and sheets for the head, the words, the facts, the tables, their results and the amounts.
Each has two rows of headers: what a column means, and below it the name by which it is known. Everything is
text. What is read is put into the files of a version and read as those are, so that the same rules hold;
faults are named by sheet, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import tomli_w

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import LIMITS, Limits, read_sheets
from banso.engines.kernel.tables import Table as Grid
from banso.engines.policy.cells import number_of
from banso.engines.policy.folder import (
    BESIDE,
    HEAD,
    column_name,
    csv_of,
    read_files,
    rows_of,
    write_files,
)
from banso.engines.policy.model import Kind, Policy, Table
from banso.engines.policy.reading import Reading
from banso.engines.reporting import workbook

#: The sheets beside those of the tables, with the columns of each.
POLICY, WORDS, FACTS, TABLES, OUTPUTS, AMOUNTS = "policy", "words", "facts", "tables", "outputs", "amounts"
_DESCRIBED = ("name", "kind", "title_ja", "title_en", "unit", "values", "least", "most", "whole")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    POLICY: ("key", "value"),
    WORDS: ("code", "ja", "en"),
    FACTS: _DESCRIBED,
    TABLES: ("name", "sheet", "title_ja", "title_en", "note_ja", "note_en", "hit", "aggregation"),
    OUTPUTS: ("table", *_DESCRIBED),
    AMOUNTS: ("name", "title_ja", "title_en", "base", "share"),
}
#: What the version of the database says and no workbook changes.
_KEPT = ("id", "family", "in_force_from", "in_force_to", "author", "approver")
_HEAD = (*_KEPT, "title_ja", "title_en", "legal_basis_ja", "legal_basis_en", "results")
_LABELS = {
    "key": Text("項目", "Item"),
    "value": Text("内容", "Content"),
    "code": Text("コード", "Code"),
    "ja": Text("日本語", "Japanese"),
    "en": Text("英語", "English"),
    "name": Text("名前", "Name"),
    "sheet": Text("シート", "Sheet"),
    "table": Text("表", "Table"),
    "kind": Text("種類", "Kind"),
    "title_ja": Text("見出し（日本語）", "Title (Japanese)"),
    "title_en": Text("見出し（英語）", "Title (English)"),
    "note_ja": Text("説明（日本語）", "Note (Japanese)"),
    "note_en": Text("説明（英語）", "Note (English)"),
    "unit": Text("単位", "Unit"),
    "values": Text("選択肢（1行に1つ）", "Values (one a line)"),
    "least": Text("最小", "Least"),
    "most": Text("最大", "Most"),
    "whole": Text("整数のみ", "Whole numbers only"),
    "hit": Text("該当行の扱い", "Hit policy"),
    "aggregation": Text("集計", "Aggregation"),
    "base": Text("対象額", "Base"),
    "share": Text("割合", "Share"),
    "reason_ja": Text("理由（日本語）", "Reason (Japanese)"),
    "reason_en": Text("理由（英語）", "Reason (English)"),
    "source": Text("根拠", "Source"),
}
#: A version never needs more, and so much is read quickly.
_LIMITS = Limits(LIMITS.file_bytes, LIMITS.unpacked_bytes, rows=5_000, columns=200)
#: Excel allows no longer titles, and none of these in any case.
_LONGEST_TITLE = 31
_RESERVED = frozenset({*COLUMNS, "history"})
_PLACE = re.compile(
    r"(words|facts|tables|amounts)(?:\.|\[)([^\].]*)\]?(?:\.outputs\[([^\]]*)\])?(?:\.(\w+))?"
)


def write_workbook(policy: Policy, language: str = "ja") -> bytes:
    """Write a version as a workbook; ``language`` is that of the headers."""
    titles = _titles(policy.tables)
    rows: dict[str, list[Sequence[str]]] = {
        POLICY: [(key, _text(_head_value(policy, key))) for key in _HEAD],
        WORDS: [(code, word.ja, word.en) for code, word in policy.words.items()],
        FACTS: [_described(fact) for fact in policy.facts],
        TABLES: [
            (
                table.name, titles[table.name], table.title.ja, table.title.en, table.note.ja, table.note.en,
                table.hit.value, table.aggregation.value if table.aggregation else "",
            )
            for table in policy.tables
        ],
        OUTPUTS: [(table.name, *_described(o)) for table in policy.tables for o in table.outputs],
        AMOUNTS: [(a.name, a.title.ja, a.title.en, a.base, a.share) for a in policy.amounts],
    }  # fmt: skip
    sheets = [_sheet(title, _fixed_labels(title, language), COLUMNS[title], rows[title]) for title in COLUMNS]
    files = write_files(policy)
    for table in policy.tables:
        header, cells = rows_of(files[f"{table.name}.csv"])
        sheets.append(_sheet(titles[table.name], _table_labels(policy, table, language), header, cells))
    return workbook.write_workbook(sheets)


def read_workbook(data: bytes, name: str, based_on: Policy | None = None) -> Reading:
    """Read a version from a workbook called ``name``.

    ``based_on`` keeps who made it, when it is in force and how it is called; without it the workbook says so.
    """
    return _Workbook(name, read_sheets(name, data, _LIMITS, above=1), based_on).reading()


# Writing


def _sheet(
    title: str, labels: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[str]]
) -> workbook.Sheet:
    return workbook.Sheet(title, labels, [[cell or None for cell in row] for row in rows], names)


def _fixed_labels(title: str, language: str) -> list[str]:
    return [_LABELS[column].in_language(language) for column in COLUMNS[title]]


def _table_labels(policy: Policy, table: Table, language: str) -> list[str]:
    titles = {item.name: item.title for item in (*policy.facts, *_outputs(policy))}
    names = [column_name(column) for column in table.inputs] + [output.name for output in table.outputs]
    beside = [_LABELS[column].in_language(language) for column in BESIDE]
    return [*(titles[name].in_language(language) for name in names), *beside]


def _outputs(policy: Policy) -> Iterator[Any]:
    for table in policy.tables:
        yield from table.outputs


def _head_value(policy: Policy, key: str) -> Any:
    if key.startswith(("title_", "legal_basis_")):
        text, _, language = key.rpartition("_")
        return getattr(getattr(policy, text), language)
    return getattr(policy, key)


def _described(item: Any) -> tuple[str, ...]:
    domain = item.domain
    values = "" if domain.values is None else "\n".join(map(_escaped, domain.values))
    whole = "true" if domain.whole else ""
    bounds = (_text(domain.least), _text(domain.most))
    return (item.name, item.kind.value, item.title.ja, item.title.en, item.unit, values, *bounds, whole)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _escaped(value: str) -> str:
    """A value on one line of a cell."""
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(line: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line)


def _titles(tables: Sequence[Table]) -> dict[str, str]:
    """The title of each table's sheet: its name as far as Excel lets it be one."""
    found: dict[str, str] = {}
    taken = set(_RESERVED)
    for table in tables:
        title, number = table.name[:_LONGEST_TITLE], 1
        while title.lower() in taken:
            number += 1
            title = f"{table.name[: _LONGEST_TITLE - 4]}_{number}"
        taken.add(title.lower())
        found[table.name] = title
    return found


# Reading


@dataclass
class _Rows:
    """A sheet's rows by the names of its columns, and where each stands."""

    cells: list[Mapping[str, str]]
    numbers: list[int]


class _Workbook:
    """Reads the sheets of one workbook and collects what is wrong."""

    def __init__(self, name: str, grids: Mapping[str, Grid], based_on: Policy | None) -> None:
        self._name, self._grids, self._based_on = name, grids, based_on
        self._faults: list[Fault] = []
        #: The rows of each table's file, as the sheet counts them; the header's first.
        self._numbers: dict[str, list[int]] = {}
        self._sheet_of: dict[str, str] = {}

    def reading(self) -> Reading:
        if "" in self._grids:
            return Reading(None, self._grids[""].faults)
        fixed = {title: self._fixed(title) for title in COLUMNS}
        files = {HEAD: tomli_w.dumps(self._head(fixed))} | self._tables(fixed[TABLES])
        self._strange()
        if errors_among(self._faults):
            return Reading(None, tuple(self._faults))
        read = read_files(files)
        return Reading(read.policy, (*self._faults, *(self._placed(fault, fixed) for fault in read.faults)))

    def _refuse(self, sheet: str, row: int | None, column: str | None, rule: str, **params: object) -> None:
        self._faults.append(Fault(f"{self._name}:{sheet}", row, column, column, rule, params))

    def _missing(self, sheet: str) -> None:
        self._faults.append(Fault(self._name, None, None, sheet, "sheet_missing"))

    def _fixed(self, title: str) -> _Rows:
        """The rows of a sheet that every workbook has."""
        grid = self._grids.get(title)
        if grid is None:
            self._missing(title)
            return _Rows([], [])
        # Words, facts and amounts may be none.
        self._faults += [fault for fault in grid.faults if fault.rule != "rows_none"]
        for column in grid.header:
            if column and column not in COLUMNS[title]:
                self._refuse(title, 2, column, "sheet_column_unknown", known=", ".join(COLUMNS[title]))
        if grid.readable:
            for column in COLUMNS[title]:
                if column not in grid.header:
                    self._refuse(title, 2, column, "column_missing")
        return _Rows([row.cells for row in grid.rows], [row.number for row in grid.rows])

    def _strange(self) -> None:
        for title in self._grids:
            if title not in COLUMNS and title not in self._sheet_of.values():
                self._faults.append(Fault(self._name, None, None, title, "sheet_unknown"))

    def _head(self, fixed: Mapping[str, _Rows]) -> dict[str, Any]:
        head: dict[str, Any] = {}
        for row, number in zip(fixed[POLICY].cells, fixed[POLICY].numbers, strict=True):
            key, value = row.get("key", ""), row.get("value", "")
            if key not in _HEAD:
                self._refuse(POLICY, number, key or None, "key_unknown", known=", ".join(_HEAD))
            elif key == "results":
                head[key] = [name for part in _lines(value) for name in re.split(r"[,、\s]+", part) if name]
            elif value:
                head[key] = _day(value) if key.startswith("in_force_") else value
        if self._based_on:
            kept = {key: getattr(self._based_on, key) for key in _KEPT}
            head = {key: value for key, value in (head | kept).items() if value not in (None, "")}
        head["words"] = self._words(fixed[WORDS])
        head["facts"] = [_description(row) for row in fixed[FACTS].cells]
        head["tables"] = [
            _filled(row, "name", "title_ja", "title_en", "note_ja", "note_en", "hit", "aggregation")
            | {
                "outputs": [
                    _description(o) for o in fixed[OUTPUTS].cells if o.get("table") == row.get("name")
                ]
            }
            for row in fixed[TABLES].cells
        ]
        head["amounts"] = [_filled(row, *COLUMNS[AMOUNTS]) for row in fixed[AMOUNTS].cells]
        names = {row.get("name") for row in fixed[TABLES].cells}
        for row, number in zip(fixed[OUTPUTS].cells, fixed[OUTPUTS].numbers, strict=True):
            if row.get("table") not in names:
                self._faults.append(
                    Fault(f"{self._name}:{OUTPUTS}", number, "table", row.get("table"), "table_unknown")
                )
        return head

    def _words(self, rows: _Rows) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for row, number in zip(rows.cells, rows.numbers, strict=True):
            code = row.get("code", "")
            if code in found:
                self._faults.append(Fault(f"{self._name}:{WORDS}", number, "code", code, "name_twice"))
            found[code] = {"ja": row.get("ja", ""), "en": row.get("en", "")}
        return found

    def _tables(self, declared: _Rows) -> dict[str, str]:
        files = {}
        for row in declared.cells:
            name, title = row.get("name", ""), row.get("sheet", "") or row.get("name", "")
            grid = self._grids.get(title)
            if grid is None or title in COLUMNS:
                self._missing(title)
                continue
            self._sheet_of[name] = title
            # That a table has no row is said by the file's own rule.
            self._faults += [fault for fault in grid.faults if fault.rule != "rows_none"]
            columns = [column for column in grid.header if column]
            self._numbers[name] = [2, *(line.number for line in grid.rows)]
            cells = [[line.cells.get(column, "") for column in columns] for line in grid.rows]
            files[f"{name}.csv"] = csv_of(columns, cells)
        return files

    def _placed(self, fault: Fault, fixed: Mapping[str, _Rows]) -> Fault:
        """A fault of the files, where it stands in the workbook."""
        table = fault.file.removesuffix(".csv")
        if table in self._numbers:
            numbers = self._numbers[table]
            row = numbers[fault.row - 1] if fault.row and fault.row <= len(numbers) else None
            return replace(fault, file=f"{self._name}:{self._sheet_of[table]}", row=row)
        sheet, row, column = _place(fault.column or "", fixed)
        return replace(fault, file=f"{self._name}:{sheet}", row=row, column=column)


def _place(place: str, fixed: Mapping[str, _Rows]) -> tuple[str, int | None, str | None]:
    """Sheet, row and column of a place in the head, such as facts[goal_pct].least."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return POLICY, _row_of(fixed[POLICY], "key", place), "value" if place else None
    sheet, name, output, column = found.groups()
    if output is not None:
        rows = fixed[OUTPUTS]
        for cells, number in zip(rows.cells, rows.numbers, strict=True):
            if (cells.get("table"), cells.get("name")) == (name, output):
                return OUTPUTS, number, column
        return OUTPUTS, None, column
    return sheet, _row_of(fixed[sheet], COLUMNS[sheet][0], name), column


def _row_of(rows: _Rows, column: str, name: str) -> int | None:
    for place, (cells, number) in enumerate(zip(rows.cells, rows.numbers, strict=True), start=1):
        if cells.get(column) == name or (not cells.get(column) and name == str(place)):
            return number
    return None


def _filled(row: Mapping[str, str], *columns: str) -> dict[str, Any]:
    return {column: row[column] for column in columns if row.get(column)}


def _description(row: Mapping[str, str]) -> dict[str, Any]:
    """A fact or result as the head says it. What cannot be read stays text, and is refused there."""
    found = _filled(row, "name", "kind", "title_ja", "title_en", "unit")
    if row.get("values"):
        found["values"] = [_unescaped(line) for line in _lines(row["values"])]
    for column in ("least", "most"):
        if row.get(column):
            number = number_of(row[column]) if row.get("kind") == Kind.NUMBER else None
            found[column] = _day(row[column]) if number is None else number
    if row.get("whole"):
        truths = {"true": True, "false": False}
        found["whole"] = truths.get(row["whole"].lower(), row["whole"])
    return found


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
