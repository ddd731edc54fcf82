"""Reading: which snapshots there are, and what they hold."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet

from banso.apps.snapshots.models import READABLE, Snapshot
from banso.apps.snapshots.services import folder_of
from banso.engines.evaluation.star.store import Store

#: The stores opened by this process, by folder: a snapshot never changes, and opening it hashes every file.
_opened: dict[Path, Store] = {}
_MOST_OPEN = 3


def snapshots() -> QuerySet[Snapshot]:
    """Every snapshot, newest first."""
    return Snapshot.objects.select_related("asked_by")


def newest() -> Snapshot | None:
    """The newest snapshot that can be read; what figures are computed from unless another is named."""
    return Snapshot.objects.filter(state__in=READABLE).order_by("-taken_at", "-pk").first()


def store_of(snapshot: Snapshot) -> Store:
    """The files of a snapshot, found to be as they were written.

    Raises:
        BrokenSnapshot: files are missing or were changed since.
    """
    folder = folder_of(snapshot)
    found = _opened.get(folder)
    if found is None or not found.untouched():
        found = _opened[folder] = Store(folder, snapshot.digest)
        while len(_opened) > _MOST_OPEN:
            _opened.pop(next(iter(_opened)))
    return found
