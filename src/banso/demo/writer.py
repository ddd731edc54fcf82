"""Writing a plan: every table in one go, then the journal. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Model

from banso.apps import bulk
from banso.apps.journal.models import Counter, Event
from banso.apps.journal.services import EVENT_COLUMNS
from banso.apps.programmes.models import Round
from banso.demo.behalf import number_entries
from banso.demo.decisions import LATE, write_decisions
from banso.demo.plan import Plan, Table

#: Called with a number of rows written.
Progress = Callable[[int], None]

#: What SQLite may keep while it writes; with its usual 2 MB it reads every index again and again.
_CACHE_KIB = 128 * 1024


def write(plan: Plan, progress: Progress) -> None:
    """Write every row and every event of a plan."""
    before = _use_memory(-_CACHE_KIB) if connection.vendor == "sqlite" else None
    for model in [model for model in plan.tables if model not in LATE]:
        _write_table(plan[model], progress)
    for key, values in plan.rounds.items():
        Round.objects.filter(pk=key).update(**values)
    write_decisions(plan)
    number_entries(plan)
    for model in [model for model in plan.tables if model in LATE]:
        _write_table(plan[model], progress)
    for table in plan.tables.values():
        table.let_go()
    counters = (
        (number, kind, year, last)
        for number, ((kind, year), last) in enumerate(plan.counters.items(), start=1)
    )
    _insert(Counter, ("id", "kind", "fiscal_year", "last"), counters, progress)
    _insert(Event, EVENT_COLUMNS, plan.chains.rows(), progress)
    bulk.count_on([*plan.tables, Counter])
    if before is not None:
        _use_memory(before)


def _write_table(table: Table, progress: Progress) -> None:
    _insert(table.model, table.columns, table.rows, progress)


def _insert(
    model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], progress: Progress
) -> None:
    for count in bulk.insert(model, columns, rows):
        progress(count)


def _use_memory(size: int) -> int:
    """Let this SQLite connection keep so many pages (negative: so many KiB); return what held before."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {size}")
    return before


def row_count(plan: Plan) -> int:
    """How many rows ``write`` will write, as far as they are planned."""
    return sum(map(len, plan.tables.values())) + len(plan.counters) + len(plan.chains)
