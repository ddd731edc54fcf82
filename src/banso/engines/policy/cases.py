"""Files of facts: the cases that a policy is asked about, as JSON, CSV, XLSX or Parquet.

JSON holds one object or a list of them, a table one row a case. The column ``id`` names the case and may hold
any single value; a case without one is called by its place, from 0. What a fact may be is said by the policy:
text from a table is read as the fact's kind, ISO dates in JSON as dates. An empty cell, null, and a fact that
is not there at all are unknown. Numbers stay exact.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import UNREADABLE, Limits, read_path
from banso.engines.policy.cells import number_of
from banso.engines.policy.compiled import Compiled, WrongFact, fitted
from banso.engines.policy.expressions import Value
from banso.engines.policy.model import Decision, Fact, Kind

#: The column or key that names a case.
NAME = "id"
#: Facts come from the organisation's own systems, not from visitors: whole portfolios fit.
LIMITS = Limits(
    file_bytes=1024 * 1024 * 1024, unpacked_bytes=1024 * 1024 * 1024, rows=2_000_000, columns=1000
)
#: Rules that mean that a file of facts as a whole could not be read.
UNREADABLE_FACTS = UNREADABLE | {"json_unreadable", "parquet_unreadable"}
#: A number beyond this, or finer than one part of it, is no fact of a case.
LARGEST = 10**30
#: So many faults are named; a column of the wrong kind would otherwise repeat one a million times.
MOST_FAULTS = 1000

_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file in its order: how each is called, its row, its facts.

    Rows count as a spreadsheet shows them; in JSON and Parquet the first case is row 1.
    """

    file: str
    names: Sequence[Any]
    rows: Sequence[int]
    facts: Sequence[Mapping[str, Value]]
    faults: tuple[Fault, ...]

    @property
    def readable(self) -> bool:
        """Whether the file could be read at all, whatever is wrong in it."""
        return not any(fault.rule in UNREADABLE_FACTS for fault in self.faults)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults for which the cases may not be decided."""
        return errors_among(self.faults)


def read_cases(path: Path, facts: Sequence[Fact]) -> Cases:
    """Read the cases of a file by the facts of a policy. A missing file is a fault, not an exception."""
    readers = {".json": _read_json, ".parquet": _read_parquet}
    read = readers.get(path.suffix.lower(), _read_table)
    return read(path, facts)


def decide_all(compiled: Compiled, cases: Cases) -> tuple[list[Decision], tuple[Fault, ...]]:
    """Decide every case in order; facts of the wrong kind or outside their domain are named instead."""
    decided: list[Decision] = []
    faults: list[Fault] = []
    decide = compiled.decide
    for place, facts in enumerate(cases.facts):
        try:
            decided.append(decide(facts))
        except WrongFact as wrong:
            shown = as_written(wrong.value)
            faults.append(Fault(cases.file, cases.rows[place], wrong.name, shown, wrong.rule, wrong.params))
            if len(faults) == MOST_FAULTS:
                break
    return ([] if faults else decided), tuple(faults)


class _Collector:
    """Turns raw values into facts and names what does not fit."""

    def __init__(self, file: str, facts: Sequence[Fact], convert: Callable[[Any, Fact], Value]) -> None:
        self.file, self._convert = file, convert
        self._facts = {fact.name: fact for fact in facts}
        self._strange: dict[str, Fault] = {}
        self._faults: list[Fault] = []
        self.names: list[Any] = []
        self.facts: list[dict[str, Value]] = []

    def add(self, row: int, raw: Mapping[str, Any]) -> None:
        """Take one case."""
        found: dict[str, Value] = {}
        for name, value in raw.items():
            fact = self._facts.get(name)
            if fact is None:
                if name != NAME and name not in self._strange:
                    self._strange[name] = unknown_fact(self.file, name, self._facts)
            elif value is not None:
                try:
                    found[name] = fitted(fact, self._convert(value, fact))
                except WrongFact as wrong:
                    self.refuse(row, name, value, wrong.rule, **wrong.params)
                except ValueError:
                    self.refuse(row, name, value, "fact_type", kind=fact.kind.value)
        called = raw.get(NAME)
        if isinstance(called, dict | list):
            self.refuse(row, NAME, called, "case_name_not_single")
        self.names.append(len(self.names) if called is None or called == "" else called)
        self.facts.append(found)

    def refuse(self, row: int | None, column: str | None, value: Any, rule: str, **params: object) -> None:
        """Name something that does not fit."""
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(self.file, row, column, as_written(value), rule, params))

    def cases(self, rows: Sequence[int], *faults: Fault) -> Cases:
        """What was collected, with the faults of the file itself first."""
        found = (*faults, *self._faults, *self._strange.values())
        return Cases(self.file, self.names, rows, self.facts, found)


def unknown_fact(file: str, name: str, known: Iterable[str]) -> Fault:
    """The note that a column of a file is no fact of the policy."""
    return Fault(file, None, name, None, "fact_unknown", {"known": ", ".join(known)}, "warning")


def as_written(value: Any) -> str | None:
    """A value of a fact as a fault shows it: in JSON's notation where it is no text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, default=str)


def _refused(file: str, rule: str, row: int | None = None, **params: object) -> Cases:
    return Cases(file, (), (), (), (Fault(file, row, None, None, rule, params),))


# JSON


class _Repeated(ValueError):
    """A key stands twice in one object."""


