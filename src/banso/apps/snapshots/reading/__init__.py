"""Casework as the tables of the read model. One module a stretch of the firm's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from banso.apps.snapshots.reading import (
    after,
    along,
    applying,
    asking,
    cases,
    charging,
    exports,
    selling,
    surveyed,
    work,
)
from banso.apps.snapshots.reading.world import Row, World

__all__ = ["tables"]

_READERS: Mapping[str, Callable[[World], Iterator[Row]]] = {
    "consultations": asking.consultations,
    "needs": asking.needs,
    "proposals": asking.proposals,
    "referrals": asking.referrals,
    "applications": applying.applications,
    "screenings": applying.screenings,
    "cases": cases.cases,
    "stages": along.stages,
    "gates": along.gates,
    "efforts": along.efforts,
    "causes": along.causes,
    "results": exports.results,
    "activities": work.activities,
    "expert_months": work.expert_months,
    "follow_ups": after.follow_ups,
    "quotes": charging.quotes,
    "listings": selling.listings,
    "samples": selling.samples,
    "answers": surveyed.answers,
}


def tables(as_of: date) -> Iterator[tuple[str, Iterator[Row]]]:
    """Every table of the read model with its rows as they stand, seen from a day.

    The number of queries does not grow with the records. Rows come in the order of their keys, so that the
    same records give the same snapshot.
    """
    world = World(as_of)
    for name, read in _READERS.items():
        yield name, read(world)
