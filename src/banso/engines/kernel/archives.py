"""A zip of files that somebody sends: looked through before anything is unpacked, and kept in memory only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Literal

Rule = Literal["damaged", "protected", "path", "entries", "unpacked", "twice"]
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a zip may hold: files, bytes of one file, bytes of all, and how far one may be packed."""

    entries: int = 2_000
    file_bytes: int = 20 * _MEGABYTE
    all_bytes: int = 200 * _MEGABYTE
    ratio: int = 200


LIMITS = Limits()


class NotTaken(Exception):
    """A zip is not taken.

    Rules: ``damaged`` it cannot be read, ``protected`` by a password, ``path`` a name leads out of the zip,
    ``entries`` too many files, ``unpacked`` it would unpack to more than the limits, ``twice`` two files of
    one name. ``name`` is the file at fault, where it is one.
    """

    def __init__(self, rule: Rule, name: str = "") -> None:
        super().__init__(f"{rule}: {name}")
        self.rule, self.name = rule, name


def files_in(content: IO[bytes], limits: Limits = LIMITS) -> Iterator[tuple[str, IO[bytes]]]:
    """Each file of a zip by its name without folders, one in memory at a time.

    Raises:
        NotTaken: by the directory of the zip before the first file, or by a file that is larger than it says.
    """
    try:
        with zipfile.ZipFile(content) as packed:
            found = _looked_through(packed, limits)
            for name, entry in found.items():
                with packed.open(entry) as file:
                    # One more than it says: a directory that lies is found out here.
                    unpacked = file.read(entry.file_size + 1)
                if len(unpacked) > entry.file_size:
                    raise NotTaken("unpacked", name)
                yield name, io.BytesIO(unpacked)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise NotTaken("damaged") from None


def _looked_through(packed: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > limits.entries:
        raise NotTaken("entries")
    if sum(entry.file_size for entry in entries) > limits.all_bytes:
        raise NotTaken("unpacked")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise NotTaken("path", entry.filename)
        if parts[0] == "__MACOSX" or parts[-1].startswith("."):
            # What a Mac puts in besides.
            continue
        if entry.flag_bits & 0x1:
            raise NotTaken("protected", entry.filename)
        if entry.file_size > min(limits.file_bytes, limits.ratio * max(entry.compress_size, 1024)):
            raise NotTaken("unpacked", entry.filename)
        if parts[-1] in found:
            raise NotTaken("twice", entry.filename)
        found[parts[-1]] = entry
    return found
