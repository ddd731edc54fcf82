"""Decide a million cases at once: the masks of ``masks`` as arrays, block by block so that they stay in the
cache.

What is said of a case is what ``compiled`` says of it; numbers are exact as long as facts have at most 15
digits. Tables with formulas or with conditions against other facts (DMN) are decided case by case only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from banso.engines.policy.arrays import Array, Values, number
from banso.engines.policy.expressions import Constant, Value
from banso.engines.policy.graph import facts_in, ordered
from banso.engines.policy.masks import Column as MaskColumn
from banso.engines.policy.masks import LabelColumn, LineColumn, OpenColumn, Plan, plan_of
from banso.engines.policy.model import (
    SINGLE,
    Decision,
    Domain,
    Fact,
    Formula,
    HitPolicy,
    Kind,
    Output,
    Policy,
    Reason,
)
from banso.engines.policy.settling import settle
from banso.engines.policy.vector_results import amounts_of, first_bit, maker_of

#: Cases of one block: what a table needs of them fits into a core's cache.
BLOCK = 32_768
#: Rows of a table that fit into the widest mask of a processor.
MOST_ROWS = 64


class NotVectorised(Exception):
    """A decision cannot be taken for many cases at once. ``rule`` is a stable code, ``name`` the decision."""

    def __init__(self, rule: str, name: str) -> None:
        super().__init__(f"{name}: {rule}")
        self.rule, self.name = rule, name


@dataclass(frozen=True, slots=True)
class VectorDecision:
    """What was decided for many cases.

    ``outputs`` by name (results that are lists are left out: ``decision`` gives them), ``masks`` by table:
    the rows that matched as bits in order of precedence, ``missing`` by fact: where it was missing,
    ``conflicts`` by table.
    """

    outputs: Mapping[str, Values]
    masks: Mapping[str, Array]
    missing: Mapping[str, npt.NDArray[np.bool_]]
    conflicts: Mapping[str, npt.NDArray[np.bool_]]
    _plans: Mapping[str, Plan]
    _names: tuple[str, ...]
    _amounts: tuple[str, ...] = ()

    def decision(self, case: int) -> Decision:
        """What was decided for one of the cases, as ``compiled`` says it."""
        matched: dict[str, tuple[int, ...]] = {}
        reasons: list[Reason] = []
        results: dict[str, Value] = {}
        for name, plan in self._plans.items():
            settled = settle(plan, int(self.masks[name][case]))
            matched[name] = settled.rows
            reasons += settled.reasons
            results |= dict(zip((output.name for output in plan.table.outputs), settled.results, strict=True))
        for name in self._amounts:
            amount = self.outputs[name].data[case]
            results[name] = None if np.isnan(amount) else int(amount)
        return Decision(
            {name: results[name] for name in self._names},
            matched,
            tuple(reasons),
            tuple(name for name, found in self.missing.items() if found[case]),
            tuple(name for name, found in self.conflicts.items() if found[case]),
        )

    def rows_of(self, table: str, mask: int) -> tuple[int, ...]:
        """The rows (from 1) that one of a table's masks stands for."""
        return settle(self._plans[table], mask).rows

    def rows(self, table: str) -> npt.NDArray[np.int32]:
        """The row (from 1) that a table with one answer took for each case; 0 where none matched."""
        plan = self._plans[table]
        by_bit = np.array([*(row + 1 for row in plan.order), 0], np.int32)
        return by_bit[first_bit(self.masks[table], len(plan.order))]


