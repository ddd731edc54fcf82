"""Support that ended before Banso, and the one contact a firm that catches up with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.catch_up import (
    WEEKLY,
    Candidate,
    Ended,
    friday_of,
    monday_of,
    next_due,
    promise,
    spread,
)
from banso.apps.casework.models import CatchUp, CatchUpCapacity, PastSupport
from banso.apps.casework.services import checks
from banso.apps.directory.models import Firm, Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

#: No office catches up with more firms a week.
MOST_WEEKLY = 200
_BATCH = 1000


@dataclass(frozen=True)
class PastRow:
    """One support out of the old records. None: not known."""

    firm: int
    old_ref: str
    service: str
    ended_on: date
    started_on: date | None = None
    exported: bool | None = None
    plan_past_end: bool | None = None


@dataclass(frozen=True)
class Imported:
    """What an import did: supports stored and known already, firms to be contacted, and the last week."""

    new: int
    unchanged: int
    firms: int
    until: date | None


@service
def import_past_support(actor: Actor, rows: Sequence[PastRow]) -> Imported:
    """Store support that ended before Banso; what was missed becomes one contact a firm.

    A record whose old reference is stored already is left as it is. Contacts not yet made are planned anew
    for the offices concerned, from next week on.

    Raises:
        Refused: ``ends_in_future``, ``ends_before_it_begins``, ``twice`` (an old reference given twice).
    """
    _check(rows, actor.today)
    known = set(PastSupport.objects.order_by().values_list("old_ref", flat=True))
    new = [row for row in rows if row.old_ref not in known]
    if not new:
        return Imported(0, len(rows), 0, None)
    PastSupport.objects.bulk_create(
        [
            PastSupport(
                firm_id=row.firm,
                old_ref=row.old_ref,
                service=row.service,
                started_on=row.started_on,
                ended_on=row.ended_on,
                exported=row.exported,
                plan_past_end=row.plan_past_end,
                imported_at=actor.at,
            )
            for row in new
        ],
        batch_size=_BATCH,
    )
    counts = Counter(row.firm for row in new)
    batch = str(uuid4())
    for pk, ref in Firm.objects.filter(pk__in=counts).order_by("pk").values_list("pk", "ref"):
        record(actor, "catch_up.imported", ("firm", ref), {"supports": counts[pk]}, batch=batch)
    until = _plan(actor.today, firms=set(counts))
    payload = {"new": len(new), "unchanged": len(rows) - len(new), "firms": len(counts)}
    record(actor, "catch_up.import_ended", ("configuration", "past_support"), payload, batch=batch)
    return Imported(len(new), len(rows) - len(new), len(counts), until)


@service
def add_past_support(actor: Actor, row: PastRow) -> PastSupport:
    """Store one support that ended before Banso. ``plan_catch_ups`` makes the contacts of many at once.

    A record stored already under its old reference is left as it is.

    Raises:
        Refused: ``ends_in_future``, ``ends_before_it_begins``; ``differs``, another record is stored under
            this reference; a name of the service that is missing or too long.
    """
    if row.ended_on > actor.today:
        raise Refused("ends_in_future", _("Support ends after today."), "ended_on")
    if row.started_on is not None and row.started_on > row.ended_on:
        raise Refused("ends_before_it_begins", _("Support ends before it begins."), "started_on")
    stored = PastSupport.objects.filter(old_ref=row.old_ref).select_related("firm").first()
    if stored is not None:
        if (stored.firm_id, stored.ended_on) != (row.firm, row.ended_on):
            message = _("Another record is stored under this old reference; it is not changed.")
            raise Refused("differs", message, "old_id")
        return stored
    added = PastSupport.objects.create(
        firm_id=row.firm,
        old_ref=row.old_ref,
        service=checks.text(row.service, "service", 120),
        started_on=row.started_on,
        ended_on=row.ended_on,
        exported=row.exported,
        plan_past_end=row.plan_past_end,
        imported_at=actor.at,
    )
    told = {"support": added.pk, "ended_on": row.ended_on.isoformat()}
    record(actor, "catch_up.support_added", ("firm", added.firm.ref), told)
    return added


@service
def plan_catch_ups(actor: Actor, firms: Collection[int]) -> date | None:
    """Make one contact of what was missed for each of these firms, and spread them; gives the last week.

    Firms that have or had a contact get none; what is still ahead in their offices is spread anew.
    """
    until = _plan(actor.today, firms=firms)
    record(actor, "catch_up.planned", ("configuration", "past_support"), {"firms": len(firms)})
    return until


def _check(rows: Sequence[PastRow], today: date) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.ended_on > today:
            raise Refused("ends_in_future", _("%(ref)s: support ends after today.") % {"ref": row.old_ref})
        if row.started_on is not None and row.started_on > row.ended_on:
            message = _("%(ref)s: support ends before it begins.")
            raise Refused("ends_before_it_begins", message % {"ref": row.old_ref})
        if row.old_ref in seen:
            raise Refused("twice", _("%(ref)s stands in the file twice.") % {"ref": row.old_ref})
        seen.add(row.old_ref)


@service
def set_catch_up_capacity(actor: Actor, office: Office, weekly: int) -> CatchUpCapacity:
    """Say how many catch-up contacts an office takes on in a week; its open ones are planned anew.

    Raises:
        Refused: ``weekly_range``.
    """
    if not 1 <= weekly <= MOST_WEEKLY:
        message = _("Enter a number from 1 to %(most)s.") % {"most": MOST_WEEKLY}
        raise Refused("weekly_range", message, "weekly")
    row, _made = CatchUpCapacity.objects.update_or_create(office=office, defaults={"weekly": weekly})
    _plan(actor.today, offices={office.pk})
    record(actor, "catch_up.capacity_set", ("office", office.code), {"weekly": weekly})
    return row


def plan_next(actor: Actor, done: CatchUp) -> CatchUp | None:
    """Plan the next contact after one was made, where a follow-up still lies ahead. No event of its own."""
    assert done.done_on is not None
    supports = _supports({done.firm_id})[done.firm_id]
    due = next_due(supports, actor.today, after=done.done_on)
    if due is None or done.firm.closed_on is not None:
        return None
    return CatchUp.objects.create(
        firm_id=done.firm_id,
        office_id=Firm.objects.values_list("office_id", flat=True).get(pk=done.firm_id),
        not_before=due,
        due_on=friday_of(due),
        ended_on=max(support.ended_on for support in supports),
        points=promise(supports, actor.today),
    )


def _plan(today: date, *, firms: Collection[int] = (), offices: Collection[int] = ()) -> date | None:
    """Make the contacts of new firms and spread all that are still ahead in the offices; gives the last week.

    1. A firm without an open contact gets one, if it was never contacted and has not closed.
    2. Every open contact of the offices that is not planned for this week or earlier is spread anew.
    """
    first_week = monday_of(today) + timedelta(days=7)
    going_on = Firm.objects.filter(pk__in=firms, closed_on__isnull=True)
    homes = dict(going_on.order_by("pk").values_list("pk", "office_id"))
    offices = {*offices, *homes.values()}
    has = set(CatchUp.objects.filter(firm__in=homes).order_by().values_list("firm_id", flat=True))
    supports = _supports({*homes} - has)
    fresh = [  # 1
        CatchUp(
            firm_id=firm,
            office_id=homes[firm],
            not_before=next_due(ended, today),
            due_on=friday_of(first_week),
            ended_on=max(support.ended_on for support in ended),
            points=promise(ended, today),
        )
        for firm, ended in sorted(supports.items())
    ]
    CatchUp.objects.bulk_create(fresh, batch_size=_BATCH)
    weekly = dict(CatchUpCapacity.objects.order_by("pk").values_list("office_id", "weekly"))
    ahead: dict[int, dict[str, CatchUp]] = defaultdict(dict)
    open_rows = CatchUp.objects.filter(office__in=offices, done_on__isnull=True, due_on__gte=first_week)
    for row in open_rows.select_related("firm").order_by("pk"):
        ahead[row.office_id][row.firm.ref] = row
    until = None
    for office, rows in sorted(ahead.items()):  # 2
        wanted = [Candidate(ref, row.points, row.ended_on, row.not_before) for ref, row in rows.items()]
        for ref, week in spread(wanted, weekly.get(office, WEEKLY), first_week).items():
            rows[ref].due_on = friday_of(week)
            until = max(until or week, week)
        CatchUp.objects.bulk_update(rows.values(), ["due_on"], batch_size=_BATCH)
    return until


def _supports(firms: Collection[int]) -> dict[int, list[Ended]]:
    """The past supports of some firms."""
    found: dict[int, list[Ended]] = defaultdict(list)
    rows = PastSupport.objects.filter(firm__in=firms).order_by("pk")
    for firm, *ended in rows.values_list("firm_id", "ended_on", "exported", "plan_past_end"):
        found[firm].append(Ended(*ended))
    return found
