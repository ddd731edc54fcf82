"""Writing: snapshots are asked for, taken, frozen and removed."""

from __future__ import annotations

import errno
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import ZONE, Actor, system
from banso.apps.journal.services import record, service
from banso.apps.snapshots import reading
from banso.apps.snapshots.models import Snapshot, SnapshotState
from banso.apps.snapshots.moment import one_moment
from banso.apps.snapshots.transitions import fire
from banso.engines.evaluation.star import store

#: So many of those that nothing rests on are kept, newest first.
KEPT = 14
#: Whatever is still being taken after so long was killed.
LOST_AFTER = timedelta(hours=2)


def folder_of(snapshot: Snapshot) -> Path:
    """Where its files lie."""
    return Path(settings.SNAPSHOTS) / snapshot.name


@service
def ask_for(actor: Actor) -> Snapshot:
    """Ask for a snapshot of casework as it stands today; it is named after the moment.

    Raises:
        Refused: the role may not; ``snapshot_under_way`` while another is being taken.
    """
    name = actor.at.astimezone(ZONE).strftime("%Y-%m-%d-%H%M%S")
    under_way = Q(state=SnapshotState.TAKING, asked_at__gt=actor.at - LOST_AFTER)
    if hold(Snapshot.objects).filter(under_way | Q(name=name)).exists():
        raise Refused("snapshot_under_way", _("A snapshot is being taken already. Wait until it is ready."))
    snapshot = Snapshot(name=name, as_of=actor.today, asked_at=actor.at, asked_by_id=actor.user_id)
    fire(actor, snapshot, "ask")
    snapshot.save(force_insert=True)
    record(actor, "snapshot.asked", ("snapshot", name), {"as_of": snapshot.as_of.isoformat()})
    return snapshot


def take(actor: Actor, snapshot: Snapshot) -> Snapshot:
    """Read casework as of one moment and write the snapshot's files; whole or not at all.

    What goes wrong is kept with the snapshot and raised again: a figure is never made from half of it.

    Raises:
        OSError: there is no room, or the place cannot be written to.
    """
    try:
        with one_moment():
            manifest = store.write(
                folder_of(snapshot), snapshot.as_of.isoformat(), reading.tables(snapshot.as_of)
            )
    except Exception as error:
        _note_failed(actor, snapshot, _fault(error))
        raise
    return _note_taken(actor, snapshot, manifest)


def _fault(error: Exception) -> str:
    if isinstance(error, OSError):
        return "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "unwritable"
    return "broken"


@service
def _note_taken(actor: Actor, snapshot: Snapshot, manifest: store.Manifest) -> Snapshot:
    held = hold(Snapshot.objects).get(pk=snapshot.pk)
    fire(actor, held, "take")
    held.taken_at, held.digest = timezone.now(), manifest.digest
    held.rows = {name: said["rows"] for name, said in sorted(manifest.files.items())}
    held.save()
    record(
        actor, "snapshot.taken", ("snapshot", held.name), {"digest": held.digest, "schema": manifest.schema}
    )
    return held


@service
def _note_failed(actor: Actor, snapshot: Snapshot, fault: str) -> None:
    held = hold(Snapshot.objects).get(pk=snapshot.pk)
    fire(actor, held, "fail")
    held.fault = fault
    held.save()
    record(actor, "snapshot.failed", ("snapshot", held.name), {"fault": fault})


@service
def freeze(actor: Actor, snapshot: Snapshot, what: str) -> Snapshot:
    """Keep a snapshot for good: something published rests on it, named by ``what`` (kind and reference).

    Raises:
        Refused: it was not taken, or its files were removed.
    """
    held = hold(Snapshot.objects).get(pk=snapshot.pk)
    fire(actor, held, "freeze")
    if what not in held.frozen_for.split(", "):
        held.frozen_for = ", ".join(filter(None, (held.frozen_for, what)))
    held.frozen_at = held.frozen_at or actor.at
    held.save()
    record(actor, "snapshot.frozen", ("snapshot", held.name), {"for": what, "digest": held.digest})
    return held


@service
def remove(actor: Actor, snapshot: Snapshot) -> None:
    """Remove the files of a snapshot that nothing rests on; its record stays.

    Raises:
        Refused: something rests on it, or there are no files.
    """
    held = hold(Snapshot.objects).get(pk=snapshot.pk)
    fire(actor, held, "remove")
    held.save()
    record(actor, "snapshot.removed", ("snapshot", held.name), {"digest": held.digest})
    shutil.rmtree(folder_of(held), ignore_errors=True)


def take_nightly(now: datetime) -> dict[str, int]:
    """Take the snapshot of the day unless there is one, and make room. Twice a night does no harm."""
    actor, taken = system(now), 0
    for lost in Snapshot.objects.filter(state=SnapshotState.TAKING, asked_at__lte=now - LOST_AFTER):
        _note_failed(actor, lost, "killed")
    if not _taken_on(actor.today):
        take(actor, ask_for(actor))
        taken = 1
    old = Snapshot.objects.filter(state=SnapshotState.READY).order_by("-taken_at", "-pk")[KEPT:]
    removed = 0
    for snapshot in list(old):
        remove(actor, snapshot)
        removed += 1
    return {"taken": taken, "removed": removed}


def _taken_on(day: date) -> bool:
    own = Snapshot.objects.filter(as_of=day, asked_by__isnull=True)
    return own.exclude(state=SnapshotState.FAILED).exists()