class Vectorised:
    """A policy that decides many cases at once. Made by ``vectorise``."""

    def __init__(self, policy: Policy, decisions: Sequence[str] | None = None) -> None:
        """Make the decisions ready that are asked for: names of tables, results or amounts; None for all.

        Raises:
            UnknownDecision, Loop: as ``compiled``.
            NotVectorised: a decision has formulas, conditions against other facts, or more than 64 rows.
        """
        chosen = ordered(policy, decisions)
        #: The facts that are asked for.
        self.facts: tuple[Fact, ...] = facts_in(policy, chosen.decisions, chosen.amounts)
        self._amounts, self._names = chosen.amounts, chosen.outputs
        known = {fact.name: (fact.kind, fact.domain) for fact in self.facts}
        self._tables: list[_Table] = []
        for decision in chosen.decisions:
            if isinstance(decision, Formula) or decision.speaks_by_name:
                raise NotVectorised("formula", decision.name)
            table = _Table(plan_of(decision, known), {fact.name for fact in self.facts})
            self._tables.append(table)
            known |= {output.name: (output.kind, Domain()) for output in table.known}

    def decide(self, columns: Mapping[str, Values]) -> VectorDecision:
        """Decide all cases of some columns by name of the fact; a fact without a column is unknown in every
        case.

        Raises: ValueError: columns of different lengths, or of another kind than the fact.
        """
        cases = self._cases(columns)
        made = [table.room(cases) for table in self._tables]
        missing = {fact.name: np.zeros(cases, np.bool_) for fact in self.facts}
        labels = {name: column.labels for name, column in columns.items()}
        labels |= {name: found.labels for room in made for name, found in room.results.items()}
        readers = [table.reader(labels) for table in self._tables]
        for start in range(0, cases, BLOCK):
            block = slice(start, min(start + BLOCK, cases))
            values = {name: column.data[block] for name, column in columns.items()}
            for table, room, reader in zip(self._tables, made, readers, strict=True):
                table.decide(block, values, room, reader, missing)
        outputs = {name: found for room in made for name, found in room.results.items()}
        for amount in self._amounts:
            outputs[amount.name] = amounts_of(amount, columns | outputs)
        return VectorDecision(
            outputs,
            {table.name: room.masks for table, room in zip(self._tables, made, strict=True)},
            {name: found for name, found in missing.items() if found.any()},
            {
                t.name: room.conflicts
                for t, room in zip(self._tables, made, strict=True)
                if room.conflicts.any()
            },
            {table.name: table.plan for table in self._tables},
            self._names,
            tuple(amount.name for amount in self._amounts),
        )

    def _cases(self, columns: Mapping[str, Values]) -> int:
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        for fact in self.facts:
            if fact.name in columns and columns[fact.name].kind is not fact.kind:
                raise ValueError(f"{fact.name}: {columns[fact.name].kind} instead of {fact.kind}")
        return lengths.pop() if lengths else 0


def vectorise(policy: Policy, decisions: Sequence[str] | None = None) -> Vectorised:
    """Make a policy, or some of its decisions, ready for many cases; see ``Vectorised``."""
    return Vectorised(policy, decisions)


# One table


@dataclass
class _Room:
    """Where the decisions of one table are put, for all cases."""

    masks: Array
    conflicts: npt.NDArray[np.bool_]
    results: dict[str, Values] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """One column: how its values become masks. The mask of the unknown value stands last."""

    name: str
    cuts: Array | None
    masks: Array

    def masks_of(self, data: Array) -> Array:
        if self.cuts is None:
            return self.masks.take(data)
        # A few comparisons beat a search; NaN compares false with everything and goes to the unknown's place.
        if len(self.cuts) <= 12:
            place = np.zeros(len(data), np.uint8)
            for cut in self.cuts:
                place += data >= cut
        else:
            place = np.searchsorted(self.cuts, data, side="right").astype(np.intp)
        found = self.masks.take(place)
        unknown = np.isnan(data)
        if unknown.any():
            found[unknown] = self.masks[-1]
        return found


