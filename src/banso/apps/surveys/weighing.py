"""Weights of a wave's answers: what each stands for, and what unequal weights cost.

1. Design: one over the probability with which the unit was drawn.
2. Silence: within each class those who answered stand for those who did not.
3. Raking: weights add up to what the frame holds by chosen facts. The frame is what could be asked.
4. Trimming: no weight is over so many times the mean; what is cut off goes to the others.

Each step is shown with its design effect and the effective number of answers. Trimming moves the weights off
the margins a little; how far is shown, not hidden by raking again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.surveys import weight_messages
from banso.apps.surveys.frames import UNKNOWN, stratum
from banso.apps.surveys.models import Answer, Drawing, Wave
from banso.apps.surveys.transitions import fire
from banso.engines.statistics.weights import (
    Effect,
    Margin,
    WeightError,
    adjusted_for_silence,
    design_weights,
    effect,
    raked,
    trimmed,
)

_WRITTEN_AT_ONCE = 500
#: The field that a broken rule belongs to.
_FIELDS = {"class": "classes", "margin": "margins", "margins": "margins", "cap": "cap"}


@dataclass(frozen=True, slots=True)
class Weighting:
    """How answers are weighted: classes of silence, margins of the frame, and the most a weight may be.

    ``cap`` counts in mean weights; None: nothing is trimmed.
    """

    classes: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The weights after one step, and what they cost."""

    name: str
    least: float
    most: float
    effect: Effect


@dataclass(frozen=True, slots=True)
class ClassOfSilence:
    """A class: how many were drawn and answered, and by what its answers were multiplied."""

    name: str
    drawn: int
    answered: int
    factor: float


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a margin: what the frame holds, and what the weights add up to before raking and now."""

    fact: str
    code: str
    framed: int
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of a wave's answers by key, and how they came about."""

    weights: dict[int, float]
    steps: tuple[Step, ...]
    classes: tuple[ClassOfSilence, ...]
    margins: tuple[Category, ...]

    @property
    def last(self) -> Step:
        """The weights as they are."""
        return self.steps[-1]

    @property
    def singles(self) -> list[ClassOfSilence]:
        """Classes that one answer speaks for: nothing tells how answers differ in them."""
        return [one for one in self.classes if one.answered == 1]


def weigh(wave: Wave, how: Weighting) -> Weighed:
    """Weigh the answers of a wave; nothing is stored. Two queries.

    Raises:
        WeightError: the weights cannot be made; "weights_none" also where nobody answered.
    """
    drawn = wave.units.filter(drawn=True).order_by("pk")
    rows = list(drawn.values_list("facts", "probability", "answer__pk"))
    answered = [key is not None for _facts, _probability, key in rows]
    if not any(answered):
        raise WeightError("weights_none")
    names = [stratum(facts, how.classes) for facts, _probability, _key in rows]
    design = design_weights([probability for _facts, probability, _key in rows])
    spoke = np.array(answered)
    steps = [_step("design", design[spoke])]
    adjusted = adjusted_for_silence(design, answered, names)[spoke]
    steps.append(_step("silence", adjusted))
    heard = [facts for facts, _probability, key in rows if key is not None]
    framed = _framed(wave, how.margins)
    weights = adjusted
    if how.margins:
        weights = raked(adjusted, [Margin(fact, _values(heard, fact), framed[fact]) for fact in how.margins])
        steps.append(_step("raked", weights))
    if how.cap is not None:
        weights = trimmed(weights, float(how.cap) * float(weights.mean()))
        steps.append(_step("trimmed", weights))
    keys = [key for _facts, _probability, key in rows if key is not None]
    return Weighed(
        dict(zip(keys, map(float, weights), strict=True)),
        tuple(steps),
        _classes(names, answered, design, spoke),
        tuple(_categories(how.margins, framed, heard, adjusted, weights)),
    )


@service
def store_weights(actor: Actor, wave: Wave, how: Weighting) -> Weighed:
    """Weigh the answers of a closed wave and keep their weights in place of those before.

    Raises:
        Refused: the wave is not closed, or the weights cannot be made; the message says where.
    """
    held = hold(Wave.objects).get(pk=wave.pk)
    fire(held.state, "weigh", actor, {"has_frame": held.drawing != Drawing.BROUGHT})
    try:
        found = weigh(held, how)
    except WeightError as fault:
        raise refused(fault, how) from fault
    held.answers.filter(weight__isnull=False).update(weight=None)
    Answer.objects.bulk_update(
        [Answer(pk=key, weight=weight) for key, weight in found.weights.items()],
        ["weight"],
        batch_size=_WRITTEN_AT_ONCE,
    )
    held.weighting = {
        "classes": list(how.classes),
        "margins": list(how.margins),
        "cap": None if how.cap is None else str(how.cap),
    }
    held.save(update_fields=["weighting"])
    told = {
        **held.weighting,
        "answers": len(found.weights),
        "design_effect": f"{found.last.effect.design_effect:.4f}",
        "effective": f"{found.last.effect.effective:.1f}",
    }
    record(actor, "wave.weighted", ("wave", held.code), told)
    return found


def refused(fault: WeightError, how: Weighting) -> Refused:
    """Why weights cannot be made, beside the field that it belongs to."""
    said = weight_messages.message(fault, how.classes)
    return Refused(fault.rule, said, _FIELDS.get(fault.rule.split("_")[0]))


def stored(wave: Wave) -> Weighting | None:
    """How the answers of a wave are weighted; None where they are not."""
    kept: dict[str, Any] = wave.weighting
    if not kept:
        return None
    cap = None if kept["cap"] is None else Decimal(kept["cap"])
    return Weighting(tuple(kept["classes"]), tuple(kept["margins"]), cap)


def _step(name: str, weights: NDArray[np.float64]) -> Step:
    return Step(name, float(weights.min()), float(weights.max()), effect(weights))


def _values(facts: Sequence[dict[str, Any]], fact: str) -> list[str]:
    return [str(one.get(fact, UNKNOWN)) for one in facts]


def _framed(wave: Wave, margins: Sequence[str]) -> dict[str, dict[str, int]]:
    """What the frame holds by fact: of who could be asked."""
    facts = list(wave.units.filter(excluded="").order_by("pk").values_list("facts", flat=True))
    return {fact: dict(sorted(Counter(_values(facts, fact)).items())) for fact in margins}


def _classes(
    names: Sequence[str], answered: Sequence[bool], design: NDArray[np.float64], spoke: NDArray[np.bool_]
) -> tuple[ClassOfSilence, ...]:
    found = []
    coded = np.array(names)
    for name in sorted(set(names)):
        own = coded == name
        factor = design[own].sum() / design[own & spoke].sum()
        found.append(ClassOfSilence(name, int(own.sum()), int((own & spoke).sum()), float(factor)))
    return tuple(found)


def _categories(
    margins: Sequence[str],
    framed: dict[str, dict[str, int]],
    heard: Sequence[dict[str, Any]],
    before: NDArray[np.float64],
    now: NDArray[np.float64],
) -> list[Category]:
    found = []
    for fact in margins:
        values = np.array(_values(heard, fact))
        for code, total in framed[fact].items():
            own = values == code
            found.append(Category(fact, code, total, float(before[own].sum()), float(now[own].sum())))
    return found
