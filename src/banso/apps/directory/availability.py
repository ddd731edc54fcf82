"""When and for whom an expert works: absences, conflicts of interest, and the firms that are taken on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import (
    AbsenceReason,
    ConflictKind,
    ConflictOfInterest,
    Expert,
    ExpertAbsence,
    Firm,
)
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service


@dataclass(frozen=True)
class Conditions:
    """The firms that an expert takes on, by employees and by full years since founding. None: no limit."""

    employees_from: int | None = None
    employees_to: int | None = None
    firm_age_from: int | None = None
    firm_age_to: int | None = None


def expert_subject(expert: Expert) -> Subject:
    """The subject of events about an expert."""
    return ("expert", expert.code)


@service
def note_absence(
    actor: Actor, expert: Expert, *, first_day: date, last_day: date, reason: str
) -> ExpertAbsence:
    """Write down days on which an expert takes nothing new on.

    Raises:
        Refused: an unknown reason, the last day before the first (``days``) or before today (``past``), or
            days that are noted already (``overlap``).
    """
    _known(AbsenceReason.values, reason, "reason")
    if last_day < first_day:
        raise Refused("days", _("The last day lies before the first."), "last_day")
    if last_day < actor.today:
        raise Refused("past", _("These days are over. An absence is noted for today or later."), "last_day")
    # Two people may note the same days at once: the expert's row is held.
    held = hold(Expert.objects).get(pk=expert.pk)
    if held.absences.filter(
        taken_back_at__isnull=True, first_day__lte=last_day, last_day__gte=first_day
    ).exists():
        raise Refused("overlap", _("An absence is noted for some of these days already."), "first_day")
    absence = ExpertAbsence.objects.create(
        expert=held,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        noted_by_id=actor.user_id,
        noted_at=actor.at,
    )
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}
    record(actor, "expert.absent", expert_subject(held), {"absence": absence.pk, "reason": reason, **days})
    return absence


@service
def take_back_absence(actor: Actor, absence: ExpertAbsence) -> None:
    """Take an absence back. It stays on record.

    Raises:
        Refused: taken back already (``taken_back``), or over (``past``).
    """
    if absence.last_day < actor.today:
        raise Refused("past", _("This absence is over."))
    open_ones = ExpertAbsence.objects.filter(pk=absence.pk, taken_back_at__isnull=True)
    if not open_ones.update(taken_back_at=actor.at):
        raise Refused("taken_back", _("This absence was taken back already."))
    record(actor, "expert.absence_taken_back", expert_subject(absence.expert), {"absence": absence.pk})


@service
def declare_conflict(actor: Actor, expert: Expert, firm: Firm, kind: str) -> ConflictOfInterest:
    """Write down why an expert may not work for a firm. What is in hand stays; the office decides about it.

    Raises:
        Refused: an unknown kind, or declared already (``declared``).
    """
    _known(ConflictKind.values, kind, "kind")
    try:
        with transaction.atomic():
            conflict = ConflictOfInterest.objects.create(
                expert=expert, firm=firm, kind=kind, declared_on=actor.today, declared_by_id=actor.user_id
            )
    except IntegrityError:
        raise Refused("declared", _("A conflict with this firm is declared already."), "firm") from None
    payload = {"conflict": conflict.pk, "firm": firm.ref, "kind": kind}
    record(actor, "expert.conflict_declared", expert_subject(expert), payload)
    return conflict


@service
def end_conflict(actor: Actor, conflict: ConflictOfInterest) -> None:
    """Say that a conflict is over from today on.

    Raises:
        Refused: ended already (``ended``).
    """
    if not ConflictOfInterest.objects.filter(pk=conflict.pk, ended_on__isnull=True).update(
        ended_on=actor.today
    ):
        raise Refused("ended", _("This conflict was ended already."))
    payload = {"conflict": conflict.pk, "firm": conflict.firm.ref}
    record(actor, "expert.conflict_ended", expert_subject(conflict.expert), payload)


@service
def set_conditions(actor: Actor, expert: Expert, conditions: Conditions) -> Expert:
    """Say which firms an expert takes on.

    Raises:
        Refused: an upper limit below the lower one (``range``).
    """
    for name in ("employees", "firm_age"):
        least, most = getattr(conditions, f"{name}_from"), getattr(conditions, f"{name}_to")
        if least is not None and most is not None and most < least:
            raise Refused("range", _("The upper limit lies below the lower one."), f"{name}_to")
    changed = [name for name, value in vars(conditions).items() if getattr(expert, name) != value]
    if changed:
        for name in changed:
            setattr(expert, name, getattr(conditions, name))
        expert.save(update_fields=changed)
        record(actor, "expert.conditions_set", expert_subject(expert), {"fields": sorted(changed)})
    return expert


def _known(codes: list[str], code: str, field: str) -> None:
    if code not in codes:
        raise Refused("unknown_code", _("Choose one of the options."), field)
