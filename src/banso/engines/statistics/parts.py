"""Parts of a whole, rounded one by one."""

from collections.abc import Iterable
from decimal import Decimal

from banso.engines.statistics.shares import Share

_WHOLE = Decimal("100.0")


def off_100(percents: Iterable[Decimal]) -> Decimal | None:
    """Return what rounded percentages of one whole add up to, if that is not 100.0; None if it is."""
    total = sum(percents, Decimal(0))
    return None if total == _WHOLE else total


def sum_off_100(parts: Iterable[Share]) -> Decimal | None:
    """Return what rounded parts of one whole add up to, if that is not 100.0; None if it is.

    None also where a part has no percentage: there is nothing to add up.
    """
    percents = [part.percent for part in parts]
    if any(percent is None for percent in percents):
        return None
    return off_100(percent for percent in percents if percent is not None)
