"""Two firms that turn out to be one have one contact that catches up; two again if they are two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from banso.apps.base import hold
from banso.apps.casework.catch_up import Ended, promise
from banso.apps.casework.models import CatchUp, PastSupport
from banso.apps.casework.services.follow_ups import close_links
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service


@dataclass(frozen=True)
class Folding:
    """Which contact goes on, by key, with what it held before and holds now of past support."""

    into: int
    before: tuple[str, int]
    after: tuple[str, int]


def have_two_catch_ups(kept: Firm, lost: Firm) -> bool:
    """Whether each of two firms has an open contact."""
    return CatchUp.objects.filter(firm__in=[kept, lost], done_on__isnull=True).count() > 1


@service
def fold_catch_ups(actor: Actor, kept: Firm, lost: Firm) -> Folding | None:
    """Let the open contact that is due earlier stand for both firms; None where not both have one.

    It is about all past support of the two: the latest end, and what that promises. Nobody can answer the
    other one any more.
    """
    found = hold(CatchUp.objects).select_related("firm")
    rows = list(found.filter(firm__in=[kept, lost], done_on__isnull=True).order_by("pk"))
    if len(rows) < 2:
        return None
    into, folded = sorted(rows, key=lambda row: (row.due_on, row.firm_id != kept.pk))
    supports = PastSupport.objects.filter(firm__in=[kept, lost]).order_by("pk")
    ended = [Ended(*row) for row in supports.values_list("ended_on", "exported", "plan_past_end")]
    before = _says(into)
    if ended:
        into.ended_on = max(support.ended_on for support in ended)
        into.points = promise(ended, actor.today)
        into.save(update_fields=["ended_on", "points"])
    close_links(actor, folded)
    CatchUp.objects.filter(pk=folded.pk).update(folded_into=into)
    told = {"catch_up": folded.pk, "into": into.pk}
    record(actor, "catch_up.folded", ("firm", folded.firm.ref), told)
    return Folding(into.pk, before, _says(into))


@service
def unfold_catch_ups(actor: Actor, folding: Folding) -> None:
    """Let both contacts stand as they did. Only where ``unfolds`` says so."""
    into = CatchUp.objects.get(pk=folding.into)
    ended_on, into.points = folding.before
    into.ended_on = date.fromisoformat(ended_on)
    into.save(update_fields=["ended_on", "points"])
    for row in CatchUp.every.filter(folded_into=into).select_related("firm").order_by("pk"):
        row.folded_into = None
        row.save(update_fields=["folded_into"])
        told = {"catch_up": row.pk, "into": into.pk}
        record(actor, "catch_up.unfolded", ("firm", row.firm.ref), told)


def unfolds(folding: Folding, since: datetime) -> bool:
    """Whether nobody has worked on the contact that stands for both since they became one."""
    row = CatchUp.objects.filter(pk=folding.into, done_on__isnull=True).first()
    if row is None or _says(row) != folding.after or (row.asked_at is not None and row.asked_at > since):
        return False
    return not row.attempts.filter(noted_at__gt=since).exists()


def _says(row: Any) -> tuple[str, int]:
    return (row.ended_on.isoformat(), row.points)
