"""How far offices look back: what was due, what was recorded, and which firms were reached."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.casework.placed import by_office, column
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
    asked = FollowUp.objects.filter(Q(due_on__lte=today) | Q(done_on__isnull=False))
    open_firm = Q(firm_closed=False)
    found = by_office(
        asked,
        "done_on",
        due=Count("pk", filter=open_firm),
        done=Count("pk", filter=open_firm & Q(done_on__isnull=False)),
        reached=Count("pk", filter=open_firm & Q(reached=True)),
        late=Count("pk", filter=open_firm & Q(done_on__isnull=True, due_on__lt=today)),
        closed=Count("pk", filter=Q(firm_closed=True)),
    )
    caught = CatchUp.objects.order_by().filter(office=OuterRef("pk"))
    standing = caught.filter(firm_closed=False)
    counts: dict[str, Any] = {
        name: column(found, name, IntegerField()) for name in ("due", "done", "reached", "late")
    }
    counts["to_catch_up"] = _count(standing)
    counts["caught_up"] = _count(standing.filter(done_on__isnull=False))
    counts["closed"] = column(found, "closed", IntegerField()) + _count(caught.filter(firm_closed=True))
    some = Q(due__gt=0) | Q(to_catch_up__gt=0) | Q(closed__gt=0)
    offices = access.rows(Action.FOLLOW_UP_COVERAGE, Office.objects.all())
    return offices.annotate(**counts).filter(some)


def _count(rows: QuerySet[CatchUp]) -> Coalesce:
    grouped = rows.values("office").annotate(count=Count("pk"))
    return Coalesce(Subquery(grouped.values("count")), 0, output_field=IntegerField())
