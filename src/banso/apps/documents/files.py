"""The bytes of documents: below the uploads, outside of what is served, under names that say nothing."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import weakref
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

_BLOCK = 1024 * 1024


class FileChanged(Exception):
    """The file on the disk is gone, or is not the one that was stored."""


def folder() -> Path:
    """Where the files lie: below the uploads, so that every backup holds them."""
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "documents"


def path_of(stored_name: str) -> Path:
    """The place of a file; files are spread over 256 folders."""
    return folder() / stored_name[:2] / stored_name


def store(content: IO[bytes]) -> tuple[str, int, str]:
    """Store a file and give its stored name, size and SHA-256. Must run inside a transaction.

    The bytes are on the disk under the final name before the transaction ends, so that no row that was
    acknowledged lacks its file. When the transaction rolls back, the file goes with it: the callback for the
    commit holds the only thing that keeps the file, and is dropped then. After a crash in between, ``strays``
    finds what was left.
    """
    name = secrets.token_hex(16)
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the uploads: a backup that runs meanwhile does not meet half a file.
    unfinished = folder().parent.with_name("incoming")
    unfinished.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, scratch = tempfile.mkstemp(dir=unfinished)
    try:
        with os.fdopen(descriptor, "wb") as out:
            content.seek(0)
            while block := content.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    _keep_on_commit(path)
    return name, size, digest.hexdigest()


class _Undecided:
    """A file whose transaction has not ended: it is thrown away unless ``keep`` is called."""

    def __init__(self, path: Path) -> None:
        self._discard = weakref.finalize(self, path.unlink, missing_ok=True)
        # A process that ends in the middle has not rolled back by our doing: ``strays`` settles it.
        self._discard.atexit = False

    def keep(self) -> None:
        self._discard.detach()


def _keep_on_commit(path: Path) -> None:
    transaction.on_commit(_Undecided(path).keep)


def _sync_folder(path: Path) -> None:
    """A new name is safe in a power cut once its folder was written too."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_proved(stored_name: str, sha256: str) -> IO[bytes]:
    """The file, opened at its beginning, after a walk through all its bytes.

    Raises:
        FileChanged: it is gone, or its bytes are not those that were stored.
    """
    try:
        file = path_of(stored_name).open("rb")
    except FileNotFoundError:
        raise FileChanged(stored_name) from None
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        file.close()
        raise FileChanged(stored_name)
    file.seek(0)
    return file


def is_there(stored_name: str) -> bool:
    """Whether there is a file of this name; its bytes are not looked at."""
    return path_of(stored_name).is_file()


def throw_away(stored_name: str) -> None:
    """Remove a file for good."""
    path_of(stored_name).unlink(missing_ok=True)


def stored_before(moment: datetime) -> Iterator[str]:
    """The names of the files that were stored before a moment."""
    for path in sorted(folder().glob("??/*")):
        try:
            if path.stat().st_mtime < moment.timestamp():
                yield path.name
        except FileNotFoundError:
            continue
