"""Weights of answers: by design, for silence, raked to known margins, trimmed; and what they cost.

Weights are made from each other in this order. Every step keeps the sum that the step before stood for, and
refuses by name what does not add up instead of giving weights that look sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Weights = NDArray[np.float64]

#: How far, as a share of it, a raked margin may lie from its target.
TOLERANCE = 1e-6
#: After so many rounds margins are taken not to converge.
ROUNDS = 500


class WeightError(ValueError):
    """Weights cannot be made: `rule` is broken at what `params` name."""

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(f"{rule}: {params}")
        self.rule = rule
        self.params = params


@dataclass(frozen=True, slots=True)
class Margin:
    """A margin that is known of the whole: the category of each answer and the total of each category."""

    name: str
    categories: Sequence[str]
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Effect:
    """What unequal weights cost (Kish): the variance grows by `design_effect`, as of fewer answers."""

    answers: int
    design_effect: float

    @property
    def effective(self) -> float:
        """As many answers of equal weight would tell as much."""
        return self.answers / self.design_effect


def effect(weights: ArrayLike) -> Effect:
    """Return the effect of weights; answers of weight 0 do not count.

    Raises WeightError "weights_none" if none is over 0.
    """
    given = np.asarray(weights, dtype=float)
    given = given[given > 0]
    if not given.size:
        raise WeightError("weights_none")
    return Effect(given.size, float(given.size * np.sum(given**2) / np.sum(given) ** 2))


def design_weights(probabilities: ArrayLike) -> Weights:
    """Return the inverse of the probabilities of being drawn.

    Raises WeightError "probability_wrong" at the first (`place` from 0) that is not over 0 and at most 1.
    """
    given = np.asarray(probabilities, dtype=float)
    for place in np.flatnonzero(~((given > 0) & (given <= 1))):
        raise WeightError("probability_wrong", place=int(place), value=float(given[place]))
    return 1 / given


def adjusted_for_silence(weights: ArrayLike, answered: Sequence[bool], classes: Sequence[str]) -> Weights:
    """Return weights by which those who answered stand for the silent of their class too; 0 for the silent.

    Raises WeightError "class_silent" for a class of which nobody answered: join it with another first.
    """
    given, spoke, names = (
        np.asarray(weights, dtype=float),
        np.asarray(answered, dtype=bool),
        np.asarray(classes),
    )
    found = np.zeros_like(given)
    for name in dict.fromkeys(classes):
        members = names == name
        heard = given[members & spoke].sum()
        if not heard:
            raise WeightError("class_silent", name=name, invited=int(members.sum()))
        found[members & spoke] = given[members & spoke] * given[members].sum() / heard
    return found


def raked(weights: ArrayLike, margins: Sequence[Margin]) -> Weights:
    """Return weights that add up to every margin, as near to the given ones as raking keeps them.

    1. What cannot work is refused by name: "margin_negative", "margin_category_unknown" (answers in a
       category that the margin does not have), "margin_category_empty" (a total that no answer can carry)
       and "margins_differ" (two margins that add up to different totals).
    2. Each margin in turn is met exactly, until all of them hold within TOLERANCE.
    3. After ROUNDS rounds "margins_not_converged" names the margin and category that is farthest off.
    """
    found = np.array(weights, dtype=float)
    coded = [_coded(margin, found) for margin in margins]
    _refuse_different_sums(margins)
    for _round in range(ROUNDS):
        for codes, totals in coded:
            reached = np.bincount(codes, found, totals.size)
            found *= np.divide(totals, reached, out=np.zeros_like(totals), where=reached > 0)[codes]
        if all(_off(codes, totals, found).max() <= TOLERANCE for codes, totals in coded):
            return found
    worst = max(range(len(coded)), key=lambda place: _off(*coded[place], found).max())
    off = _off(*coded[worst], found)
    raise WeightError(
        "margins_not_converged",
        margin=margins[worst].name,
        category=[*margins[worst].totals][int(off.argmax())],
        off=float(off.max()),
        rounds=ROUNDS,
    )


def trimmed(weights: ArrayLike, most: float) -> Weights:
    """Return weights of which none is over `most`; what is cut off goes to the others in proportion.

    Raises WeightError "cap_too_low" if even equal weights would be over it.
    """
    found = np.array(weights, dtype=float)
    weighted = found > 0
    total = found.sum()
    if total > most * weighted.sum():
        raise WeightError("cap_too_low", cap=most, least=float(total / weighted.sum()))
    capped = np.zeros_like(weighted)
    while (over := (found > most) & ~capped).any():
        capped |= over
        found[capped] = most
        free = weighted & ~capped
        if free.any():
            found[free] *= (total - most * capped.sum()) / found[free].sum()
    return found


def _coded(margin: Margin, weights: Weights) -> tuple[NDArray[np.int64], Weights]:
    """The categories of the answers as places among the margin's totals, and the totals."""
    places = {category: place for place, category in enumerate(margin.totals)}
    for category, total in margin.totals.items():
        if not (np.isfinite(total) and total >= 0):
            raise WeightError("margin_negative", margin=margin.name, category=category, total=total)
    for row, category in enumerate(margin.categories):
        if category not in places:
            raise WeightError("margin_category_unknown", margin=margin.name, category=category, place=row)
    codes = np.array([places[category] for category in margin.categories], dtype=np.int64)
    totals = np.array([*margin.totals.values()], dtype=float)
    carried = np.bincount(codes, weights, totals.size)
    for category, place in places.items():
        if totals[place] and not carried[place]:
            raise WeightError("margin_category_empty", margin=margin.name, category=category)
    return codes, totals


def _refuse_different_sums(margins: Sequence[Margin]) -> None:
    sums = [sum(margin.totals.values()) for margin in margins]
    for margin, total in zip(margins[1:], sums[1:], strict=True):
        if abs(total - sums[0]) > TOLERANCE * max(total, sums[0]):
            raise WeightError(
                "margins_differ", margin=margin.name, total=total, other=margins[0].name, other_total=sums[0]
            )


def _off(codes: NDArray[np.int64], totals: Weights, weights: Weights) -> Weights:
    """How far each category lies from its total, as a share of it."""
    reached = np.bincount(codes, weights, totals.size)
    return np.abs(reached - totals) / np.where(totals > 0, totals, 1.0)
