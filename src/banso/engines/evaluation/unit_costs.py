"""What one unit of effect cost: a ratio of sums over cases, with an interval by bootstrap over firms.

1. A case counts for a measure when its cost is known and so is what the measure counts. What is left out is
   counted by its reason: cost unknown, outcome unknown, too early to tell. Nothing unknown is zero.
2. The figure is the cost of all cases that count, those without the effect included, divided by what they
   brought. Where nothing was brought there is no figure.
3. The cases of a firm are one cluster. Firms are drawn with replacement as often as there are firms,
   ``draws`` times from a stored seed; the bounds are the 2.5th and 97.5th percentiles of the ratios. A draw
   that brought nothing at a cost has an unbounded ratio; where so many did that the percentile is one of
   them, there is no upper bound, and that is said.
4. The bounds are widened to the figure where a very skew sample would leave it outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: How often firms are drawn, and from which seed: both stand beside every interval.
DRAWS = 1000
SEED = 20260401
#: So many numbers are held at once while drawing.
_CELLS = 4_000_000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case: what it cost and what came of it; None is unknown.

    ``consultation`` is the consultation it answered, if any. ``still_exporting`` is None where nobody could
    say, ``mature`` False where 24 months have not passed yet.
    """

    case: str
    firm: str
    yen: int | None
    consultation: str | None = None
    first_export: bool | None = None
    goal_attained: bool | None = None
    still_exporting: bool | None = None
    mature: bool = True
    exported_yen: int | None = None


class Measure(StrEnum):
    """What a cost is divided by."""

    CONSULTATION = "consultation"
    FIRM = "firm"
    FIRST_EXPORT = "first_export"
    GOAL = "goal"
    STILL_EXPORTING = "still_exporting"
    YEN_EXPORTED = "yen_exported"


class Reason(StrEnum):
    """Why there is no figure, or no (upper) bound."""

    NO_CASES = "no_cases"
    COSTS_UNKNOWN = "costs_unknown"
    OUTCOMES_UNKNOWN = "outcomes_unknown"
    TOO_EARLY = "too_early"
    ZERO_DENOMINATOR = "zero_denominator"
    ONE_CASE = "one_case"
    ONE_FIRM = "one_firm"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many cases do not count, by the first reason that holds."""

    cost: int = 0
    outcome: int = 0
    early: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.cost + self.outcome + self.early


@dataclass(frozen=True, slots=True)
class UnitCost:
    """A figure with its parts. ``why`` says why there is none, ``why_open`` why a bound is missing."""

    measure: Measure
    cases: int
    firms: int
    yen: int
    units: int
    left_out: LeftOut
    value: float | None
    low: float | None
    high: float | None
    why: Reason | None = None
    why_open: Reason | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second of one measure; bounds only where each draw has both figures."""

    first: UnitCost
    second: UnitCost
    value: float | None
    low: float | None
    high: float | None
    why_open: Reason | None = None


@dataclass(frozen=True, slots=True)
class Unsuccessful:
    """What the cases without an export cost, beside all cases whose cost and outcome are known."""

    cases: int
    yen: int
    all_cases: int
    all_yen: int
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class _Sums:
    """By firm: cost and what was brought, and the cases behind."""

    firms: tuple[str, ...]
    yen: tuple[int, ...]
    units: tuple[int, ...]
    cases: int
    left_out: LeftOut


def unit_cost(
    records: Sequence[CaseRecord], measure: Measure, *, draws: int = DRAWS, seed: int = SEED
) -> UnitCost:
    """One measure over these cases."""
    return unit_costs(records, (measure,), draws=draws, seed=seed)[0]


