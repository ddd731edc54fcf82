"""A file of support that ended before Banso, read and compared with what is stored; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import PastSupport
from banso.apps.casework.services.catch_ups import PastRow
from banso.apps.directory.models import Firm
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Row, Table
from banso.web.faults import TABLE_RULES, sentence
from banso.web.normalise import code_text, plain, read_date

#: ``firm`` is a reference or a corporate number; the last three may be left out or empty: not known.
COLUMNS = ("old_ref", "firm", "service", "ended_on", "started_on", "exported", "plan_past_end")
NEEDED = ("old_ref", "firm", "service", "ended_on")
_LONGEST = {"old_ref": 40, "service": 120}
_YES_NO = {"yes": True, "no": False, "": None}

TEMPLATES = {
    **TABLE_RULES,
    "column_missing": _("The column is missing. The file needs: old_ref, firm, service, ended_on."),
    "value_missing": _("The cell is empty."),
    "too_long": _("At most %(longest)s characters fit here."),
    "firm_unknown": _("No firm has this reference or corporate number."),
    "day_unreadable": _("This is no date. Write it such as 2026-03-10."),
    "ends_in_future": _("Support ends after today."),
    "ends_before_it_begins": _("Support ends before it begins."),
    "yes_no": _("Write yes or no, or leave it empty when it is not known."),
    "repeated": _("This old reference stands in row %(row)s already."),
    "differs": _("Another record is stored under this old reference; it is not changed."),
}


@dataclass(frozen=True)
class PastPlan:
    """What importing a file would do."""

    rows: tuple[PastRow, ...]
    new: int
    unchanged: int
    faults: tuple[Fault, ...]
    readable: bool

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What keeps the file from being imported."""
        return errors_among(self.faults)


def message(fault: Fault) -> str:
    """A fault as a sentence."""
    return sentence(TEMPLATES, fault)


def plan_past_support(table: Table, today: date) -> PastPlan:
    """Read a file of past support; every bad cell is named."""
    faults = list(table.faults)
    missing = [name for name in NEEDED if table.header and name not in table.header]
    faults += [Fault(table.file, 1, name, None, "column_missing") for name in missing]
    if missing or not table.readable:
        return PastPlan((), 0, 0, tuple(faults), table.readable)
    firms = _firms()
    rows: dict[str, PastRow] = {}
    lines: dict[str, int] = {}
    for line in table.rows:
        try:
            row = _read(table.file, line, firms, today)
            if row.old_ref in rows:
                raise _Bad(table.file, line, "old_ref", "repeated", row=lines[row.old_ref])
        except _Bad as bad:
            faults.append(bad.fault)
            continue
        rows[row.old_ref], lines[row.old_ref] = row, line.number
    stored = {
        old_ref: (firm, ended_on)
        for old_ref, firm, ended_on in PastSupport.objects.order_by("pk").values_list(
            "old_ref", "firm_id", "ended_on"
        )
    }
    known = [row for row in rows.values() if row.old_ref in stored]
    faults += [
        Fault(table.file, lines[row.old_ref], "old_ref", row.old_ref, "differs")
        for row in known
        if stored[row.old_ref] != (row.firm, row.ended_on)
    ]
    return PastPlan(tuple(rows.values()), len(rows) - len(known), len(known), tuple(faults), True)


class _Bad(Exception):
    def __init__(self, file: str, line: Row, column: str, rule: str, **params: object) -> None:
        super().__init__(rule)
        self.fault = Fault(file, line.number, column, line.cells.get(column), rule, params)


def _firms() -> dict[str, int]:
    """The keys of all firms by reference and by corporate number."""
    found: dict[str, int] = {}
    for pk, ref, number in Firm.objects.order_by("pk").values_list("pk", "ref", "corporate_number"):
        found[ref] = pk
        if number:
            found[number] = pk
    return found


def _read(file: str, line: Row, firms: dict[str, int], today: date) -> PastRow:
    cells = {name: plain(line.cells.get(name, "")).strip() for name in COLUMNS}
    for name in NEEDED:
        if not cells[name] and name not in line.unreadable:
            raise _Bad(file, line, name, "value_missing")
    for name, longest in _LONGEST.items():
        if len(cells[name]) > longest:
            raise _Bad(file, line, name, "too_long", longest=longest)
    firm = firms.get(cells["firm"]) or firms.get(code_text(cells["firm"]))
    if firm is None:
        raise _Bad(file, line, "firm", "firm_unknown")
    ended_on = _day(file, line, "ended_on")
    started_on = _day(file, line, "started_on") if cells["started_on"] else None
    if ended_on > today:
        raise _Bad(file, line, "ended_on", "ends_in_future")
    if started_on is not None and started_on > ended_on:
        raise _Bad(file, line, "started_on", "ends_before_it_begins")
    said = {}
    for name in ("exported", "plan_past_end"):
        if cells[name].lower() not in _YES_NO:
            raise _Bad(file, line, name, "yes_no")
        said[name] = _YES_NO[cells[name].lower()]
    return PastRow(firm, cells["old_ref"], line.cells["service"].strip(), ended_on, started_on, **said)


def _day(file: str, line: Row, name: str) -> date:
    found = read_date(line.cells[name])
    if found is None:
        raise _Bad(file, line, name, "day_unreadable")
    return found
