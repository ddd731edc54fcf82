"""Back up the whole installation into one file, and restore it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from banso.apps.jobs import archive, dumps
from banso.apps.jobs.selectors import BACKUP
from banso.apps.jobs.worker import note_sign_of_life
from banso.apps.journal import heads
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from banso.apps.journal.services import ChainFault, digest


class RestoreRefused(Exception):
    """A restore was refused before anything was touched.

    Rules: ``not_empty`` the database holds records, ``other_database`` the archive is of another kind.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Restored:
    """What was restored, and what a look at it found."""

    made_at: datetime
    same_journal_key: bool
    pending_migrations: int
    faults: tuple[ChainFault, ...]


def back_up(path: Path, now: datetime) -> dict[str, int]:
    """Write database, uploads and heads to a new file, while everything runs; counts of events and uploads.

    1. The heads first: whatever is written after them only lengthens the chains.
    2. The database, in one consistent state.
    3. The uploads: none of those that the database knows is missing.

    Raises:
        ArchiveError: the file is there already.
        DumpError: the database cannot be dumped.
    """
    about = {
        "banso": version("banso"),
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "journal_key": digest("backup"),
    }
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.resolve().parent) as scratch:
        folder = Path(scratch)
        with archive.writing(path, about) as out:
            out.add(archive.HEADS, heads.store_heads(heads.current_heads(), folder / "heads.jsonl"))
            dumps.dump(folder / "database")
            out.add(archive.DATABASE, folder / "database")
            count = sum(_add_upload(out, file) for file in _uploads())
    note_sign_of_life(BACKUP, now)
    return {"events": Event.objects.count(), "uploads": count}


def _add_upload(out: archive.Writer, file: Path) -> bool:
    """Add an upload, unless it was thrown away meanwhile: what the database knows stays for weeks."""
    try:
        out.add(archive.UPLOADS + file.relative_to(_upload_folder()).as_posix(), file)
    except FileNotFoundError:
        return False
    return True


def restore(path: Path, now: datetime, *, replace: bool = False) -> Restored:
    """Put an archive in the place of database and uploads.

    1. Prove every byte of the archive, and that its dump can be read.
    2. Refuse another kind of database, and one that holds records unless ``replace``.
    3. Load the database, all of it or nothing; then the uploads; then the heads, the newer ones set aside.
    4. Walk the journal.

    Raises:
        ArchiveError: the archive cannot be trusted; nothing was touched.
        RestoreRefused: see there; nothing was touched.
        DumpError: the database could not be loaded and is as it was.
    """
    proved = archive.read(path)
    if proved.manifest["database"] != connection.vendor:
        raise RestoreRefused("other_database")
    if not replace and holds_records():
        raise RestoreRefused("not_empty")
    made_at = datetime.fromisoformat(proved.manifest["made_at"])
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.VAR) as scratch:
        folder = Path(scratch)
        proved.extract(folder)
        dumps.check(folder / archive.DATABASE)
        dumps.load(folder / archive.DATABASE)
        _replace_uploads(folder / "uploads")
        _replace_heads(folder / archive.HEADS, made_at, now)
    faults = tuple(heads.faults_of_all_chains())
    same_key = proved.manifest["journal_key"] == digest("backup")
    return Restored(made_at, same_key, pending_migrations(), faults)


def holds_records() -> bool:
    """Whether anybody has worked with this database."""
    tables = connection.introspection.table_names()
    return any(
        model._meta.db_table in tables and model._default_manager.exists()
        for model in (get_user_model(), Event)
    )


def pending_migrations() -> int:
    """How many migrations of the code the database has not seen."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _upload_folder() -> Path:
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"])


def _uploads() -> Iterator[Path]:
    return (path for path in sorted(_upload_folder().rglob("*")) if path.is_file())


def _replace_uploads(restored: Path) -> None:
    folder = _upload_folder()
    if folder.exists():
        shutil.rmtree(folder)
    if restored.exists():
        shutil.move(restored, folder)


def _replace_heads(restored: Path, made_at: datetime, now: datetime) -> None:
    """Newer heads tell of events that the restore took back: they are set aside, not lost."""
    aside = heads.folder() / f"before-restore-{now.astimezone(ZONE):%Y-%m-%dT%H%M%S}"
    for file in heads.files():
        aside.mkdir(parents=True, exist_ok=True)
        file.path.rename(aside / file.path.name)
    heads.folder().mkdir(parents=True, exist_ok=True)
    shutil.move(restored, heads.folder() / f"{made_at.astimezone(ZONE).date().isoformat()}.jsonl")
