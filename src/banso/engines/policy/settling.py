"""What a table answers, given the rows that match: by its hit policy (DMN 1.3, 8.2.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from banso.engines.policy.expressions import Constant, Value
from banso.engines.policy.feel.runtime import evaluate
from banso.engines.policy.feel.values import ORDERED, kind_of
from banso.engines.policy.masks import Plan
from banso.engines.policy.model import SINGLE, Aggregation, HitPolicy, Reason, Table

#: The kinds of values that can be added up.
_ADDED = frozenset({"number"})


@dataclass(frozen=True, slots=True)
class Settled:
    """What the rows of a mask mean: which they are (from 1), why, whether they contradict, the results."""

    rows: tuple[int, ...]
    reasons: tuple[Reason, ...]
    conflict: bool
    results: tuple[Value, ...]


def settle(plan: Plan, mask: int, context: Mapping[str, Value] | None = None) -> Settled:
    """Work out what a table answers when the rows of a mask match (DMN 1.3, 8.2.10).

    No match gives the defaults, else no value. Rows of a unique table that match together, or of an "any"
    table with different results, contradict each other: no value.
    """
    table, rows = plan.table, plan.rows(mask)
    if table.hit in (HitPolicy.FIRST, HitPolicy.PRIORITY):
        rows = rows[:1]
    values = [tuple(_value(cell, context) for cell in table.rows[row].results) for row in rows]
    conflict = (table.hit is HitPolicy.UNIQUE and len(rows) > 1) or (
        table.hit is HitPolicy.ANY and any(value != values[0] for value in values[1:])
    )
    results: tuple[Value, ...]
    if not rows:
        results = tuple(_value(output.default, context) for output in table.outputs)
    elif conflict:
        results = (None,) * len(table.outputs)
    elif table.hit in SINGLE:
        results = values[0]
    else:
        results = tuple(joined(column, table.aggregation) for column in zip(*values, strict=True))
    if table.speaks_by_name:
        results = (_spoken(table, rows, values, results, conflict),)
    told = sorted(rows)
    reasons = tuple(Reason(table.name, row + 1, table.rows[row].reason) for row in told)
    return Settled(tuple(row + 1 for row in told), reasons, conflict, results)


def joined(values: Sequence[Value], aggregation: Aggregation | None) -> Value:
    """The results of several rows as one: a list, their number, their sum, the least or the greatest.

    A sum, least or greatest with a row that gives no value is unknown, and so is one of values of several
    kinds, or of a kind that has no sum or order.
    """
    if aggregation is None:
        return list(values)
    if aggregation is Aggregation.COUNT:
        return len(values)
    kinds = {kind_of(value) for value in values}
    if len(kinds) > 1 or not kinds <= (_ADDED if aggregation is Aggregation.SUM else ORDERED):
        return None
    join: dict[Aggregation, Callable[[Any], Any]] = {
        Aggregation.SUM: sum, Aggregation.MIN: min, Aggregation.MAX: max,
    }  # fmt: skip
    return join[aggregation](values)


def _value(cell: Any, context: Mapping[str, Value] | None) -> Value:
    if cell is None:
        return None
    return cell.value if isinstance(cell, Constant) else evaluate(cell, context or {})


def _spoken(
    table: Table, rows: list[int], values: list[tuple[Value, ...]], results: tuple[Value, ...], conflict: bool
) -> Value:
    """The one value under which other decisions know the table: a value, a context, or a list of them."""
    names = [output.name for output in table.outputs]
    single = len(names) == 1
    if rows and not conflict and table.hit not in SINGLE and table.aggregation is None:
        return [value[0] if single else dict(zip(names, value, strict=True)) for value in values]
    if single:
        return results[0]
    if conflict or (not rows and all(output.default is None for output in table.outputs)):
        return None
    return dict(zip(names, results, strict=True))
