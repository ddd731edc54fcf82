"""What the check finds in a version, told by place and in the words of its tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.policies.grids import Sheet, sheets
from banso.apps.policies.messages import message
from banso.apps.policies.notation import NOTHING, say
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.policy.checks import check_files

#: The lines of the panel: the rules each stands for ("" for all others), its word, what is said of none.
_LINES: tuple[tuple[tuple[str, ...], Any, Any], ...] = (
    (("gap",), gettext_lazy("Gaps"), gettext_lazy("Every case finds a row.")),
    (("overlap",), gettext_lazy("Overlaps"), gettext_lazy("No case fits two rows.")),
    (("",), gettext_lazy("Cells"), None),
    (("never_matches",), gettext_lazy("Dead rows"), gettext_lazy("Every row fits some case.")),
    (("cycle",), gettext_lazy("Loops"), gettext_lazy("No table waits for its own result.")),
    (
        ("output_unused", "results_none"),
        gettext_lazy("Unused results"),
        gettext_lazy("Every result is an answer or feeds a table."),
    ),
)
_NAMED = {rule for rules, _word, _none in _LINES for rule in rules if rule}

#: With one of these a condition begins that is no plain value.
_SIGNS = ("<", ">", "≤", "≥", "≠", "[", "(", "not(")


@dataclass(frozen=True)
class Finding:
    """One fault: where it stands, what is wrong, and the cell it is about."""

    id: str
    place: str
    text: str
    word: str
    #: The id of the cell in the grid; empty where no one cell is meant.
    at: str = ""
    #: Of a gap: the conditions by column, in words, as JSON for the button that adds a row.
    tests: str = ""
    #: Of a gap: its place among the gaps of the table, from 0.
    gap: int = 0


@dataclass(frozen=True)
class Line:
    """One kind of fault: what it is called, and each of its faults or what is said of none."""

    word: str
    findings: tuple[Finding, ...]
    none: str

    @property
    def mark(self) -> str:
        """The drawn mark."""
        return "no" if self.findings else "ok"


@dataclass(frozen=True)
class Panel:
    """The check of a version as seen from one of its tables."""

    lines: tuple[Line, ...]
    #: Tables besides this one that have faults: name, title, how many.
    elsewhere: tuple[tuple[str, str, int], ...]
    count: int

    @property
    def here(self) -> int:
        """Faults told of in full: those of this table and of the version as a whole."""
        return sum(len(line.findings) for line in self.lines)

    def by_cell(self) -> dict[str, list[Finding]]:
        """The faults of each cell."""
        found: dict[str, list[Finding]] = {}
        for line in self.lines:
            for finding in line.findings:
                if finding.at:
                    found.setdefault(finding.at, []).append(finding)
        return found


def faults_of(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every fault that keeps a version from being approved."""
    return _faults(tuple(sorted(files.items())))


# The texts are the key: what is kept can never be that of another edition.
@lru_cache(maxsize=64)
def _faults(files: tuple[tuple[str, str], ...]) -> tuple[Fault, ...]:
    return errors_among(check_files(dict(files)))


def counts(files: Mapping[str, str]) -> dict[str, int]:
    """How many faults each table has, by its name; "policy" stands for the version as a whole."""
    found: dict[str, int] = {}
    for fault in faults_of(files):
        name = fault.file.rpartition(".")[0]
        found[name] = found.get(name, 0) + 1
    return found


def gaps(files: Mapping[str, str], table: str) -> list[dict[str, str]]:
    """The gaps of a table: by column, the condition (as stored) that no row covers."""
    own = f"{table}.csv"
    return [
        dict(fault.params["tests"]) for fault in faults_of(files) if fault.rule == "gap" and fault.file == own
    ]


