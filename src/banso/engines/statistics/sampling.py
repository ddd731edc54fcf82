"""Drawing a sample from strata, so that anybody who has the seed draws the same one.

1. `proportional` divides a size among strata: first the least that each is to have, then the rest in
   proportion to the strata, by largest remainder. No stratum gets more than it holds.
2. `draw` orders the references of a stratum by the numbers of the seed (`kernel.lots.order`: SHA-256 of
   ``seed|reference``) and takes the first. The numbers hang on seed and reference alone: neither the order in
   which rows come nor what else is in the frame changes who comes before whom.
3. Within a stratum everybody was as likely to be drawn: the part of it that was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from banso.engines.kernel.lots import order


class SampleError(ValueError):
    """A sample cannot be drawn: `rule` is broken at what `params` name."""

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(f"{rule}: {params}")
        self.rule = rule
        self.params = params


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whom a draw took of one stratum, and how likely each of the stratum was to be taken."""

    references: tuple[str, ...]
    probability: float


def proportional(held: Mapping[str, int], size: int, least: int = 1) -> dict[str, int]:
    """Divide a size among strata that hold so many.

    Raises SampleError "sample_too_large" if there are not so many, "sample_too_small" if it does not give
    each stratum its least.
    """
    whole = sum(held.values())
    if size > whole:
        raise SampleError("sample_too_large", size=size, whole=whole)
    given = {stratum: min(least, count) for stratum, count in held.items()}
    if size < sum(given.values()):
        raise SampleError("sample_too_small", size=size, least=least, needed=sum(given.values()))
    while left := size - sum(given.values()):
        # Strata that have their share already want nothing; the others want at least what is left.
        wanted = {stratum: max(size * count / whole - given[stratum], 0.0) for stratum, count in held.items()}
        shares = {stratum: left * want / sum(wanted.values()) for stratum, want in wanted.items()}
        parts = {stratum: int(share) for stratum, share in shares.items()}
        if not any(parts.values()):
            order_of_remainders = sorted(shares, key=lambda stratum: (-shares[stratum], stratum))
            parts = dict.fromkeys(order_of_remainders[:left], 1)
        for stratum, part in parts.items():
            given[stratum] += part
    return given


def draw(seed: str, strata: Mapping[str, Iterable[str]], sizes: Mapping[str, int]) -> dict[str, Drawn]:
    """Draw of each stratum as many as its size says.

    Raises SampleError "stratum_without" for a stratum with nobody to draw (it would never be heard),
    "stratum_too_small" for one that does not hold so many, "stratum_unknown" for a size of none.
    """
    for stratum in sizes.keys() - strata.keys():
        raise SampleError("stratum_unknown", stratum=stratum)
    found = {}
    for stratum, references in strata.items():
        ordered, size = order(seed, references), sizes.get(stratum, 0)
        if size < 1:
            raise SampleError("stratum_without", stratum=stratum, held=len(ordered))
        if size > len(ordered):
            raise SampleError("stratum_too_small", stratum=stratum, size=size, held=len(ordered))
        found[stratum] = Drawn(ordered[:size], size / len(ordered))
    return found