class _Table:
    """A table's plan as arrays."""

    def __init__(self, plan: Plan, facts: set[str]) -> None:
        if any(isinstance(column, OpenColumn) for column in plan.columns):
            raise NotVectorised("open_condition", plan.table.name)
        if any(not isinstance(cell, Constant) for row in plan.table.rows for cell in row.results):
            raise NotVectorised("formula", plan.table.name)
        if len(plan.order) > MOST_ROWS:
            raise NotVectorised("too_many_rows", plan.table.name)
        self.plan, self.name, self._facts = plan, plan.table.name, facts
        width = next(bits for bits in (8, 16, 32, 64) if len(plan.order) <= bits)
        self._type = np.dtype(f"uint{width}")
        self._all = self._type.type(plan.everything)
        table = plan.table
        lists = table.hit not in SINGLE and table.aggregation is None
        #: The results that other tables and amounts may use.
        self.known: tuple[Output, ...] = () if lists else table.outputs
        self._makers = [maker_of(plan, place) for place in range(len(self.known))]
        self._alike = self._same_results() if table.hit is HitPolicy.ANY else None

    def room(self, cases: int) -> _Room:
        """Room for the decisions of so many cases."""
        room = _Room(np.empty(cases, self._type), np.zeros(cases, np.bool_))
        for output, maker in zip(self.known, self._makers, strict=True):
            room.results[output.name] = Values(maker.kind, np.empty(cases, maker.type), maker.labels)
        return room

    def reader(self, labels: Mapping[str, tuple[str, ...]]) -> list[_Lookup]:
        """How to look up each column. The labels of a text column are known only with its values."""
        return [self._lookup(column, labels) for column in self.plan.columns]

    def _lookup(self, column: MaskColumn, labels: Mapping[str, tuple[str, ...]]) -> _Lookup:
        if isinstance(column, LineColumn):
            # "Just above x" is "from the next number that the processor knows".
            cuts, masks = [], [column.masks[0]]
            for place, value in enumerate(column.places):
                at, after = column.masks[1 + 2 * place], column.masks[2 + 2 * place]
                position = number(value)
                cuts += [position, np.nextafter(position, np.inf)]
                masks += [at, after]
            kept = [k for k in range(len(cuts)) if masks[k + 1] != masks[k]]
            chosen = [masks[0], *(masks[k + 1] for k in kept), column.null]
            return _Lookup(column.name, np.array([cuts[k] for k in kept]), np.array(chosen, self._type))
        assert isinstance(column, LabelColumn)
        if column.kind is Kind.BOOLEAN:
            found = [column.masks.get(False, column.other), column.masks.get(True, column.other)]
        else:
            found = [column.masks.get(label, column.other) for label in labels.get(column.name, ())]
        return _Lookup(column.name, None, np.array([*found, column.null], self._type))

    def decide(
        self,
        block: slice,
        values: dict[str, Array],
        room: _Room,
        reader: Sequence[_Lookup],
        missing: Mapping[str, npt.NDArray[np.bool_]],
    ) -> None:
        """Decide one block of cases; its results join ``values`` for the tables that it feeds."""
        size = block.stop - block.start
        mask = np.full(size, self._all, self._type)
        masks = []
        for lookup in reader:
            data = values.get(lookup.name)
            masks.append(np.full(size, lookup.masks[-1]) if data is None else lookup.masks_of(data))
            mask &= masks[-1]
        room.masks[block] = mask
        if any(lookup.masks[-1] != self._all for lookup in reader):
            self._missing(block, values, reader, masks, mask, missing)
        several = self._contradicting(mask)
        if several is not None:
            room.conflicts[block] = several
        first = first_bit(mask, len(self.plan.order))
        for output, maker in zip(self.known, self._makers, strict=True):
            found = maker.make(mask, first)
            if several is not None and several.any():
                found[several] = np.nan if found.dtype.kind == "f" else -1
            room.results[output.name].data[block] = found
            values[output.name] = found

    def _contradicting(self, mask: Array) -> npt.NDArray[np.bool_] | None:
        if self.plan.table.hit is HitPolicy.UNIQUE:
            return (mask & (mask - self._type.type(1))) != 0  # type: ignore[no-any-return]
        if self._alike is not None:
            return (mask & ~self._alike[first_bit(mask, len(self.plan.order))]) != 0  # type: ignore[no-any-return]
        return None

    def _missing(
        self,
        block: slice,
        values: Mapping[str, Array],
        reader: Sequence[_Lookup],
        masks: Sequence[Array],
        mask: Array,
        missing: Mapping[str, npt.NDArray[np.bool_]],
    ) -> None:
        """Mark the facts without which a row that otherwise fits could not match."""
        unknown = []
        for lookup in reader:
            data = values.get(lookup.name)
            if data is None:
                unknown.append(np.ones(len(mask), np.bool_))
            else:
                unknown.append(np.isnan(data) if data.dtype.kind == "f" else data < 0)
        if not any(found.any() for found in unknown):
            return
        fits = np.full(len(mask), self._all, self._type)
        for found, here in zip(masks, unknown, strict=True):
            fits &= np.where(here, self._all, found)
        if self.plan.table.hit in (HitPolicy.FIRST, HitPolicy.PRIORITY):
            # Rows after the one that answers could not change the answer.
            one = self._type.type(1)
            fits &= np.where(mask == 0, self._all, (mask & (~mask + one)) - one)
        for lookup, here in zip(reader, unknown, strict=True):
            if lookup.name in self._facts:
                missing[lookup.name][block] |= here & ((fits & ~lookup.masks[-1]) != 0)

    def _same_results(self) -> Array:
        """For each row, the rows with the same results; for none, all."""
        rows = [self.plan.table.rows[row].results for row in self.plan.order]
        alike = [sum(1 << bit for bit, other in enumerate(rows) if other == results) for results in rows]
        return np.array([*alike, self.plan.everything], self._type)