def unit_costs(
    records: Sequence[CaseRecord],
    measures: Iterable[Measure] = tuple(Measure),
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[UnitCost]:
    """Several measures over the same cases, from the same draws of firms."""
    asked = tuple(measures)
    sums = [_sums(records, measure) for measure in asked]
    ratios = _ratios(sums, draws, seed)
    return [
        _figure(measure, rows, len(records), ratios[:, place])
        for place, (measure, rows) in enumerate(zip(asked, sums, strict=True))
    ]


def difference(
    first: Sequence[CaseRecord],
    second: Sequence[CaseRecord],
    measure: Measure,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Difference:
    """How much more a unit cost in the first group: a firm in both groups is drawn into both."""
    sums = [_sums(first, measure), _sums(second, measure)]
    ratios = _ratios(sums, draws, seed)
    one = _figure(measure, sums[0], len(first), ratios[:, 0])
    two = _figure(measure, sums[1], len(second), ratios[:, 1])
    if one.value is None or two.value is None:
        return Difference(one, two, None, None, None)
    value = one.value - two.value
    open_reason = next((row.why_open for row in (one, two) if row.why_open), None)
    if open_reason:
        return Difference(one, two, value, None, None, open_reason)
    with np.errstate(invalid="ignore"):
        drawn = ratios[:, 0] - ratios[:, 1]
    low, high = _bounds(drawn[~np.isnan(drawn)], value)
    if not np.isfinite(low) or not np.isfinite(high):
        return Difference(one, two, value, None, None, Reason.UNBOUNDED)
    return Difference(one, two, value, low, high)


def unsuccessful(records: Iterable[CaseRecord]) -> Unsuccessful:
    """What was spent on cases that did not export."""
    no_cost = no_outcome = cases = yen = all_cases = all_yen = 0
    for record in records:
        if record.yen is None:
            no_cost += 1
        elif record.first_export is None:
            no_outcome += 1
        else:
            all_cases += 1
            all_yen += record.yen
            if not record.first_export:
                cases += 1
                yen += record.yen
    return Unsuccessful(cases, yen, all_cases, all_yen, LeftOut(no_cost, no_outcome))


#: What a case brings to a measure; None: nobody knows. (A firm counts once, whatever its cases.)
_UNITS: dict[Measure, Callable[[CaseRecord], int | None]] = {
    Measure.FIRM: lambda record: 1,
    Measure.FIRST_EXPORT: lambda record: None if record.first_export is None else int(record.first_export),
    Measure.GOAL: lambda record: None if record.goal_attained is None else int(record.goal_attained),
    Measure.STILL_EXPORTING: lambda record: (
        None if record.still_exporting is None else int(record.still_exporting)
    ),
    Measure.YEN_EXPORTED: lambda record: record.exported_yen,
    Measure.CONSULTATION: lambda record: int(record.consultation is not None),
}
#: Measures that count firms or consultations once, however many cases lead to them.
_ONCE: dict[Measure, Callable[[CaseRecord], str | None]] = {
    Measure.FIRM: lambda record: record.firm,
    Measure.STILL_EXPORTING: lambda record: record.firm,
    Measure.CONSULTATION: lambda record: record.consultation,
}


def _sums(records: Iterable[CaseRecord], measure: Measure) -> _Sums:
    yen: dict[str, int] = {}
    units: dict[str, int] = {}
    counted: set[str | None] = set()
    cases = no_cost = no_outcome = early = 0
    for record in records:
        # Only what came of a consultation is divided among consultations.
        if measure is Measure.CONSULTATION and record.consultation is None:
            continue
        brought = _UNITS[measure](record)
        if record.yen is None:
            no_cost += 1
        elif measure is Measure.STILL_EXPORTING and not record.mature:
            early += 1
        elif brought is None:
            no_outcome += 1
        else:
            cases += 1
            once = _ONCE.get(measure)
            if once is not None and brought:
                brought = 0 if once(record) in counted else 1
                counted.add(once(record))
            yen[record.firm] = yen.get(record.firm, 0) + record.yen
            units[record.firm] = units.get(record.firm, 0) + brought
    left_out = LeftOut(no_cost, no_outcome, early)
    return _Sums(tuple(yen), tuple(yen.values()), tuple(units.values()), cases, left_out)


def _ratios(sums: Sequence[_Sums], draws: int, seed: int) -> Numbers:
    """Drawn ratios, a column for each of the sums: all columns see the same firms."""
    places = {firm: place for place, firm in enumerate(sorted({f for rows in sums for f in rows.firms}))}
    count = len(places)
    found = np.full((draws, len(sums)), np.nan)
    if not count:
        return found
    table = np.zeros((count, 2 * len(sums)))
    for column, rows in enumerate(sums):
        at = [places[firm] for firm in rows.firms]
        table[at, 2 * column] = rows.yen
        table[at, 2 * column + 1] = rows.units
    numbers = np.random.default_rng(seed)
    step = max(1, _CELLS // count)
    for begin in range(0, draws, step):
        rows_now = min(step, draws - begin)
        drawn = numbers.integers(0, count, (rows_now, count)) + count * np.arange(rows_now)[:, None]
        often = np.bincount(drawn.ravel(), minlength=rows_now * count).reshape(rows_now, count)
        totals = often.astype(np.float64) @ table
        with np.errstate(divide="ignore", invalid="ignore"):
            found[begin : begin + rows_now] = totals[:, 0::2] / totals[:, 1::2]
    return found


def _figure(measure: Measure, sums: _Sums, given: int, ratios: Numbers) -> UnitCost:
    yen, units, left_out = sum(sums.yen), sum(sums.units), sums.left_out
    whole: dict[str, Any] = {
        "measure": measure,
        "cases": sums.cases,
        "firms": len(sums.firms),
        "yen": yen,
        "units": units,
        "left_out": left_out,
    }
    if not sums.cases:
        why = _why_none(given, left_out)
        return UnitCost(**whole, value=None, low=None, high=None, why=why)
    if not units:
        return UnitCost(**whole, value=None, low=None, high=None, why=Reason.ZERO_DENOMINATOR)
    value = yen / units
    if sums.cases == 1 or len(sums.firms) == 1:
        alone = Reason.ONE_CASE if sums.cases == 1 else Reason.ONE_FIRM
        return UnitCost(**whole, value=value, low=None, high=None, why_open=alone)
    low, high = _bounds(ratios[~np.isnan(ratios)], value)
    if not np.isfinite(high):
        return UnitCost(**whole, value=value, low=low, high=None, why_open=Reason.UNBOUNDED)
    return UnitCost(**whole, value=value, low=low, high=high)


def _why_none(given: int, left_out: LeftOut) -> Reason:
    if not given or not left_out.all:
        return Reason.NO_CASES
    if left_out.early:
        return Reason.TOO_EARLY
    return Reason.OUTCOMES_UNKNOWN if left_out.outcome else Reason.COSTS_UNKNOWN


def _bounds(drawn: Numbers, value: float) -> tuple[float, float]:
    # No interpolation: between a number and an unbounded ratio there is none.
    low = float(np.quantile(drawn, 0.025, method="lower"))
    high = float(np.quantile(drawn, 0.975, method="higher"))
    return min(low, value), max(high, value)
