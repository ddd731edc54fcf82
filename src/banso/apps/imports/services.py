"""Sending a file, saying what its columns are, trying it and storing it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.imports.kinds import KINDS, Kind
from banso.apps.imports.models import ImportRun, Layout, RunState
from banso.apps.imports.working import Outcome, Progress, column_errors, work
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, next_reference, record, service
from banso.apps.mapping import chosen, guess
from banso.engines.kernel.tables import Table, read_table

__all__ = ["Outcome", "begin", "carry_out", "columns_of", "map_columns", "store_table", "table_of"]

#: From these states a file may be tried or stored (again).
_OPEN = (RunState.SENT, RunState.FAULTY, RunState.CHECKED, RunState.BROKEN)


def subject(run: ImportRun) -> Subject:
    """The subject of events about an import."""
    return ("import", run.ref)


def columns_of(kind: Kind, table: Table) -> dict[str, str]:
    """By field the column: as confirmed for the last file with this header, else by their names."""
    kept = Layout.objects.filter(kind=kind.code, header=_header(table)).first()
    return dict(kept.columns) if kept else guess(table.header, kind.fields)


def table_of(run: ImportRun) -> Table:
    """The file of a run, read."""
    with run.file.open("rb") as file:
        return read_table(run.name, file.read())


@service
def begin(actor: Actor, kind: Kind, name: str, content: bytes) -> ImportRun:
    """Take a file in. Nothing of it is stored as a record yet.

    Raises:
        Refused: ``file_unreadable``, with what is wrong.
    """
    table = read_table(name, content)
    if not table.readable or not table.rows:
        said = column_errors(kind, table, {})
        raise Refused("file_unreadable", said[0].message if said else _("There is no row in it."), "file")
    run = ImportRun(
        ref=next_reference("I", actor),
        kind=kind.code,
        name=name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        columns=columns_of(kind, table),
        sent_by_id=actor.user_id,
        sent_at=actor.at,
    )
    run.file.save(f"{run.ref}.table", ContentFile(content), save=False)
    run.save(force_insert=True)
    record(
        actor, "import.begun", subject(run), {"kind": kind.code, "rows": len(table.rows), "file": run.digest}
    )
    return run


@service
def map_columns(actor: Actor, run: ImportRun, columns: Mapping[str, str]) -> ImportRun:
    """Say which column holds which field, remembered for the next file with the same header.

    Raises:
        Refused: ``run_closed``, ``column_unknown``, ``column_twice``, ``column_missing`` (a needed field).
    """
    run = _open(run)
    kind, table = KINDS[run.kind], table_of(run)
    found = chosen(table.header, kind.fields, columns)
    run.columns, run.state, run.outcome = found, RunState.SENT, None
    run.save(update_fields=["columns", "state", "outcome"])
    Layout.objects.update_or_create(kind=kind.code, header=_header(table), defaults={"columns": found})
    record(actor, "import.columns_chosen", subject(run), {"columns": len(found)})
    return run


@service
def carry_out(
    actor: Actor, run: ImportRun, *, store: bool, progress: Progress = lambda done, of: None
) -> Outcome:
    """Try a file, or store it: all of it or nothing. What was stored is thrown away as a file.

    Raises:
        Refused: ``run_closed``; ``not_tried``, it is to be stored and the last try found errors or none ran.
    """
    run = hold(ImportRun.objects).get(pk=run.pk)
    if run.state == RunState.STORED:
        raise Refused("run_closed", _("This file is stored already."))
    if store and not (run.outcome and run.outcome["error_count"] == 0):
        raise Refused("not_tried", _("Try the file first: it is stored once a try finds no error."))
    kind = KINDS[run.kind]
    outcome = work(actor, kind, table_of(run), run.columns, store=store, progress=progress)
    stored = store and not outcome.errors
    run.state = RunState.STORED if stored else RunState.FAULTY if outcome.errors else RunState.CHECKED
    run.outcome, run.stored_at = outcome.as_json(), actor.at if stored else None
    if stored:
        run.file.delete(save=False)
    run.save()
    if stored:
        _record(actor, subject(run), kind, outcome, run.digest)
    return outcome


@service
def store_table(actor: Actor, kind: Kind, table: Table, content: bytes) -> Outcome:
    """Store a file without a page: all of it or nothing; with errors nothing is stored and nothing noted."""
    outcome = work(actor, kind, table, columns_of(kind, table), store=True)
    if not outcome.errors:
        place = ("import", next_reference("I", actor))
        _record(actor, place, kind, outcome, hashlib.sha256(content).hexdigest())
    return outcome


def _record(actor: Actor, place: Subject, kind: Kind, outcome: Outcome, file: str) -> None:
    record(
        actor,
        "import.stored",
        place,
        {
            "kind": kind.code,
            "rows": outcome.rows,
            "new": outcome.new,
            "known": outcome.known,
            "sums": outcome.sums,
            "file": file,
        },
    )


def _open(run: ImportRun) -> ImportRun:
    run = hold(ImportRun.objects).get(pk=run.pk)
    if run.state not in _OPEN:
        raise Refused("run_closed", _("This file is being worked on or stored already."))
    return run


def _header(table: Table) -> str:
    return hashlib.sha256("\x1f".join(table.header).encode()).hexdigest()
