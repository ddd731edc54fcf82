"""The databases of a test run: each state is built once a run, each worker works on copies.

``empty`` has tables only, ``configured`` the shipped configuration, ``portfolio`` 200 demonstration firms,
``present`` the same up to today, for servers that run by the machine's clock.
A test gets the state that its fixtures ask for, in a transaction that is rolled back; a test that commits
gets a copy that is thrown away after it.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

#: Each state and the one that it is built on.
STATES = {"empty": None, "configured": "empty", "portfolio": "empty", "present": "empty"}
BUILD = Path(__file__).with_name("build.py")


class Databases:
    """Builds templates under a lock, and points Django at this worker's copy of one of them."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.url = os.environ["DATABASE_URL"]
        self.postgresql = self.url.startswith("postgres")
        self._copies: set[str] = set()
        self._current = ""

    def use(self, state: str) -> None:
        """Point Django's connection at this worker's copy of a state."""
        if state == self._current:
            return
        from django.db import connection

        connection.close()
        name = self.name(f"{self.worker}_{state}")
        if state not in self._copies:
            self.copy(state, f"{self.worker}_{state}")
            self._copies.add(state)
        connection.settings_dict["NAME"] = name
        self._current = state

    def discard(self) -> None:
        """Throw this worker's copy away: a test has committed to it."""
        from django.db import connections

        connections.close_all()
        self._copies.discard(self._current)
        self._current = ""

    def name(self, label: str) -> str:
        """What Django calls the database with this label."""
        return f"banso_{label}" if self.postgresql else str(self.folder / f"{label}.sqlite3")

    def address(self, label: str) -> str:
        """The ``DATABASE_URL`` of the database with this label."""
        if self.postgresql:
            parts = urlsplit(self.url)
            return parts._replace(path="/" + quote(self.name(label))).geturl()
        return f"sqlite:///{self.name(label)}"

    def copy(self, state: str, label: str) -> str:
        """Make a database with this label as a fresh copy of a state, and give its address."""
        self._ensure_template(state)
        if self.postgresql:
            self._create(label, template=f"template_{state}")
        else:
            for leftover in ("-wal", "-shm"):
                Path(self.name(label) + leftover).unlink(missing_ok=True)
            shutil.copyfile(self.name(f"template_{state}"), self.name(label))
        return self.address(label)

    def _ensure_template(self, state: str) -> None:
        done = self.folder / f"{state}.done"
        if done.exists():
            return
        with self._lock(state):
            if done.exists():
                return
            failed = self.folder / f"{state}.failed"
            if failed.exists():
                raise RuntimeError(failed.read_text())
            label, base = f"template_{state}", STATES[state]
            if base:
                self.copy(base, label)
            elif self.postgresql:
                self._create(label)
            self._build(state, label)
            done.touch()

    def _build(self, state: str, label: str) -> None:
        environment = os.environ | {"DATABASE_URL": self.address(label)}
        built = subprocess.run(
            [sys.executable, BUILD, state], env=environment, capture_output=True, text=True
        )
        if built.returncode:
            said = f"the database {state!r} could not be built:\n{built.stderr[-3000:]}"
            # Kept, so that each further test that needs it fails at once.
            (self.folder / f"{state}.failed").write_text(said)
            raise RuntimeError(said)
        if not self.postgresql:
            import sqlite3

            with sqlite3.connect(self.name(label)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _lock(self, state: str) -> Iterator[None]:
        with (self.folder / f"{state}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _create(self, label: str, template: str = "") -> None:
        import psycopg

        name = self.name(label)
        # By files: half the time of the way by the log, which is for servers that must survive a crash.
        source = f' TEMPLATE "{self.name(template)}" STRATEGY FILE_COPY' if template else ""
        # One copy at a time: PostgreSQL refuses to copy a template that another copy is using.
        with self._lock("create"), psycopg.connect(self.address_of_server(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"{source}')

    def address_of_server(self) -> str:
        """The address of the server's own database."""
        return urlsplit(self.url)._replace(path="/postgres").geturl()
