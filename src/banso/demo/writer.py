"""Writing a plan: every table in one go, then the journal. Runs inside the caller's transaction."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import DateField, DateTimeField, DecimalField, Field, JSONField, Model

from banso.apps.journal.models import Counter, Event
from banso.apps.programmes.models import Round
from banso.demo.behalf import number_entries
from banso.demo.decisions import LATE, write_decisions
from banso.demo.plan import Plan

#: Called with a number of rows written.
Progress = Callable[[int], None]

_AT_ONCE = 5000
#: Pages that SQLite may keep while it writes; with its usual 2 MB it reads every index again and again.
_CACHE_KIB = 256 * 1024


def write(plan: Plan, progress: Progress) -> None:
    """Write every row and every event of a plan."""
    before = _use_memory(-_CACHE_KIB) if connection.vendor == "sqlite" else None
    for model in [model for model in plan.tables if model not in LATE]:
        _insert(model, plan[model].columns, plan[model].rows, progress)
    for key, values in plan.rounds.items():
        Round.objects.filter(pk=key).update(**values)
    write_decisions(plan)
    number_entries(plan)
    for model in [model for model in plan.tables if model in LATE]:
        _insert(model, plan[model].columns, plan[model].rows, progress)
    counters = (
        (number, kind, year, last)
        for number, ((kind, year), last) in enumerate(plan.counters.items(), start=1)
    )
    _insert(Counter, ("id", "kind", "fiscal_year", "last"), counters, progress)
    columns = tuple(field.attname for field in Event._meta.concrete_fields if not field.primary_key)
    rows = (tuple(event.__dict__[column] for column in columns) for event in plan.chains.events())
    _insert(Event, columns, rows, progress)
    models: list[type[Model]] = [*plan.tables, Counter]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    if before is not None:
        _use_memory(before)


def _use_memory(size: int) -> int:
    """Let this SQLite connection keep so many pages (negative: so many KiB); return what held before."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {size}")
    return before


def row_count(plan: Plan) -> int:
    """How many rows ``write`` will write, as far as they are planned."""
    return sum(len(table.rows) for table in plan.tables.values()) + len(plan.counters) + plan.event_count


def _insert(
    model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], progress: Progress
) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    adapt = _adapter([fields[column] for column in columns])
    names = [str(fields[column].column) for column in columns]
    write_rows = _copy if connection.vendor == "postgresql" else _execute
    iterator = iter(rows)
    while part := list(itertools.islice(iterator, _AT_ONCE)):
        write_rows(model._meta.db_table, names, adapt(part))
        progress(len(part))


def _adapter(fields: list[Field]) -> Callable[[list[tuple[Any, ...]]], Iterator[list[Any]]]:
    """Turns values into what the database's driver takes, for the columns that need it."""
    converters = [(position, _converter(field)) for position, field in enumerate(fields)]
    special = [(position, convert) for position, convert in converters if convert is not None]

    def adapt(rows: list[tuple[Any, ...]]) -> Iterator[list[Any]]:
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
    return None


def _execute(table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", list(rows)
        )


def _copy(table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
