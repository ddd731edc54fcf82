"""What a firm has had of a service already, as caps and free allowances count it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Sum

from banso.apps.casework.models import Activity, Case
from banso.apps.directory.models import Firm
from banso.apps.programmes.models import Service
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days


class Charged(NamedTuple):
    """Yen before tax that a firm has agreed to pay for a service: in a fiscal year, and in all."""

    year: int = 0
    life: int = 0


NOT_CHARGED = Charged()


@dataclass(frozen=True)
class Usage:
    """What a firm has had of a service: times and hours of experts in the fiscal year, and yen charged."""

    times: int = 0
    hours: Decimal = Decimal(0)
    charged: Charged = NOT_CHARGED


#: Says what a firm agreed to pay up to a day, by the key of the service; a case is left out.
Charges = Callable[[Firm, date, Case | None], Mapping[int, Charged]]
_charges: list[Charges] = []


def count_charges(source: Charges) -> None:
    """Let what this says count towards the caps of a year and of all time."""
    _charges.append(source)


def usages_of(
    firm: Firm, services: Iterable[Service], on: date, besides: Case | None = None
) -> dict[int, Usage]:
    """What a firm has had of each service up to a day, by its key; a case is not counted against itself."""
    first, last = fiscal_year_days(fiscal_year(on))
    days = (first, min(on, last))
    cases = Case.objects.filter(firm=firm, started_on__range=days)
    work = Activity.objects.filter(case__firm=firm, expert__isnull=False, done_on__range=days)
    if besides is not None:
        cases, work = cases.exclude(pk=besides.pk), work.exclude(case=besides)
    times = dict(cases.order_by().values_list("service").annotate(n=Count("pk")))
    hours = dict(work.order_by().values_list("case__service").annotate(sum=Sum("hours")))
    charged = [source(firm, on, besides) for source in _charges]
    return {
        service.pk: Usage(
            times.get(service.pk, 0),
            hours.get(service.pk) or Decimal(0),
            Charged(
                sum(one.get(service.pk, NOT_CHARGED).year for one in charged),
                sum(one.get(service.pk, NOT_CHARGED).life for one in charged),
            ),
        )
        for service in services
    }
