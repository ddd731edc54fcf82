"""What others read of applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from banso.apps.selection.models import Application, ApplicationState, Determination, Outcome
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days

#: Applications on their way to a determination.
UNDER_WAY = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.SCREENED)

DETERMINED = (ApplicationState.ADOPTED, ApplicationState.DECLINED)


@dataclass(frozen=True)
class Adoption:
    """How many were determined, and how many of them adopted."""

    adopted: int
    determined: int


def adoption(determinations: QuerySet[Determination]) -> Adoption:
    """Adopted and determined among some determinations. One query."""
    found = determinations.order_by().aggregate(
        adopted=Count("pk", filter=Q(outcome=Outcome.ADOPTED)), determined=Count("pk")
    )
    return Adoption(**found)


def adoption_this_year(application: Application, day: date) -> Adoption:
    """The adoption of the application's service in the fiscal year of a day, all offices."""
    first, last = fiscal_year_days(fiscal_year(day))
    rows = Determination.objects.filter(
        application__service=application.service_id, determined_on__range=(first, last)
    )
    return adoption(rows)


def applications_under_way(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those not yet determined or withdrawn, those that wait longest first."""
    since = Coalesce("submitted_at", "created_at")
    return applications.filter(state__in=UNDER_WAY).order_by(since, "pk")
