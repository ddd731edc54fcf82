"""Is a policy whole? Gaps, overlaps, rows that never match, loops, results that nobody uses - each by its
place.

How gaps and overlaps are found: every row is a box, one side for each column. Starting from the box of all
known values, each row's box is cut out of what is left; what remains is a gap. Two rows overlap where their
boxes meet. A row of a table that takes the first match never matches if nothing of its box is left by the
rows before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from banso.engines.kernel.faults import Fault
from banso.engines.policy.cells import write_test
from banso.engines.policy.expressions import Constant
from banso.engines.policy.folder import HEAD, column_name, read_partly
from banso.engines.policy.graph import loop_in, names_in
from banso.engines.policy.masks import LabelColumn, OpenColumn, plan_of, precedence
from banso.engines.policy.model import (
    SINGLE,
    Aggregation,
    HitPolicy,
    Input,
    Policy,
    Row,
    Table,
)
from banso.engines.policy.regions import Known, Labels, Region, Spans, as_test, everything, region_of

#: A table whose boxes have to be cut more often than this is not checked whole, and said to be too entangled.
MOST_CUTS = 100_000
#: So many places of one kind are named for a table; more would only repeat them.
MOST_NAMED = 20
#: Pieces of a gap are put together as long as they are no more than this.
MOST_JOINED = 60

#: One side for each column of a table.
Box = tuple[Region, ...]


class TooEntangled(Exception):
    """A table has more boxes than can be cut in reasonable time."""


class _Knife:
    """Cuts boxes out of boxes, and counts how often."""

    def __init__(self) -> None:
        self._cuts = 0

    def cut(self, boxes: Sequence[Box], out: Box) -> list[Box]:
        """What is left of some boxes when one is cut out of each.

        Column by column: what lies beside the box in this column is left whole, the rest goes on to the next
        column.

        Raises:
            TooEntangled: too many boxes were cut by now.
        """
        self._cuts += len(boxes)
        if self._cuts > MOST_CUTS:
            raise TooEntangled
        left: list[Box] = []
        for box in boxes:
            if any((a & b).empty for a, b in zip(box, out, strict=True)):
                left.append(box)
                continue
            rest = list(box)
            for place, side in enumerate(out):
                beside = rest[place] - side
                if not beside.empty:
                    left.append((*rest[:place], beside, *rest[place + 1 :]))
                rest[place] = rest[place] & side
        return left


def check(policy: Policy) -> tuple[Fault, ...]:
    """Everything that is wrong with a policy which could be read; empty if it may be published.

    Rules: ``gap`` (params ``tests``: the conditions by column under which no row matches), ``overlap``
    (params ``row``, ``other``: rows of the table from 1, ``tests``), ``never_matches`` (params ``row``,
    ``by``: the rows that take everything before it), ``cycle`` (params ``tables``), ``output_unused``,
    ``priority_without_values``, ``result_missing``, ``results_none``,
    ``too_entangled``.
    """
    faults = [fault for table in policy.tables for fault in _of_table(table)]
    return (*faults, *_of_graph(policy))


def check_files(files: Mapping[str, str], name: str = "") -> tuple[Fault, ...]:
    """Everything that is wrong with the files of a version: first what cannot be read, then what is not
    whole.

    A table that cannot be read is left out of the second; how tables feed each other is looked at when all
    can.
    """
    partial = read_partly(files, name)
    if partial.policy is None:
        return partial.faults
    whole = not any(fault.severity == "error" for fault in partial.faults)
    found = check(partial.policy) if whole else _tables_only(partial.policy)
    prefix = f"{name}/" if name else ""
    return (*partial.faults, *(_placed(fault, prefix) for fault in found))


def _tables_only(policy: Policy) -> tuple[Fault, ...]:
    return tuple(fault for table in policy.tables for fault in _of_table(table))


def _placed(fault: Fault, prefix: str) -> Fault:
    return Fault(
        prefix + fault.file, fault.row, fault.column, fault.value, fault.rule, fault.params, fault.severity
    )


def _of_table(table: Table) -> Iterator[Fault]:
    yield from _results(table)
    boxes = boxes_of(table)
    if boxes is None:
        return
    empty = {place for place, box in enumerate(boxes) if any(side.empty for side in box)}
    yield from _impossible(table, boxes)
    meetings = _meetings(table)
    knife = _Knife()
    yield from _overlaps(table, boxes, meetings)
    try:
        yield from _covered(table, boxes, empty, meetings, knife)
        if table.hit in SINGLE:
            yield from _gaps(table, boxes, knife)
    except TooEntangled:
        yield Fault(_file(table), None, None, None, "too_entangled", {"limit": MOST_CUTS})


def boxes_of(table: Table) -> list[Box] | None:
    """The box of each row; None if a condition depends on more than the value of its column (DMN)."""
    boxes = []
    for row in table.rows:
        sides = [
            region_of(test, column.kind, column.domain)
            for test, column in zip(row.tests, table.inputs, strict=True)
        ]
        known = tuple(side for side in sides if side is not None)
        if len(known) < len(sides):
            return None
        boxes.append(known)
    return boxes


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _line(row: int) -> int:
    """The line of a table's row (from 0) as a spreadsheet shows it below its header."""
    return row + 2


# Rows


def _results(table: Table) -> Iterator[Fault]:
    """A result that a table of its kind cannot do without."""
    if table.hit in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER) and not any(
        output.domain.values for output in table.outputs
    ):
        yield Fault(_file(table), None, table.outputs[0].name, None, "priority_without_values")
    joins = table.aggregation not in (None, Aggregation.COUNT)
    for place, row in enumerate(table.rows):
        for cell, output in zip(row.results, table.outputs, strict=True):
            if joins and isinstance(cell, Constant) and cell.value is None:
                yield Fault(_file(table), _line(place), output.name, "-", "result_missing")


