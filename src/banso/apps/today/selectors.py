"""What the first pages read across the rooms. Reads only; every function costs a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q, QuerySet

from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from banso.apps.journal.timeline import Entry, entry
from banso.web.navigation import address


def start_of(day: date) -> datetime:
    """Midnight in Tokyo."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def tally(rows: QuerySet[Any], **conditions: Q) -> dict[str, int]:
    """How many rows there are (``all``), and how many meet each condition. One query."""
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return rows.order_by().aggregate(all=Count("pk"), **counts)


def oldest(rows: QuerySet[Any], column: str) -> tuple[int, date | datetime | None]:
    """How many rows there are, and the earliest value of a column among them. One query."""
    found = rows.order_by().aggregate(n=Count("pk"), first=Min(column))
    return found["n"], found["first"]


@dataclass(frozen=True)
class News:
    """Something that happened: the firm it is about, where it lies, and what it was."""

    entry: Entry
    firm: str
    url: str


class Kind(NamedTuple):
    """A kind of subject: the path from its row to the firm's name, and the name of its page."""

    firm: str
    url: str


#: How many of the newest events are looked at.
_RECENT = 5000

#: The kinds of subjects that news is about.
_KINDS = {
    "consultation": Kind("firm__name", "intake:consultation"),
    "application": Kind("firm__name", "selection:application"),
    "case": Kind("firm__name", "casework:case"),
    "firm": Kind("name", "directory:firm"),
}


def last_working_day(today: date) -> date:
    """Yesterday; Friday on Saturday, Sunday and Monday."""
    return today - timedelta(days={5: 1, 6: 2, 0: 3}.get(today.weekday(), 1))


def news(reach: dict[str, QuerySet[Any]], since: date, limit: int) -> tuple[int, list[News]]:
    """What happened since a day to the rows in reach (a queryset a kind of subject): count and newest.

    The recent events come first and are held against the rows then: the other way round the database would go
    through the whole journal of those rows. Of an unusual day only the newest events are looked at.
    """
    recent = list(
        Event.objects.filter(at__gte=start_of(since))
        .order_by("-at", "-id")
        .values_list("pk", "subject_kind", "subject_ref")[:_RECENT]
    )
    firms: dict[tuple[str, str], str] = {}
    for kind, rows in reach.items():
        refs = {ref for _pk, its_kind, ref in recent if its_kind == kind}
        for ref, name in rows.filter(ref__in=refs).order_by().values_list("ref", _KINDS[kind].firm):
            firms[kind, ref] = name
    mine = [pk for pk, kind, ref in recent if (kind, ref) in firms]
    newest = Event.objects.filter(pk__in=mine[:limit]).select_related("actor").order_by("-at", "-id")
    return len(mine), [
        News(
            entry(event),
            firms[event.subject_kind, event.subject_ref],
            address(_KINDS[event.subject_kind].url, event.subject_ref),
        )
        for event in newest
    ]
