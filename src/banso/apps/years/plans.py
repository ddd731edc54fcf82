"""What an office takes on in a year, beside what it reached: computed from the records each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.models import Activity, Case, FollowUp
from banso.apps.casework.placed import column, grouped
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.journal.services import record, service
from banso.apps.years.models import OfficeYear
from banso.engines.kernel.fiscal import fiscal_year_days

#: No office comes near these: a larger number is a slip of the hand.
MOST, MOST_YEN = 1_000_000, 10**13


@dataclass(frozen=True)
class OfficeYearData:
    """What is laid down for an office and a year; None: nothing."""

    firms: int | None = None
    cases: int | None = None
    follow_ups: int | None = None
    staff_hours: int | None = None
    budget_yen: int | None = None


@service
def lay_down(actor: Actor, office: Office, year: int, data: OfficeYearData) -> OfficeYear:
    """Lay down what an office takes on in a fiscal year, or change it.

    Raises:
        Refused: ``year_closed``, ``range`` (a number below 0 or beyond reason).
    """
    held = hold(FiscalYear.objects).filter(year=year).first()
    if held is not None and held.state == YearState.CLOSED:
        raise Refused("year_closed", _("This fiscal year is closed; what was planned for it stands."))
    values = asdict(data)
    for field in fields(data):
        most = MOST_YEN if field.name == "budget_yen" else MOST
        if values[field.name] is not None and not 0 <= values[field.name] <= most:
            message = _("Enter a whole number from 0 to %(most)s.") % {"most": f"{most:,}"}
            raise Refused("range", message, field.name)
    row, _made = OfficeYear.objects.update_or_create(office=office, fiscal_year=year, defaults=values)
    record(actor, "office_year.set", ("office", office.code), {"year": year, **values})
    return row


def with_reached(offices: QuerySet[Office], year: int) -> QuerySet[Office]:
    """Offices with what the records say of a fiscal year, in the query that reads them.

    ``firms_reached`` firms under support, ``cases_reached`` cases begun, ``follow_ups_reached`` firms that
    answered a follow-up, ``hours_reached`` hours that staff logged. Everything counts at the office of the
    time: that of the day it happened on; a firm under support at that of the last day of support in the year.
    """
    first, last = fiscal_year_days(year)
    end = Value(last, output_field=DateField())
    under = Case.objects.filter(started_on__lte=last).exclude(ended_on__lt=first)
    under = under.annotate(supported_until=Least(Coalesce("ended_on", end), end))
    begun = Case.objects.filter(started_on__range=(first, last))
    looked = FollowUp.objects.filter(done_on__range=(first, last), reached=True)
    work = Activity.objects.filter(done_on__range=(first, last), staff__isnull=False)
    parts = {
        "firms_reached": (grouped(under, "supported_until", "pk"), Count("firm", distinct=True)),
        "cases_reached": (grouped(begun, "started_on", "pk"), Count("pk")),
        "follow_ups_reached": (grouped(looked, "done_on"), Count("pk")),
        "hours_reached": (grouped(work, "done_on"), Sum("hours")),
    }
    found: dict[str, dict[int, dict[str, Decimal]]] = {name: {} for name in parts}
    # All in one round trip.
    for name, office, total in _together(parts):
        found[name][office] = {"total": total}
    return offices.annotate(**{name: column(totals, "total", _kind(name)) for name, totals in found.items()})


def _together(parts: Mapping[str, tuple[QuerySet[Any], Any]]) -> QuerySet[Any]:
    each = [
        rows.annotate(part=Value(name), total=Cast(total, DecimalField(max_digits=16, decimal_places=2)))
        .values_list("part", "office_then", "total")
        .order_by()
        for name, (rows, total) in parts.items()
    ]
    return each[0].union(*each[1:], all=True)


def _kind(name: str) -> Field[Any, Any]:
    return DecimalField() if name == "hours_reached" else IntegerField()
