"""Begins a test run: its folder, its database, its settings, all before Django's settings are read."""

import argparse
import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from support import postgres
from support.databases import Databases

DATABASES = ["sqlite", "postgresql"]


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


def _prepare(database: str) -> None:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="banso-test-", dir=memory if os.access(memory, os.W_OK) else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
