"""Do firms of a group drop out under a charge? Their share of all firms before and after, and what to say.

A group that drops out makes up a smaller share of the firms that ask, or whose support begins. A warning is
given only where

1. each window has at least ``least_base`` firms of which it is known whether they belong to the group;
2. the 95 % interval of the difference of both shares (Newcombe) lies below zero: it excludes no change;
3. the share fell by at least ``least_points`` points.

With many comparisons some would warn by chance alone: about one in forty falls so far without any change.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from banso.engines.kernel.intervals import Interval, newcombe
from banso.engines.kernel.rounding import half_up
from banso.engines.statistics.shares import Share

Verdict = Literal["warns", "holds", "too_few"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds of a warning: firms in each window, and points that the share fell."""

    least_base: int
    least_points: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """The share of a group before and after, and what the rule says of it.

    ``difference`` is after minus before in points; it and its interval are None without firms.
    """

    before: Share
    after: Share
    difference: Decimal | None
    interval: Interval | None
    verdict: Verdict


def judge(rule: Rule, before: tuple[int, int], after: tuple[int, int]) -> Change:
    """Hold two shares (firms of the group, firms) beside each other."""
    shares = Share(*before), Share(*after)
    interval = newcombe(after, before)
    if interval is None:
        return Change(*shares, None, None, "too_few")
    difference = half_up(100 * (Fraction(*after) - Fraction(*before)))
    if min(before[1], after[1]) < rule.least_base:
        return Change(*shares, difference, interval, "too_few")
    warns = interval[1] < 0 and difference <= -rule.least_points
    return Change(*shares, difference, interval, "warns" if warns else "holds")
