"""What similar firms reached: the outside view on a goal.

1. Each past case is one observation: its traits (a code for every criterion, None where unknown) and what it
   reached within the months asked about, None where the records do not tell. Of a firm with several cases the
   one that began last stands for it.
2. The class holds the observations that agree with the goal in every criterion. A criterion in which the
   goal's own trait is unknown cannot be asked for and is left out from the start.
3. While the class is smaller than the least number of firms, one more criterion is dropped, in the order
   given. Is it too small even without any, there is nothing to say: the verdict is unknown.
4. The figures: the lower quartile, the median and the upper quartile over all firms of the class, those that
   exported nothing among them; how many firms reached the target; and how many reached anything.
5. The verdict: ``not_feasible`` if fewer than a given share of all firms reached the target;
   ``not_ambitious`` if the target lies below the lower quartile of those that reached anything, where they
   are enough to tell; else ``feasible``. Thresholds are given in percent.

Quantiles lie between neighbours in proportion (type 7 of Hyndman and Fan), exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

VerdictCode = Literal["feasible", "not_ambitious", "not_feasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One past case: whose it was, when it began (any order that grows), its traits, what it reached."""

    firm: int
    began: int
    traits: Mapping[str, str | None]
    reached: Fraction | int | None


@dataclass(frozen=True)
class Rules:
    """The criteria in the order in which they are dropped, and the thresholds.

    ``least`` firms make a class; ``least_exporting`` of them must have reached something before a goal can be
    called not ambitious. ``feasible_percent`` and ``ambitious_percent`` are the thresholds of step 5.
    """

    criteria: tuple[str, ...]
    least: int = 10
    least_exporting: int = 5
    feasible_percent: int = 10
    ambitious_percent: int = 25


@dataclass(frozen=True)
class Comparison:
    """A goal beside its class. Figures are None where the class is too small; ``firms`` counts it anyway."""

    verdict: VerdictCode
    firms: int
    criteria: tuple[str, ...]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    reached_it: int | None = None
    exporting: int | None = None
    lower: Fraction | None = None
    median: Fraction | None = None
    upper: Fraction | None = None


def compare(
    target: Fraction | int,
    traits: Mapping[str, str | None],
    observations: Sequence[Observation],
    rules: Rules,
) -> Comparison:
    """Judge a target by what the observations reached (steps 1 to 5)."""
    known = [one for one in _latest(observations) if one.reached is not None]
    unknown = tuple(name for name in rules.criteria if traits.get(name) is None)
    asked = tuple(name for name in rules.criteria if name not in unknown)
    for first in range(len(asked) + 1):
        criteria, dropped = asked[first:], asked[:first]
        found = [one for one in known if all(one.traits.get(name) == traits[name] for name in criteria)]
        if len(found) >= rules.least:
            break
    if len(found) < rules.least:
        return Comparison("unknown", len(found), criteria, dropped, unknown)
    values = sorted(Fraction(one.reached) for one in found if one.reached is not None)
    exporting = [value for value in values if value > 0]
    reached_it = sum(value >= target for value in values)
    return Comparison(
        _verdict(target, values, exporting, reached_it, rules),
        len(values),
        criteria,
        dropped,
        unknown,
        reached_it,
        len(exporting),
        *(quantile(values, percent) for percent in (25, 50, 75)),
    )


def quantile(ordered: Sequence[Fraction], percent: int) -> Fraction:
    """The quantile of values in ascending order, at least one of them."""
    place = Fraction(percent * (len(ordered) - 1), 100)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _latest(observations: Sequence[Observation]) -> list[Observation]:
    latest: dict[int, Observation] = {}
    for one in observations:
        before = latest.get(one.firm)
        if before is None or one.began > before.began:
            latest[one.firm] = one
    return list(latest.values())


def _verdict(
    target: Fraction | int,
    values: Sequence[Fraction],
    exporting: Sequence[Fraction],
    reached_it: int,
    rules: Rules,
) -> VerdictCode:
    if 100 * reached_it < rules.feasible_percent * len(values):
        return "not_feasible"
    if len(exporting) >= rules.least_exporting and target < quantile(exporting, rules.ambitious_percent):
        return "not_ambitious"
    return "feasible"
