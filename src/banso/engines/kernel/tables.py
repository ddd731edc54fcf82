"""Read a table from a CSV or XLSX file, and name everything in it that cannot be read.

CSV (commas or semicolons) is read as UTF-8 (with or without a byte order mark), else as cp932, the whole
file in one of them. XLSX is read from its first sheet, or every sheet as a table of its own. The first row is
the header. Rows are numbered as a spreadsheet shows them.
"""

import csv
import io
import itertools
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from banso.engines.kernel.faults import Fault

# Rules that mean that the file as a whole could not be read.
UNREADABLE = frozenset(
    {
        "file_missing",
        "file_too_large",
        "file_too_large_unpacked",
        "encoding_unknown",
        "xls_old",
        "xlsx_broken",
    }
)

_OLE = b"\xd0\xcf\x11\xe0"  # Excel before 2007, and any Excel file with a password
_PRIVATE_USE = (0xE000, 0xF8FF)
_MEGABYTE = 1024 * 1024
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. `unpacked_bytes` holds for what an XLSX file unpacks to."""

    file_bytes: int = 20 * _MEGABYTE
    unpacked_bytes: int = 200 * _MEGABYTE
    rows: int = 100_000
    columns: int = 200


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. `unreadable` are the columns whose cell could not be read."""

    number: int
    cells: dict[str, str]
    unreadable: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. Rows that are wholly empty are left out, and count in the numbers."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def readable(self) -> bool:
        """Whether the file could be read as a table at all, whatever is wrong in it."""
        return not any(fault.rule in UNREADABLE for fault in self.faults)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text and, if it cannot be taken, the rule that it breaks with what the message needs."""

    text: str
    rule: str = ""
    params: tuple[tuple[str, str], ...] = ()


class _Unreadable(Exception):
    """Reading stops here."""

    def __init__(self, rule: str, row: int | None = None, **params: object) -> None:
        super().__init__(rule)
        self.rule, self.row, self.params = rule, row, params


def read_path(path: Path, limits: Limits = LIMITS) -> Table:
    """Read a table from a file. A missing or unreadable file is a fault, not an exception."""
    name = str(path)
    try:
        if path.stat().st_size > limits.file_bytes:
            return _refused(name, _Unreadable("file_too_large", megabytes=limits.file_bytes // _MEGABYTE))
        return read_table(name, path.read_bytes(), limits)
    except OSError:
        return _refused(name, _Unreadable("file_missing"))


def read_table(name: str, data: bytes, limits: Limits = LIMITS) -> Table:
    """Read a table from the bytes of a file called `name`."""
    if len(data) > limits.file_bytes:
        return _refused(name, _Unreadable("file_too_large", megabytes=limits.file_bytes // _MEGABYTE))
    if not data.strip():
        return _refused(name, _Unreadable("file_empty"))
    try:
        if data.startswith(_OLE):
            raise _Unreadable("xls_old")
        if data.startswith(b"PK") or name.lower().endswith((".xlsx", ".xlsm")):
            return _table(name, _xlsx_rows(data, limits), limits)
        return _table(name, _csv_rows(data), limits)
    except _Unreadable as error:
        return _refused(name, error)


def read_sheets(name: str, data: bytes, limits: Limits = LIMITS, *, above: int = 0) -> dict[str, Table]:
    """Read every sheet of an XLSX workbook, by title; `above` rows stand above each header and are not read.

    The tables are called "name:title". A workbook that cannot be read is one table with the empty title.
    """
    if len(data) > limits.file_bytes:
        too_large = _Unreadable("file_too_large", megabytes=limits.file_bytes // _MEGABYTE)
        return {"": _refused(name, too_large)}
    if data.startswith(_OLE):
        return {"": _refused(name, _Unreadable("xls_old"))}
    found = {}
    try:
        for title, sheet in _opened(data, limits).items():
            place = f"{name}:{title}"
            try:
                found[title] = _table(place, _sheet_rows(sheet, limits), limits, above)
            except _Unreadable as error:
                found[title] = _refused(place, error)
    except _Unreadable as error:
        return {"": _refused(name, error)}
    return found


def cp932_gaps(text: str) -> tuple[str, ...]:
    """Return the characters of a text that do not come back from a cp932 file, each once, in order."""
    gaps = {char: None for char in text if char.encode("cp932", "replace").decode("cp932") != char}
    return tuple(gaps)


def _refused(name: str, error: _Unreadable) -> Table:
    return Table(name, (), (), (Fault(name, error.row, None, None, error.rule, error.params),))


def _table(name: str, rows: Iterable[list[_Cell]], limits: Limits, above: int = 0) -> Table:
    """Put rows under their header and collect the faults of both."""
    numbered = iter(itertools.islice(enumerate(rows, start=1), above, None))
    faults: list[Fault] = []
    filled = ((number, cells) for number, cells in numbered if any(cell.text for cell in cells))
    first, cells = next(filled, (1, []))
    if not cells:
        raise _Unreadable("file_empty")
    header = [unicodedata.normalize("NFKC", cell.text).strip() for cell in cells]
    while not header[-1]:
        header.pop()
    if len(header) > limits.columns:
        raise _Unreadable("columns_too_many", first, limit=limits.columns)
    for position, column in enumerate(header):
        if not column:
            params = {"position": position + 1}
            faults.append(Fault(name, first, None, None, "column_unnamed", params, "warning"))
        elif column in header[:position]:
            params = {"position": position + 1, "other": header.index(column) + 1}
            faults.append(Fault(name, first, column, column, "column_repeated", params))
    found: list[Row] = []
    for number, cells in numbered:
        if not any(cell.text for cell in cells):
            continue
        if len(found) == limits.rows:
            raise _Unreadable("rows_too_many", number, limit=limits.rows)
        row, row_faults = _row(name, number, header, cells)
        found.append(row)
        faults += row_faults
    if not found:
        faults.append(Fault(name, None, None, None, "rows_none"))
    return Table(name, tuple(header), tuple(found), tuple(faults))


def _row(name: str, number: int, header: list[str], cells: list[_Cell]) -> tuple[Row, list[Fault]]:
    faults = []
    width = max((position for position, cell in enumerate(cells, start=1) if cell.text), default=0)
    if width > len(header):
        params = {"cells": width, "columns": len(header)}
        faults.append(Fault(name, number, None, cells[width - 1].text, "row_too_long", params))
    elif len(cells) < len(header):
        params = {"cells": len(cells), "columns": len(header)}
        faults.append(Fault(name, number, None, None, "row_too_short", params))
    texts: dict[str, str] = {}
    unreadable = set(header[len(cells) :])
    for column, cell in zip(header, cells, strict=False):
        texts.setdefault(column, cell.text)
        if cell.rule:
            unreadable.add(column)
            faults.append(Fault(name, number, column, cell.text, cell.rule, dict(cell.params)))
    return Row(number, texts, frozenset(unreadable)), faults


# CSV


def _csv_rows(data: bytes) -> Iterator[list[_Cell]]:
    text, encoding = _decoded(data)
    # Line by line: a file in memory would take four bytes for each character of the text besides.
    lines = (line.group() for line in _LINES.finditer(text))
    reader = csv.reader(lines, strict=True, delimiter=_delimiter(text))
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Unreadable("csv_malformed", number, reason=str(error)) from error
        yield [_csv_cell(cell, encoding) for cell in cells]


def _delimiter(text: str) -> str:
    """A semicolon if nothing else divides the header, as some programs and countries write CSV."""
    first = _LINES.search(text.lstrip("\r\n"))
    bare = _QUOTED.sub("", first.group() if first else "")
    return ";" if ";" in bare and "," not in bare else ","


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    If it is in neither encoding, the nearer one is taken (fewer bytes that are no character), and each such
    byte stands in the text as a surrogate, to be found in its cell.
    """
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Unreadable("encoding_unknown")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    attempts = [(data.decode(encoding, "surrogateescape"), encoding) for encoding in ("utf-8-sig", "cp932")]
    return min(attempts, key=lambda attempt: sum(map(_is_surrogate, attempt[0])))


