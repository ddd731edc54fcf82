"""The members of staff whose absences are noted, for the test of how far a role reaches."""

from banso.apps.accounts.absences import STAFF_ROLES
from banso.apps.accounts.models import RoleAssignment, StaffAbsence
from support.reach import Rows, Ties


def _staff():
    held = RoleAssignment.objects.filter(role__in=[role.value for role in STAFF_ROLES], user__is_active=True)
    return held.filter(valid_to__isnull=True).select_related("user").order_by("pk")


def _ties(held):
    return Ties(None, held.office_id or 0, {held.user_id})


_DAYS = {"first_day": "2026-03-09", "last_day": "2026-03-20"}


def _absences():
    """One of each that can be taken back, made where it is missing."""
    for held in _staff():
        StaffAbsence.objects.get_or_create(
            user=held.user, **_DAYS, defaults={"noted_at": "2026-03-01T09:00:00+09:00"}
        )
        yield held


ROWS = {
    "accounts:absences": Rows(_staff, _ties, lambda held: [held.user_id]),
    "accounts:absence_take_back": Rows(
        _absences, _ties, lambda held: [held.user_id, held.user.absences.get(**_DAYS).pk]
    ),
}
