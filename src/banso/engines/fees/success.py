"""A share of later sales: what is due of it in all, and what of that is billed now.

1. What is due in all is the share of the sum of all sales that count, exactly, rounded once by the rule that
   was agreed, and never more than the cap.
2. What is billed is what is due in all less what was billed before. So rounding never adds up, a sale that
   becomes known late is billed with the next period, and the cap holds over all periods together.
3. Below zero, more was billed than is due now: a sale was corrected or taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from banso.engines.kernel.rounding import NAMED


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: a share of sales (0.01 of 1 percent), a cap in whole yen, the rule of rounding."""

    share: Decimal
    cap_yen: int
    rounding: str


def due(agreed: Agreed, sales: Iterable[int]) -> int:
    """What is due in all of sales in whole yen (step 1)."""
    exact = Fraction(agreed.share) * sum(sales)
    return min(int(NAMED[agreed.rounding](exact, 0)), agreed.cap_yen)


def to_bill(agreed: Agreed, sales: Iterable[int], billed: int) -> int:
    """What is billed now (step 2); below zero: what was billed too much (step 3)."""
    return due(agreed, sales) - billed
