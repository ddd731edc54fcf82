"""How far long work is, told beside the database, whose transaction shows nothing before its end.

Work has a name, such as that of its record. Whoever waits reads how far it is and may ask it to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import default_storage

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]
_EVERY = 50


class Stopped(Exception):
    """Somebody asked the work to stop."""


def keeper(name: str) -> Progress:
    """What notes the progress of a work, every so many rows.

    Raises, when it is called:
        Stopped: somebody asked for it.
    """
    place, stop = _place(name, "progress"), _place(name, "stop")
    place.parent.mkdir(parents=True, exist_ok=True)
    noted = -_EVERY

    def note(done: int, of: int) -> None:
        nonlocal noted
        if not noted <= done < noted + _EVERY or done == of:
            if stop.exists():
                raise Stopped(name)
            # Whoever reads meanwhile finds the old or the new, never half.
            fresh = place.with_suffix(".new")
            fresh.write_text(f"{done}/{of}", encoding="ascii")
            fresh.replace(place)
            noted = done

    return note


def percent(name: str) -> int:
    """How many of a hundred rows are done; 0 before it began."""
    try:
        done, _, of = _place(name, "progress").read_text(encoding="ascii").partition("/")
        return int(done) * 100 // max(int(of), 1)
    except (OSError, ValueError):
        return 0


def ask_to_stop(name: str) -> None:
    """Let the work end without a result where it notes its progress next."""
    place = _place(name, "stop")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()


def stop_asked(name: str) -> bool:
    """Whether somebody asked it to stop."""
    return _place(name, "stop").exists()


def forget(name: str) -> None:
    """Remove what was noted, once the work is over."""
    for what in ("progress", "stop"):
        _place(name, what).unlink(missing_ok=True)


def _place(name: str, what: str) -> Path:
    return Path(default_storage.path(f"{name}.{what}"))
