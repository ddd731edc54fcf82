"""Files between their preview and the word to store them: of answers, and workbooks of forms.

They lie in the upload storage under a name that only the session of whoever sent them holds, and are gone
after a day or once they are stored or given up.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

Kind = Literal["answers", "form"]

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Pending:
    """Files that were sent and not stored yet. `told` is what was noted with them."""

    kind: Kind
    token: str
    names: tuple[str, ...]
    told: Mapping[str, Any]

    def contents(self) -> list[tuple[str, bytes]]:
        """The files by name. Raises FileNotFoundError if they are gone."""
        found = []
        for number, name in enumerate(self.names):
            with default_storage.open(_path(self.kind, self.token, number)) as file:
                found.append((name, file.read()))
        return found


def keep(
    session: SessionBase, kind: Kind, files: Sequence[UploadedFile], told: Mapping[str, Any], at: datetime
) -> Pending:
    """Keep files in place of those that this session sent before; take away what others left behind."""
    give_up(session, kind)
    _take_away_old(kind, at)
    token = secrets.token_urlsafe(16)
    for number, file in enumerate(files):
        file.seek(0)
        default_storage.save(_path(kind, token, number), file)
    names = tuple(str(file.name) for file in files)
    session[_key(kind)] = {"token": token, "names": list(names), "told": dict(told)}
    return Pending(kind, token, names, told)


def find(session: SessionBase, kind: Kind, token: str) -> Pending | None:
    """Return what this session sent under the token, if it is still there."""
    held: dict[str, Any] | None = session.get(_key(kind))
    if held is None or held["token"] != token or not default_storage.exists(_path(kind, token, 0)):
        return None
    return Pending(kind, token, tuple(held["names"]), held["told"])


def give_up(session: SessionBase, kind: Kind) -> None:
    """Take away what this session sent."""
    held = session.pop(_key(kind), None)
    if held:
        for number in range(len(held["names"])):
            default_storage.delete(_path(kind, held["token"], number))
        default_storage.delete(f"{_folder(kind)}/{held['token']}")


def _take_away_old(kind: Kind, at: datetime) -> None:
    folder = _folder(kind)
    if not default_storage.exists(folder):
        return
    inside, _ = default_storage.listdir(folder)
    for each in inside:
        _, files = default_storage.listdir(f"{folder}/{each}")
        paths = [f"{folder}/{each}/{file}" for file in files]
        if all(default_storage.get_modified_time(path) < at - KEPT_FOR for path in paths):
            for path in paths:
                default_storage.delete(path)
            default_storage.delete(f"{folder}/{each}")


def _key(kind: Kind) -> str:
    return f"pending_{kind}"


def _folder(kind: Kind) -> str:
    return f"pending-{kind}"


def _path(kind: Kind, token: str, number: int) -> str:
    return f"{_folder(kind)}/{token}/{number}"
