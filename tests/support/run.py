"""Begins a test run: its folder, its database, its settings, all before Django's settings are read."""

import argparse
import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from support import postgres
from support.databases import Databases

DATABASES = ["sqlite", "postgresql"]
#: Names the folder that several runs share, if they do.
SHARED = "BANSO_TEST_FOLDER"


def begin() -> Databases:
    """Prepare the environment of the run, or join the run whose worker this process is."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _prepare(_asked_database())
    return Databases(Path(os.environ["BANSO_VAR"]), worker or "main")


def _asked_database() -> str:
    """The option --database, read before pytest has parsed anything."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--database", default="sqlite")
    return parser.parse_known_args(sys.argv[1:])[0].database


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A folder for databases and files of tests, in memory where there is such a place; gone at the end."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="banso-test-", dir=memory if os.access(memory, os.W_OK) else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(database: str) -> Path:
    """The folder of this run: of its own, or one that runs on SQLite share, so that the states are built once
    for all of them. A run on PostgreSQL has a server of its own, whose databases end with it.
    """
    shared = os.environ.get(SHARED)
    if not shared or database != "sqlite":
        ending = ExitStack()
        atexit.register(ending.close)
        return ending.enter_context(fresh_folder())
    folder = Path(shared) / database
    folder.mkdir(exist_ok=True)
    return folder


def _prepare(database: str) -> None:
    folder = _folder(database)
    for name in [name for name in os.environ if name.startswith("BANSO_")]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "banso.project.settings",
        "BANSO_MODE": "test",
        "BANSO_VAR": str(folder),
        "BANSO_SECRET_KEY": "session-" * 8,
        "BANSO_JOURNAL_KEY": "journal-" * 8,
        "DATABASE_URL": f"sqlite:///{folder}/unused.sqlite3",
    }
    if database == "postgresql":
        try:
            server = postgres.Server()
        except postgres.Unavailable as error:
            raise pytest.UsageError(f"PostgreSQL cannot run here: {error}") from None
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url("postgres")
