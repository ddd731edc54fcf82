"""The records behind entries, line by line, as their firm is shown them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from banso.apps.behalf.models import Entry, EntryKind
from banso.apps.behalf.writings import SOURCES
from banso.apps.casework.models import CatchUp, ExportGoal, FollowUp, GoalMetric, OwnEffort
from banso.apps.intake.models import Consultation
from banso.apps.selection.models import Application
from banso.web import formats

Lines = list[tuple[str, str]]


def records(entries: Sequence[Entry]) -> dict[int, Any]:
    """The record of each entry, by the key of the entry. One query a kind, and two for applications."""
    wanted: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        wanted[entry.kind].append(entry)
    found: dict[int, Any] = {}
    for kind, several in sorted(wanted.items()):
        rows = _whole(EntryKind(kind)).filter(pk__in=[entry.row for entry in several]).order_by("pk")
        of_key = {row.pk: row for row in rows}
        found.update({entry.pk: of_key[entry.row] for entry in several})
    return found


def _whole(kind: EntryKind) -> QuerySet[Any]:
    rows = SOURCES[kind].rows()
    if kind is not EntryKind.APPLICATION:
        return rows
    goals = ExportGoal.objects.select_related("market").filter(version=1).order_by("pk")
    promised = OwnEffort.objects.filter(added_on__isnull=True).order_by("promised_by", "pk")
    return rows.prefetch_related(Prefetch("goals", goals), Prefetch("own_efforts", promised))


def lines_of(entry: Entry, row: Any) -> Lines:
    """What the firm is asked about, line by line; what is not known is left out."""
    match EntryKind(entry.kind):
        case EntryKind.CONSULTATION:
            lines = _consultation(row)
        case EntryKind.APPLICATION:
            lines = _application(row)
        case EntryKind.EFFORT:
            lines = _effort(row)
        case _:
            lines = _look_back(row)
    return [(label, value) for label, value in lines if value]


def _consultation(row: Consultation) -> Lines:
    return [
        (_("Day of the question"), formats.day(row.asked_at)),
        (_("Came by"), row.get_channel_display()),
        (_("In short"), row.title),
        (_("What you ask"), row.body),
        (_("Market"), str(row.market or "")),
    ]


def _application(row: Application) -> Lines:
    goals = [_goal(goal) for goal in row.goals.all()]
    efforts = [
        formats.joined(formats.day(effort.promised_by), effort.description)
        for effort in row.own_efforts.all()
    ]
    return [
        (_("Support applied for"), row.service.name),
        (_("Handed in on"), formats.day(row.submitted_at) if row.submitted_at else ""),
        (_("Why you apply"), row.reason),
        (_("Export goal"), "\n".join(goals)),
        (_("Own efforts promised"), "\n".join(efforts)),
        (_("After the end of support"), row.plan_after_support),
    ]


def _goal(goal: ExportGoal) -> str:
    target = (
        formats.yen(goal.target)
        if goal.metric == GoalMetric.AMOUNT
        else f"{formats.number(goal.target)} {goal.unit}"
    )
    return formats.joined(goal.market.name, goal.product, target, formats.day(goal.due_on))


def _effort(row: OwnEffort) -> Lines:
    return [
        (_("What you do yourself"), row.description),
        (_("Kind"), row.get_kind_display()),
        (_("Promised by"), formats.day(row.promised_by)),
        (_("Done on"), formats.day(row.done_on) if row.done_on else ""),
        (_("Own cost"), formats.yen(row.cost_yen) if row.cost_yen is not None else ""),
        (_("Where it can be seen"), row.evidence),
    ]


def _look_back(row: FollowUp | CatchUp) -> Lines:
    return [
        (_("Day of the talk"), formats.day(row.done_on) if row.done_on else ""),
        (_("How it took place"), row.get_method_display()),
        (_("Exports since"), row.get_trend_display() or formats.unknown(None)),
        (
            _("Exports in the last 12 months"),
            formats.yen(row.amount_yen) if row.amount_yen is not None else formats.unknown(None),
        ),
        (_("New market or product without support"), row.get_new_exports_display() or formats.unknown(None)),
        (_("Which market or product"), row.new_what),
        (_("Your own words"), row.comment),
    ]
