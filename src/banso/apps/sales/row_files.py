"""Files of a site that tell one thing a row: ratings, reviews, stock. All rows or none.

A row that is stored already changes nothing. A kind of file says how a row is read, what makes two rows the
same, and what of a row that is stored may not be told otherwise.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Market
from banso.apps.progress import Progress
from banso.apps.sales.goods import Range
from banso.apps.sales.layouts import Field, columns_of, lacking
from banso.apps.sales.models import FileKind, Listing
from banso.apps.sales.reading import RULES as SALES_RULES
from banso.apps.sales.reading import told
from banso.apps.sales.sites import Site
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Row, Table
from banso.web.normalise import read_date

RULES: Mapping[str, object] = {
    **SALES_RULES,
    "product_unknown": _("The site has no such product on sale."),
    "row_twice": _("This stands in the file twice."),
}


class Wrong(Exception):
    """What is wrong with a row: the field and the rule that it breaks."""

    def __init__(self, field: str, rule: str, **said: str) -> None:
        super().__init__(rule)
        self.field, self.rule, self.said = field, rule, said


@dataclass(frozen=True)
class Rows:
    """What a file comes to: ``new`` rows, how many were stored before, and what is wrong."""

    table: Table
    columns: dict[str, str]
    new: tuple[Any, ...] = ()
    known: int = 0
    faults: tuple[Fault, ...] = ()


class RowFile(ABC):
    """How the rows of one kind of file are read, at one site on one day."""

    kind: FileKind
    fields: Sequence[Field]

    def __init__(self, site: Site, today: date) -> None:
        self.site, self.today = site, today
        self._goods = Range(site)
        self._markets = dict(Market.objects.order_by("pk").values_list("code", "pk"))

    @abstractmethod
    def row(self, cells: Mapping[str, str]) -> Any:
        """What the cells of a row say.

        Raises:
            Wrong: they cannot be stored.
        """

    @abstractmethod
    def key(self, row: Any) -> Hashable:
        """What a row is told once by."""

    @abstractmethod
    def stored(self, rows: Sequence[Any]) -> Mapping[Hashable, Any]:
        """What of these rows is stored, by key."""

    @abstractmethod
    def refuse(self, row: Any, before: Any) -> None:
        """Refuse what tells a stored row otherwise.

        Raises:
            Wrong: it does.
        """

    def read(
        self,
        table: Table,
        columns: Mapping[str, str] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> Rows:
        """Read a file. Nothing is stored."""
        held = dict(columns) if columns is not None else columns_of(self.site, self.kind, table, self.fields)
        faults = list(errors_among(table.faults))
        if faults or not table.readable:
            return Rows(table, held, faults=tuple(faults))
        if lacking(self.fields, held):
            said = "、".join(table.header)[:200]
            return Rows(table, held, faults=(Fault(table.file, 1, None, said, "columns_unknown"),))
        rows: dict[Hashable, tuple[Row, Any]] = {}
        for row in told(table.rows, progress):
            try:
                found = self.row({field: row.cells.get(column, "").strip() for field, column in held.items()})
                if self.key(found) in rows:
                    raise Wrong(self.fields[0].code, "row_twice")
                rows[self.key(found)] = row, found
            except Wrong as wrong:
                faults.append(_fault(table, row, held, wrong))
        new, stored = [], self.stored([found for _row, found in rows.values()])
        for key, (row, found) in rows.items():
            if key not in stored:
                new.append(found)
                continue
            try:
                self.refuse(found, stored[key])
            except Wrong as wrong:
                faults.append(_fault(table, row, held, wrong))
        return Rows(table, held, tuple(new), len(rows) - len(new), tuple(faults))

    def listing(self, cells: Mapping[str, str], market: int | None = None) -> Listing:
        """The listing that a row names.

        Raises:
            Wrong: it names none.
        """
        product = cells["product"]
        found = self._goods.find(product, market) if product else None
        if found is None:
            raise Wrong("product", "product_unknown" if product else "value_missing")
        return found.listing

    def day(self, cells: Mapping[str, str]) -> date:
        """The day of a row, today at the latest.

        Raises:
            Wrong: there is none, or it lies ahead.
        """
        day = read_date(cells["day"])
        if day is None or day > self.today:
            raise Wrong("day", "day_unreadable" if day is None else "day_ahead")
        return day

    def market(self, cells: Mapping[str, str]) -> int:
        """The marketplace of a row: that of the mall, or the one it names.

        Raises:
            Wrong: it names none.
        """
        if self.site.mall is not None:
            return self.site.mall.market_id
        found = self._markets.get(cells.get("market", "").upper())
        if found is None:
            raise Wrong("market", "market_unknown")
        return found


def _fault(table: Table, row: Row, columns: Mapping[str, str], wrong: Wrong) -> Fault:
    column = columns.get(wrong.field)
    value = row.cells.get(column, "")[:60] if column else None
    return Fault(table.file, row.number, column, value, wrong.rule, wrong.said)
