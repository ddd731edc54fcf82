"""A snapshot on disk: one Parquet file a table, and a manifest with the hash of each.

A folder is written beside its place and moved there when everything is in it, so that a full disk or a killed
process leaves no half snapshot. It is opened only if every file has the hash of the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from banso.engines.evaluation.star.schema import TABLES, Table, schema_digest

MANIFEST = "manifest.json"
_CHUNK = 1 << 20

#: The types of columns in Arrow, by kind.
ARROW = {
    "integer": "int64",
    "number": "float64",
    "text": "string",
    "truth": "bool",
    "day": "date32",
    "texts": "list<string>",
}


class BrokenSnapshot(Exception):
    """A snapshot that cannot be read as it was written. ``rule`` says why, ``file`` where."""

    def __init__(self, rule: str, file: str) -> None:
        super().__init__(f"{file}: {rule}")
        self.rule, self.file = rule, file


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds: its day, the edition of its tables, rows and SHA-256 of each file."""

    as_of: str
    schema: str
    files: Mapping[str, Mapping[str, Any]]

    @property
    def digest(self) -> str:
        """The hash of the snapshot as a whole: over day, edition and the files' hashes."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        """The manifest as it is written."""
        record = {"as_of": self.as_of, "schema": self.schema, "files": dict(sorted(self.files.items()))}
        return json.dumps(record, indent=1, sort_keys=True) + "\n"


def write(folder: Path, as_of: str, tables: Iterable[tuple[str, Iterable[Sequence[Any]]]]) -> Manifest:
    """Write a snapshot: for each table its rows, values in the order of the table's columns.

    The same rows give the same bytes. Tables that are not given are written without rows.

    Raises:
        FileExistsError: the folder is there already; nothing is changed.
        OSError: there is no room, or the place cannot be written to; nothing is left behind.
        ValueError: a row does not fit its table.
    """
    if folder.exists():
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}")
    beside.mkdir()
    try:
        files = {}
        left = dict(TABLES)
        for name, rows in tables:
            table = left.pop(name)
            files[name] = _write_table(beside / f"{name}.parquet", table, rows)
        for name, table in left.items():
            files[name] = _write_table(beside / f"{name}.parquet", table, ())
        manifest = Manifest(as_of, schema_digest(), files)
        _write_text(beside / MANIFEST, manifest.text)
        os.replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return manifest


def _write_table(path: Path, table: Table, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types: dict[str, Any] = {
        "int64": pa.int64(),
        "float64": pa.float64(),
        "string": pa.string(),
        "bool": pa.bool_(),
        "date32": pa.date32(),
        "list<string>": pa.list_(pa.string()),
    }
    schema = pa.schema([(column.name, types[ARROW[column.kind]]) for column in table.columns])
    found = list(rows)
    for row in found:
        if len(row) != len(schema):
            raise ValueError(f"{table.name}: {len(row)} values for {len(schema)} columns")
    by_column = list(zip(*found, strict=True)) if found else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(by_column, schema, strict=True)]
    with path.open("wb") as file:
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    return {"rows": len(found), "sha256": file_digest(path)}


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


class Store:
    """A snapshot that was found to be as it was written, ready to be asked by Ibis expressions.

    ``digest`` is what the snapshot's record says it was; None trusts the manifest in the folder.

    Raises:
        BrokenSnapshot: `missing` (no folder or file), `tampered` (a file or the manifest has another hash),
            `other_edition` (its tables are not those of this version of Banso).
    """

    def __init__(self, folder: Path, digest: str | None = None) -> None:
        self.folder = folder
        self.manifest = _checked(folder, digest)
        self._stamps = self._stat()

    @property
    def as_of(self) -> date:
        """The day of the snapshot."""
        return date.fromisoformat(self.manifest.as_of)

    def untouched(self) -> bool:
        """Whether no file was written to since it was opened; cheap, to be asked before every use."""
        try:
            return self._stat() == self._stamps
        except OSError:
            return False

    def _stat(self) -> list[tuple[int, int]]:
        files = [MANIFEST, *(f"{name}.parquet" for name in TABLES)]
        stats = [(self.folder / name).stat() for name in files]
        return [(found.st_mtime_ns, found.st_size) for found in stats]

    @cached_property
    def backend(self) -> Any:
        """An Ibis backend on DuckDB with a view for each table. Nothing outside the folder can be read."""
        import ibis

        backend = ibis.duckdb.connect(threads=os.cpu_count() or 1)
        for name in TABLES:
            backend.read_parquet(str(self.folder / f"{name}.parquet"), table_name=name)
        return backend

    def table(self, name: str) -> Any:
        """A table as an Ibis expression."""
        return self.backend.table(name)

    def ask(self, expression: Any) -> list[dict[str, Any]]:
        """The rows that an Ibis expression of a table comes to. By Arrow, not pandas: absent stays absent."""
        return list(expression.to_pyarrow().to_pylist())

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return int(self.manifest.files[name]["rows"])

    def records(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table as mappings, in the order they were written."""
        import pyarrow.parquet as pq

        yield from pq.read_table(self.folder / f"{name}.parquet").to_pylist()


def _checked(folder: Path, digest: str | None) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise BrokenSnapshot("missing", MANIFEST)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(held["as_of"], held["schema"], held["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenSnapshot("tampered", MANIFEST) from error
    if digest is not None and manifest.digest != digest:
        raise BrokenSnapshot("tampered", MANIFEST)
    if manifest.schema != schema_digest() or set(manifest.files) != set(TABLES):
        raise BrokenSnapshot("other_edition", MANIFEST)
    for name, said in manifest.files.items():
        file = folder / f"{name}.parquet"
        if not file.is_file():
            raise BrokenSnapshot("missing", file.name)
        if file_digest(file) != said["sha256"]:
            raise BrokenSnapshot("tampered", file.name)
    return manifest
