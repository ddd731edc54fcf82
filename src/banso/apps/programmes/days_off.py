"""Days on which nobody works: added, named otherwise, taken out. Clocks follow at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.programmes.models import DayOff, DayOffKind
from banso.engines.kernel.working_days import WorkingDays
from banso.web import formats

_SUBJECT = ("configuration", "days_off")
#: So many days are added in one go at most: a longer closure is a slip of the hand.
MOST_DAYS = 31
#: Days lie within so many years of today.
_YEARS = 30


@dataclass(frozen=True)
class DaysOffData:
    """Days one after another that are off for one reason; ``last`` None: one day."""

    first: date
    last: date | None
    kind: str
    name_ja: str
    name_en: str


def days_off() -> QuerySet[DayOff, tuple[date]]:
    """The days off that hold, each in a tuple: for who reads them together with other lists."""
    return DayOff.objects.filter(taken_out=False).order_by("day").values_list("day")


def working_days() -> WorkingDays:
    """Working days in Japan as they stand. One query."""
    return WorkingDays(day for (day,) in days_off())


@service
def add_days_off(actor: Actor, data: DaysOffData) -> list[DayOff]:
    """Add days off: all of them, or none.

    Raises:
        Refused: ``unknown_code``, ``last_before_first``, ``too_many_days``, ``far_away``, ``day_there``.
    """
    last = data.last or data.first
    if data.kind not in DayOffKind.values:
        raise Refused("unknown_code", _("Choose one of the options."), "kind")
    if last < data.first:
        raise Refused("last_before_first", _("The last day comes before the first."), "last")
    if (last - data.first).days >= MOST_DAYS:
        said = _("Add %(days)s days at most in one go.") % {"days": MOST_DAYS}
        raise Refused("too_many_days", said, "last")
    if abs(data.first.year - actor.today.year) > _YEARS:
        raise Refused("far_away", _("Give a day within %(years)s years.") % {"years": _YEARS}, "first")
    days = [data.first + timedelta(days=number) for number in range((last - data.first).days + 1)]
    there = DayOff.objects.filter(day__in=days).order_by("day").first()
    if there is not None:
        words = {"day": formats.day(there.day), "name": there.name}
        said = _("%(day)s is in the list already: %(name)s. Change it there.") % words
        raise Refused("day_there", said, "first")
    rows = [DayOff(day=day, kind=data.kind, name_ja=data.name_ja, name_en=data.name_en) for day in days]
    try:
        with transaction.atomic():
            made = DayOff.objects.bulk_create(rows)
    except IntegrityError:
        # Somebody else has added one of them since.
        raise Refused("day_there", _("One of these days is in the list already."), "first") from None
    told = {"first": data.first.isoformat(), "last": last.isoformat(), "kind": data.kind}
    record(actor, "days_off.added", _SUBJECT, told | _names(made[0]))
    return made


@service
def change_day_off(actor: Actor, day_off: DayOff, *, kind: str, name_ja: str, name_en: str) -> DayOff:
    """Say otherwise why a day is off.

    Raises:
        Refused: ``unknown_code``.
    """
    if kind not in DayOffKind.values:
        raise Refused("unknown_code", _("Choose one of the options."), "kind")
    held = hold(DayOff.objects).get(pk=day_off.pk)
    if (held.kind, held.name_ja, held.name_en) == (kind, name_ja, name_en):
        return held
    held.kind, held.name_ja, held.name_en = kind, name_ja, name_en
    held.save(update_fields=["kind", "name_ja", "name_en"])
    told = {"day": held.day.isoformat(), "kind": kind}
    record(actor, "days_off.changed", _SUBJECT, told | _names(held))
    return held


@service
def take_out(actor: Actor, day_off: DayOff) -> DayOff:
    """Let a day be worked after all.

    Raises:
        Refused: ``taken_out_already``.
    """
    return _turn(actor, day_off, taken_out=True)


@service
def put_back(actor: Actor, day_off: DayOff) -> DayOff:
    """Let a day that was taken out be off again.

    Raises:
        Refused: ``is_off``.
    """
    return _turn(actor, day_off, taken_out=False)


def _turn(actor: Actor, day_off: DayOff, *, taken_out: bool) -> DayOff:
    held = hold(DayOff.objects).get(pk=day_off.pk)
    if held.taken_out == taken_out:
        if taken_out:
            raise Refused("taken_out_already", _("This day is taken out already."))
        raise Refused("is_off", _("This day is off."))
    held.taken_out = taken_out
    held.save(update_fields=["taken_out"])
    action = "days_off.taken_out" if taken_out else "days_off.put_back"
    record(actor, action, _SUBJECT, {"day": held.day.isoformat()})
    return held


def _names(day_off: DayOff) -> dict[str, str]:
    return {"ja": digest(day_off.name_ja), "en": digest(day_off.name_en)}