def _read_json(path: Path, facts: Sequence[Fact]) -> Cases:
    file = str(path)
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            return _refused(file, "file_too_large", megabytes=LIMITS.file_bytes // 1024**2)
        text = path.read_bytes().decode("utf-8-sig")
        raw = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_object)
    except OSError:
        return _refused(file, "file_missing")
    except UnicodeDecodeError:
        return _refused(file, "json_unreadable", reason="UTF-8")
    except json.JSONDecodeError as error:
        return _refused(file, "json_unreadable", error.lineno, reason=f"{error.msg}, {error.colno}")
    except (ValueError, RecursionError) as error:
        return _refused(file, "json_unreadable", reason=str(error))
    found = _Collector(file, facts, _from_json)
    objects = raw if isinstance(raw, list) else [raw]
    for row, one in enumerate(objects, start=1):
        if isinstance(one, dict):
            found.add(row, one)
        else:
            found.refuse(row, None, one, "case_not_object")
    return found.cases(range(1, len(objects) + 1))


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Repeated(f"{next(name for name in names if names.count(name) > 1)!r} x 2")
    return found


def _from_json(value: Any, fact: Fact) -> Value:
    if fact.kind is Kind.DATE:
        return _iso_day(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(value)
    return value


# Tables


def _read_table(path: Path, facts: Sequence[Fact]) -> Cases:
    table = read_path(path, LIMITS)
    if not table.readable:
        return Cases(table.file, (), (), (), table.faults)
    found = _Collector(table.file, facts, _from_text)
    for row in table.rows:
        found.add(row.number, {name: text.strip() or None for name, text in row.cells.items() if name})
    return found.cases([row.number for row in table.rows], *table.faults)


def _from_text(text: str, fact: Fact) -> Value:
    if fact.kind is Kind.NUMBER:
        number = number_of(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)
        if number is None:
            raise ValueError(text)
        return _number(number)
    if fact.kind is Kind.BOOLEAN:
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"
    if fact.kind is Kind.DATE:
        day = _DAY.fullmatch(text)
        if day is None:
            raise ValueError(text)
        return date(int(day[1]), int(day[3]), int(day[4]))
    if fact.kind is Kind.ANY:
        return _of_any_kind(text)
    return text


def _of_any_kind(text: str) -> Value:
    """What a cell holds for an input of a DMN file that says no kind."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    number = number_of(text)
    return text if number is None else _number(number)


# Parquet


def _read_parquet(path: Path, facts: Sequence[Fact]) -> Cases:
    import duckdb

    file = str(path)
    if not path.is_file():
        return _refused(file, "file_missing")
    try:
        with connection() as database:
            relation = database.execute(f"SELECT * FROM {source(path)}")
            columns = [column[0] for column in relation.description]
            found = _Collector(file, facts, _from_column)
            total = 0
            while chunk := relation.fetchmany(50_000):
                for values in chunk:
                    total += 1
                    found.add(total, dict(zip(columns, values, strict=True)))
    except duckdb.Error as error:
        return _refused(file, "parquet_unreadable", reason=str(error).splitlines()[0])
    return found.cases(range(1, total + 1))


def connection() -> Any:
    """A database in memory on one core that reads local files and fetches nothing."""
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1,
    }  # fmt: skip
    return duckdb.connect(":memory:", config=settings)


def source(path: Path) -> str:
    """A Parquet file as a table of a query. Its name is no pattern, whatever signs are in it."""
    name = re.sub(r"([*?\[])", r"[\1]", _quoted(path))
    return f"read_parquet('{name}')"


def _from_column(value: Any, fact: Fact) -> Value:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(value)
    if fact.kind is Kind.DATE:
        if isinstance(value, datetime) and value.time() == time():
            return value.date()
        return value if value.__class__ is date else _iso_day(value)
    return value


# Values


def _number(value: int | Decimal) -> int | Decimal:
    """A number in its simplest form: whole ones as int."""
    if isinstance(value, Decimal) and (not value.is_finite() or int(value.as_tuple().exponent) < -30):
        raise ValueError(value)
    if not -LARGEST < value < LARGEST:
        raise ValueError(value)
    return int(value) if value == int(value) else value


def _iso_day(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value)


# Writing

#: The endings of the files that are written.
FORMATS = (".csv", ".json", ".parquet")


def write_cases(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write cases by the ending of the file's name; reading them gives the same facts."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix.lower() == ".json":
        records = ({name: _plain(value) for name, value in row.items()} for row in rows)
        lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    elif path.suffix.lower() == ".parquet":
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
            file.flush()
            # A list of columns with their types: nothing is guessed from the values.
            types = {name: _type([row.get(name) for row in rows]) for name in names}
            with connection() as database:
                read = f"read_csv(?, header = false, auto_detect = false, columns = {types!r}"
                read += ", delim = ',', quote = '\"', escape = '\"')"
                database.execute(f"COPY (FROM {read}) TO '{_quoted(path)}' (FORMAT parquet)", [file.name])
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([_cell(row.get(name)) for name in names] for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _type(values: Sequence[Any]) -> str:
    classes = {value.__class__ for value in values if value is not None}
    if classes == {bool}:
        return "BOOLEAN"
    if classes == {int}:
        return "BIGINT"
    if classes and classes <= {int, Decimal}:
        return "DOUBLE"
    return "DATE" if classes == {date} else "VARCHAR"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
