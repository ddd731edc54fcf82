"""One file that holds a whole installation: database, uploads, heads of the journal, and all their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

MANIFEST = "manifest.json"
DATABASE = "database"
HEADS = "heads.jsonl"
UPLOADS = "uploads/"
FORMAT = 1
_BLOCK = 1024 * 1024


class ArchiveError(Exception):
    """An archive cannot be written or trusted. ``rule`` is a stable code, ``detail`` the place.

    Rules: ``exists`` the file is there already, ``unreadable`` it is no archive, ``format`` another version
    wrote it, ``missing`` a member is gone, ``hash`` a member is not what was written, ``unknown`` nor was it
    written at all.
    """

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule, self.detail = rule, detail


@dataclass(frozen=True)
class Archive:
    """An archive whose every member was proved against the manifest."""

    path: Path
    manifest: dict[str, Any]

    def extract(self, folder: Path) -> None:
        """Write all members below a folder."""
        with zipfile.ZipFile(self.path) as packed:
            for name in self.manifest["members"]:
                packed.extract(name, folder)


class Writer:
    """Adds members to an archive and notes their hashes."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.members: dict[str, str] = {}

    def add(self, name: str, source: Path) -> None:
        """Add one file under this name."""
        digest = hashlib.sha256()
        with source.open("rb") as incoming, self._packed.open(name, "w", force_zip64=True) as out:
            while block := incoming.read(_BLOCK):
                digest.update(block)
                out.write(block)
        self.members[name] = digest.hexdigest()


@contextmanager
def writing(path: Path, about: dict[str, Any]) -> Iterator[Writer]:
    """Write an archive that is there whole or not at all; ``about`` goes into its manifest.

    Raises:
        ArchiveError: ``exists``.
    """
    if path.exists():
        raise ArchiveError("exists", str(path))
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            os.chmod(unfinished, 0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
                writer = Writer(packed)
                yield writer
                manifest = {"format": FORMAT, **about, "members": writer.members}
                packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read(path: Path) -> Archive:
    """Open an archive and prove every member.

    Raises:
        ArchiveError: any rule but ``exists``. Nothing was unpacked.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = json.loads(packed.read(MANIFEST))
            _prove(packed, manifest)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError) as error:
        raise ArchiveError("unreadable", f"{path}: {error}") from None
    except KeyError:
        raise ArchiveError("missing", MANIFEST) from None
    return Archive(path, manifest)


def _prove(packed: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT:
        raise ArchiveError("format", str(manifest.get("format")))
    members: dict[str, str] = manifest["members"]
    stored = set(packed.namelist()) - {MANIFEST}
    for name in sorted(stored ^ set(members)):
        raise ArchiveError("missing" if name in members else "unknown", name)
    for name, digest in members.items():
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            raise ArchiveError("unknown", name)
        with packed.open(name) as member:
            try:
                same = _hash(member) == digest
            except (zipfile.BadZipFile, EOFError, OSError):
                same = False
        if not same:
            raise ArchiveError("hash", name)


def _hash(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
