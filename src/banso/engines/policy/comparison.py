"""What would be different under another version: in the tables, and for the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from banso.engines.policy.compiled import Compiled, WrongFact, compile_policy
from banso.engines.policy.expressions import Value
from banso.engines.policy.folder import BESIDE, HEAD, rows_of, write_files
from banso.engines.policy.graph import outputs_of
from banso.engines.policy.model import Decision, Policy, Table

#: A row that keeps at least so much of its cells is the same row, changed; otherwise one went and one came.
_SAME_ROW = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions' tables. Rows count from 1; None on the side where there is none.

    ``what``: ``table_added``, ``table_removed``, ``row_added``, ``row_removed``, ``cell_changed``. ``column``
    is the header's name of a changed cell, ``before`` and ``after`` its texts (of a row: all its conditions
    and results).
    """

    what: str
    table: str
    row_before: int | None = None
    row_after: int | None = None
    column: str = ""
    before: str = ""
    after: str = ""


def changed_rows(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """How the tables of two versions differ, in the order of the later one."""
    return changed_files(write_files(before), write_files(after))


def changed_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """The same from the files, so that a draft can be compared whose cells cannot be read yet."""
    found: list[Difference] = []
    for file in [*after, *(file for file in before if file not in after)]:
        if file == HEAD:
            continue
        table = file.removesuffix(".csv")
        if file not in before:
            found.append(Difference("table_added", table))
        elif file not in after:
            found.append(Difference("table_removed", table))
        else:
            found += _table_differences(table, before[file], after[file])
    return tuple(found)


def _table_differences(table: str, before: str, after: str) -> list[Difference]:
    old_header, old_rows = rows_of(before)
    new_header, new_rows = rows_of(after)
    columns = [*new_header, *(column for column in old_header if column not in new_header)]
    old, new = _by_column(old_header, old_rows), _by_column(new_header, new_rows)
    found: list[Difference] = []
    for was, now in _aligned([_key(row, columns) for row in old], [_key(row, columns) for row in new]):
        if was is None and now is not None:
            said = _said(new[now], new_header)
            found.append(Difference("row_added", table, None, now + 1, after=said))
        elif now is None and was is not None:
            said = _said(old[was], old_header)
            found.append(Difference("row_removed", table, was + 1, None, before=said))
        elif was is not None and now is not None:
            for column in columns:
                here, there = old[was].get(column, ""), new[now].get(column, "")
                if here != there:
                    place = (table, was + 1, now + 1, column)
                    found.append(Difference("cell_changed", *place, before=here, after=there))
    return found


def _by_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [
        {column: cell.strip() for column, cell in zip(header, row, strict=False) if column} for row in rows
    ]


def _key(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)


def _said(row: Mapping[str, str], header: Sequence[str]) -> str:
    return "; ".join(f"{column}: {row.get(column, '')}" for column in header if column not in BESIDE)


def _aligned(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> list[tuple[int | None, int | None]]:
    """Which row became which: equal rows first, what lies between them by likeness."""
    pairs: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(old_from, old_to), range(new_from, new_to), strict=True)
        else:
            pairs += _by_likeness(old, new, range(old_from, old_to), range(new_from, new_to))
    return pairs


def _by_likeness(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], gone: range, come: range
) -> list[tuple[int | None, int | None]]:
    """Pair rows in order so that as many cells as possible stay (a weighted common subsequence)."""
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    for i in range(len(gone) - 1, -1, -1):
        for j in range(len(come) - 1, -1, -1):
            like = _likeness(old[gone[i]], new[come[j]])
            paired = like + best[i + 1][j + 1] if like >= _SAME_ROW else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(gone) or j < len(come):
        like = _likeness(old[gone[i]], new[come[j]]) if i < len(gone) and j < len(come) else 0.0
        if like >= _SAME_ROW and best[i][j] == like + best[i + 1][j + 1]:
            pairs.append((gone[i], come[j]))
            i, j = i + 1, j + 1
        elif j == len(come) or (i < len(gone) and best[i][j] == best[i + 1][j]):
            pairs.append((gone[i], None))
            i += 1
        else:
            pairs.append((None, come[j]))
            j += 1
    return pairs


