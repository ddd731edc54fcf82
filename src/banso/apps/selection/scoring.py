"""What several reviewers' scores and views come to. Pure: no mean hides that reviewers differ.

1. A part counts the reviewers who scored it; "not scored" is no number.
2. Two scores of a part that lie ``APART`` or more from each other, or views that differ, are to be discussed.
3. A part has a mean only if every reviewer scored it and none of its scores lie apart.
4. The whole has a weighted mean only if every part has one and the views agree.
5. What a discussion agreed takes the place of the scores: a part without agreed points stays without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

#: Scores of one part that differ by so many points are to be discussed.
APART = 2


@dataclass(frozen=True)
class Viewed:
    """One reviewer's view, and points by the code of the part; None: not scored."""

    view: str
    points: Mapping[str, int | None]


@dataclass(frozen=True)
class PartSummary:
    """What a part came to. ``mean`` is None where there is none to show."""

    code: str
    points: tuple[int | None, ...]
    discuss: bool
    mean: Fraction | None

    @property
    def scored(self) -> int:
        """How many reviewers scored it."""
        return sum(points is not None for points in self.points)


@dataclass(frozen=True)
class Summary:
    """What the views on one revision come to."""

    reviewers: int
    parts: tuple[PartSummary, ...]
    views_differ: bool
    #: Weighted over all parts, 0 to 4; None where anything is missing or disputed.
    mean: Fraction | None
    #: Whether ``mean`` is what a discussion agreed on.
    agreed: bool = False

    @property
    def discuss(self) -> bool:
        """Whether reviewers differ and have not agreed."""
        return not self.agreed and (self.views_differ or any(part.discuss for part in self.parts))

    @property
    def disputed(self) -> tuple[str, ...]:
        """The parts whose scores lie apart."""
        return tuple(part.code for part in self.parts if part.discuss)


def summary(
    weights: Mapping[str, int], views: Sequence[Viewed], agreed: Mapping[str, int | None] | None = None
) -> Summary:
    """Sum up views over the parts in ``weights``, with what a discussion agreed on, if it did."""
    parts = tuple(_part(code, [viewed.points.get(code) for viewed in views]) for code in weights)
    differ = len({viewed.view for viewed in views}) > 1
    if agreed is not None:
        means = {code: _exact(agreed.get(code)) for code in weights}
    elif differ:
        means = dict.fromkeys(weights)
    else:
        means = {part.code: part.mean for part in parts}
    return Summary(len(views), parts, differ, _weighted(weights, means), agreed is not None)


def _part(code: str, points: Sequence[int | None]) -> PartSummary:
    known = [one for one in points if one is not None]
    apart = len(known) > 1 and max(known) - min(known) >= APART
    mean = Fraction(sum(known), len(known)) if known and len(known) == len(points) and not apart else None
    return PartSummary(code, tuple(points), apart, mean)


def _exact(points: int | None) -> Fraction | None:
    return None if points is None else Fraction(points)


def _weighted(weights: Mapping[str, int], means: Mapping[str, Fraction | None]) -> Fraction | None:
    known = {code: mean for code, mean in means.items() if mean is not None}
    if not weights or len(known) < len(weights):
        return None
    return sum((known[code] * weight for code, weight in weights.items()), Fraction(0)) / sum(
        weights.values()
    )


@dataclass(frozen=True)
class Candidate:
    """An application under way in a round, by what its scores come to."""

    ref: str
    mean: Fraction | None


@dataclass(frozen=True)
class Edge:
    """Where the places end. ``above`` are within them, ``equal`` stand at the edge and do not all fit."""

    above: tuple[str, ...]
    equal: tuple[str, ...]
    #: Places left for those at the edge.
    places: int


def edge(candidates: Sequence[Candidate], places: int) -> Edge:
    """Who is within the places, and who must be drawn by lot because the last place falls among equals.

    Only candidates with a mean are compared. Nobody is at the edge where the last place divides no equals.
    """
    ranked = sorted(
        (one for one in candidates if one.mean is not None), key=lambda one: (-(one.mean or 0), one.ref)
    )
    if places <= 0:
        return Edge((), (), 0)
    if len(ranked) <= places:
        return Edge(tuple(one.ref for one in ranked), (), 0)
    last = ranked[places - 1].mean
    if ranked[places].mean != last:
        return Edge(tuple(one.ref for one in ranked[:places]), (), 0)
    above = tuple(one.ref for one in ranked if (one.mean or 0) > (last or 0))
    equal = tuple(one.ref for one in ranked if one.mean == last)
    return Edge(above, equal, places - len(above))
