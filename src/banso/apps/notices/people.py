"""Whom a reminder reaches: who is asked, or whoever of the office answers for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.notices.sources import Due


class People:
    """Who can be reminded on a day. Two queries, whatever is asked of it afterwards."""

    def __init__(self, today: date) -> None:
        self._active = set(User.objects.filter(is_active=True).order_by().values_list("pk", flat=True))
        self._managers: dict[int, list[int]] = defaultdict(list)
        self._staff: dict[int, list[int]] = defaultdict(list)
        held = RoleAssignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
            valid_from__lte=today,
            role__in=(Role.OFFICE_STAFF, Role.OFFICE_MANAGER),
            user__is_active=True,
        )
        for user, office, role in held.order_by("pk").values_list("user_id", "office_id", "role"):
            (self._managers if role == Role.OFFICE_MANAGER else self._staff)[office].append(user)

    def asked(self, due: Due) -> Iterable[int]:
        """The persons named, as far as they are still here; else the office's managers, else its staff."""
        named = [person for person in due.persons if person in self._active]
        if named or due.office is None:
            return dict.fromkeys(named)
        return self._managers.get(due.office) or self._staff.get(due.office, ())
