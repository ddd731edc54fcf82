"""How long until something happens, with those to whom it has not happened yet counted rightly.

Kaplan and Meier 1958; the variance is Greenwood's, the interval on the log-minus-log scale, so that it stays
between 0 and 1. Whoever is watched up to a month without the event counts as at risk up to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from banso.engines.kernel.intervals import Z


@dataclass(frozen=True, slots=True)
class Reached:
    """The share to whom it has happened within so many months, from 0 to 1, with its 95 % interval.

    ``at_risk`` were still watched without the event when the month began. ``interval`` is None where no event
    has happened, or to everybody.
    """

    months: int
    at_risk: int
    share: float
    interval: tuple[float, float] | None


def reached(
    counts: Mapping[tuple[int, bool], int], months: Sequence[int]
) -> tuple[list[Reached], int | None]:
    """The share reached within each of some months, and the median time.

    ``counts``: how many have a time in months, and whether it ended with the event (or else with the end of
    watching). A month beyond the longest time watched is left out: nobody was there to tell. The median is
    None while fewer than half have got there.

    Raises:
        ValueError: a time is negative.
    """
    if any(time < 0 for time, _event in counts):
        raise ValueError("a time is negative")
    longest = max((time for time, _event in counts), default=-1)
    found: list[Reached] = []
    median: int | None = None
    risk, survival, variance = sum(counts.values()), 1.0, 0.0
    wanted = sorted(month for month in months if month <= longest)
    for time in range(longest + 1):
        events, left = counts.get((time, True), 0), counts.get((time, False), 0)
        before = risk
        if events:
            survival *= 1 - events / risk
            variance += events / (risk * (risk - events)) if risk > events else float("inf")
        if median is None and survival <= 0.5:
            median = time
        if time in wanted:
            found.append(Reached(time, before, 1 - survival, _interval(survival, variance)))
        risk -= events + left
    return found, median


def _interval(survival: float, variance: float) -> tuple[float, float] | None:
    if not 0 < survival < 1:
        return None
    spread = exp(Z * sqrt(variance) / abs(log(survival)))
    return 1 - survival ** (1 / spread), 1 - survival**spread
