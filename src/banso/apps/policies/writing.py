"""The files of a draft: what may be stored, and how its head and tables are written anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import tomli_w
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused
from banso.apps.policies.models import PolicyVersion
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.policy.folder import HEAD, csv_of, read_files, read_partly, rows_of, write_files
from banso.engines.policy.model import Policy

MOST_REASON = 2000
MOST_NOTE = 500
MOST_TITLE = 120

#: What no text of people holds and not every database takes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINES = re.compile(r"[\t\r\n]+")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: What stands in the columns of a version only: a folder has it from there.
_IN_COLUMNS = ("in_force_from", "in_force_to", "author", "approver")


class Unreadable(Refused):
    """Files that cannot be read as a policy; ``faults`` say where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        message = ngettext(
            "%(count)s place cannot be read. Nothing was stored.",
            "%(count)s places cannot be read. Nothing was stored.",
            count,
        )
        super().__init__("unreadable", message % {"count": count})
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Head:
    """What staff write about a version."""

    title_ja: str
    title_en: str
    legal_basis_ja: str = ""
    legal_basis_en: str = ""

    def checked(self) -> Head:
        """Without blanks around.

        Raises:
            Refused: a title is missing, or a text is too long.
        """
        values = {field.name: _plain(getattr(self, field.name)).strip() for field in fields(self)}
        for name, value in values.items():
            most = MOST_TITLE if name.startswith("title") else MOST_REASON
            if name.startswith("title") and not value:
                raise Refused("required", _("Please fill this in."), name)
            if len(value) > most:
                raise Refused("too_long", _("Write at most %(most)s characters.") % {"most": most}, name)
        return Head(**values)


def head_of(version: PolicyVersion) -> Head:
    """What staff wrote about a version."""
    return Head(version.title_ja, version.title_en, version.legal_basis_ja, version.legal_basis_en)


def read_whole(files: Mapping[str, str]) -> tuple[Policy, dict[str, str]]:
    """Read files, and give them as they are written canonically.

    Raises:
        Unreadable: something in them cannot be read.
    """
    reading = read_files({name: _plain(text) for name, text in files.items()})
    if reading.policy is None:
        raise Unreadable(errors_among(reading.faults))
    return reading.policy, write_files(reading.policy)


def with_head(files: Mapping[str, str], code: str, family: str, head: Head) -> dict[str, str]:
    """The files with this code, family and head; dates, author and approver are left to the columns."""
    values: dict[str, Any] = tomllib.loads(files[HEAD], parse_float=Decimal)
    for name in _IN_COLUMNS:
        values.pop(name, None)
    values |= {"id": code, "family": family}
    for field in fields(head):
        values.pop(field.name, None)
        if text := getattr(head, field.name):
            values[field.name] = text
    # In one order whatever came before, so that the same policy is the same text.
    first = ["id", "family", *(field.name for field in fields(head))]
    ordered = {name: values.pop(name) for name in first if name in values} | values
    return {**files, HEAD: tomli_w.dumps(ordered)}


def with_table(files: Mapping[str, str], table: str, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The files with the rows of a table written anew, canonically where the whole can be read.

    Raises:
        Refused: there is no such table or column, or the table cannot be read as one (too many rows, ...).
    """
    name = f"{table}.csv"
    if name not in files:
        raise Refused("table_unknown", _("The version has no table %(table)s.") % {"table": table})
    header, _before = rows_of(files[name])
    strange = {column for row in rows for column in row} - set(header)
    if strange:
        raise Refused(
            "column_unknown",
            _("The table has no column %(column)s.") % {"column": ", ".join(sorted(strange))},
        )
    # An empty cell is a fault that the check names; a row without any is none.
    cells = [[_LINES.sub(" ", _plain(row.get(column, ""))).strip() for column in header] for row in rows]
    changed = {**files, name: csv_of(header, [row for row in cells if any(row)])}
    partial = read_partly(changed)
    faults = errors_among(partial.faults)
    if not faults and partial.policy is not None:
        return {**write_files(partial.policy), HEAD: files[HEAD]}
    # Of what cannot be read, a single cell may wait to be corrected.
    broken = [fault for fault in faults if fault.row is None or fault.column is None]
    if broken:
        raise Unreadable(broken)
    return changed


def kept_notes(notes: Mapping[str, str], table: str, written: Mapping[int, str], rows: int) -> dict[str, str]:
    """The notes of a version with those of one table written anew.

    Raises:
        Refused: a note is too long.
    """
    kept = {key: note for key, note in notes.items() if key.partition("/")[0] != table}
    for row, text in sorted(written.items()):
        text = text.strip()
        if len(text) > MOST_NOTE:
            raise Refused("too_long", _("Write at most %(most)s characters.") % {"most": MOST_NOTE}, "notes")
        if text and 1 <= row <= rows:
            kept[f"{table}/{row}"] = text
    return kept


def refuse_strange_code(code: str) -> None:
    """Refuse what cannot be the code of a version.

    Raises:
        Refused: it has other characters than codes have.
    """
    if not _CODE.fullmatch(code):
        raise Refused(
            "code_unreadable",
            _("Use at most 40 small letters, digits and underscores, a letter first."),
            "code",
        )


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text)
