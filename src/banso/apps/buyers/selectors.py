"""Reading buyers: who they are to Japan Street on a day, and which categories they are shown."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from banso.apps.base import in_use
from banso.apps.buyers import zones
from banso.apps.buyers.models import Buyer, BuyerCompany, BuyerGroup, State


def zone_names() -> tuple[str, ...]:
    """The time zones that a company may choose."""
    return zones.names()


def may_enter(company: BuyerCompany, day: date) -> bool:
    """Whether the people of a company see products on a day."""
    return company.state == State.OPEN and company.first_day <= day <= company.last_day


def buyers_open(day: date) -> QuerySet[Buyer]:
    """The buyers who may enter on a day."""
    return Buyer.objects.filter(
        company__state=State.OPEN,
        company__first_day__lte=day,
        company__last_day__gte=day,
        user__is_active=True,
    )


def groups_of(user: int, day: date) -> QuerySet[BuyerGroup]:
    """The groups of a buyer's company that are in use on a day; each once a part.

    ``shown_to`` is the key of the categories of the part; None: the group is shown all of them.
    """
    rows = in_use(BuyerGroup.objects.filter(companies__buyers__user=user), day)
    return rows.annotate(shown_to=F("parts__shown")).order_by("position", "code", "shown_to")


def shown(groups: QuerySet[BuyerGroup], path: str) -> Q:
    """What the groups are shown: by the key of the categories' group at ``path``. Without a group nothing."""
    keys = groups_shown(groups)
    return Q() if keys is None else Q(**{f"{path}__in": keys})


def groups_shown(groups: QuerySet[BuyerGroup]) -> list[int] | None:
    """The keys of the groups of categories that buyers' groups are shown; None: all."""
    keys = {group.shown_to for group in groups}  # type: ignore[attr-defined]
    return None if None in keys else sorted(keys)
