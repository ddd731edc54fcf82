"""What a site's file would come to, by what it holds: sales, ratings, reviews, stock. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from banso.apps.progress import Progress
from banso.apps.sales.goods import Range
from banso.apps.sales.layouts import Field
from banso.apps.sales.layouts import lacking as lacking_of
from banso.apps.sales.models import FileKind, LineKind
from banso.apps.sales.rating_file import RULES as RATING_RULES
from banso.apps.sales.rating_file import RatingFile
from banso.apps.sales.reading import FIELDS as SALES_FIELDS
from banso.apps.sales.reading import LIMITS, Reading, read
from banso.apps.sales.reading import RULES as SALES_RULES
from banso.apps.sales.reading import lacking as lacking_of_sales
from banso.apps.sales.review_file import RULES as REVIEW_RULES
from banso.apps.sales.review_file import ReviewFile
from banso.apps.sales.row_files import RowFile
from banso.apps.sales.sites import Site
from banso.apps.sales.stock_file import RULES as STOCK_RULES
from banso.apps.sales.stock_file import StockFile
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.tables import Table, read_table
from banso.web.faults import sentence

#: An outcome keeps so many errors, unknown products and rows.
_KEPT, _FIRST, _WIDE = 100, 5, 40
_UNMAPPED = ("columns_unknown", "day_or_month")
ROW_FILES: Mapping[FileKind, type[RowFile]] = {
    FileKind.RATINGS: RatingFile,
    FileKind.REVIEWS: ReviewFile,
    FileKind.STOCK: StockFile,
}
_RULES: Mapping[FileKind, Mapping[str, object]] = {
    FileKind.SALES: SALES_RULES,
    FileKind.RATINGS: RATING_RULES,
    FileKind.REVIEWS: REVIEW_RULES,
    FileKind.STOCK: STOCK_RULES,
}


def fields_of(kind: FileKind) -> Sequence[Field]:
    """What columns a file of a kind may have."""
    return SALES_FIELDS if kind == FileKind.SALES else ROW_FILES[kind].fields


def lacking(kind: FileKind, columns: Mapping[str, str]) -> list[str]:
    """The codes of fields that a file must have and for which no column is known."""
    return lacking_of_sales(columns) if kind == FileKind.SALES else lacking_of(fields_of(kind), columns)


@dataclass
class Outcome:
    """What a file comes to, as the page of it shows it; it is kept as JSON."""

    header: list[str] = field(default_factory=list)
    first: list[list[str]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    new: int = 0
    known: int = 0
    months: list[str] = field(default_factory=list)
    returns: int = 0
    waiting: int = 0
    #: What products are called that nobody knows there.
    unknown: list[str] = field(default_factory=list)
    #: The report that holds this very file already, or that it became.
    report: str = ""
    #: Its columns have to be chosen first.
    asks: bool = False
    errors: list[dict[str, Any]] = field(default_factory=list)
    error_count: int = 0
    #: By what fault the system stopped.
    why: str = ""


def check(
    site: Site,
    kind: FileKind,
    name: str,
    content: bytes,
    today: date,
    *,
    adds: bool = False,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Read a file and say, in the language of the moment, what storing it would come to."""
    table = read_table(name, content, LIMITS)
    outcome = Outcome(
        header=list(table.header),
        first=[[row.cells.get(name, "")[:_WIDE] for name in table.header] for row in table.rows[:_FIRST]],
        rows=len(table.rows),
    )
    if kind == FileKind.SALES:
        reading = read(site, table, content, today, adds=adds, progress=progress)
        faults: Sequence[Fault] = reading.faults
        outcome.columns = reading.columns
        _of_sales(outcome, site, reading)
    else:
        rows = ROW_FILES[kind](site, today).read(table, None, progress)
        faults = rows.faults
        outcome.columns, outcome.new, outcome.known = rows.columns, len(rows.new), rows.known
    _of_faults(outcome, kind, table, faults)
    return outcome


def _of_sales(outcome: Outcome, site: Site, reading: Reading) -> None:
    goods, new = Range(site), reading.new
    nobody = [
        line
        for line in new
        if line.kind != LineKind.FEE and goods.find(line.product, line.market) is None
    ]  # fmt: skip
    outcome.new, outcome.known = len(new), len(reading.known)
    outcome.months = [month.strftime("%Y-%m") for month in reading.months]
    outcome.returns = sum(line.kind == LineKind.RETURN for line in new)
    outcome.waiting = len(nobody)
    outcome.unknown = sorted({line.product for line in nobody})[:_KEPT]
    outcome.report = reading.stored.ref if reading.stored else ""


def _of_faults(outcome: Outcome, kind: FileKind, table: Table, faults: Sequence[Fault]) -> None:
    outcome.asks = any(fault.rule in _UNMAPPED for fault in faults) and table.readable
    outcome.error_count = len(faults)
    outcome.errors = [
        {
            "row": fault.row,
            "column": fault.column,
            "value": (fault.value or "")[:60],
            "rule": fault.rule,
            "message": sentence(_RULES[kind], fault),
        }
        for fault in faults[:_KEPT]
    ]
