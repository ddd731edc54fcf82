"""Days on which a member of staff takes nothing new on: noted, taken back, ended; and who is away when."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from banso.apps.accounts.models import StaffAbsence, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current, subject
from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

#: Whose absence is noted here. Experts have one of their own, members of firms and bodies none.
STAFF_ROLES = (
    Role.OFFICE_STAFF,
    Role.OFFICE_MANAGER,
    Role.REVIEWER,
    Role.DECIDER,
    Role.PROGRAMME_MANAGER,
    Role.EVALUATOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


def staff(day: date) -> QuerySet[User]:
    """Everybody who works for the organisation on a day."""
    held = current(day).filter(role__in=[role.value for role in STAFF_ROLES])
    return User.objects.filter(pk__in=held.order_by().values("user"), is_active=True)


def standing(day: date) -> QuerySet[StaffAbsence]:
    """The absences that were not taken back and are not over on a day."""
    return StaffAbsence.objects.filter(taken_back_at__isnull=True, last_day__gte=day)


def away(day: date, until: date | None = None) -> set[int]:
    """The keys of everybody who is absent on a day, through ``until`` if it is given."""
    rows = standing(until or day).filter(first_day__lte=day)
    return set(rows.order_by().values_list("user_id", flat=True))


def away_until(day: date, user: str = "pk") -> Subquery:
    """Of rows in a query: the last day of the absence on a day; ``user`` leads to whose."""
    rows = standing(day).filter(first_day__lte=day, user=OuterRef(user)).order_by("-last_day")
    return Subquery(rows.values("last_day")[:1])


@service
def note_staff_absence(actor: Actor, user: User, *, first_day: date, last_day: date) -> StaffAbsence:
    """Write down days on which a member of staff takes nothing new on.

    Raises:
        Refused: the last day before the first (``days``) or before today (``past``), or days that are noted
            already (``overlap``).
    """
    if last_day < first_day:
        raise Refused("days", _("The last day lies before the first."), "last_day")
    if last_day < actor.today:
        raise Refused("past", _("These days are over. An absence is noted for today or later."), "last_day")
    if _overlapping(user, first_day, last_day).exists():
        raise Refused("overlap", _("An absence is noted for some of these days already."), "first_day")
    return _note(actor, user, first_day, last_day)


@service
def be_on_leave(actor: Actor, user: User, last_day: date) -> StaffAbsence:
    """Note that somebody is absent from today through a day; what is noted for these days joins it."""
    noted = list(_overlapping(user, actor.today, last_day))
    for absence in noted:
        if absence.first_day <= actor.today and absence.last_day >= last_day:
            return absence
    for absence in noted:
        take_back_staff_absence(actor, absence)
    first = min([actor.today, *(absence.first_day for absence in noted)])
    return _note(actor, user, first, max([last_day, *(absence.last_day for absence in noted)]))


@service
def take_back_staff_absence(actor: Actor, absence: StaffAbsence) -> None:
    """Take an absence back. It stays on record.

    Raises:
        Refused: taken back already (``taken_back``), or over (``past``).
    """
    if absence.last_day < actor.today:
        raise Refused("past", _("This absence is over."))
    rows = StaffAbsence.objects.filter(pk=absence.pk, taken_back_at__isnull=True)
    if not rows.update(taken_back_at=actor.at):
        raise Refused("taken_back", _("This absence was taken back already."))
    record(actor, "user.absence_taken_back", subject(absence.user), {"absence": absence.pk})


@service
def end_staff_absence(actor: Actor, absence: StaffAbsence) -> None:
    """Somebody is back today: the absence ends yesterday. One that is over or taken back stays as it is."""
    rows = StaffAbsence.objects.filter(
        pk=absence.pk, taken_back_at__isnull=True, first_day__lt=actor.today, last_day__gte=actor.today
    )
    if rows.update(last_day=actor.today - timedelta(days=1)):
        record(actor, "user.absence_ended", subject(absence.user), {"absence": absence.pk})


def _overlapping(user: User, first_day: date, last_day: date) -> QuerySet[StaffAbsence]:
    # Two people may note the same days at once: the person's row is held.
    hold(User.objects).get(pk=user.pk)
    return standing(first_day).filter(user=user, first_day__lte=last_day).order_by("first_day")


def _note(actor: Actor, user: User, first_day: date, last_day: date) -> StaffAbsence:
    absence = StaffAbsence.objects.create(
        user=user,
        first_day=first_day,
        last_day=last_day,
        noted_by_id=actor.user_id,
        noted_at=actor.at,
    )
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    record(actor, "user.absent", subject(user), {"absence": absence.pk, **days})
    return absence
