"""The best plan for all asks at once, under everybody's hours, by exact minimum-cost flow.

What is guaranteed: of all plans in which each ask has at most one expert, who passes every test that applies,
and no expert has more asks than places, this one helps as many asks as can be helped, and among those it has
the highest sum of scores. No better plan exists; there may be others as good.

What is not: places are whole. A place is as large as the largest ask of the batch, so that hours are never
exceeded whoever is given to whom; an expert with less than one place left may take one ask that still fits.
Hours that do not fill a place stay free until the next batch. To fill them too, with asks of different sizes,
would be another problem (generalised assignment), for which no fast exact method is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from banso.engines.matching.matrices import Bools, Points, eligibility, scores
from banso.engines.matching.model import Ask, Candidate, Weights
from banso.engines.matching.scores import Regions

Ints = NDArray[np.int64]
#: In a plan: nobody.
NOBODY = -1


@dataclass(frozen=True)
class Assignment:
    """For each ask the position of its expert, or None; how many have one, and the sum of their scores."""

    experts: tuple[int | None, ...]
    assigned: int
    score: int


def assign(
    asks: Sequence[Ask], candidates: Sequence[Candidate], weights: Weights, regions: Regions, day: date
) -> Assignment:
    """The best plan of a day; see above for what "best" promises."""
    if not asks or not candidates:
        return Assignment((None,) * len(asks), 0, 0)
    eligible = eligibility(asks, candidates, day)
    points = scores(asks, candidates, weights, regions)
    chosen = solve(eligible, points, places(asks, candidates))
    has = np.flatnonzero(chosen != NOBODY)
    return Assignment(
        tuple(None if column == NOBODY else int(column) for column in chosen),
        len(has),
        int(points[has, chosen[has]].sum()),
    )


def places(asks: Sequence[Ask], candidates: Sequence[Candidate]) -> Ints:
    """How many asks each expert can take without ever exceeding the hours left; see above."""
    largest = max(1, max(ask.quarters for ask in asks))
    left = np.array([max(0, candidate.left) for candidate in candidates], dtype=np.int64)
    return np.maximum(left // largest, (left > 0).astype(np.int64))


def solve(eligible: Bools, points: Points, capacity: Ints) -> Ints:
    """The best column for each row, ``NOBODY`` for none.

    1. An arc costs what its score lacks to the highest one; nobody costs more than all other arcs of a plan
       together, so that no row goes without for the sake of the others' scores.
    2. Of very many arcs the flow is solved on the cheapest of each row first.
    3. Whether the plan is the best on *all* arcs is then proved, not assumed: no exchange improves it.
    4. Where one would, the flow is solved again on more arcs, at last on all: there is nothing to prove then.
    """
    allowed = eligible & (capacity > 0)[None, :]
    highest = int(points[allowed].max(initial=0))
    costs = np.where(allowed, highest - points.astype(np.int64), 0)
    nobody = eligible.shape[0] * int(costs.max(initial=0)) + 1
    for kept in _KEPT if np.count_nonzero(allowed) > _MANY else ():
        chosen = _flow(_cheapest(allowed, costs, kept), costs, capacity, nobody)
        if not improvable(allowed, costs, capacity, nobody, chosen):
            return chosen
    return _flow(allowed, costs, capacity, nobody)


#: More arcs than these are thinned, to so many a row at first.
_MANY = 500_000
_KEPT = (24, 72)


def _cheapest(allowed: Bools, costs: Ints, kept: int) -> Bools:
    """The cheapest arcs of each row. Equal ones are taken from another place in each row."""
    rows, columns = allowed.shape
    turned = (np.arange(columns)[None, :] - np.arange(rows)[:, None] * kept) % columns
    rank = np.where(allowed, costs * columns + turned, np.iinfo(np.int64).max)
    first = np.argpartition(rank, min(kept, columns) - 1, axis=1)[:, :kept]
    found = np.zeros_like(allowed)
    np.put_along_axis(found, first, True, axis=1)
    return found & allowed


def improvable(allowed: Bools, costs: Ints, capacity: Ints, nobody: int, chosen: Ints) -> bool:
    """Whether a chain of exchanges makes a plan cheaper: exactly then it is not the best.

    1. To move from one column to another costs least by the row whose costs differ least: one matrix.
    2. A chain may also end where there is a free place, and begin anywhere.
    3. Cheapest chains between all columns (Floyd and Warshall): one that comes back for less than nothing
       improves the plan.
    """
    rows, columns = allowed.shape
    free_end, size = columns + 1, columns + 2
    far = np.iinfo(np.int64).max // 4
    # Nobody is one more column, with room for all.
    place = np.where(chosen == NOBODY, columns, chosen)
    cost = np.where(allowed, costs, far)
    cost = np.concatenate([cost, np.full((rows, 1), nobody, dtype=np.int64)], axis=1)
    now = cost[np.arange(rows), place]
    order = np.argsort(place, kind="stable")
    used, begins = np.unique(place[order], return_index=True)
    chain = np.full((size, size), far, dtype=np.int64)
    chain[used, : columns + 1] = np.minimum.reduceat((cost - now[:, None])[order], begins, axis=0)
    taken = np.bincount(place, minlength=columns + 1)
    chain[:columns, free_end][taken[:columns] < capacity] = 0
    chain[columns, free_end] = 0
    chain[free_end, used] = 0
    for middle in range(size):
        # What is out of reach stays about as far: a sum of few such values does not run over.
        np.minimum(chain, np.minimum(chain[:, middle, None] + chain[None, middle, :], far), out=chain)
        if (np.diagonal(chain) < 0).any():
            return True
    return False


def _flow(allowed: Bools, costs: Ints, capacity: Ints, nobody: int) -> Ints:
    """Minimum-cost flow: each row sends one unit to one column, or straight to the sink.

    Raises:
        RuntimeError: the solver gives up. It never does on such a network: every unit can go straight.
    """
    # Large and rarely needed: whoever only reads about experts does not wait for it.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    rows, columns = allowed.shape
    sink = rows + columns
    row, column = np.nonzero(allowed)
    nodes = np.arange(sink + 1, dtype=np.int32)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([row.astype(np.int32), nodes[:sink]]),
        np.concatenate([(rows + column).astype(np.int32), np.full(sink, sink, dtype=np.int32)]),
        np.concatenate([np.ones(len(row) + rows, dtype=np.int64), capacity]),
        np.concatenate([costs[row, column], np.full(rows, nobody), np.zeros(columns, dtype=np.int64)]),
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:rows], supply[sink] = 1, -rows
    flow.set_nodes_supplies(nodes, supply)
    status = flow.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"the assignment was not solved: {status}")
    sent = flow.flows(arcs[: len(row)]) == 1
    chosen = np.full(rows, NOBODY, dtype=np.int64)
    chosen[row[sent]] = column[sent]
    return chosen
