"""Many new exporters out of one file: a partner body or office registers them in the one-stop programme.

1. Read each row; a firm that is known within the reach of who sends the file is taken as it is.
2. Another is registered as a firm first, by the columns that a file of firms has.
3. Either way it enters the programme by the service that the page for one firm calls.
4. Any error, or a mere try, undoes the whole file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused, in_use
from banso.apps.directory.models import Firm, PartnerBody
from banso.apps.directory.selectors import firm_meant
from banso.apps.directory.services import register_firm
from banso.apps.imports.fields import Field
from banso.apps.imports.kinds import KINDS, Kind
from banso.apps.imports.stores import firm_and_contact
from banso.apps.imports.working import RowError, column_errors
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import next_reference, record, service
from banso.apps.mapping import guess
from banso.apps.new_exporters.models import Readiness, Registration
from banso.apps.new_exporters.services import register
from banso.engines.kernel.tables import Limits, Row, Table
from banso.web.normalise import code_text

#: So many firms at once: they are stored while the sender waits.
LIMITS = Limits(file_bytes=1024 * 1024, rows=500)
_FIRMS = KINDS["firms"]
_OF_FIRM = tuple(item for item in _FIRMS.fields if item.code != "old_id")


#: The columns. Those of a firm are needed only where the firm is new; which, is told row by row.
KIND = Kind(
    "new_exporters",
    gettext_lazy("New exporters"),
    (
        Field("firm", gettext_lazy("Known firm: reference or corporate number"), "code"),
        *(replace(item, needed=False) for item in _OF_FIRM),
        Field("readiness", gettext_lazy("Readiness (code or name)"), "text", True, "interested"),
        Field("evidence", gettext_lazy("What shows it"), "text", True, "展示会で引き合いがあった"),
        Field("agreed", gettext_lazy("Agrees to sharing between the bodies"), "yes_no", True, "yes"),
    ),
    _FIRMS.store,
    Registration,
    "ref",
)


@dataclass(frozen=True)
class Sent:
    """A file, the firms within the sender's reach, and the body that brings new ones in, if any."""

    table: Table
    firms: QuerySet[Firm]
    body: PartnerBody | None


@dataclass(frozen=True)
class Line:
    """A row that can be stored: the firm, whether it is new altogether, and its readiness."""

    row: int
    firm: str
    new: bool
    readiness: str
    shared: bool


@dataclass(frozen=True)
class Found:
    """What a file holds: rows that can be stored, and what is wrong with the others."""

    lines: list[Line] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


class _Undo(Exception):
    """Leaves the transaction of the file without a trace."""


def try_new_exporters(actor: Actor, sent: Sent) -> Found:
    """Go through a file as if it were stored, and leave nothing behind."""
    try:
        with transaction.atomic():
            found = _go_through(actor, sent)
            raise _Undo
    except _Undo:
        return found


@service
def store_new_exporters(actor: Actor, sent: Sent, file: str) -> Found:
    """Register every firm of a file, or none. ``file`` is the SHA-256 of its content.

    Raises:
        Refused: ``file_stored``, this very file was stored before; ``file_faulty``, a row cannot be stored
            (any more).
    """
    if Event.objects.filter(action="import.registered", payload__contains=file).exists():
        raise Refused("file_stored", _("This file is stored already."))
    found = _go_through(actor, sent)
    if found.errors or not found.lines:
        raise Refused(
            "file_faulty", _("Nothing was stored: some rows cannot be stored any more. Send the file again.")
        )
    record(
        actor,
        "import.registered",
        ("import", next_reference("I", actor)),
        {
            "rows": len(found.lines),
            "new_firms": sum(line.new for line in found.lines),
            "file": file,
        },
    )
    return found


def _go_through(actor: Actor, sent: Sent) -> Found:
    table = sent.table
    columns = guess(table.header, KIND.fields)
    wrong = column_errors(KIND, table, columns)
    if wrong:
        return Found(errors=wrong)
    found = Found()
    stages = _Stages(actor)
    for row in table.rows:
        try:
            with transaction.atomic():
                found.lines.append(_register(actor, row, columns, sent, stages))
        except _Faulty as faulty:
            found.errors.extend(_error(table, row, columns, refused) for refused in faulty.refused)
        except Refused as refused:
            found.errors.append(_error(table, row, columns, refused))
        except DatabaseError:
            message = _("The record cannot be stored with these values: check lengths and dates.")
            found.errors.append(_error(table, row, columns, Refused("not_storable", message)))
    return found


class _Faulty(Exception):
    """Several cells of a row cannot be read."""

    def __init__(self, refused: list[Refused]) -> None:
        super().__init__()
        self.refused = refused


def _register(actor: Actor, row: Row, columns: Mapping[str, str], sent: Sent, stages: _Stages) -> Line:
    values = _values(row, columns)
    readiness = stages.meant(values["readiness"])
    firm, new = _firm(actor, values, sent)
    register(actor, firm, readiness=readiness, evidence=values["evidence"], agreed_to_share=values["agreed"])
    return Line(row.number, firm.name, new, readiness.name, values["agreed"])


def _values(row: Row, columns: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a row as values; every one that cannot be read is named."""
    values: dict[str, Any] = {}
    wrong: list[Refused] = []
    for item in KIND.fields:
        try:
            values[item.code] = item.read(row.cells.get(columns.get(item.code, ""), ""))
        except Refused as refused:
            wrong.append(refused)
    if wrong:
        raise _Faulty(wrong)
    return values


def _firm(actor: Actor, values: Mapping[str, Any], sent: Sent) -> tuple[Firm, bool]:
    """The firm that a row means, registered now where it is new."""
    if values["firm"]:
        return firm_meant(sent.firms, values["firm"]), False
    number = code_text(values["corporate_number"])
    known = sent.firms.filter(corporate_number=number).first() if number else None
    if known is not None:
        return known, False
    missing = [item.code for item in _OF_FIRM if item.needed and values[item.code] in ("", None)]
    if missing:
        message = _("The cell is empty. A firm that is not known yet needs it.")
        raise _Faulty([Refused("value_missing", message, code) for code in missing])
    return register_firm(actor, *firm_and_contact(values), brought_by=sent.body), True


class _Stages:
    """The readiness of firms by code and name, in both languages."""

    def __init__(self, actor: Actor) -> None:
        stages = list(in_use(Readiness.objects.order_by("position", "code"), actor.today))
        self._offered = ", ".join(f"{stage.code} ({stage.name})" for stage in stages)
        self._by_word = {
            word.casefold(): stage for stage in stages for word in (stage.code, stage.name_ja, stage.name_en)
        }

    def meant(self, text: str) -> Readiness:
        """The one that a cell names.

        Raises:
            Refused: ``readiness_unknown``.
        """
        found = self._by_word.get(text.strip().casefold())
        if found is None:
            raise Refused(
                "readiness_unknown", _("Write one of: %(offered)s.") % {"offered": self._offered}, "readiness"
            )
        return found


def _error(table: Table, row: Row, columns: Mapping[str, str], refused: Refused) -> RowError:
    column = columns.get(refused.field or "", refused.field)
    value = row.cells.get(column) if column else None
    return RowError(table.file, row.number, column, value, refused.rule, refused.message)
