"""How far offices look back: what was due, what was recorded, and which firms were reached."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.casework.placed import of_office
from banso.apps.directory.models import Office


def coverage_of(access: Access) -> QuerySet[Office]:
    """The offices within reach where something was due or is caught up with, each with its counts.

    ``due``: follow-ups with a due date up to today, and those recorded before theirs; ``done`` of these are
    recorded, ``reached`` of these reached the firm, ``late`` are open. ``to_catch_up`` are the firms whose
    support ended before, ``caught_up`` of their contacts are recorded. ``closed`` looks back of both kinds
    ended because the firm has closed: they count nowhere else.

    What is recorded counts at the office that the case was with on that day, what is open at the one now.
    """
    today = access.today
    asked = FollowUp.objects.order_by().filter(Q(due_on__lte=today) | Q(done_on__isnull=False))
    caught = CatchUp.objects.order_by().filter(office=OuterRef("pk"))
    ended, not_caught = asked.filter(firm_closed=True), caught.filter(firm_closed=True)
    asked, caught = asked.filter(firm_closed=False), caught.filter(firm_closed=False)
    counts = {
        "due": _follow_ups(asked),
        "done": _follow_ups(asked.filter(done_on__isnull=False)),
        "reached": _follow_ups(asked.filter(reached=True)),
        "late": _follow_ups(asked.filter(done_on__isnull=True, due_on__lt=today)),
        "to_catch_up": _count(caught, "office"),
        "caught_up": _count(caught.filter(done_on__isnull=False), "office"),
        "closed": _follow_ups(ended) + _count(not_caught, "office"),
    }
    some = Q(due__gt=0) | Q(to_catch_up__gt=0) | Q(closed__gt=0)
    offices = access.rows(Action.FOLLOW_UP_COVERAGE, Office.objects.all())
    return offices.annotate(**counts).filter(some)


def _follow_ups(rows: QuerySet[FollowUp]) -> Coalesce:
    return _count(of_office(rows, "done_on"), "office_then")


def _count(rows: QuerySet[Any], office: str) -> Coalesce:
    grouped = rows.values(office).annotate(count=Count("pk", distinct=True))
    return Coalesce(Subquery(grouped.values("count")), 0, output_field=IntegerField())