def _impossible(table: Table, boxes: Sequence[Box]) -> Iterator[Fault]:
    for place, box in enumerate(boxes):
        for side, column, test in zip(box, table.inputs, table.rows[place].tests, strict=True):
            if side.empty:
                params = {"row": place + 1, "by": ()}
                name, written = column_name(column), write_test(test)
                yield Fault(_file(table), _line(place), name, written, "never_matches", params)


def _meetings(table: Table) -> dict[int, tuple[int, ...]]:
    """For each row, the rows before it in precedence that match some case together with it (all from 0).

    In a column two rows meet where one mask of its compiled form holds both.
    """
    known = {column_name(column): (column.kind, column.domain) for column in table.inputs}
    plan = plan_of(table, known)
    met = [plan.everything] * len(plan.order)
    for column in plan.columns:
        assert not isinstance(column, OpenColumn)
        labelled = isinstance(column, LabelColumn)
        masks = {*column.masks.values(), column.other} if labelled else {*column.masks}
        here = [0] * len(plan.order)
        for mask in masks | {column.null}:
            if mask == plan.everything:
                here = [mask] * len(plan.order)
                break
            for bit in _bits(mask):
                here[bit] |= mask
        met = [before & now for before, now in zip(met, here, strict=True)]
    return {
        row: tuple(plan.order[earlier] for earlier in _bits(met[bit] & ((1 << bit) - 1)))
        for bit, row in enumerate(plan.order)
    }


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _covered(
    table: Table,
    boxes: Sequence[Box],
    empty: set[int],
    meetings: Mapping[int, Sequence[int]],
    knife: _Knife,
) -> Iterator[Fault]:
    """Rows of which nothing is left by those that come before them in precedence."""
    if table.hit not in (HitPolicy.FIRST, HitPolicy.PRIORITY):
        return
    for place in precedence(table):
        if place in empty:
            continue
        left: list[Box] = [boxes[place]]
        by = []
        for earlier in meetings[place]:
            after = knife.cut(left, boxes[earlier])
            if after != left:
                by.append(earlier + 1)
            left = after
            if not left:
                params = {"row": place + 1, "by": tuple(sorted(by))}
                yield Fault(_file(table), _line(place), None, None, "never_matches", params)
                break


def _overlaps(table: Table, boxes: Sequence[Box], meetings: Mapping[int, Sequence[int]]) -> Iterator[Fault]:
    if table.hit not in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return
    named = 0
    for second, box in enumerate(boxes):
        for first in meetings[second]:
            if table.hit is HitPolicy.ANY and _same(table.rows[first], table.rows[second]):
                continue
            named += 1
            if named > MOST_NAMED:
                return
            tests = _said(table, tuple(a & b for a, b in zip(boxes[first], box, strict=True)))
            params = {"row": second + 1, "other": first + 1, "tests": tests}
            yield Fault(_file(table), _line(second), None, _sentence(tests), "overlap", params)


def _same(first: Row, second: Row) -> bool:
    return first.results == second.results


def _gaps(table: Table, boxes: Sequence[Box], knife: _Knife) -> Iterator[Fault]:
    left: list[Box] = [tuple(Region(_whole(column), null=False) for column in table.inputs)]
    for box in boxes:
        left = knife.cut(left, box)
    for gap in _merged(left)[:MOST_NAMED]:
        tests = _said(table, gap)
        yield Fault(_file(table), None, None, _sentence(tests), "gap", {"tests": tests})


def _whole(column: Input) -> Known:
    return everything(column.kind, column.domain)


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """The same boxes, those joined that differ in one column only, so that a gap is named once."""
    found = list(boxes)
    joined = True
    while joined and len(found) <= MOST_JOINED:
        joined = False
        for first in range(len(found)):
            for second in range(first + 1, len(found)):
                union = _union(found[first], found[second])
                if union is not None:
                    found[first : second + 1] = [union, *found[first + 1 : second]]
                    joined = True
                    break
            if joined:
                break
    return found


def _union(first: Box, second: Box) -> Box | None:
    differing = [place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differing) != 1:
        return None
    place = differing[0]
    known, other = first[place].known, second[place].known
    if isinstance(known, Spans) and isinstance(other, Spans):
        both: Known = known | other
    elif isinstance(known, Labels) and isinstance(other, Labels):
        both = known | other
    else:
        return None
    side = Region(both, first[place].null or second[place].null)
    return (*first[:place], side, *first[place + 1 :])


def _said(table: Table, box: Box) -> dict[str, str]:
    """The conditions of a box in the staff's notation, by column; one that excludes nothing is left out."""
    said = {}
    for column, side in zip(table.inputs, box, strict=True):
        whole = _whole(column)
        if (whole - side.known).empty:  # type: ignore[operator]
            continue
        said[column_name(column)] = write_test(as_test(side, column.kind, column.domain))
    return said


def _sentence(tests: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {test}" for name, test in tests.items()) or "-"


# The whole


def _of_graph(policy: Policy) -> Iterator[Fault]:
    circle = loop_in(policy)
    if circle:
        tables = tuple(circle)
        yield Fault(HEAD, None, None, " -> ".join(tables), "cycle", {"tables": tables})
    if not policy.results:
        yield Fault(HEAD, None, "results", None, "results_none")
    used = {name for decision in policy.decisions for name in names_in(decision)}
    used |= {name for amount in policy.amounts for name in (amount.base, amount.share)} | {*policy.results}
    for table in policy.tables:
        for output in table.outputs:
            if output.name not in used:
                yield Fault(_file(table), 1, output.name, output.name, "output_unused")
