"""A site's file on its way in: sent, its columns chosen, checked, stored whole or not at all, or given up.

The worker checks and stores large files; small ones are done at once. Either way the state says how far it
is, and ``carry_out`` does the step that a file stands at: done twice it changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from banso.apps import progress
from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, next_reference, record, service
from banso.apps.mapping import chosen
from banso.apps.progress import Progress
from banso.apps.sales.models import FileKind, FileState, SalesLayout, SentFile
from banso.apps.sales.models.files import WAITING
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.services.reports import store_report
from banso.apps.sales.services.row_files import store_rows
from banso.apps.sales.sites import Site
from banso.apps.sales.taking import Outcome, check, fields_of, lacking

#: Up to this size a file is worked on while the person waits.
SMALL_BYTES = 256 * 1024
#: Reading is so much of the way of storing.
_READ = 0.4
_PARTS = 10_000
#: From these states a file is worked on no longer, or not yet.
_RESTING = (FileState.FAULTY, FileState.CHECKED)


def subject(sent: SentFile) -> Subject:
    """The subject of events about a file."""
    return ("sales_file", sent.ref)


def work_of(sent: SentFile) -> str:
    """The name by which its progress is kept."""
    return f"sales/{sent.ref}"


def site_of_file(sent: SentFile) -> Site:
    """Whose it is."""
    return Site(sent.channel, sent.mall)


@service
def keep_layout(
    actor: Actor, site: Site, kind: FileKind, header: Any, columns: Mapping[str, str]
) -> SalesLayout:
    """Remember which columns of a site's files of a kind hold what, instead of what was remembered before.

    Raises:
        Refused: ``column_unknown``, ``column_twice``, ``column_missing``.
    """
    found = chosen(header, fields_of(kind), columns)
    if lacking(kind, found):
        message = _("A report tells the day of each sale, or its month: choose the column that holds one.")
        raise Refused("column_missing", message, "day")
    layout, _new = SalesLayout.objects.update_or_create(
        **site.columns,
        kind=kind,
        defaults={"columns": found, "kept_by_id": actor.user_id, "kept_at": actor.at},
    )
    payload = {"kind": kind.value, "columns": sorted(found)}
    record(actor, "sales_layout.kept", ("site", site.code), payload)
    return layout


@service
def send_file(
    actor: Actor, site: Site, kind: FileKind, name: str, content: File[Any], *, adds: bool = False
) -> SentFile:
    """Take a file in, to be checked. Nothing of it is stored yet.

    Raises:
        Refused: ``file_too_large``, naming the limit; ``file_empty``.
    """
    size = content.size or 0
    if size > LIMITS.file_bytes:
        message = _("The file is larger than %(megabytes)s MB. Divide it into smaller files.")
        raise Refused("file_too_large", message % {"megabytes": LIMITS.file_bytes // 2**20}, "file")
    if not size:
        raise Refused("file_empty", _("The file is empty."), "file")
    sent = SentFile(
        ref=next_reference("SF", actor),
        kind=kind,
        name=name[-200:],
        size=size,
        adds=adds and kind == FileKind.SALES,
        state=FileState.CHECKING,
        sent_by_id=actor.user_id,
        sent_at=actor.at,
        **site.columns,
    )
    sent.file.save(f"{sent.ref}.table", content, save=False)
    try:
        sent.save(force_insert=True)
    except BaseException:
        sent.file.delete(save=False)
        raise
    record(actor, "sales_file.sent", subject(sent), {"kind": kind.value, "site": site.code, "bytes": size})
    return sent


@service
def choose_columns(actor: Actor, sent: SentFile, columns: Mapping[str, str]) -> SentFile:
    """Say which columns hold what, remembered for the next file of the site; it is to be checked anew.

    Raises:
        Refused: ``file_busy``; as ``keep_layout``.
    """
    sent = _resting(sent)
    keep_layout(actor, site_of_file(sent), FileKind(sent.kind), sent.outcome.get("header", ()), columns)
    return _to(sent, FileState.CHECKING)


@service
def order_storing(actor: Actor, sent: SentFile) -> SentFile:
    """Let a file be stored that was checked without an error.

    Raises:
        Refused: ``file_busy``; ``not_checked``.
    """
    sent = _resting(sent)
    if sent.state != FileState.CHECKED:
        raise Refused("not_checked", _("The file has errors. Nothing was stored."))
    return _to(sent, FileState.STORING)


@service
def cancel_file(actor: Actor, sent: SentFile) -> SentFile:
    """Give a file up that is not being stored; one that is, is asked to stop by ``progress.ask_to_stop``.

    Raises:
        Refused: ``file_busy``.
    """
    sent = hold(SentFile.objects).get(pk=sent.pk)
    if sent.state not in (*_RESTING, FileState.CHECKING):
        raise _busy()
    record(actor, "sales_file.cancelled", subject(sent), {})
    return _end(sent, FileState.CANCELLED, actor.at)


def carry_out(actor: Actor, key: int) -> SentFile:
    """Do what a file waits for: check it, or store it with everything or nothing. A file that waits for
    nothing is left as it is.
    """
    sent = SentFile.objects.select_related("channel", "mall__market").get(pk=key)
    note = progress.keeper(work_of(sent))
    try:
        if sent.state == FileState.STORING:
            try:
                _store(actor, sent, note)
            except Refused:
                # Something else was stored since it was checked: what stands in the way is told by row.
                _check(actor, sent, note)
        elif sent.state == FileState.CHECKING:
            _check(actor, sent, note)
    except progress.Stopped:
        with transaction.atomic():
            record(actor, "sales_file.cancelled", subject(sent), {})
            _end(hold(SentFile.objects).get(pk=key), FileState.CANCELLED, actor.at)
    except Exception as error:
        with transaction.atomic():
            broken = hold(SentFile.objects).get(pk=key)
            if broken.state in WAITING:
                broken.outcome = {**broken.outcome, "why": type(error).__name__}
                _end(broken, FileState.BROKEN, actor.at)
        raise
    finally:
        progress.forget(work_of(sent))
    return SentFile.objects.select_related("channel", "mall__market").get(pk=key)


def _check(actor: Actor, sent: SentFile, note: Progress) -> None:
    outcome = check(
        site_of_file(sent), FileKind(sent.kind), sent.name, _bytes(sent), actor.today,
        adds=sent.adds, progress=note,
    )  # fmt: skip
    state = FileState.FAULTY if outcome.error_count else FileState.CHECKED
    # Who gave it up meanwhile is not overruled.
    here = SentFile.objects.filter(pk=sent.pk, state=sent.state)
    here.update(state=state, outcome=asdict(outcome))


def _store(actor: Actor, sent: SentFile, note: Progress) -> None:
    site, kind = site_of_file(sent), FileKind(sent.kind)
    with transaction.atomic():
        held = hold(SentFile.objects).get(pk=sent.pk)
        if held.state != FileState.STORING:
            return
        outcome, content = Outcome(**held.outcome), _bytes(held)
        reading = partial(_part, note, 0.0, _READ)
        if kind == FileKind.SALES:
            storing = partial(_part, note, _READ, 1.0)
            done = store_report(
                actor, site, held.name, content, adds=held.adds, progress=storing, reading=reading
            )
            outcome.new, outcome.known, outcome.waiting = done.new, done.known, done.waiting
            outcome.report = done.report.ref if done.report else ""
        else:
            rows = store_rows(actor, site, kind, held.name, content, reading)
            outcome.new, outcome.known = len(rows.new), rows.known
        held.outcome = asdict(outcome)
        _end(held, FileState.STORED, actor.at)


def _part(note: Progress, begin: float, end: float, done: int, of: int) -> None:
    """Note the progress of one part of the way."""
    note(round(_PARTS * (begin + (end - begin) * done / max(of, 1))), _PARTS)


def _bytes(sent: SentFile) -> bytes:
    with sent.file.open("rb") as file:
        return file.read()


def _resting(sent: SentFile) -> SentFile:
    sent = hold(SentFile.objects).select_related("channel", "mall__market").get(pk=sent.pk)
    if sent.state not in _RESTING:
        raise _busy()
    return sent


def _busy() -> Refused:
    return Refused("file_busy", _("This file is being worked on, or is done with."))


def _to(sent: SentFile, state: FileState) -> SentFile:
    sent.state = state
    sent.save(update_fields=["state"])
    return sent


def _end(sent: SentFile, state: FileState, at: datetime) -> SentFile:
    """The file is over with; its bytes go once that is certain."""
    name, storage = sent.file.name, sent.file.storage
    sent.state, sent.ended_at, sent.file = state, at, ""
    sent.save(update_fields=["state", "ended_at", "file", "outcome"])
    if name:
        transaction.on_commit(partial(storage.delete, name))
    return sent
