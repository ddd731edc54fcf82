"""Exports on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from banso.apps.casework.models import ExportResult
from banso.apps.casework.results import Result
from banso.apps.snapshots.reading.world import Row, World


@dataclass(frozen=True, slots=True)
class Export:
    """An export on record that is no duplicate."""

    pk: int
    case: int
    plain: Result
    market: str
    channel: str
    mall: str | None
    source: str
    proof: str
    settled: bool

    def counts(self, started_on: date, *, sample: bool = False) -> bool:
        """Whether it is a confirmed export of the support's time, a sample or not."""
        plain = self.plain
        return plain.confirmed and plain.sample == sample and plain.exported_on >= started_on


def exports() -> dict[int, list[Export]]:
    """By case its exports, earliest first; those found to be told twice stand once."""
    found: dict[int, list[Export]] = defaultdict(list)
    rows = ExportResult.objects.filter(duplicate_of__isnull=True).order_by("exported_on", "pk")
    for (
        pk,
        case,
        exported_on,
        yen,
        quantity,
        unit,
        sample,
        confirmed_at,
        settled_at,
        *told,
    ) in rows.values_list(
        "pk",
        "case_id",
        "exported_on",
        "amount_yen",
        "quantity",
        "unit",
        "sample",
        "confirmed_at",
        "settled_at",
        "market__code",
        "channel",
        "mall__code",
        "source",
        "proof",
    ):
        plain = Result(exported_on, yen, quantity, unit, sample, confirmed_at is not None)
        found[case].append(Export(pk, case, plain, *told, settled_at is not None))
    return found


def results(world: World) -> Iterator[Row]:
    """Exports on record, in the order of their keys; ``order`` counts along their days."""
    found: list[Row] = []
    for case, own in exports().items():
        number = 0
        for one in own:
            counted = one.counts(world.cases[case].started_on)
            number += counted
            plain = one.plain
            found.append(
                (
                    one.pk,
                    *world.where_case(case, plain.exported_on),
                    case,
                    world.cases[case].ref,
                    plain.exported_on,
                    one.market,
                    one.channel,
                    one.mall,
                    one.source,
                    one.proof or None,
                    plain.sample,
                    True if plain.confirmed else (False if one.settled else None),
                    plain.amount_yen,
                    number if counted else None,
                )
            )
    yield from sorted(found)
