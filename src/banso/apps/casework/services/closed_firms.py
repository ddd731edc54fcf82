"""Looks back at a firm that has closed: nobody looks any more, and nobody counts them as missed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from banso.apps.base import hold
from banso.apps.casework.models import CatchUp, FollowUp, LookBack
from banso.apps.casework.services.follow_ups import chain_of, close_links
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service


@service
def close_follow_ups(actor: Actor, firm: Firm) -> int:
    """Record every open look back at a firm as ended because the firm has closed; gives their number."""
    found = _of(firm, done_on__isnull=True)
    for row in found:
        close_links(actor, row)
    _store(found, done_on=actor.today, reached=False, firm_closed=True, recorded_by_id=actor.user_id)
    _tell(actor, found, "firm_closed")
    return len(found)


@service
def reopen_follow_ups(actor: Actor, firm: Firm) -> int:
    """Let what was ended because the firm had closed be open again; gives the number."""
    found = _of(firm, firm_closed=True)
    # A firm has one open catch-up at a time: the one planned since goes on.
    if CatchUp.objects.filter(firm=firm, done_on__isnull=True).exists():
        found = [row for row in found if not isinstance(row, CatchUp)]
    _store(found, done_on=None, reached=None, firm_closed=False, recorded_by_id=None)
    _tell(actor, found, "firm_open")
    return len(found)


def _of(firm: Firm, **where: Any) -> list[LookBack]:
    follow_ups = hold(FollowUp.objects).select_related("case")
    catch_ups = hold(CatchUp.objects).select_related("firm")
    return [
        *follow_ups.filter(case__firm=firm, **where).order_by("pk"),
        *catch_ups.filter(firm=firm, **where).order_by("pk"),
    ]


def _store(rows: list[LookBack], **values: Any) -> None:
    for model in (FollowUp, CatchUp):
        model._default_manager.filter(pk__in=[row.pk for row in rows if type(row) is model]).update(**values)


def _tell(actor: Actor, rows: list[LookBack], what: str) -> None:
    """One event a chain: of a case after how many months each was due, of a firm which contacts."""
    told: dict[tuple[str, Subject], list[int]] = defaultdict(list)
    for row in rows:
        told[row.kind, chain_of(row)].append(row.months if isinstance(row, FollowUp) else row.pk)
    for (kind, subject), which in told.items():
        record(actor, f"{kind}.{what}", subject, {"which": which})
