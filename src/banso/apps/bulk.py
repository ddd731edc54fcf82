"""Many rows written at once, past the models: for what is made as a whole, like an index or a portfolio.

Nothing of a model's own runs (no ``save``, no signal, no default): every column is given. Constraints and
triggers of the database hold as always.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateField, DateTimeField, DecimalField, Field, JSONField, Model, UUIDField

_AT_ONCE = 5000


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[int]:
    """Insert rows by column name (``attname``), some thousands at a time; gives how many each time."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    adapt = _adapter([fields[column] for column in columns])
    names = [str(fields[column].column) for column in columns]
    write_rows = _copy if connection.vendor == "postgresql" else _execute
    iterator = iter(rows)
    while part := list(itertools.islice(iterator, _AT_ONCE)):
        write_rows(model._meta.db_table, names, adapt(part))
        yield len(part)


def count_on(models: Sequence[type[Model]]) -> None:
    """Let the database give the next keys after those that were written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@contextmanager
def words_indexed_at_the_end(index: str) -> Iterator[None]:
    """While the table of a full-text index is written anew as a whole; needs a transaction.

    FTS5 of SQLite takes the words of one row six times as long as those of the whole table at once, so what
    keeps ``index`` in step with its table rests meanwhile. PostgreSQL's index needs nothing.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(sql, %s)",
            [f"INSERT INTO {index}("],
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
        for _name, sql in triggers:
            cursor.execute(sql)


def _adapter(fields: list[Field]) -> Callable[[list[tuple[Any, ...]]], Iterator[Sequence[Any]]]:
    """Turns values into what the database's driver takes, for the columns that need it."""
    converters = [(position, _converter(field)) for position, field in enumerate(fields)]
    special = [(position, convert) for position, convert in converters if convert is not None]

    def adapt(rows: list[tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
        if not special:
            yield from rows
            return
        for row in rows:
            values = list(row)
            for position, convert in special:
                if values[position] is not None:
                    values[position] = convert(values[position])
            yield values

    return adapt


def _converter(field: Field) -> Callable[[Any], Any] | None:
    """How a field's values are turned; None where the driver takes them as they are.

    Django's own way is the rule; moments are too many for it and are turned in one step on SQLite, days and
    hours are few and are remembered.
    """
    if isinstance(field, JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, DateTimeField):
        return lambda value: str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(field, DateField | DecimalField):
        return functools.cache(lambda value: field.get_db_prep_save(value, connection))
    if isinstance(field, UUIDField):
        return lambda value: value.hex
    return None


def _execute(table: str, columns: list[str], rows: Iterator[Sequence[Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", list(rows)
        )


def _copy(table: str, columns: list[str], rows: Iterator[Sequence[Any]]) -> None:
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
