"""Trying and storing a file: every row goes through its service; a try is undone, and so is a faulty file.

1. Read each row's cells by the columns that were confirmed; every bad cell is named.
2. A row whose old id is known is passed over: the same file twice changes nothing.
3. Store the row by its service, in a transaction of its own inside the one of the file.
4. Once all rows are in, do what the kind does once for the file.
5. Any error, or a mere try, undoes the whole file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.imports.kinds import Kind
from banso.apps.imports.old_ids import Known
from banso.apps.journal.actor import Actor
from banso.engines.kernel.faults import errors_among
from banso.engines.kernel.tables import Row, Table
from banso.web.faults import TABLE_RULES, sentence

#: So many errors are kept with a run; the command line prints all.
KEPT_ERRORS = 500
_AT_ONCE = 500
_LONGEST_ID = 40

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RowError:
    """One piece of bad input: where it stands, what it says, which rule it breaks."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What a file came to. ``sums`` holds by field what the file says and what is stored, as text."""

    rows: int
    new: int
    known: int
    errors: list[RowError] = field(default_factory=list)
    sums: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        """Whether every row and every sum of the file is found again in what is stored."""
        kept = all(pair["file"] == pair["stored"] for pair in self.sums.values())
        return kept and not self.errors and self.rows == self.new + self.known

    def as_json(self) -> dict[str, Any]:
        """As a run keeps it: the first errors and their number."""
        errors = [asdict(error) for error in self.errors[:KEPT_ERRORS]]
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "errors": errors,
            "error_count": len(self.errors),
            "sums": self.sums,
            "agrees": self.agrees,
        }


class _Undo(Exception):
    """Leaves the transaction of the file without a trace."""


def column_errors(kind: Kind, table: Table, columns: Mapping[str, str]) -> list[RowError]:
    """What is wrong with the file as a whole and with its columns."""
    found = [
        RowError(fault.file, fault.row, fault.column, fault.value, fault.rule, sentence(TABLE_RULES, fault))
        for fault in errors_among(table.faults)
    ]
    for item in kind.fields:
        if table.header and item.needed and columns.get(item.code) not in table.header:
            message = _("No column was chosen for: %(field)s.") % {"field": item.label}
            found.append(RowError(table.file, None, item.code, None, "column_missing", message))
    return found


def work(
    actor: Actor,
    kind: Kind,
    table: Table,
    columns: Mapping[str, str],
    *,
    store: bool,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Try a file or store it: all of it or nothing. With errors nothing is stored, whatever was asked."""
    wrong = column_errors(kind, table, columns)
    if wrong:
        return Outcome(len(table.rows), 0, 0, wrong)
    job = _Job(actor, kind, table, columns)
    try:
        with transaction.atomic():
            for done, row in enumerate(table.rows):
                progress(done, len(table.rows))
                job.take(row)
            job.finish()
            outcome = job.outcome()
            if outcome.errors or not store:
                raise _Undo
    except _Undo:
        pass
    progress(len(table.rows), len(table.rows))
    return outcome


class _Job:
    def __init__(self, actor: Actor, kind: Kind, table: Table, columns: Mapping[str, str]) -> None:
        self.actor, self.kind, self.table, self.columns = actor, kind, table, columns
        self.known = Known()
        self.errors: list[RowError] = []
        self.fresh: list[str] = []
        self.passed = 0
        self.refs: list[str] = []
        self.lines: dict[str, int] = {}
        self.said = {added.field: Decimal(0) for added in kind.sums}

    def take(self, row: Row) -> None:
        """Read and store one row, or name what is wrong with it."""
        values = self._values(row)
        if values is None:
            return
        old = values["old_id"]
        if old in self.lines:
            message = _("This old id stands in row %(row)s already.") % {"row": self.lines[old]}
            self._wrong(row, Refused("old_id_repeated", message, "old_id"))
            return
        if len(old) > _LONGEST_ID:
            message = _("At most %(longest)s characters fit here.") % {"longest": _LONGEST_ID}
            self._wrong(row, Refused("too_long", message, "old_id"))
            return
        self.lines[old] = row.number
        for added in self.kind.sums:
            self.said[added.field] += added.of(values) or 0
        ref = self.known.ref(self.kind.code, old)
        if ref is not None:
            self.passed += 1
        else:
            try:
                with transaction.atomic():
                    ref = self.kind.store(self.actor, values, self.known)
                    self.known.keep(self.kind.code, old, ref)
            except Refused as refused:
                self._wrong(row, refused)
                return
            except DatabaseError:
                message = _("The record cannot be stored with these values: check lengths and dates.")
                self._wrong(row, Refused("not_storable", message))
                return
            self.fresh.append(ref)
        self.refs.append(ref)

    def finish(self) -> None:
        """Do what the kind does once for all new records; a file with errors is undone anyway."""
        if self.kind.finish is not None and self.fresh and not self.errors:
            self.kind.finish(self.actor, self.fresh)

    def outcome(self) -> Outcome:
        """Rows and sums of the file beside those stored."""
        stored = dict.fromkeys(self.said, Decimal(0))
        for start in range(0, len(self.refs), _AT_ONCE):
            part = self.refs[start : start + _AT_ONCE]
            found = self.kind.table.objects.filter(**{f"{self.kind.key}__in": part}).order_by()
            for added in self.kind.sums:
                stored[added.field] += found.filter(**added.where).aggregate(n=Sum(added.column))["n"] or 0
        sums = {
            code: {"file": _figure(said), "stored": _figure(stored[code])} for code, said in self.said.items()
        }
        return Outcome(len(self.table.rows), len(self.fresh), self.passed, self.errors, sums)

    def _values(self, row: Row) -> dict[str, Any] | None:
        values, sound = {}, True
        for item in self.kind.fields:
            try:
                values[item.code] = item.read(row.cells.get(self.columns.get(item.code, ""), ""))
            except Refused as refused:
                self._wrong(row, refused)
                sound = False
        return values if sound else None

    def _wrong(self, row: Row, refused: Refused) -> None:
        column = self.columns.get(refused.field or "", refused.field)
        value = row.cells.get(column) if column else None
        self.errors.append(
            RowError(self.table.file, row.number, column, value, refused.rule, refused.message)
        )


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"
