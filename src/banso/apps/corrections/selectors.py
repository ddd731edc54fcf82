"""What other rooms and pages read of corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import ForeignKey

from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.models import Correction
from banso.apps.corrections.values import label, shown


@dataclass(frozen=True)
class CorrectionLine:
    """One correction in words."""

    correction: Correction
    field: str
    old: str
    new: str


def corrected_rows(subject_kind: str, subject_ref: str) -> dict[str, set[int]]:
    """Which records of a subject were ever corrected: keys by kind, in one query."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = Correction.objects.filter(subject_kind=subject_kind, subject_ref=subject_ref).order_by()
    for kind, row in rows.values_list("kind", "row").distinct():
        found[kind].add(row)
    return found


def corrected_among(kind: str, rows: Iterable[int]) -> set[int]:
    """Which of these records were ever corrected, in one query."""
    found = Correction.objects.filter(kind=kind, row__in=list(rows))
    return set(found.order_by().values_list("row", flat=True))


def changed_since(kind: str, rows: Iterable[int], moment: datetime) -> set[int]:
    """Which of these records were corrected after a moment, so that an edition made then can say so."""
    found = Correction.objects.filter(kind=kind, row__in=list(rows), corrected_at__gt=moment)
    return set(found.order_by().values_list("row", flat=True))


def lines(corrections: Sequence[Correction]) -> list[CorrectionLine]:
    """Corrections in words; one query more for each field that points at other rows."""
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in corrections:
        if isinstance(KINDS[row.kind].model._meta.get_field(row.field), ForeignKey):
            wanted[row.kind, row.field] |= {text for text in (row.old, row.new) if text}
    names: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for (kind, name), keys in sorted(wanted.items()):
        model = KINDS[kind].model._meta.get_field(name).related_model
        for found in model._default_manager.filter(pk__in=keys):
            names[kind][name, str(found.pk)] = str(found)
    return [
        CorrectionLine(
            row,
            label(KINDS[row.kind], row.field),
            shown(KINDS[row.kind], row.field, row.old, names[row.kind]),
            shown(KINDS[row.kind], row.field, row.new, names[row.kind]),
        )
        for row in corrections
    ]
