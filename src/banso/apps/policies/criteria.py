"""The criteria that a version sets for one of its answers, each held against the facts of one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.notation import named
from banso.apps.policies.selectors import compiled_of, policy_of
from banso.apps.policies.sentences import test_words
from banso.apps.policies.subjects import Facts
from banso.engines.policy.compiled import WrongFact
from banso.engines.policy.expressions import Anything, Constant, Test
from banso.engines.policy.feel.runtime import satisfies
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import Kind, Policy, Row, Table

#: No limit in months that a policy could set lies beyond.
_MOST = 240


@dataclass(frozen=True)
class Criterion:
    """One condition: the fact it is about, what it asks, the fact's value, and whether it is met.

    ``met`` is None where the value is not known. ``blocks`` says whether it keeps the answer away: an unknown
    value does so only where the version does not accept it. ``most`` is the largest whole number that meets
    it, where there is one.
    """

    name: str
    title: str
    asks: str
    value: Any
    said: str
    met: bool | None
    blocks: bool
    most: int | None = None


def criteria(version: PolicyVersion, facts: Facts, *, result: str, answer: str) -> list[Criterion]:
    """What a version asks of a record before it gives an answer.

    1. Of the rows that give the answer only those count that are for such records: whose conditions on facts
       that are codes (service, stage) hold.
    2. Of these the one that keeps the fewest conditions open or unmet is the way to the answer.
    3. Its other conditions are the criteria, in the order of the table.

    Empty where the version does not know the result or gives the answer on no condition.
    """
    policy = policy_of(version)
    table = next((t for t in policy.tables if any(out.name == result for out in t.outputs)), None)
    if table is None:
        return []
    try:
        found = compiled_of(version, (result,)).decide(facts)
    except WrongFact:
        return []
    values: dict[str, Any] = {**facts, **found.outputs}
    ways = [
        _criteria(policy, table, row, values)
        for row in table.rows
        if _answers(table, row, result, answer) and _is_for(policy, table, row, values)
    ]
    return min(ways, key=lambda way: sum(one.blocks for one in way), default=[])


def _answers(table: Table, row: Row, result: str, answer: str) -> bool:
    place = next(number for number, out in enumerate(table.outputs) if out.name == result)
    return row.results[place] == Constant(answer)


def _codes(policy: Policy) -> set[str]:
    return {fact.name for fact in policy.facts if fact.kind is Kind.TEXT}


def _is_for(policy: Policy, table: Table, row: Row, values: Mapping[str, Any]) -> bool:
    codes = _codes(policy)
    tests = zip(table.inputs, row.tests, strict=True)
    return all(
        satisfies(test, values.get(column_name(column)), {})
        for column, test in tests
        if column_name(column) in codes
    )


def _criteria(policy: Policy, table: Table, row: Row, values: Mapping[str, Any]) -> list[Criterion]:
    codes, words = _codes(policy), named(policy)
    found = []
    for column, test in zip(table.inputs, row.tests, strict=True):
        name = column_name(column)
        if name in codes or isinstance(test, Anything):
            continue
        value, said = values.get(name), words[name]
        passes = satisfies(test, value, {})
        found.append(
            Criterion(
                name=name,
                title=said.title,
                asks=test_words(said, test),
                value=value,
                said=said.value(value),
                met=None if value is None else bool(passes),
                blocks=not passes,
                most=_most(test) if said.unit == "months" else None,
            )
        )
    return found


def _most(test: Test) -> int | None:
    """The largest whole number that passes; None where numbers without end do, or none does."""
    passing = [number for number in range(_MOST + 1) if satisfies(test, number, {})]
    return None if not passing or passing[-1] == _MOST else passing[-1]
