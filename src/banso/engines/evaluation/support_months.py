"""What each further band of months of support came to: its cost, and the first exports that fell into it.

A description of what was spent and of what happened meanwhile, not an effect: whose support lasted longer
differs from whose ended early.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

#: First and last month of support of each band; None: without end.
BANDS: tuple[tuple[int, int | None], ...] = ((1, 6), (7, 12), (13, 24), (25, 36), (37, None))


@dataclass(frozen=True, slots=True)
class Supported:
    """A case: months of support, cost by month of support (None: not known), month of its first export.

    Months count from 1. ``first_export`` is None without an export.
    """

    months: int
    yen: Mapping[int, int] | None
    first_export: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """What a band of months came to over all cases that were supported in it."""

    first: int
    last: int | None
    cases: int
    months: int
    yen: int
    first_exports: int
    cost_unknown: int

    @property
    def exports_per_100_months(self) -> Fraction | None:
        """First exports that fell into 100 months of support; None without a month."""
        return Fraction(100 * self.first_exports, self.months) if self.months else None

    @property
    def yen_per_month(self) -> Fraction | None:
        """What a month of support in this band cost; None without a month."""
        return Fraction(self.yen, self.months) if self.months else None


def bands(cases: Iterable[Supported]) -> list[Band]:
    """One row for each band. Cases whose cost is not known are counted apart and left out of the rest."""
    rows = list(cases)
    found = []
    for first, last in BANDS:
        reached = [case for case in rows if case.months >= first]
        known = [case for case in reached if case.yen is not None]
        end = last or max((case.months for case in known), default=first)
        found.append(
            Band(
                first,
                last,
                len(known),
                sum(min(case.months, end) - first + 1 for case in known),
                sum(
                    yen
                    for case in known
                    for month, yen in (case.yen or {}).items()
                    if first <= month <= min(case.months, end)
                ),
                sum(
                    case.first_export is not None and first <= case.first_export <= min(case.months, end)
                    for case in known
                ),
                len(reached) - len(known),
            )
        )
    return found
