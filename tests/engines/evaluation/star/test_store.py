"""Snapshots on disk are whole or not there, and are opened only as they were written."""

from datetime import date
from pathlib import Path

import pytest

from banso.engines.evaluation.star import TABLES, store
from banso.engines.evaluation.star.store import BrokenSnapshot, Store


def _row(table: str, **values: object) -> tuple[object, ...]:
    return tuple(values.get(name) for name in TABLES[table].names)


GATES = [
    ("gates", [_row("gates", record=1, decided_on=date(2025, 4, 1)), _row("gates", record=2, result="hold")])
]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store.write(tmp_path / "one", "2025-04-30", GATES)
    found = Store(tmp_path / "one")
    assert [(row["record"], row["decided_on"], row["result"]) for row in found.records("gates")] == [
        (1, date(2025, 4, 1), None),
        (2, None, "hold"),
    ]
    assert found.rows("cases") == 0


def test_expressions_see_the_tables(tmp_path: Path) -> None:
    store.write(tmp_path / "one", "2025-04-30", GATES)
    found = Store(tmp_path / "one")
    gates = found.table("gates")
    assert found.ask(gates.filter(gates.result == "hold").select("record")) == [{"record": 2}]


def test_the_same_rows_have_the_same_hash(tmp_path: Path) -> None:
    first = store.write(tmp_path / "one", "2025-04-30", GATES)
    assert store.write(tmp_path / "two", "2025-04-30", GATES).digest == first.digest


def test_another_day_has_another_hash(tmp_path: Path) -> None:
    first = store.write(tmp_path / "one", "2025-04-30", GATES)
    assert store.write(tmp_path / "two", "2025-05-01", GATES).digest != first.digest


@pytest.mark.parametrize("name", ["gates.parquet", "manifest.json"])
def test_a_file_that_was_changed_is_named(tmp_path: Path, name: str) -> None:
    manifest = store.write(tmp_path / "one", "2025-04-30", GATES)
    file = tmp_path / "one" / name
    file.write_bytes(file.read_bytes() + b" \n")
    if name == "manifest.json":
        file.write_text(file.read_text().replace("2025-04-30", "2025-04-29"))
    with pytest.raises(BrokenSnapshot) as refused:
        Store(tmp_path / "one", manifest.digest)
    assert (refused.value.rule, refused.value.file) == ("tampered", name)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    store.write(tmp_path / "one", "2025-04-30", GATES)
    (tmp_path / "one" / "cases.parquet").unlink()
    with pytest.raises(BrokenSnapshot, match=r"cases\.parquet: missing"):
        Store(tmp_path / "one")


def test_a_snapshot_is_never_written_over(tmp_path: Path) -> None:
    store.write(tmp_path / "one", "2025-04-30", GATES)
    with pytest.raises(FileExistsError):
        store.write(tmp_path / "one", "2025-04-30", ())


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_write_text", full)
    with pytest.raises(OSError, match="No space"):
        store.write(tmp_path / "one", "2025-04-30", GATES)
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_does_not_fit_names_its_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gates: 1 values"):
        store.write(tmp_path / "one", "2025-04-30", [("gates", [(1,)])])
    assert list(tmp_path.iterdir()) == []
