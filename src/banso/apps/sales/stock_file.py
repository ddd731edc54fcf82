"""A site's file of its stock: a listing by its identifier, a day, pieces, and whether they were sent in or
counted. Disposals are told on the page, with what they cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.journal.years import in_closed_year
from banso.apps.mapping import folded
from banso.apps.progress import Progress
from banso.apps.sales.layouts import Field
from banso.apps.sales.models import FileKind, Listing, StockEntry, StockKind
from banso.apps.sales.row_files import RULES as ROW_RULES
from banso.apps.sales.row_files import RowFile, Rows, Wrong
from banso.apps.sales.selectors import stocks_of
from banso.apps.sales.stock import Stock, Told
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.tables import Table
from banso.web.normalise import number_text

MOST = 10**8
RULES: Mapping[str, object] = {
    **ROW_RULES,
    "stock_kind_unknown": _("Write sent or counted."),
    "pieces_unreadable": _("This is no whole number of pieces."),
    "nothing_sent": _("Enter how many pieces were sent in."),
    "less_than_gone": _("%(listing)s: fewer than were disposed of later."),
    "stock_told": _("This day is stored already with %(pieces)s pieces."),
}
_KINDS = {
    **{word: StockKind.COUNTED for word in ("", "counted", "count", "stock", "棚卸", "在庫", "在庫数")},
    **{word: StockKind.SENT_IN for word in ("sent", "sentin", "received", "inbound", "入庫", "納品")},
}


@dataclass(frozen=True)
class Stocked:
    """One row: the key of the listing, the day, sent in or counted, how many."""

    listing: int
    day: date
    kind: StockKind
    pieces: int


class StockFile(RowFile):
    """A day of a listing is told once as sent in, and once as counted."""

    kind = FileKind.STOCK
    fields = (
        Field("product", _("Product (identifier on the site)")),
        Field("day", _("Day of the stock")),
        Field("pieces", _("Pieces")),
        Field("kind", pgettext_lazy("stock", "Sent or counted"), needed=False),
    )

    def row(self, cells: Mapping[str, str]) -> Stocked:
        """The listing, day, kind and pieces."""
        listing, day = self.listing(cells), self.day(cells)
        if in_closed_year(day):
            raise Wrong("day", "day_closed")
        kind = _KINDS.get(folded(cells.get("kind", "")))
        if kind is None:
            raise Wrong("kind", "stock_kind_unknown")
        pieces = number_text(cells["pieces"])
        if not pieces.isdecimal() or int(pieces) > MOST:
            raise Wrong("pieces", "pieces_unreadable")
        if kind == StockKind.SENT_IN and not int(pieces):
            raise Wrong("pieces", "nothing_sent")
        return Stocked(listing.pk, day, kind, int(pieces))

    def key(self, row: Stocked) -> tuple[int, date, str]:
        """Listing, day and kind."""
        return row.listing, row.day, row.kind.value

    def stored(self, rows: Sequence[Stocked]) -> dict[tuple[int, date, str], StockEntry]:
        """What is told of these listings."""
        found = StockEntry.objects.filter(listing__in={row.listing for row in rows})
        return {(entry.listing_id, entry.day, entry.kind): entry for entry in found.order_by("pk")}

    def refuse(self, row: Stocked, before: StockEntry) -> None:
        """A day is told once."""
        if before.pieces != row.pieces:
            raise Wrong("pieces", "stock_told", pieces=str(before.pieces))

    def read(
        self,
        table: Table,
        columns: Mapping[str, str] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> Rows:
        """Read a file; what would leave less than was disposed of later is an error too."""
        found = super().read(table, columns, progress)
        if found.faults or not found.new:
            return found
        more: dict[int, list[Told]] = defaultdict(list)
        for row in found.new:
            more[row.listing].append(Told(row.day, row.kind.value, row.pieces))
        before = stocks_of(list(more), self.today)
        after = stocks_of(list(more), self.today, more=more)
        wrong = [key for key, stock in after.items() if set(stock.beyond) - _beyond(before.get(key))]
        refs = Listing.objects.filter(pk__in=wrong).order_by("pk").values_list("ref", flat=True)
        faults = [Fault(table.file, None, None, ref, "less_than_gone", {"listing": ref}) for ref in refs]
        return replace(found, faults=tuple(faults))


def _beyond(stock: Stock | None) -> set[Told]:
    return set(stock.beyond) if stock else set()
