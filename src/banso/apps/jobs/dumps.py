"""Takes the whole database into one file and back, on either kind of database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections


class DumpError(Exception):
    """The database could not be taken into a file or back. Rules: ``program`` is missing, it ``failed``."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule, self.detail = rule, detail


def dump(target: Path) -> None:
    """Write a consistent copy of the database, while it is in use.

    Raises:
        DumpError: PostgreSQL's programs are missing or fail.
    """
    if connection.vendor == "postgresql":
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
        )
    else:
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)


def check(source: Path) -> None:
    """Prove that a dump can be read, before anything is touched.

    Raises:
        DumpError: it cannot.
    """
    if connection.vendor == "postgresql":
        _run("pg_restore", "--list", str(source))
        _program("psql")
        return
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as database:
            (said,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise DumpError("failed", said)


def load(source: Path) -> None:
    """Put a dump in the place of everything that the database holds: all of it or nothing.

    Raises:
        DumpError: it failed; the database is as it was.
    """
    if connection.vendor == "postgresql":
        _load_postgresql(source)
    else:
        connections.close_all()
        _copy_sqlite(source, Path(connection.settings_dict["NAME"]))


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=20)) as old,
        closing(sqlite3.connect(target, timeout=20)) as new,
    ):
        old.backup(new)


def _load_postgresql(source: Path) -> None:
    statements = "".join(f"{statement};\n" for statement in _drop_everything())
    connections.close_all()
    drop, load_all = source.with_suffix(".drop.sql"), source.with_suffix(".load.sql")
    drop.write_text("SET client_min_messages = warning;\n" + statements, encoding="utf-8")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={load_all}", str(source))
    # One transaction over both scripts: when loading fails, nothing was dropped.
    files = (f"--file={drop}", f"--file={load_all}")
    _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", *files)


def _drop_everything() -> list[str]:
    """Statements that remove every table and function of the public schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = 'public' ORDER BY tablename"
        )
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS"
            " (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e') ORDER BY oid"
        )
        return tables + [row[0] for row in cursor.fetchall()]


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [_program(program), *arguments], env=os.environ | _address(), capture_output=True, text=True
    )
    if done.returncode:
        raise DumpError("failed", f"{program}: {done.stderr.strip()[-500:]}")


def _program(name: str) -> str:
    """Where one of PostgreSQL's programs is.

    Raises:
        DumpError: nowhere.
    """
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(newest[-1]) if newest else "")
    if not found:
        raise DumpError("program", name)
    return found


def _address() -> dict[str, str]:
    """The database's address as PostgreSQL's programs read it; so a password stays out of arguments."""
    own: dict[str, Any] = connection.settings_dict
    names = {
        "NAME": "PGDATABASE",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "HOST": "PGHOST",
        "PORT": "PGPORT",
    }
    address = {variable: str(own[name]) for name, variable in names.items() if own.get(name)}
    if "sslmode" in own.get("OPTIONS", {}):
        address["PGSSLMODE"] = str(own["OPTIONS"]["sslmode"])
    return address
