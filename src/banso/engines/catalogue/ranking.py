"""The order in which found products are shown, by a formula that anybody may read, and the counts beside it.

    score = 3 where all that was asked stands in the name or is the category, else 1
          + 1 on the day of publication, falling evenly to 0 after 90 days
          + 1 where the firm answers at once, falling evenly to 0 at 14 days; 0.5 where it was never asked
          + a turn of the day between 0 and 0.5, so that equals take turns to stand first

Nobody can pay for a place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IN_NAME, IN_TEXT = 3.0, 1.0
NEW_DAYS, ANSWER_DAYS = 90, 14
NEVER_ASKED, TURN = 0.5, 0.5
#: Steps that are as far from repeating as steps can be: each day the turn of a product is another one.
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Found:
    """What was found, a row a product; all arrays are as long as ``keys``.

    ``published`` are days as ordinals; ``answer_days`` is NaN where a firm was never asked; ``lots`` are
    numbers from 0 to 1 that stay with a product. ``facets`` hold a code each, ``several`` a set of codes as
    bits.
    """

    keys: NDArray[np.int64]
    in_name: NDArray[np.bool_]
    published: NDArray[np.int64]
    answer_days: NDArray[np.float64]
    lots: NDArray[np.float64]
    facets: Mapping[str, NDArray[np.int64]]
    several: Mapping[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.keys)


def scores(found: Found, today: int) -> NDArray[np.float64]:
    """The score of each product on a day (an ordinal)."""
    new = np.clip(1 - (today - found.published) / NEW_DAYS, 0, 1)
    answers = np.nan_to_num(np.clip(1 - found.answer_days / ANSWER_DAYS, 0, 1), nan=NEVER_ASKED)
    turn = (found.lots + today * _GOLDEN) % 1 * TURN
    return np.where(found.in_name, IN_NAME, IN_TEXT) + new + answers + turn


def order(found: Found, today: int) -> NDArray[np.intp]:
    """The places of the products, best first; of equals the one with the smaller key."""
    return np.lexsort((found.keys, -scores(found, today)))


def newest(found: Found) -> NDArray[np.intp]:
    """The places of the products, those published last first; of equals the one with the smaller key."""
    return np.lexsort((found.keys, -found.published))


def chosen(found: Found, wanted: Mapping[str, Collection[int]], but: str = "") -> NDArray[np.bool_]:
    """Which products have one of the wanted codes of every facet, leaving the facet ``but`` aside."""
    fits = np.ones(len(found), dtype=bool)
    for facet, codes in wanted.items():
        if facet != but and codes:
            fits &= _has(found, facet, codes)
    return fits


def counts(found: Found, wanted: Mapping[str, Collection[int]]) -> dict[str, dict[int, int]]:
    """How many products there are of each code, by facet, with all that is wanted of the other facets."""
    told: dict[str, dict[int, int]] = {}
    for facet in (*found.facets, *found.several):
        fits = chosen(found, wanted, but=facet)
        if facet in found.facets:
            codes, numbers = np.unique(found.facets[facet][fits], return_counts=True)
            told[facet] = dict(zip(codes.tolist(), numbers.tolist(), strict=True))
        else:
            sets = found.several[facet][fits]
            told[facet] = {bit: number for bit in range(63) if (number := int((sets >> bit & 1).sum()))}
    return told


def _has(found: Found, facet: str, codes: Collection[int]) -> NDArray[np.bool_]:
    if facet in found.facets:
        return np.isin(found.facets[facet], list(codes))
    mask = sum(1 << code for code in set(codes))
    return (found.several[facet] & mask) != 0
