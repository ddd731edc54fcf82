"""Parquet files of facts as columns, for a million cases at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from banso.engines.kernel.faults import Fault
from banso.engines.policy.arrays import Array, Values
from banso.engines.policy.cases import NAME, connection, source, unknown_fact
from banso.engines.policy.model import Fact, Kind

_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
#: Texts of more different values are read case by case.
_MOST_LABELS = 250
#: Numbers beyond are read case by case, where they are exact.
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Columns:
    """The cases of a file as columns: how each is called, and its facts by name."""

    names: Sequence[Any]
    values: Mapping[str, Values]
    #: Columns that are no facts, as warnings.
    faults: tuple[Fault, ...]


def read_columns(path: Path, facts: Sequence[Fact]) -> Columns | None:
    """Read a Parquet file as columns.

    None where it is no such file, or anything in it does not plainly fit: reading it case by case then says
    what is wrong, or takes what is unusual.
    """
    import duckdb

    if path.suffix.lower() != ".parquet" or not path.is_file():
        return None
    try:
        with connection() as database:
            return _read(database, path, {fact.name: fact for fact in facts})
    except duckdb.Error:
        return None


def _read(database: Any, path: Path, facts: Mapping[str, Fact]) -> Columns | None:
    table = source(path)
    types = dict(database.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM {table})").fetchall())
    values: dict[str, Values] = {}
    for name, kind in types.items():
        if name in facts:
            found = _column(database, table, facts[name], kind)
            if found is None:
                return None
            values[name] = found
    (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    names: Sequence[Any] = range(count)
    if NAME in types:
        given = database.execute(f"SELECT {_name(NAME)} FROM {table}").fetchnumpy()[NAME].tolist()
        names = [place if name in (None, "") else name for place, name in enumerate(given)]
    strange = [unknown_fact(str(path), name, facts) for name in types if name not in facts and name != NAME]
    return Columns(names, values, tuple(strange))


def _column(database: Any, table: str, fact: Fact, kind: str) -> Values | None:
    """One fact in all cases; None if a value might not fit."""
    name = _name(fact.name)
    if fact.kind is Kind.TEXT and kind == "VARCHAR":
        return _texts(database, table, fact)
    if fact.kind is Kind.NUMBER and (kind in _WHOLE or kind == "DOUBLE" or kind.startswith("DECIMAL")):
        data = _array(database, table, f"{name}::DOUBLE", np.nan)
        return Values(fact.kind, data) if _numbers_fit(data, fact) else None
    if fact.kind is Kind.BOOLEAN and kind == "BOOLEAN":
        return Values(fact.kind, _array(database, table, f"{name}::TINYINT", -1).astype(np.int8))
    if fact.kind is Kind.DATE and kind == "DATE" and fact.domain.least is None and fact.domain.most is None:
        days = _array(database, table, f"date_diff('day', DATE '1970-01-01', {name})::DOUBLE", np.nan)
        return Values(fact.kind, days)
    return None


def _texts(database: Any, table: str, fact: Fact) -> Values | None:
    name = _name(fact.name)
    query = (
        f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {_MOST_LABELS + 1}"
    )
    labels = tuple(row[0] for row in database.execute(query).fetchall())
    if len(labels) > _MOST_LABELS or (fact.domain.values is not None and {*labels} - {*fact.domain.values}):
        return None
    listed = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
    place = f"(list_position([{listed}]::VARCHAR[], {name}) - 1)::INTEGER"
    return Values(fact.kind, _array(database, table, place, -1), labels)


def _array(database: Any, table: str, expression: str, unknown: float) -> Array:
    found = database.execute(f"SELECT {expression} AS found FROM {table}").fetchnumpy()["found"]
    return np.ma.filled(found, unknown)  # type: ignore[no-any-return,no-untyped-call]


def _numbers_fit(data: Array, fact: Fact) -> bool:
    known = data[~np.isnan(data)]
    least, most = fact.domain.least, fact.domain.most
    return bool(
        (np.abs(known) < _LARGEST).all()
        and (least is None or (known >= float(least)).all())  # type: ignore[arg-type]
        and (most is None or (known <= float(most)).all())  # type: ignore[arg-type]
        and (not fact.domain.whole or (known == np.floor(known)).all())
    )


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