def _csv_cell(text: str, encoding: str) -> _Cell:
    if text.isprintable():
        return _Cell(text)
    for char in text:
        # What cp932 leaves to each machine to define comes out as a private-use character.
        private = encoding == "cp932" and _PRIVATE_USE[0] <= ord(char) <= _PRIVATE_USE[1]
        if private or _is_surrogate(char):
            lost = char.encode(encoding.removesuffix("-sig"), "surrogateescape").hex(" ").upper()
            shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            params = (("bytes", lost), ("encoding", encoding.removesuffix("-sig")))
            return _Cell(shown, "character_unreadable", params)
    return _Cell(text)


def _is_surrogate(char: str) -> bool:
    return "\udc80" <= char <= "\udcff"


# XLSX


def _xlsx_rows(data: bytes, limits: Limits) -> Iterator[list[_Cell]]:
    return _sheet_rows(next(iter(_opened(data, limits).values())), limits)


def _opened(data: bytes, limits: Limits) -> dict[str, Any]:
    """The sheets of a workbook by title, at least one."""
    # Imported here: it is slow to import and most files are CSV.
    import openpyxl

    try:
        _check_archive(data, limits)
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    except _Unreadable:
        raise
    except Exception as error:
        # A damaged workbook makes zipfile and openpyxl raise whatever its broken part leads to.
        raise _Unreadable("xlsx_broken") from error
    if not sheets:
        raise _Unreadable("xlsx_broken")
    return sheets


def _sheet_rows(sheet: Any, limits: Limits) -> Iterator[list[_Cell]]:
    number = 0
    try:
        # The size that a sheet states of itself may be wrong.
        sheet.reset_dimensions()
        # One column more than allowed, so that too many are noticed and a cell far out costs nothing.
        for cells in sheet.iter_rows(max_col=limits.columns + 1):
            number += 1
            yield [_xlsx_cell(cell) for cell in cells]
    except Exception as error:
        # As above: the parts are read while the rows are.
        raise _Unreadable("xlsx_broken", number + 1 if number else None) from error


def _check_archive(data: bytes, limits: Limits) -> None:
    """Refuse an archive that unpacks to too much, and parts that define entities."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    # A part never unpacks to more than it states: zipfile stops there.
    if sum(part.file_size for part in archive.infolist()) > limits.unpacked_bytes:
        raise _Unreadable("file_too_large_unpacked", megabytes=limits.unpacked_bytes // _MEGABYTE)
    for part in archive.infolist():
        with archive.open(part) as file:
            if b"<!DOCTYPE" in file.read(1024):
                raise _Unreadable("xlsx_broken")


def _xlsx_cell(cell: Any) -> _Cell:
    value = cell.value
    if value is None:
        return _Cell("")
    if cell.data_type == "f":
        return _Cell(str(value), "cell_formula")
    if cell.data_type == "e":
        return _Cell(str(value), "cell_error")
    if isinstance(value, bool):
        return _Cell(str(value).upper())
    if isinstance(value, float):
        return _Cell(str(int(value)) if value.is_integer() else repr(value))
    if isinstance(value, datetime) and value.time() == time():
        return _Cell(value.date().isoformat())
    if isinstance(value, date | time):
        return _Cell(value.isoformat())
    return _Cell(str(value))
