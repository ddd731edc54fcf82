"""Reads about people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from banso.apps.accounts.absences import away_until
from banso.apps.accounts.models import PersonalLink, RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current


def people(today: date) -> QuerySet[User]:
    """Everybody, with ``held`` (the roles held on a day), ``invited`` (an invitation waits to be used) and
    ``away_until`` (the last day of an absence on that day, or None).

    Two queries however many people are fetched.
    """
    held = current(today).select_related("office", "firm", "partner_body", "mall").order_by("id")
    waiting = PersonalLink.objects.filter(
        user=OuterRef("pk"),
        purpose=PersonalLink.Purpose.INVITATION,
        used_at__isnull=True,
        revoked_at__isnull=True,
    )
    return User.objects.annotate(invited=Exists(waiting), away_until=away_until(today)).prefetch_related(
        Prefetch("assignments", queryset=held, to_attr="held")
    )


def in_state(queryset: QuerySet[User], state: str) -> QuerySet[User]:
    """The people of ``people`` who are in this state; ``state_of`` says the same of one of them."""
    match state:
        case "erased":
            return queryset.filter(erased_at__isnull=False)
        case "left":
            return queryset.filter(erased_at__isnull=True, left_on__isnull=False)
        case "locked":
            return queryset.filter(erased_at__isnull=True, left_on__isnull=True, is_active=False)
        case "invited":
            return queryset.filter(is_active=True, invited=True)
    return queryset.filter(is_active=True, invited=False)


def state_of(user: User) -> str:
    """erased, left, locked, invited or active, of a person of ``people``."""
    if user.erased_at:
        return "erased"
    if user.left_on:
        return "left"
    if not user.is_active:
        return "locked"
    return "invited" if user.invited else "active"  # type: ignore[attr-defined]


def roles_ever(user: User) -> QuerySet[RoleAssignment]:
    """The roles of a person, past ones too, newest first."""
    return user.assignments.select_related("office", "firm", "partner_body", "mall").order_by(
        "-valid_from", "-id"
    )


def members_of(firms: Collection[int] | None, day: date) -> dict[int, tuple[int, ...]]:
    """The keys of those who act for each of these firms, or of all (None), on a day. One query."""
    held = current(day).filter(role=Role.FIRM_MEMBER)
    if firms is not None:
        held = held.filter(firm__in=firms)
    found: dict[int, list[int]] = defaultdict(list)
    for firm, user in held.order_by("pk").values_list("firm_id", "user_id"):
        found[firm].append(user)
    return {firm: tuple(users) for firm, users in found.items()}
