"""Lists of what is worked out in memory, with the looks, filters, sorting and downloads of ``RecordList``.

A column's ``sort`` names an attribute of the row; methods ``filter_<name>(rows, value)`` of the filter form
take and give lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from banso.web.lists import RecordList


class RowList(RecordList):
    """A list of rows that are no records of one table."""

    rows: list[Any]

    def _arranged(self, rows: Sequence[Any]) -> list[Any]:
        """Sorted; what is not known comes last either way, rows alike stay in the order given."""
        name, descending = self._sortable[self.sort.removeprefix("-")], self.sort.startswith("-")
        value = attrgetter(name)
        known = [row for row in rows if value(row) is not None]
        known.sort(key=value, reverse=descending)
        return [*known, *(row for row in rows if value(row) is None)]
