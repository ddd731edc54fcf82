"""Which fiscal years there are, and which one is to be opened or closed."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from banso.apps.journal.models import FiscalYear, YearState
from banso.engines.kernel.fiscal import add_months, fiscal_year

#: The next year should be open from so many months before its first day on: from 1 March.
REMIND_MONTHS = 1


def year_to_prepare(today: date) -> int | None:
    """The fiscal year whose turn it is to be prepared; None: it has been begun.

    That is the next one; the present one where it was forgotten. A house without years begins with the next.
    """
    present = fiscal_year(today)
    known = set(
        FiscalYear.objects.filter(year__lte=present + 1).order_by("year").values_list("year", flat=True)
    )
    if known and present not in known:
        return present
    return None if present + 1 in known else present + 1


def year_not_open(today: date) -> int | None:
    """The fiscal year that should be open by now and is not; None: nothing is missing."""
    ahead = fiscal_year(add_months(today, REMIND_MONTHS))
    row = FiscalYear.objects.filter(year=ahead).first()
    return ahead if row is None or row.state == YearState.PLANNED else None


def still_open(before: int) -> QuerySet[FiscalYear]:
    """Open fiscal years before one."""
    return FiscalYear.objects.filter(year__lt=before, state=YearState.OPEN).order_by("year")


def years_to_close(today: date) -> QuerySet[FiscalYear]:
    """Years that are over and take entries still, the oldest first."""
    return still_open(before=fiscal_year(today))