def panel(files: Mapping[str, str], table: str, rows: Sequence[tuple[str, int]]) -> Panel:
    """The check of a version beside one of its tables.

    ``rows``: the key and the number on the page of each row that is in the table's file.
    """
    all_sheets = sheets(files)
    sheet = all_sheets.get(table)
    faults = faults_of(files)
    shown = [fault for fault in faults if fault.file in (f"{table}.csv", "policy.toml")]
    lines = []
    number = 0
    for rules, word, none in _LINES:
        mine = [
            fault for fault in shown if (fault.rule in rules) or (rules == ("",) and fault.rule not in _NAMED)
        ]
        findings = []
        for fault in mine:
            number += 1
            found = _finding(fault, f"e{number}", str(word), sheet, rows)
            findings.append(replace(found, gap=len(findings)))
        lines.append(Line(str(word), tuple(findings), str(none) if none else _all_read(sheet)))
    others = counts(files)
    elsewhere = tuple(
        (name, _title(other), others[name])
        for name, other in all_sheets.items()
        if name != table and others.get(name)
    )
    return Panel(tuple(lines), elsewhere, len(faults))


def _title(sheet: Sheet) -> str:
    return say(sheet.table.title)


def _all_read(sheet: Sheet | None) -> str:
    if sheet is None:
        return ""
    results = sum(column.is_result for column in sheet.columns)
    rows = len(sheet.rows)
    return _("%(conditions)s conditions and %(results)s results are readable.") % {
        "conditions": rows * (len(sheet.columns) - results),
        "results": rows * results,
    }


def _finding(
    fault: Fault, id_: str, word: str, sheet: Sheet | None, rows: Sequence[tuple[str, int]]
) -> Finding:
    special = _SPECIAL.get(fault.rule)
    text = special(fault, sheet) if special and sheet else message(fault)
    at, place = "", ""
    own = sheet is not None and fault.file == f"{sheet.table.name}.csv"
    if sheet is not None and own and fault.row is not None and 0 <= fault.row - 2 < len(rows):
        key, number = rows[fault.row - 2]
        titles = {column.name: column.title for column in sheet.columns}
        known = fault.column if fault.column else (sheet.columns[0].name if sheet.columns else "")
        at = f"c-{key}-{known}"
        place = _("Row %(row)s") % {"row": number}
        if fault.column:
            title = titles.get(fault.column, fault.column)
            place = _("Row %(row)s, %(column)s") % {"row": number, "column": title}
    tests = ""
    if fault.rule == "gap" and sheet is not None and own:
        tests = json.dumps(_shown(fault, sheet, by_name=True), ensure_ascii=False)
    return Finding(id_, place, text, word, at, tests)


def _shown(fault: Fault, sheet: Sheet, *, by_name: bool = False) -> dict[str, str]:
    """The conditions that a gap or an overlap names, in words, by title or name of the column."""
    columns = {column.name: column for column in sheet.columns}
    return {
        name if by_name else columns[name].title: columns[name].shown(test)
        for name, test in fault.params["tests"].items()
        if name in columns
    }


def _conditions(fault: Fault, sheet: Sheet) -> str:
    parts = [
        f"{title} {test}" if test.startswith(_SIGNS) else f"{title} = {test}"
        for title, test in _shown(fault, sheet).items()
        if test != NOTHING
    ]
    return _(", ").join(parts) or _("every value")


def _gap(fault: Fault, sheet: Sheet) -> str:
    return _("No row fits: %(conditions)s") % {"conditions": _conditions(fault, sheet)}


def _overlap(fault: Fault, sheet: Sheet) -> str:
    return _("Rows %(other)s and %(row)s both fit: %(conditions)s") % {
        "other": fault.params["other"],
        "row": fault.params["row"],
        "conditions": _conditions(fault, sheet),
    }


def _dead(fault: Fault, _sheet: Sheet) -> str:
    by = fault.params["by"]
    if not by:
        return _("No value can meet this condition.")
    rows = _(", ").join(map(str, by))
    return ngettext(
        "Row %(rows)s takes every case before this row.",
        "Rows %(rows)s take every case before this row.",
        len(by),
    ) % {"rows": rows}


_SPECIAL: Mapping[str, Callable[[Fault, Sheet], str]] = {
    "gap": _gap,
    "overlap": _overlap,
    "never_matches": _dead,
}
