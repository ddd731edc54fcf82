"""Files of answers between their preview and the word to store them.

They lie in the upload storage under a name that only the session of whoever sent them holds, and are gone
after a day or once they are stored or given up.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from banso.engines.questionnaire.exports import AnswerFile, read_file

KEPT_FOR = timedelta(days=1)
_FOLDER = "pending-answers"
_SESSION_KEY = "pending_answers"


@dataclass(frozen=True)
class Pending:
    """Files that were sent and not stored yet. `fingerprint` is that of the plan that was shown."""

    token: str
    wave_name: str
    names: tuple[str, ...]
    fingerprint: str

    def files(self) -> list[AnswerFile]:
        """Read the files. Raises FileNotFoundError if they are gone."""
        files = []
        for number, name in enumerate(self.names):
            with default_storage.open(_path(self.token, number)) as file:
                files.append(read_file(name, file.read()))
        return files


def keep(
    session: SessionBase, wave_name: str, files: Sequence[UploadedFile], fingerprint: str, at: datetime
) -> Pending:
    """Keep files in place of those that this session sent before; take away what others left behind."""
    give_up(session)
    _take_away_old(at)
    token = secrets.token_urlsafe(16)
    for number, file in enumerate(files):
        file.seek(0)
        default_storage.save(_path(token, number), file)
    names = tuple(str(file.name) for file in files)
    session[_SESSION_KEY] = {
        "token": token,
        "wave_name": wave_name,
        "names": list(names),
        "fingerprint": fingerprint,
    }
    return Pending(token, wave_name, names, fingerprint)


def find(session: SessionBase, token: str) -> Pending | None:
    """Return what this session sent under the token, if it is still there."""
    held: dict[str, Any] | None = session.get(_SESSION_KEY)
    if held is None or held["token"] != token or not default_storage.exists(_path(token, 0)):
        return None
    return Pending(token, held["wave_name"], tuple(held["names"]), held["fingerprint"])


def give_up(session: SessionBase) -> None:
    """Take away what this session sent."""
    held = session.pop(_SESSION_KEY, None)
    if held:
        for number in range(len(held["names"])):
            default_storage.delete(_path(held["token"], number))
        default_storage.delete(f"{_FOLDER}/{held['token']}")


def _take_away_old(at: datetime) -> None:
    if not default_storage.exists(_FOLDER):
        return
    folders, _ = default_storage.listdir(_FOLDER)
    for folder in folders:
        _, files = default_storage.listdir(f"{_FOLDER}/{folder}")
        paths = [f"{_FOLDER}/{folder}/{file}" for file in files]
        if all(default_storage.get_modified_time(path) < at - KEPT_FOR for path in paths):
            for path in paths:
                default_storage.delete(path)
            default_storage.delete(f"{_FOLDER}/{folder}")


def _path(token: str, number: int) -> str:
    return f"{_FOLDER}/{token}/{number}"
