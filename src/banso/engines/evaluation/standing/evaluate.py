"""Standing indicators over a snapshot: every figure for every office and year in one look at each table.

The same Ibis expressions run on DuckDB and on Spark. What is absent follows the one rule of
``banso.engines.evaluation.indicators.select``: a record whose base cannot be judged stands in no base and is
missing; one of the base that cannot be judged further stays in it, is not counted, and is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol

from banso.engines.evaluation.standing.definition import Definition, of_tables
from banso.engines.evaluation.standing.expression import year_of
from banso.engines.evaluation.standing.survival import Reached, reached
from banso.engines.statistics.shares import Comparison, GroupShare, Share

#: The dimension that every indicator has.
YEAR = "fiscal_year"
#: After how many months a survival is told.
TOLD_MONTHS = (6, 12, 24, 36)
RecordPart = Literal["counted", "base", "missing"]
#: Why there is no figure.
Why = Literal["no_records", "nothing_known", "zero_denominator"]
Key = tuple[Any, ...]


class Tables(Protocol):
    """A snapshot that can be asked: on DuckDB ``Store``, on Spark the same."""

    @property
    def as_of(self) -> date:
        """The day of the snapshot."""

    def table(self, name: str) -> Any:
        """A table as an Ibis expression."""

    def ask(self, expression: Any) -> list[dict[str, Any]]:
        """The rows that an expression comes to."""


@dataclass(frozen=True)
class Measure:
    """One indicator for one cell.

    ``base`` records, ``missing`` of them or beside them; ``counted`` of a share, or the events of a survival.
    ``value``: the share from 0 to 1, the sum, the ratio, the median or the median time; None with ``why``,
    and for a median time while fewer than half have got there. ``comparison`` of two groups; ``high_point``:
    the 90 % point of a median; ``reached`` of a survival.
    """

    definition: Definition
    base: int
    missing: int
    counted: int | None = None
    value: float | None = None
    why: Why | None = None
    comparison: Comparison | None = None
    high_point: float | None = None
    reached: tuple[Reached, ...] = ()

    @property
    def share(self) -> Share | None:
        """Count and base of a share, with its interval."""
        if self.definition.kind != "share" or self.counted is None:
            return None
        return Share(self.counted, self.base)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's 95 % interval of a share in percent."""
        return self.share.interval if self.share else None