def _likeness(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    return sum(a == b for a, b in zip(old, new, strict=True)) / max(1, len(old))


# Cases


@dataclass(frozen=True, slots=True)
class Changed:
    """One case for which a result changes: by its place among the cases, with the rows that matched before
    and after.

    ``rows_before`` and ``rows_after`` name the tables that lead to the result.
    """

    case: int
    result: str
    before: Value
    after: Value
    rows_before: Mapping[str, tuple[int, ...]]
    rows_after: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Money:
    """What a result in yen comes to over all cases, and in how many it is unknown."""

    before: int = 0
    after: int = 0
    unknown_before: int = 0
    unknown_after: int = 0

    @property
    def difference(self) -> int:
        """After less before, over the cases in which each is known."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions over the same cases.

    ``moves`` counts, for each result, from which value to which the cases go, those that stay included; None
    stands for a case that is not decided. ``changes`` lists every case and result that differ.
    """

    cases: int
    results: tuple[str, ...]
    moves: Mapping[str, Mapping[tuple[Value, Value], int]]
    changes: tuple[Changed, ...]
    money: Mapping[str, Money]
    undecided_before: Mapping[str, int] = field(default_factory=dict)
    undecided_after: Mapping[str, int] = field(default_factory=dict)

    @property
    def changed_cases(self) -> int:
        """How many cases differ in any result."""
        return len({change.case for change in self.changes})


def compare(
    before: Policy,
    after: Policy,
    cases: Sequence[Mapping[str, Value]],
    results: Sequence[str] | None = None,
) -> Comparison:
    """Decide the same cases under two versions. Without ``results`` all that either version answers with.

    Raises:
        UnknownDecision: a result that neither version has.
        WrongFact: a fact of the wrong type; ``params["case"]`` says in which case (from 0).
    """
    asked = tuple(results or dict.fromkeys((*answers(before), *answers(after))))
    first, second = _asked(before, asked), _asked(after, asked)
    tables = {name: (feeding(before, name), feeding(after, name)) for name in asked}
    yen = [name for name in asked if in_yen(before, name) or in_yen(after, name)]
    moves: dict[str, Counter[tuple[Value, Value]]] = {name: Counter() for name in asked}
    sums = {name: [0, 0, 0, 0] for name in yen}
    changes: list[Changed] = []
    for place, facts in enumerate(cases):
        was, now = _decided(first, facts, place), _decided(second, facts, place)
        for name in asked:
            old, new = _hashable(was.outputs.get(name)), _hashable(now.outputs.get(name))
            moves[name][old, new] += 1
            if old != new:
                rows = (_rows(was, tables[name][0]), _rows(now, tables[name][1]))
                changes.append(
                    Changed(place, name, was.outputs.get(name), now.outputs.get(name), rows[0], rows[1])
                )
        for name in yen:
            for side, value in enumerate((was.outputs.get(name), now.outputs.get(name))):
                if value is None:
                    sums[name][2 + side] += 1
                else:
                    sums[name][side] += int(value)  # type: ignore[arg-type]
    return Comparison(
        len(cases),
        asked,
        {name: dict(found) for name, found in moves.items()},
        tuple(changes),
        {name: Money(*found) for name, found in sums.items()},
        {name: sum(n for (old, _), n in found.items() if old is None) for name, found in moves.items()},
        {name: sum(n for (_, new), n in found.items() if new is None) for name, found in moves.items()},
    )


def answers(policy: Policy) -> list[str]:
    """What a version answers with: its results and amounts."""
    return [*policy.results, *(amount.name for amount in policy.amounts if amount.name not in policy.results)]


def _names(policy: Policy) -> set[str]:
    names = {output for decision in policy.decisions for output in outputs_of(decision)}
    return names | {amount.name for amount in policy.amounts} | {d.name for d in policy.decisions}


def _asked(policy: Policy, names: Sequence[str]) -> Compiled | None:
    """The policy compiled for those results that it has; None if it has none of them."""
    has = [name for name in names if name in _names(policy)]
    return compile_policy(policy, has) if has else None


_NOTHING = Decision({}, {}, (), (), ())


def _decided(compiled: Compiled | None, facts: Mapping[str, Value], place: int) -> Decision:
    if compiled is None:
        return _NOTHING
    try:
        return compiled.decide(facts)
    except WrongFact as fault:
        raise WrongFact(fault.rule, fault.name, fault.value, **{**fault.params, "case": place}) from None


def feeding(policy: Policy, result: str) -> tuple[str, ...]:
    """The tables that lead to a result."""
    compiled = _asked(policy, [result])
    return compiled.tables if compiled else ()


def _rows(decision: Decision, tables: Sequence[str]) -> dict[str, tuple[int, ...]]:
    return {table: decision.matched[table] for table in tables if table in decision.matched}


def in_yen(policy: Policy, name: str) -> bool:
    """Whether a result of a version is money."""
    if any(amount.name == name for amount in policy.amounts):
        return True
    outputs = (output for table in policy.decisions if isinstance(table, Table) for output in table.outputs)
    return any(output.name == name and output.unit == "yen" for output in outputs)


def _hashable(value: Value) -> Value:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]
