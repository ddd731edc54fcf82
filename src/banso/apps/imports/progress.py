"""How far an import is: kept beside the database, whose transaction shows nothing before its end."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from banso.apps.imports.models import ImportRun
from banso.apps.imports.working import Progress

_EVERY = 50


def keeper(run: ImportRun) -> Progress:
    """What notes the progress of a run, every so many rows."""
    place = _place(run)
    place.parent.mkdir(parents=True, exist_ok=True)

    def note(done: int, of: int) -> None:
        if done % _EVERY == 0 or done == of:
            place.write_text(f"{done}/{of}", encoding="ascii")

    return note


def percent(run: ImportRun) -> int:
    """How many of a hundred rows are done; 0 before it began."""
    try:
        done, _, of = _place(run).read_text(encoding="ascii").partition("/")
        return int(done) * 100 // max(int(of), 1)
    except (OSError, ValueError):
        return 0


def forget(run: ImportRun) -> None:
    """Remove what was noted, once the run is over."""
    _place(run).unlink(missing_ok=True)


def _place(run: ImportRun) -> Path:
    return Path(default_storage.path(f"imports/{run.ref}.progress"))
