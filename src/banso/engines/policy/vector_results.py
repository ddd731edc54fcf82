"""How the rows that matched become results, for many cases at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from banso.engines.policy.arrays import Array, Values, number
from banso.engines.policy.expressions import Constant
from banso.engines.policy.masks import Plan
from banso.engines.policy.model import Aggregation, Amount, Kind, Output


def first_bit(mask: Array, rows: int) -> Array:
    """The lowest bit that is set; ``rows`` where none is."""
    one = mask.dtype.type(1)
    # Below the lowest set bit all bits are set; of no set bit all are.
    return np.minimum(np.bitwise_count((mask & (~mask + one)) - one), rows)


_JOINS = {Aggregation.SUM: np.add, Aggregation.MIN: np.minimum, Aggregation.MAX: np.maximum}


@dataclass(frozen=True, slots=True)
class Single:
    """The result of the row that answers."""

    kind: Kind
    type: np.dtype[Any]
    labels: tuple[str, ...]
    by_row: Array

    def make(self, _mask: Array, first: Array) -> Array:
        """The results of a block, from its masks and the first bit of each."""
        return self.by_row.take(first)


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of rows that matched."""

    kind: Kind
    type: np.dtype[Any]
    labels: tuple[str, ...] = ()

    def make(self, mask: Array, _first: Array) -> Array:
        """The results of a block, from its masks."""
        found = np.bitwise_count(mask).astype(np.float64)
        found[mask == 0] = np.nan
        return found


@dataclass(frozen=True, slots=True)
class Joined:
    """A sum, least or greatest over the rows that matched, looked up eight rows at a time.

    A sum is made of whole units of the last digit and is exact.
    """

    kind: Kind
    type: np.dtype[Any]
    labels: tuple[str, ...]
    tables: tuple[Array, ...]
    aggregation: Aggregation
    scale: float

    def make(self, mask: Array, _first: Array) -> Array:
        """The results of a block, from its masks."""
        join = _JOINS[self.aggregation]
        found = self.tables[0].take((mask & mask.dtype.type(255)).astype(np.intp))
        for place, table in enumerate(self.tables[1:], start=1):
            part = (mask >> mask.dtype.type(8 * place)) & mask.dtype.type(255)
            found = join(found, table.take(part.astype(np.intp)))
        result = found / self.scale
        result[mask == 0] = np.nan
        return result


Maker = Single | Counted | Joined


def maker_of(plan: Plan, place: int) -> Maker:
    """How the results of one column of a table are made."""
    table = plan.table
    output = table.outputs[place]
    cells = [table.rows[row].results[place] for row in plan.order]
    values = [cell.value for cell in cells if isinstance(cell, Constant)]
    if table.aggregation is Aggregation.COUNT:
        return Counted(Kind.NUMBER, np.dtype(np.float64))
    if table.aggregation is not None:
        return _joined(table.aggregation, values)
    return _single(output, values)


def _single(output: Output, values: Sequence[Any]) -> Single:
    if output.kind is Kind.TEXT:
        labels = tuple(sorted({value for value in values if value is not None}))
        places: dict[Any, int] = {label: place for place, label in enumerate(labels)}
        by_row = np.array([*(places.get(value, -1) for value in values), -1], np.int32)
        return Single(output.kind, by_row.dtype, labels, by_row)
    if output.kind is Kind.BOOLEAN:
        by_row = np.array([*(-1 if value is None else int(value) for value in values), -1], np.int8)
    else:
        by_row = np.array([*(np.nan if value is None else number(value) for value in values), np.nan])
    return Single(output.kind, by_row.dtype, (), by_row)


def _joined(aggregation: Aggregation, values: Sequence[Any]) -> Joined:
    """Tables over all combinations of eight rows each."""
    digits = max((-Decimal(value).as_tuple().exponent for value in values if value is not None), default=0)  # type: ignore[operator]
    scale = 10 ** max(0, digits)
    neutral = {Aggregation.SUM: 0.0, Aggregation.MIN: np.inf, Aggregation.MAX: -np.inf}[aggregation]
    join = {Aggregation.SUM: np.sum, Aggregation.MIN: np.min, Aggregation.MAX: np.max}[aggregation]
    units = [np.nan if value is None else float(Decimal(value) * scale) for value in values]
    tables = []
    for start in range(0, max(len(units), 1), 8):
        part = units[start : start + 8]
        chosen = ([part[bit] for bit in range(len(part)) if byte >> bit & 1] for byte in range(256))
        tables.append(np.array([join(some) if some else neutral for some in chosen], np.float64))
    return Joined(Kind.NUMBER, np.dtype(np.float64), (), tuple(tables), aggregation, float(scale))


def amounts_of(amount: Amount, values: Mapping[str, Values]) -> Values:
    """A share of an amount in whole yen, half up; exact for six digits of a share and less than 9e9 yen."""
    if amount.base not in values or amount.share not in values:
        cases = len(next(iter(values.values()))) if values else 0
        return Values(Kind.NUMBER, np.full(cases, np.nan))
    base, share = values[amount.base].data, values[amount.share].data
    millionths = np.rint(share * 1_000_000)
    return Values(Kind.NUMBER, np.floor((base * millionths + 500_000) / 1_000_000))
