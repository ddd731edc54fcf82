"""What a version could answer once the facts that are unknown of a case become known.

1. Of each unknown fact that keeps a row from matching, one value stands for all values that every cell of the
   version treats alike.
2. The case is decided with each combination of such values. Where that brings up further unknown facts, they
   take part as well.
3. The different answers are all that can come of it. Facts that depend on each other are combined freely: the
   answers are never too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from banso.engines.policy.compiled import Compiled
from banso.engines.policy.expressions import AnyOf, Compared, Constant, Expression, Not, Test, Value, Within
from banso.engines.policy.feel.runtime import satisfies
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import Decision, Fact, Kind, outside

#: So many combinations are gone through; beyond that nothing is said.
MOST_COMBINATIONS = 20_000
#: A text that no cell names.
_ANOTHER = "?"

Answer = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The answers that are possible, the present one first, and the unknown facts that they hang on.

    ``rows`` are those that match whatever the unknown facts turn out to be: table and number from 1.
    ``whole`` is False where there were too many combinations, or facts of which nothing can stand for all
    values: then ``answers`` holds the present answer alone, and no row is certain.
    """

    answers: tuple[Answer, ...]
    unknown: tuple[str, ...]
    rows: frozenset[tuple[str, int]]
    whole: bool


def outcomes(compiled: Compiled, facts: Mapping[str, Value], names: Sequence[str]) -> Outcomes:
    """Every answer for these results that could come of a case, whatever its unknown facts turn out to be.

    Raises:
        WrongFact: a fact that is known is of the wrong type or outside its domain.
    """
    known = {fact.name: fact for fact in compiled.facts}
    found = compiled.decide(facts)
    present = _answer(found.outputs, names)
    unknown = tuple(name for name in found.missing if name in known)
    while True:
        values = [_values(compiled, known[name]) for name in unknown]
        combinations = 1
        for one in values:
            combinations *= len(one)
        if combinations == 0 or combinations > MOST_COMBINATIONS:
            return Outcomes((present,), unknown, frozenset(), False)
        answers, further = {present: None}, dict.fromkeys(unknown)
        rows: set[tuple[str, int]] | None = None
        for chosen in product(*values):
            decided = compiled.decide({**facts, **dict(zip(unknown, chosen, strict=True))})
            answers[_answer(decided.outputs, names)] = None
            rows = _matched(decided) if rows is None else rows & _matched(decided)
            further.update(dict.fromkeys(name for name in decided.missing if name in known))
        if len(further) == len(unknown):
            return Outcomes(tuple(answers), unknown, frozenset(rows or ()), True)
        unknown = tuple(further)


def _matched(decided: Decision) -> set[tuple[str, int]]:
    return {(table, row) for table, rows in decided.matched.items() for row in rows}


def _answer(outputs: Mapping[str, Value], names: Sequence[str]) -> Answer:
    return tuple(outputs.get(name) for name in names)


def _values(compiled: Compiled, fact: Fact) -> list[Value]:
    """One value of a fact for all that its cells treat alike; none where that cannot be told."""
    tests = [
        row.tests[place]
        for name in compiled.tables
        for table in [compiled.policy.table(name)]
        for place, column in enumerate(table.inputs)
        if column_name(column) == fact.name
        for row in table.rows
    ]
    alike: dict[tuple[bool | None, ...], Value] = {}
    for value in _candidates(fact, tests):
        if not outside(value, fact.domain):
            alike.setdefault(tuple(satisfies(test, value, {}) for test in tests), value)
    return list(alike.values())


def _candidates(fact: Fact, tests: Sequence[Test]) -> Iterator[Value]:
    if fact.kind is Kind.BOOLEAN:
        yield from (True, False)
    elif fact.kind is Kind.TEXT:
        named = [value for test in tests for value in _constants(test) if isinstance(value, str)]
        yield from fact.domain.values or (*named, _ANOTHER)
    elif fact.kind is Kind.NUMBER:
        numbers = sorted({Decimal(value) for test in tests for value in _constants(test) if _number(value)})
        step = Decimal(1) if fact.domain.whole else Decimal("0.0001")
        for number in numbers:
            yield from (number - step, number, number + step)


def _number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _constants(test: Test) -> Iterator[Value]:
    """The values that a cell names."""
    match test:
        case Compared(_, to):
            yield from _constant(to)
        case Within(low, high):
            yield from _constant(low)
            yield from _constant(high)
        case AnyOf(tests):
            for one in tests:
                yield from _constants(one)
        case Not(one):
            yield from _constants(one)


def _constant(expression: Expression) -> Iterator[Value]:
    if isinstance(expression, Constant):
        yield expression.value
