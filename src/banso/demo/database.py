"""Dropping a database that holds the demonstration, and nothing else."""

from __future__ import annotations

from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal import heads
from banso.demo.models import Portfolio
from banso.web.demonstration import forget

#: What the triggers of PostgreSQL call; they outlive their tables.
_FUNCTIONS = ("journal_event_refuse", "policy_version_guard", "policy_decision_guard")


def carries_portfolio() -> bool:
    """Whether the database bears the demonstration's mark. One without tables bears none."""
    try:
        with transaction.atomic():
            return Portfolio.objects.exists()
    except DatabaseError:
        return False


def drop_database() -> None:
    """Remove the demonstration's database: the file of SQLite, every table of PostgreSQL.

    The heads of the journal that were written down beside it go with it: their chains are gone.

    Raises:
        Refused: the database does not bear the demonstration's mark.
    """
    if not carries_portfolio():
        raise Refused("not_demonstration", _("This database holds no demonstration. Nothing was dropped."))
    if connection.vendor == "postgresql":
        _drop_tables()
    else:
        _delete_file()
    for file in heads.files():
        file.path.unlink()
    forget()


def _delete_file() -> None:
    name = Path(connection.settings_dict["NAME"])
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        name.with_name(name.name + suffix).unlink(missing_ok=True)


def _drop_tables() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        for function in _FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}() CASCADE")
