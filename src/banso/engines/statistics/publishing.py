"""Tables as they are published: without small cells, and without percentages where there are few."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from banso.engines.statistics.disclosure import LEAST_FIRMS, hidden
from banso.engines.statistics.estimates import Cell, Table
from banso.engines.statistics.suppression import Key


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """A cell as it is told; None is not told. `suppressed`: not told because it would name firms."""

    row: str
    column: str | None
    suppressed: bool
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    mentions: float | None


def published(
    table: Table, suppressed: Collection[Key], *, percentages: bool = True, least: int = LEAST_FIRMS
) -> tuple[PublishedCell, ...]:
    """Return a table's cells as they may be told.

    `suppressed` is what `suppression.protected` found for all tables of the release. Several choices add up
    to nothing and stand in no release: a choice is hidden that few named, or that few did not name, in each
    column by itself. Without `percentages` only counts are told: of a group as small as the private
    providers a percentage looks like more than it is.
    """
    if table.asked.several:
        places = _several(table, least)
    else:
        places = {(cell.row, cell.column) for cell in table.cells if _key(table, cell) in suppressed}
    told = tuple(_told(cell, (cell.row, cell.column) in places) for cell in table.cells)
    return told if percentages else tuple(_counted(cell) for cell in told)


def _several(table: Table, least: int) -> set[tuple[str, str | None]]:
    found = set()
    for column, base in table.bases.items():
        cells = [cell for cell in table.cells if cell.column == column]
        # Mentions add up to 1: a single cell not told would follow from the others.
        smaller = [cell.n and min(cell.n, base - cell.n or cell.n) for cell in cells]
        found |= {(cells[place].row, column) for place in hidden(smaller, least)}
    return found


def _key(table: Table, cell: Cell) -> Key:
    pairs = [(table.asked.rows, cell.row)]
    if table.asked.columns is not None and cell.column is not None:
        pairs.append((table.asked.columns, cell.column))
    return frozenset(pairs)


def _told(cell: Cell, suppressed: bool) -> PublishedCell:
    if suppressed:
        return PublishedCell(cell.row, cell.column, True, None, None, None, None, None)
    return PublishedCell(cell.row, cell.column, False, cell.n, cell.share, cell.low, cell.high, cell.mentions)


def _counted(cell: PublishedCell) -> PublishedCell:
    return replace(cell, share=None, low=None, high=None, mentions=None)
