"""Small cells of a table of which the total is shown too: which rows are not told."""

from collections.abc import Sequence

#: A figure over fewer firms than this could be traced to one of them.
LEAST_FIRMS = 5


def hidden(firms: Sequence[int], least: int = LEAST_FIRMS) -> frozenset[int]:
    """The places of the rows that are hidden, by how many firms each rests on.

    1. Rows of 1 to ``least - 1`` firms. A row of none tells nothing of anybody.
    2. If that is a single row, the total less the others would still tell it: the smallest of the others
       that has any firm is hidden with it.
    """
    found = {place for place, count in enumerate(firms) if 0 < count < least}
    if len(found) == 1:
        others = [place for place, count in enumerate(firms) if count >= least]
        found |= {min(others, key=lambda place: firms[place])} if others else set()
    return frozenset(found)