@dataclass(frozen=True)
class Asked:
    """What figures are asked for: by which dimensions, of which codes, of which fiscal years (None: all)."""

    by: tuple[str, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    years: tuple[int, int] | None = None

    def narrow(self, table: Any, dated_by: str) -> Any:
        """The table with its fiscal year, narrowed to what was asked for."""
        dated = table[dated_by]
        year = year_of(dated) if dated.type().is_date() else dated.cast("int64")
        found = table.mutate(**{YEAR: year})
        for name, code in self.where.items():
            found = found.filter(found[name] == code)
        if self.years is not None:
            found = found.filter(found[YEAR].between(*self.years))
        return found

    def fits(self, definition: Definition) -> bool:
        """Whether the indicator has every dimension that was asked for."""
        return {*self.by, *self.where} - {YEAR} <= set(definition.by)


def evaluate(
    tables: Tables, definitions: Iterable[Definition], asked: Asked = Asked()
) -> dict[str, dict[Key, Measure]]:
    """Figures by code and cell; the key of a cell are its codes in the order of ``asked.by``.

    An indicator that lacks one of the dimensions is left out. Cells without records are not there; without
    dimensions there is always the one cell ``()``.
    """
    fitting = [one for one in definitions if asked.fits(one)]
    found: dict[str, dict[Key, Measure]] = {one.code: {} for one in fitting}
    for (name, dated_by), own in of_tables(fitting).items():
        table = asked.narrow(tables.table(name), dated_by)
        added = [one for one in own if one.kind not in ("middle", "survival")]
        if added:
            for row in tables.ask(_added(table, added, asked.by, tables.as_of)):
                key = tuple(row[dimension] for dimension in asked.by)
                for number, one in enumerate(added):
                    measure = _measure(one, {name: row[f"{name}_{number}"] for name in _names(one)})
                    if measure.base or measure.missing or not asked.by:
                        found[one.code][key] = measure
        for one in own:
            if one.kind in ("middle", "survival"):
                found[one.code] = _spread(tables, table, one, asked.by)
    return found


def _truth(expression: Any) -> Any:
    return expression.fill_null(False)


def _number(truth: Any) -> Any:
    return truth.cast("int64").sum().fill_null(0)


def _names(one: Definition) -> tuple[str, ...]:
    match one.kind:
        case "count":
            return "base", "missing"
        case "share":
            groups = tuple(
                f"{name}{part}" for part in range(len(one.groups)) for name in ("g_counted", "g_base")
            )
            return "base", "missing", "counted", *groups
        case "ratio":
            return "base", "missing", "known", "sum", "over"
        case _:
            return "base", "missing", "known", "sum"


def _added(table: Any, own: Sequence[Definition], by: Sequence[str], as_of: date) -> Any:
    """One aggregate over a table that holds what all these indicators are made of."""
    columns: dict[str, Any] = {}
    for number, one in enumerate(own):
        base, unknown = _base(table, one, as_of)
        parts: dict[str, Any] = {"base": _number(base)}
        match one.kind:
            case "count":
                parts["missing"] = _number(unknown)
            case "share":
                assert one.counts is not None
                counts = one.counts.over(table, as_of)
                parts["counted"] = _number(base & _truth(counts))
                parts["missing"] = _number(unknown | (base & counts.isnull()))
                for place, group in enumerate(one.groups):
                    inside = base & _truth(group.where.over(table, as_of))
                    parts[f"g_counted{place}"] = _number(inside & _truth(counts))
                    parts[f"g_base{place}"] = _number(inside)
            case _:
                assert one.value is not None
                value = one.value.over(table, as_of)
                known = value.notnull()
                if one.over is not None:
                    over = one.over.over(table, as_of)
                    known = known & over.notnull()
                    parts["over"] = over.sum(where=base & known)
                parts["sum"] = value.sum(where=base & known)
                parts["known"] = _number(base & known)
                parts["missing"] = _number(unknown | (base & ~known))
        columns |= {f"{name}_{number}": part for name, part in parts.items()}
    return table.group_by(list(by)).aggregate(**columns) if by else table.aggregate(**columns)


def _base(table: Any, one: Definition, as_of: date) -> tuple[Any, Any]:
    """Whether a record is in the base, and whether that cannot be judged."""
    import ibis

    if one.base is None:
        # Over a column, so that it stands for each row.
        everyone = table[one.table.columns[0].name].notnull()
        return everyone, ibis.literal(False) & everyone
    base = one.base.over(table, as_of)
    return _truth(base), base.isnull()


def _measure(one: Definition, found: Mapping[str, Any]) -> Measure:
    base, missing = int(found["base"]), int(found["missing"])
    match one.kind:
        case "count":
            return Measure(one, base, missing, value=float(base))
        case "share":
            counted = int(found["counted"])
            if not base:
                return Measure(one, base, missing, counted, why="no_records")
            return Measure(one, base, missing, counted, counted / base, comparison=_comparison(one, found))
    if not base:
        return Measure(one, base, missing, why="no_records")
    if not found["known"]:
        return Measure(one, base, missing, why="nothing_known")
    if one.kind == "amount":
        return Measure(one, base, missing, value=float(found["sum"]))
    if not found["over"]:
        return Measure(one, base, missing, why="zero_denominator")
    return Measure(one, base, missing, value=float(found["sum"]) / float(found["over"]))


def _comparison(one: Definition, found: Mapping[str, Any]) -> Comparison | None:
    if not one.groups:
        return None
    shares = [
        GroupShare(
            group.code, group.name, Share(int(found[f"g_counted{place}"]), int(found[f"g_base{place}"]))
        )
        for place, group in enumerate(one.groups)
    ]
    return Comparison(*shares)


def _spread(tables: Tables, table: Any, one: Definition, by: Sequence[str]) -> dict[Key, Measure]:
    """Figures that need the whole distribution: counted by value, so that nothing is estimated."""
    as_of = tables.as_of
    base, unknown = _base(table, one, as_of)
    first = one.value or one.time
    assert first is not None
    columns = {"_base": base, "_unknown": unknown, "_value": first.over(table, as_of).cast("int64")}
    if one.event is not None:
        columns["_event"] = one.event.over(table, as_of)
    marked = table.mutate(**columns)
    marked = marked.filter(marked._base | marked._unknown)
    groups = [*by, *columns]
    rows = tables.ask(marked.group_by(groups).aggregate(_n=marked.count()))
    cells: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        cells[tuple(row[name] for name in by)].append(row)
    if not by:
        cells.setdefault((), [])
    return {key: _spread_measure(one, own) for key, own in cells.items()}


def _spread_measure(one: Definition, rows: Sequence[Mapping[str, Any]]) -> Measure:
    base = sum(row["_n"] for row in rows if row["_base"])
    known: dict[tuple[int, bool], int] = defaultdict(int)
    for row in rows:
        event = row.get("_event", False)
        if row["_base"] and row["_value"] is not None and event is not None:
            known[row["_value"], bool(event)] += row["_n"]
    told = sum(known.values())
    missing = sum(row["_n"] for row in rows) - told
    if not base:
        return Measure(one, base, missing, why="no_records")
    if not told:
        return Measure(one, base, missing, why="nothing_known")
    if one.kind == "survival":
        curve, median = reached(known, TOLD_MONTHS)
        events = sum(count for (_time, event), count in known.items() if event)
        middle = None if median is None else float(median)
        return Measure(one, base, missing, events, middle, reached=tuple(curve))
    counts = sorted((time, count) for (time, _event), count in known.items())
    return Measure(one, base, missing, value=_point(counts, told, 0.5), high_point=_point(counts, told, 0.9))


def _point(counts: Sequence[tuple[int, int]], told: int, share: float) -> float:
    """The value below which so large a share of the records lies, between two by straight line (type 7)."""
    place = (told - 1) * share
    low, rest = int(place), place - int(place)
    return _nth(counts, low) * (1 - rest) + _nth(counts, min(low + 1, told - 1)) * rest


def _nth(counts: Sequence[tuple[int, int]], place: int) -> int:
    for value, count in counts:
        if place < count:
            return value
        place -= count
    raise AssertionError("beyond the last")


def records(tables: Tables, one: Definition, part: RecordPart, asked: Asked = Asked()) -> Iterator[int]:
    """The keys of the records behind a figure: counted, in its base, or missing; by the same expressions."""
    table = asked.narrow(tables.table(one.table.name), one.dated_by)
    base, unknown = _base(table, one, tables.as_of)
    judged = [each.over(table, tables.as_of) for key, each in one.expressions.items() if key != "base"]
    match part:
        case "base":
            wanted = base
        case "counted":
            wanted = base
            for key in ("counts", "event"):
                if key in one.expressions:
                    wanted = base & _truth(one.expressions[key].over(table, tables.as_of))
        case "missing":
            wanted = unknown
            for each in judged:
                wanted = wanted | (base & each.isnull())
    key = one.table.columns[0].name
    for row in tables.ask(table.filter(wanted).select(key).order_by(key)):
        yield row[key]
