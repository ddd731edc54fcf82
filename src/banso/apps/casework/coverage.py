"""How far offices look back: what was due, what was recorded, and which firms were reached."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.directory.models import Office


def coverage_of(access: Access) -> QuerySet[Office]:
    """The offices within reach where something was due or is caught up with, each with its counts.

    ``due``: follow-ups with a due date up to today, and those recorded before theirs; ``done`` of these are
    recorded, ``reached`` of these reached the firm, ``late`` are open. ``to_catch_up`` are the firms whose
    support ended before, ``caught_up`` of their contacts are recorded. ``closed`` looks back of both kinds
    ended because the firm has closed: they count nowhere else.
    """
    today = access.today
    asked = access.rows(Action.FOLLOW_UP_COVERAGE, FollowUp.objects.all()).order_by()
    asked = asked.filter(Q(due_on__lte=today) | Q(done_on__isnull=False))
    caught = access.rows(Action.FOLLOW_UP_COVERAGE, CatchUp.objects.all()).order_by()
    ended, not_caught = asked.filter(firm_closed=True), caught.filter(firm_closed=True)
    asked, caught = asked.filter(firm_closed=False), caught.filter(firm_closed=False)
    counts = {
        "due": _count(asked, "case__office"),
        "done": _count(asked.filter(done_on__isnull=False), "case__office"),
        "reached": _count(asked.filter(reached=True), "case__office"),
        "late": _count(asked.filter(done_on__isnull=True, due_on__lt=today), "case__office"),
        "to_catch_up": _count(caught, "office"),
        "caught_up": _count(caught.filter(done_on__isnull=False), "office"),
        "closed": _count(ended, "case__office") + _count(not_caught, "office"),
    }
    some = Q(due__gt=0) | Q(to_catch_up__gt=0) | Q(closed__gt=0)
    return Office.objects.annotate(**counts).filter(some)


def _count(rows: QuerySet[Any], office: str) -> Coalesce:
    grouped = (
        rows.filter(**{office: OuterRef("pk")}).values(office).annotate(count=Count("pk", distinct=True))
    )
    return Coalesce(Subquery(grouped.values("count")), 0, output_field=IntegerField())
