"""Several lists read in one round trip to the database.

A page that shows one record with everything around it reads many short lists. One after the other they cost a
round trip each; together they cost one:

    together(stages, reviews, results)      # three querysets
    for stage in stages: ...                # already there

Each queryset becomes a common table expression, and its rows come back as JSON in the order asked for. Where
rows are many, reading them one list after the other is the better way: JSON is made and parsed for each row.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

#: JSON knows no dates: what PostgreSQL's driver would have made of a value. SQLite stores text anyway.
_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
    "DecimalField": lambda value: Decimal(value),
    "UUIDField": UUID,
    "JSONField": json.dumps,
}
_ARRAY = {"sqlite": "json_array", "postgresql": "jsonb_build_array"}


def together(*querysets: QuerySet[Any]) -> None:
    """Evaluate querysets in one query. Each holds its rows afterwards, as if it had been read by itself.

    What a queryset prefetches is still read by queries of its own. One evaluated before stays as it is.
    """
    asked: list[tuple[QuerySet[Any], SQLCompiler]] = []
    parts, params = [], []
    for queryset in querysets:
        if queryset._result_cache is not None:
            continue
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            _answer(queryset, compiler, [])
            continue
        columns = [f"c{number}" for number in range(len(compiler.select))]
        parts.append((f"p{len(asked)} ({', '.join(columns)}) AS ({sql})", columns))
        params += values
        asked.append((queryset, compiler))
    if not asked:
        return
    array, exact = _ARRAY[connection.vendor], None if connection.vendor == "sqlite" else Decimal
    rows = " UNION ALL ".join(
        f"SELECT {number}, {array}({', '.join(columns)}) FROM p{number}"
        for number, (_part, columns) in enumerate(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(part for part, _columns in parts)} {rows}", params)
        found: list[list[Any]] = [[] for _queryset in asked]
        for number, text in cursor.fetchall():
            found[number].append(json.loads(text, parse_float=exact))
    for (queryset, compiler), part in zip(asked, found, strict=True):
        _answer(queryset, compiler, _typed(compiler, part))


def attach(parents: Iterable[Model], name: str, children: Iterable[Model], key: str) -> None:
    """Let children stand under their parents, as ``prefetch_related(name)`` would.

    ``key`` is the column in which a child names its parent.
    """
    under: dict[Any, list[Model]] = defaultdict(list)
    for child in children:
        under[getattr(child, key)].append(child)
    _stand_under(parents, name, under)


def read_lists(rows: Sequence[Model], *names: str) -> None:
    """Read many-to-many lists of rows in one query, where ``prefetch_related(*names)`` needs one for each."""
    if not rows:
        return
    fields = [type(rows[0])._meta.get_field(name) for name in names]
    ends = [(field.m2m_field_name(), field.m2m_reverse_field_name()) for field in fields]
    pairs = [
        # Ordered by a relation: in the order of the rows that it leads to.
        field.remote_field.through._default_manager.filter(**{f"{own}__in": rows})
        .select_related(other)
        .order_by(other)
        for field, (own, other) in zip(fields, ends, strict=True)
    ]
    together(*pairs)
    for name, (own, other), linked in zip(names, ends, pairs, strict=True):
        under: dict[Any, list[Model]] = defaultdict(list)
        for pair in linked:
            under[getattr(pair, f"{own}_id")].append(getattr(pair, other))
        _stand_under(rows, name, under)


def _stand_under(parents: Iterable[Model], name: str, under: dict[Any, list[Model]]) -> None:
    """Let each parent's list hold its children, as if it had been read by itself."""
    for parent in parents:
        rows = getattr(parent, name).all()
        rows._result_cache, rows._prefetch_done = under[parent.pk], True
        parent._prefetched_objects_cache = {  # type: ignore[attr-defined]
            **getattr(parent, "_prefetched_objects_cache", {}),
            name: rows,
        }


def _answer(queryset: QuerySet[Any], compiler: SQLCompiler, rows: list[Any]) -> None:
    """Let the queryset make its objects from rows that are here already."""
    compiler.execute_sql = lambda *_arguments, **_options: [rows]  # type: ignore[method-assign]
    queryset.query.get_compiler = lambda *_arguments, **_options: compiler  # type: ignore[method-assign]
    len(queryset)


def _typed(compiler: SQLCompiler, rows: list[Any]) -> list[Any]:
    """Rows with the values that PostgreSQL's driver would have given; SQLite has its own way from text."""
    if connection.vendor == "sqlite":
        return rows
    readers = [
        _FROM_JSON.get(expression.output_field.get_internal_type())
        for expression, _sql, _alias in compiler.select
    ]
    special = [(number, read) for number, read in enumerate(readers) if read is not None]
    for row in rows:
        for number, read in special:
            if row[number] is not None:
                row[number] = read(row[number])
    return rows
