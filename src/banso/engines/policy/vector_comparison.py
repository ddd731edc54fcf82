"""What would be different under another version, for a million cases at once: what ``comparison`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from banso.engines.policy.arrays import Array, Values
from banso.engines.policy.comparison import Changed, Comparison, Money, answers, feeding, in_yen
from banso.engines.policy.expressions import Value
from banso.engines.policy.graph import outputs_of
from banso.engines.policy.model import Kind, Policy
from banso.engines.policy.vectors import NotVectorised, VectorDecision, vectorise

_EPOCH = date(1970, 1, 1)


def compare_columns(
    before: Policy,
    after: Policy,
    columns: Mapping[str, Values],
    cases: int,
    results: Sequence[str] | None = None,
) -> Comparison:
    """Decide the same cases under two versions, as ``comparison.compare`` does one by one.

    Raises:
        NotVectorised: a result is a list, or a decision cannot be taken for many cases at once.
        ValueError: the versions want a fact of different kinds.
    """
    asked = tuple(results or dict.fromkeys((*answers(before), *answers(after))))
    sides = [_side(policy, asked, columns, cases) for policy in (before, after)]
    moves: dict[str, dict[tuple[Value, Value], int]] = {}
    changes: list[tuple[int, int, Changed]] = []
    money: dict[str, Money] = {}
    for order, name in enumerate(asked):
        values: dict[tuple[bool, Value], int] = {}
        old, new = (_codes(side.values.get(name), cases, values) for side in sides)
        said = [value for _, value in values]
        pairs, counts = np.unique(old * len(said) + new, return_counts=True)
        moves[name] = {
            (said[pair // len(said)], said[pair % len(said)]): count
            for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
        }
        places = np.nonzero(old != new)[0]
        told = zip(
            places.tolist(), old[places].tolist(), new[places].tolist(),
            sides[0].rows(name, places), sides[1].rows(name, places), strict=True,
        )  # fmt: skip
        changes += [(case, order, Changed(case, name, said[a], said[b], *rows)) for case, a, b, *rows in told]
        if in_yen(before, name) or in_yen(after, name):
            (was, unknown_was), (now, unknown_now) = (side.sum(name) for side in sides)
            money[name] = Money(was, now, unknown_was, unknown_now)
    changes.sort(key=lambda change: change[:2])
    return Comparison(
        cases,
        asked,
        moves,
        tuple(change for _, _, change in changes),
        money,
        {name: sum(n for (old, _), n in found.items() if old is None) for name, found in moves.items()},
        {name: sum(n for (_, new), n in found.items() if new is None) for name, found in moves.items()},
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """What one version says of all cases."""

    cases: int
    decided: VectorDecision | None
    values: Mapping[str, Values]
    feeding: Mapping[str, tuple[str, ...]]

    def rows(self, name: str, places: Array) -> list[dict[str, tuple[int, ...]]]:
        """The rows of the tables that lead to a result, for some of the cases; equal ones are one object."""
        tables = self.feeding.get(name, ())
        if self.decided is None or not tables:
            return [{}] * len(places)
        decided = self.decided
        masks = zip(*(decided.masks[table][places].tolist() for table in tables), strict=True)
        known: dict[tuple[int, ...], dict[str, tuple[int, ...]]] = {}
        found = []
        for mask in masks:
            if mask not in known:
                pairs = zip(tables, mask, strict=True)
                known[mask] = {table: decided.rows_of(table, one) for table, one in pairs}
            found.append(known[mask])
        return found

    def sum(self, name: str) -> tuple[int, int]:
        """What a result in yen comes to, and in how many cases it is unknown."""
        if name not in self.values:
            return 0, self.cases
        data = self.values[name].data
        return int(np.nansum(np.trunc(data))), int(np.isnan(data).sum())


def _side(policy: Policy, asked: Sequence[str], columns: Mapping[str, Values], cases: int) -> _Side:
    known = {output for decision in policy.decisions for output in outputs_of(decision)}
    known |= {amount.name for amount in policy.amounts}
    has = [name for name in asked if name in known]
    if not has:
        return _Side(cases, None, {}, {})
    many = vectorise(policy, has)
    wanted = {fact.name: columns[fact.name] for fact in many.facts if fact.name in columns}
    if not wanted:
        raise NotVectorised("no_column", has[0])
    decided = many.decide(wanted)
    for name in has:
        if name not in decided.outputs:
            raise NotVectorised("list", name)
    return _Side(cases, decided, decided.outputs, {name: feeding(policy, name) for name in has})


def _codes(found: Values | None, cases: int, values: dict[tuple[bool, Value], int]) -> Array:
    """A result as places in ``values``, which grows by what is new; truth values are no numbers there."""
    if found is None:
        return np.full(cases, _place(None, values))
    if found.kind in (Kind.TEXT, Kind.BOOLEAN):
        labels: Sequence[Value] = found.labels if found.kind is Kind.TEXT else (False, True)
        # The unknown is -1: the last.
        return np.array([*(_place(label, values) for label in labels), _place(None, values)])[found.data]
    numbers, places = np.unique(found.data, return_inverse=True)
    return np.array([_place(_value(number, found.kind), values) for number in numbers.tolist()])[places]


def _place(value: Value, values: dict[tuple[bool, Value], int]) -> int:
    return values.setdefault((isinstance(value, bool), value), len(values))


def _value(number: float, kind: Kind) -> Value:
    if number != number:
        return None
    if kind is Kind.DATE:
        return _EPOCH + timedelta(days=int(number))
    return int(number) if number.is_integer() else Decimal(repr(number))
