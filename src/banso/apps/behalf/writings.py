"""Which events of the journal write into which records, and what leads from a record to its firm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from banso.apps.behalf.models import EntryKind
from banso.apps.behalf.standing import Writing
from banso.apps.casework.models import CatchUp, FollowUp, OwnEffort
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation
from banso.apps.journal.models import Event
from banso.apps.selection.models import Application, ApplicationState

#: What holds the firm's own words; a correction of other columns is the office's own business.
_SAID = frozenset({"done_on", "reached", "trend", "amount_yen", "new_exports", "new_what", "comment"})
_CORRECTED = {
    EntryKind.CONSULTATION: frozenset({"title", "body", "market"}),
    EntryKind.EFFORT: frozenset({"kind", "description", "promised_by", "done_on", "cost_yen"}),
    EntryKind.FOLLOW_UP: _SAID,
}
#: What marks a record within its chain: the name of a value in the event, and the value.
Mark = tuple[str, int | str]
#: The mark of the record that the whole chain is about.
WHOLE: Mark = ("", "")
_WRITES: dict[str, tuple[EntryKind, str]] = {
    "consultation.asked": (EntryKind.CONSULTATION, ""),
    "application.submitted": (EntryKind.APPLICATION, ""),
    "effort.added": (EntryKind.EFFORT, "effort"),
    "effort.done": (EntryKind.EFFORT, "effort"),
    "follow_up.recorded": (EntryKind.FOLLOW_UP, "months"),
    "catch_up.recorded": (EntryKind.CATCH_UP, "catch_up"),
}
_CORRECTION = "record.corrected"
#: Whoever moves a record says that it was this firm: nobody there has confirmed that.
_MOVE = "record.moved"
#: Events that write into a record that an office may write for a firm.
ACTIONS = (*_WRITES, _CORRECTION, _MOVE)


@dataclass(frozen=True)
class Source:
    """One kind of record: rows, the firm of a row, its mark in the chain, whether it speaks for a firm."""

    rows: Callable[[], QuerySet[Any]]
    firm: Callable[[Any], Firm]
    ref: Callable[[Any], str]
    mark: Callable[[Any], Mark]
    subject_kind: str
    #: A query from the reference of a chain.
    by_ref: str
    speaks: Callable[[Any], bool] = lambda _row: True


SOURCES: dict[EntryKind, Source] = {
    EntryKind.CONSULTATION: Source(
        lambda: Consultation.objects.select_related("firm", "market"),
        lambda row: row.firm,
        lambda row: row.ref,
        lambda _row: WHOLE,
        "consultation",
        "ref",
    ),
    EntryKind.APPLICATION: Source(
        lambda: Application.objects.select_related("firm", "service"),
        lambda row: row.firm,
        lambda row: row.ref,
        lambda _row: WHOLE,
        "application",
        "ref",
        lambda row: row.state != ApplicationState.WITHDRAWN,
    ),
    EntryKind.EFFORT: Source(
        lambda: OwnEffort.objects.filter(case__isnull=False).select_related("case__firm"),
        lambda row: row.case.firm,
        lambda row: row.case.ref,
        lambda row: ("effort", row.pk),
        "case",
        "case__ref",
    ),
    EntryKind.FOLLOW_UP: Source(
        lambda: FollowUp.objects.select_related("case__firm"),
        lambda row: row.case.firm,
        lambda row: row.case.ref,
        lambda row: ("months", row.months),
        "case",
        "case__ref",
        lambda row: row.reached is True,
    ),
    EntryKind.CATCH_UP: Source(
        lambda: CatchUp.objects.select_related("firm"),
        lambda row: row.firm,
        lambda row: row.firm.ref,
        lambda row: ("catch_up", row.pk),
        "firm",
        "firm__ref",
        lambda row: row.reached is True,
    ),
}


@dataclass(frozen=True)
class Written:
    """A writing, and into which record of its chain: by ``mark`` or, of a correction or move, by ``row``."""

    kind: EntryKind
    writing: Writing
    mark: Mark | None = None
    row: int | None = None

    def into(self, row: Any) -> bool:
        """Whether it was written into this record of the chain."""
        return self.row == row.pk if self.mark is None else self.mark == SOURCES[self.kind].mark(row)


def read(event: Event) -> Written | None:
    """What an event wrote for a firm; None where it wrote nothing that is a firm's own words."""
    said = event.data
    corrects = event.action == _CORRECTION
    writing = Writing(event.number, event.at, event.actor_id, event.role, corrects)
    if event.action in _WRITES:
        kind, name = _WRITES[event.action]
        return Written(kind, writing, (name, said[name]) if name else WHOLE)
    if said["kind"] not in EntryKind.values:
        return None
    kind = EntryKind(said["kind"])
    if corrects and not _CORRECTED.get(kind, frozenset()) & set(said["fields"]):
        return None
    return Written(kind, writing, row=said["row"])
