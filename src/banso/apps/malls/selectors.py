"""Reading malls as those who run them see them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import LinkPurpose, PersonalLink, RoleAssignment
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Mall


def malls_of(access: Access) -> list[Mall]:
    """The malls that somebody runs today."""
    rows = access.rows(Action.DESK_VIEW, Mall.objects.select_related("market", "channel"))
    return list(rows.order_by("position", "pk"))


def operators_of(mall: Mall) -> QuerySet[RoleAssignment]:
    """Those who run a mall, or did, the latest first; ``waits``: the invitation was not followed yet."""
    held = RoleAssignment.objects.filter(mall=mall, role=Role.MALL_OPERATOR)
    invited = PersonalLink.objects.filter(
        user=OuterRef("user"), purpose=LinkPurpose.INVITATION, used_at__isnull=True, revoked_at__isnull=True
    )
    return held.annotate(waits=Exists(invited)).select_related("user").order_by("-valid_from", "-pk")
