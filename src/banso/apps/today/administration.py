"""The first page of an administrator: people, invitations, what runs by itself."""

from __future__ import annotations

from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from banso.apps.accounts.models import PersonalLink, RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.jobs.selectors import job_states, last_backup_at, worker_lives
from banso.apps.today.board import Count
from banso.apps.today.own import own_day
from banso.apps.today.selectors import last_working_day, tally
from banso.web.navigation import address


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of an administrator shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    today = access.today
    people = tally(
        User.objects.filter(erased_at__isnull=True),
        active=Q(is_active=True),
        locked=Q(locked_at__isnull=False),
        left=Q(left_on__isnull=False),
    )
    open_links = PersonalLink.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=access.at
    ).count()
    held = dict(
        RoleAssignment.objects.filter(valid_from__lte=today)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), user__is_active=True)
        .order_by()
        .values_list("role")
        .annotate(n=CountOf("user", distinct=True))
    )
    jobs = job_states(access.at)
    url = address("accounts:people")
    return {
        "counts": [
            Count(_("People who may sign in"), people["active"], url),
            Count(_("Locked"), people["locked"], url),
            Count(_("Left the organisation"), people["left"], url),
            Count(_("Links not used yet"), open_links, url),
            Count(_("Jobs to look after"), sum(not job.healthy for job in jobs), address("jobs:job_list")),
        ],
        "roles": [(role.label, held.get(role.value, 0)) for role in Role],
        "own": own_day(access, last_working_day(today)),
        "jobs": jobs,
        "worker_lives": worker_lives(access.at),
        "last_backup_at": last_backup_at(),
        "people_url": url,
    }
