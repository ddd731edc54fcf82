"""The one module that writes XLSX and CSV. Numbers and dates stay typed; text is never a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

#: Moments are written as the clocks of the programmes show them.
ZONE = ZoneInfo("Asia/Tokyo")

Value = str | int | float | Decimal | bool | date | datetime | None

# What makes a spreadsheet program read a cell of a CSV file as a formula, in both widths.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title (up to 31 characters), its header and its rows.

    ``names`` is a second row of the header, for a sheet that is edited and read back: the names by which its
    columns are known. All its cells are text, so that what is typed in stays as it was typed.
    """

    title: str
    labels: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    names: Sequence[str] = ()


def write_csv(labels: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV file in UTF-8 with a byte order mark.

    Text that a spreadsheet program would take for a formula gets an apostrophe in front.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_csv_cell(label) for label in labels])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig", "replace")


def write_xlsx(labels: Sequence[Any], rows: Iterable[Sequence[Any]], title: str = "Banso") -> bytes:
    """Return a workbook with one sheet."""
    return write_workbook([Sheet(title, labels, rows)])


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook: bold headers that stay in view, typed cells, text that is never a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book.create_sheet(_SHEET_TITLE.sub(" ", sheet.title)[:31]), sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_sheet(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    rows = [[_plain(value) for value in row] for row in sheet.rows]
    labels = [str(label) for label in sheet.labels]
    for position, label in enumerate(labels):
        widths = [_width(label), *(_width(_shown(row[position])) for row in rows)]
        page.column_dimensions[get_column_letter(position + 1)].width = min(max(widths) + 2, _WIDEST)
    page.freeze_panes = "A3" if sheet.names else "A2"
    head = [_text_cell(WriteOnlyCell(page), label) for label in labels]
    for cell in head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    page.append(head)
    if sheet.names:
        names = [_text_cell(WriteOnlyCell(page), name) for name in sheet.names]
        for cell in names:
            cell.font = Font(italic=True, color="FF595959")
        page.append(names)
    for row in rows:
        cells = [_cell(page, value) for value in row]
        for cell in cells:
            if sheet.names and cell is not None:
                cell.number_format = "@"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        page.append(cells)


def _cell(page: WriteOnlyWorksheet, value: Value) -> WriteOnlyCell | None:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if isinstance(value, str):
        return _text_cell(WriteOnlyCell(page), value)
    cell = WriteOnlyCell(page, value)
    cell.number_format = _number_format(value)
    return cell


def _text_cell(cell: WriteOnlyCell, text: str) -> WriteOnlyCell:
    """Write text as text: with its type set by hand, and marked so that editing it makes it no formula."""
    cell.value = _CONTROL.sub("�", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def _number_format(value: Value) -> str:
    if isinstance(value, bool):
        return "General"
    if isinstance(value, int):
        return "#,##0"
    if isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        return f"#,##0.{'0' * places}" if places else "#,##0"
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    return "yyyy-mm-dd" if isinstance(value, date) else "General"


def _csv_cell(value: Any) -> str:
    plain = _plain(value)
    if isinstance(plain, str):
        return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain
    return _shown(plain)


def _plain(value: Any) -> Value:
    """Return a value as one of the types that files hold; anything else as its text."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return str(value)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _width(text: str) -> int:
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines)
