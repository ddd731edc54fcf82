"""What may stand behind months without a sale: counts that other rooms bring to the gate of a place in EC.

A hint suggests a kind of root cause and says what it rests on; nothing is noted by itself. Staff choose, and
word the cause themselves. Rooms register a source in their ``ready()``; hints come in the order of sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from banso.apps.casework.models import Case, CauseKind, ExportResult
from banso.engines.kernel.fiscal import months_between

#: From so many months without a sale on the gate asks why.
QUIET_MONTHS = 3


@dataclass(frozen=True)
class Hint:
    """Something that may keep a place from selling.

    ``kind`` is the code of a kind of root cause, empty where none fits; ``words`` what was counted, ``count``
    times since ``since``; ``links`` lead to records (name, address).
    """

    kind: str
    words: str
    count: int
    since: date
    links: tuple[tuple[str, str], ...] = ()


Source = Callable[[Case, date], Iterable[Hint]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a room bring hints about a case as of a day."""
    if source not in _sources:
        _sources.append(source)


@dataclass(frozen=True)
class HintLine:
    """A hint, the kind of cause it suggests, and whether one of this kind is open already."""

    hint: Hint
    kind: CauseKind | None
    noted: bool
    note_address: str


@dataclass(frozen=True)
class Hints:
    """For how many months nothing was sold, and what may stand behind it."""

    months: int
    last: date | None
    lines: list[HintLine]


def hints_of(case: Case, today: date) -> Hints | None:
    """What may keep a case from selling; None where it sells, or has no place in an EC channel.

    Months count from the last confirmed sale within its support, or from its first day. Samples are no sales.
    Three queries and those of the sources.
    """
    if not case.service.sells_by_ec:
        return None
    sales = ExportResult.objects.filter(
        case=case, sample=False, confirmed_at__isnull=False, exported_on__gte=case.started_on
    )
    last = sales.order_by("-exported_on").values_list("exported_on", flat=True).first()
    months = months_between(last or case.started_on, today)
    if months < QUIET_MONTHS:
        return None
    kinds = {kind.code: kind for kind in CauseKind.objects.filter(retired_on__isnull=True)}
    noted = set(case.causes.filter(solved_on__isnull=True).order_by().values_list("kind__code", flat=True))
    lines = [
        HintLine(hint, kinds.get(hint.kind), hint.kind in noted, _address(case, hint))
        for source in _sources
        for hint in source(case, today)
    ]
    return Hints(months, last, lines)


def _address(case: Case, hint: Hint) -> str:
    """The page on which a cause is noted, with what the hint says filled in."""
    filled = urlencode({"kind": hint.kind, "description": hint.words, "since": hint.since.isoformat()})
    return f"{reverse('casework:cause_note', args=[case.ref])}?{filled}"
