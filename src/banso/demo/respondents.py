"""Rank and cut: giving every published count exactly, whoever the respondents are.

For each step of the calibration, in order:

1. take the respondents whose labels so far are those that the step is within;
2. score each: the weighted sum of its features (ability, keenness, half its size class, labels given before)
   and a standard normal draw;
3. sort by score, highest first;
4. hand out the step's labels in order, each as often as its count says.

So chance decides who gets a label, never how many get it. A smaller group than the published one gets the
labels in proportion, by largest remainder.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from banso.demo.calibration import Step

#: How much a confirmed export in casework weighs in the score of having exported.
CASEWORK_WEIGHT = 2.6


@dataclass
class Respondent:
    """One firm that answers about one programme: its features and the labels it has been given."""

    capability: float
    engagement: float
    size: int
    exported: bool = False
    labels: dict[str, str] = field(default_factory=dict)

    def feature(self, name: str) -> float:
        """The value of a feature: a trait, or whether a label was given ("trend:up")."""
        if name == "capability":
            return self.capability
        if name == "engagement":
            return self.engagement
        if name == "size_rank":
            return self.size / 2
        variable, label = name.split(":")
        return float(self.labels.get(variable) == label)


def shares(counts: Sequence[tuple[str, int]], total: int) -> list[tuple[str, int]]:
    """Counts in the same proportion that add up to a total (largest remainder; ties to the earlier label)."""
    whole = sum(count for _label, count in counts)
    if whole == total:
        return list(counts)
    exact = [count * total / whole for _label, count in counts]
    given = [int(value) for value in exact]
    order = sorted(range(len(counts)), key=lambda position: given[position] - exact[position])
    for position in order[: total - sum(given)]:
        given[position] += 1
    return [(label, count) for (label, _count), count in zip(counts, given, strict=True)]


def rank_and_cut(chance: random.Random, respondents: Sequence[Respondent], steps: Sequence[Step]) -> None:
    """Give every respondent its labels."""
    for step in steps:
        group = [one for one in respondents if _within(one, step.within)]
        scored = [(_score(chance, one, step), position, one) for position, one in enumerate(group)]
        scored.sort(key=lambda item: (-item[0], item[1]))
        labels = [label for label, count in shares(step.labels, len(group)) for _number in range(count)]
        for (_value, _position, one), label in zip(scored, labels, strict=True):
            one.labels[step.variable] = label


def _within(one: Respondent, conditions: Mapping[str, str]) -> bool:
    return all(one.labels.get(variable) == label for variable, label in conditions.items())


def _score(chance: random.Random, one: Respondent, step: Step) -> float:
    score = sum(weight * one.feature(name) for name, weight in step.score.items())
    if step.variable == "success":
        score += CASEWORK_WEIGHT * one.exported
    return score + chance.gauss(0, 1)


def deal(chance: random.Random, firms: int, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Deal out kinds so that each is held by as many firms as its count says, and every firm holds one.

    Raises:
        ValueError: there are fewer kinds to deal than firms, or more of one kind than firms.
    """
    tokens = [kind for kind, count in counts.items() for _number in range(count)]
    if len(tokens) < firms or max(counts.values(), default=0) > firms:
        raise ValueError("the kinds cannot be dealt out")
    chance.shuffle(tokens)
    hands = [{token} for token in tokens[:firms]]
    for token in tokens[firms:]:
        chance.choice([hand for hand in hands if token not in hand]).add(token)
    return [tuple(kind for kind in counts if kind in hand) for hand in hands]
