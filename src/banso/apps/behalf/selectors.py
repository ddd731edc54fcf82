"""Reading what the office wrote for firms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.behalf.known import Lines, lines_of, records
from banso.apps.behalf.models import Entry, EntryState, Word, WordAnswer
from banso.apps.behalf.standing import by_office
from banso.apps.casework.models import Case, ExportGoal, StagePlan
from banso.apps.casework.results import DISPUTED, State
from banso.apps.directory.models import Firm
from banso.apps.journal.models import Event
from banso.web import formats

#: The sign of a state, and its words beside a record.
MARKS = {
    EntryState.WAITING: ("part", gettext_lazy("not confirmed by the firm")),
    EntryState.CONFIRMED: ("ok", gettext_lazy("confirmed by the firm")),
    EntryState.DIFFERENT: ("late", gettext_lazy("the firm says it is different")),
    EntryState.KEPT: ("dash", gettext_lazy("kept as written, with a reason")),
}


@dataclass(frozen=True)
class Mark:
    """What stands beside a record that the office wrote for a firm: how it stands, and since when and how."""

    sign: str = ""
    words: Any = ""
    how: str = ""
    only_corrected: bool = False


def mark_of(entry: Entry) -> Mark | None:
    """The mark of an entry; None where nothing is to confirm."""
    if entry.state == EntryState.NONE:
        return None
    sign, words = MARKS[EntryState(entry.state)]
    how = formats.joined(formats.day(entry.told_at), entry.get_told_way_display()) if entry.told_at else ""
    return Mark(sign, words, how, entry.only_corrected)


def mark_of_goal(goal: ExportGoal) -> Mark | None:
    """The mark of a goal that the office proposed during support: the firm confirms it by agreeing.

    Whoever proposes agrees for the own side. The goal of an application is confirmed with that.
    """
    proposed = goal.proposed_by_id is not None and goal.proposed_by_id == goal.office_agreed_by_id
    return _agreed(goal.firm_agreed_on) if proposed else None


def mark_of_plan(plan: StagePlan, by_office: bool) -> Mark | None:
    """The mark of a document of a stage that the office wrote: the firm confirms it by agreeing."""
    return _agreed(plan.firm_agreed_on) if by_office else None


def written_by_office(plan: StagePlan, case: Case) -> bool:
    """Whether the journal says that somebody of the office wrote this version last. One query."""
    told = Event.objects.filter(subject_kind="case", subject_ref=case.ref, action="plan.written")
    for event in told.order_by("-number"):
        if (event.data["kind"], event.data["version"]) == (plan.kind, plan.version):
            return by_office(event.role)
    return False


def _agreed(day: Any) -> Mark:
    if day is None:
        return Mark(*MARKS[EntryState.WAITING])
    return Mark(*MARKS[EntryState.CONFIRMED], formats.joined(formats.day(day), _("agreed to")))


#: How an export that was entered for the firm stands; a duplicate and one set aside ask for nothing.
_EXPORTS = {
    State.CONFIRMED: EntryState.CONFIRMED,
    State.WAITING: EntryState.WAITING,
    **dict.fromkeys(DISPUTED, EntryState.DIFFERENT),
}


def mark_of_export(state: str) -> Mark:
    """The mark of an export that was entered for the firm; its own column says since when and how."""
    found = _EXPORTS.get(State(state))
    return Mark(*MARKS[found]) if found else Mark()


def entries_of(firm: int) -> dict[tuple[str, int], Entry]:
    """Every entry of a firm, by kind and key of the record. One query."""
    return {(entry.kind, entry.row): entry for entry in Entry.objects.filter(firm=firm).order_by("pk")}


def to_confirm(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries that wait for the word of a firm that is still there, the oldest first."""
    waiting = rows.filter(state=EntryState.WAITING, firm__closed_on__isnull=True)
    return waiting.order_by("written_at", "pk")


def disputed(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries of which a firm says that something is different, the oldest first."""
    return rows.filter(state=EntryState.DIFFERENT).select_related("firm").order_by("told_at", "pk")


def with_words(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries with the words that say what is different, as ``said``."""
    words = Word.objects.filter(answer=WordAnswer.DIFFERENT).order_by("given_at", "pk")
    return rows.prefetch_related(Prefetch("words", words, to_attr="said"))


def said_of(entry: Any) -> str:
    """What people of the firm say is different in the entry as it stands now."""
    return formats.joined(*(word.comment for word in entry.said if word.number == entry.number))


def asked_of(firm: Firm) -> list[tuple[Entry, Lines]]:
    """What a firm is asked to confirm, with each record line by line."""
    entries = list(to_confirm(Entry.objects.filter(firm=firm)).select_related("firm"))
    rows = records(entries)
    return [(entry, lines_of(entry, rows[entry.pk])) for entry in entries]


def office_entries(access: Access) -> QuerySet[Entry]:
    """The entries of the firms that this person's office looks after."""
    return access.rows(Action.ENTRY_ASK, Entry.objects.all())


def counts(entries: Mapping[Any, Entry]) -> tuple[int, int]:
    """How many of these wait for the firm's word, and how many it says are different."""
    states = [entry.state for entry in entries.values()]
    return states.count(EntryState.WAITING), states.count(EntryState.DIFFERENT)
