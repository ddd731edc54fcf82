"""What an office takes on in a year, beside what it reached: computed from the records each time."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import Activity, Case, FollowUp
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


@dataclass(frozen=True)
class Reached:
    """What an office reached in a year; hours are those that staff logged."""

    firms: int = 0
    cases: int = 0
    follow_ups: int = 0
    staff_hours: Decimal = Decimal(0)


@service
def lay_down(actor: Actor, office: Office, year: int, data: OfficeYearData) -> OfficeYear:
    """Lay down what an office takes on in a fiscal year, or change it.

    Raises:
        Refused: ``year_closed``, ``range`` (a number below 0 or beyond reason).
    """
    held = FiscalYear.objects.select_for_update(of=("self",)).filter(year=year).first()
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


def reached(offices: QuerySet[Office], year: int) -> dict[int, Reached]:
    """What each office reached in a fiscal year, by key. Four queries, however many offices.

    Cases count at the office that has them now.
    """
    first, last = fiscal_year_days(year)
    these = offices.order_by().values("pk")
    cases = Case.objects.filter(office__in=these).order_by()
    under = Q(started_on__lte=last) & (Q(ended_on__isnull=True) | Q(ended_on__gte=first))
    firms = _by_office(cases.filter(under), "office", Count("firm", distinct=True))
    begun = _by_office(cases.filter(started_on__range=(first, last)), "office", Count("pk"))
    looked = FollowUp.objects.filter(case__office__in=these, done_on__range=(first, last), reached=True)
    spoken = _by_office(looked.order_by(), "case__office", Count("pk"))
    hours = _by_office(_staff_work(these, first, last), "case__office", Sum("hours"))
    return {
        pk: Reached(firms.get(pk, 0), begun.get(pk, 0), spoken.get(pk, 0), hours.get(pk) or Decimal(0))
        for pk in {*firms, *begun, *spoken, *hours}
    }


def _staff_work(offices: Any, first: date, last: date) -> QuerySet[Activity]:
    rows = Activity.objects.filter(case__office__in=offices, done_on__range=(first, last))
    return rows.filter(staff__isnull=False).order_by()


def _by_office(rows: QuerySet[Any], path: str, total: Any) -> dict[int, Any]:
    return dict(rows.values_list(path).annotate(total=total))
