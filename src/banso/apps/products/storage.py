"""The bytes of pictures: below the uploads, named by what is in them, so that editions share them.

No scanner looks at them: each was drawn anew from its pixels (``engines.kernel.pictures``), and nothing of
what somebody sent is kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from banso.engines.kernel.pictures import SIZES, Drawn

#: As many hexadecimal digits of the SHA-256 as ``Image.stored_name`` holds.
_DIGITS = 32


def folder() -> Path:
    """Where the files lie: below the uploads, so that every backup holds them."""
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"]) / "pictures"


def path_of(stored_name: str, size: int) -> Path:
    """The place of a picture in one of its sizes."""
    return folder() / stored_name[:2] / f"{stored_name}-{size}.webp"


@dataclass(frozen=True)
class Stored:
    """A picture that is kept: its name, and the width and height of its larger size."""

    name: str
    width: int
    height: int


def store(drawn: Drawn) -> Stored:
    """Keep a picture.

    Until a row names it, it is there on trial: ``tasks.tidy_pictures`` removes what no row names after a day.
    """
    name = hashlib.sha256(drawn.files[SIZES[0]]).hexdigest()[:_DIGITS]
    # Beside the uploads: a backup that runs meanwhile does not meet half a file.
    unfinished = folder().parent.with_name("incoming")
    unfinished.mkdir(parents=True, exist_ok=True)
    for size, content in drawn.files.items():
        path = path_of(name, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(dir=unfinished)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        # A file that is there already is written anew: its time says that somebody needs it.
        os.replace(scratch, path)
    return Stored(name, drawn.width, drawn.height)


def stored_before(moment: datetime) -> Iterator[tuple[str, Path]]:
    """The files that were last stored before a moment, each with the name of its picture."""
    for path in sorted(folder().glob("??/*.webp")):
        if path.stat().st_mtime < moment.timestamp():
            yield path.name.partition("-")[0], path
