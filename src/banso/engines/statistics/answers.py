"""Answers as a frame: of a file, only the columns that a table asks for, as texts.

A row is an answer and a column a question; several choices stand in one cell, separated by a space. Cells are
trimmed and folded by NFKC; what is empty is no answer. Rows are numbered as a spreadsheet shows them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from banso.engines.kernel import tables
from banso.engines.kernel.faults import Fault

#: The column of a frame that holds the number of the row. No question can be called so.
ROW = "#row"

#: Rules that mean that the file as a whole could not be read.
UNREADABLE = tables.UNREADABLE | {"parquet_broken"}

_FIRST_ROW = 2  # below the header


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a file; with a fault, `frame` has no rows."""

    file: str
    frame: pl.DataFrame
    faults: tuple[Fault, ...]

    @property
    def readable(self) -> bool:
        """Whether the file could be read at all, whatever is wrong in it."""
        return not any(fault.rule in UNREADABLE for fault in self.faults)


def read_answers(path: Path, columns: Sequence[str], also: Sequence[str] = ()) -> Answers:
    """Read columns of a CSV, XLSX or Parquet file; those of `also` only where the file has them.

    A column that is missing is a fault by its name, and so is every cell that cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        return _from_parquet(path, columns, also)
    table = tables.read_path(path)
    wanted = _wanted(columns, also, table.header)
    faults = [
        fault
        for fault in table.faults
        if fault.severity == "error" and (fault.column is None or fault.column in wanted)
    ]
    # Without a header there is nothing to miss a column in.
    faults += _missing(str(path), columns, table.header) if table.header else []
    if faults:
        return Answers(str(path), _empty(wanted), tuple(faults))
    texts = {
        column: pl.Series([_folded(row.cells.get(column, "")) for row in table.rows], dtype=pl.String)
        for column in wanted
    }
    rows = pl.Series([row.number for row in table.rows], dtype=pl.Int64)
    return Answers(str(path), pl.DataFrame({ROW: rows, **texts}), ())


def _from_parquet(path: Path, columns: Sequence[str], also: Sequence[str]) -> Answers:
    name = str(path)
    try:
        header = tuple(pl.read_parquet_schema(path))
        wanted = _wanted(columns, also, header)
        if faults := _missing(name, columns, header):
            return Answers(name, _empty(wanted), tuple(faults))
        frame = pl.read_parquet(path, columns=wanted)
        texts = frame.select(_text(column, frame.schema[column]) for column in wanted)
    except FileNotFoundError:
        return Answers(name, _empty(columns), (Fault(name, None, None, None, "file_missing"),))
    except (pl.exceptions.PolarsError, OSError) as error:
        fault = Fault(name, None, None, None, "parquet_broken", {"reason": str(error).splitlines()[0]})
        return Answers(name, _empty(columns), (fault,))
    if not texts.height:
        return Answers(name, _empty(wanted), (Fault(name, None, None, None, "rows_none"),))
    return Answers(name, texts.with_row_index(ROW, _FIRST_ROW).cast({ROW: pl.Int64}), ())


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    """A column of whatever kind as texts: numbers without ".0", lists as choices in one cell."""
    given = pl.col(column)
    if isinstance(kind, pl.List):
        text = given.cast(pl.List(pl.String)).list.join(" ")
    elif kind.is_float():
        text = given.cast(pl.String).str.strip_suffix(".0")
    else:
        text = given.cast(pl.String)
    folded = text.str.normalize("NFKC").str.strip_chars()
    return pl.when(folded != "").then(folded).alias(column)


def _folded(text: str) -> str | None:
    return unicodedata.normalize("NFKC", text).strip() or None


def _wanted(columns: Sequence[str], also: Sequence[str], header: Sequence[str]) -> list[str]:
    return [*dict.fromkeys([*columns, *(column for column in also if column in header)])]


def _missing(file: str, columns: Sequence[str], header: Sequence[str]) -> list[Fault]:
    return [
        Fault(file, None, column, None, "column_missing")
        for column in dict.fromkeys(columns)
        if column not in header
    ]


def _empty(columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(columns, pl.String)})
