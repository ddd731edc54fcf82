"""The one place that keeps a closed fiscal year closed.

Every service that takes the day of something that took place asks ``refuse_closed``. It stands in the lowest
room because services of all rooms ask it; years are opened and closed in ``banso.apps.years``.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import FiscalYear, YearState
from banso.engines.kernel.fiscal import fiscal_year
from banso.web import formats


def in_closed_year(day: date) -> bool:
    """Whether a day lies in a closed fiscal year."""
    return FiscalYear.objects.filter(year=fiscal_year(day), state=YearState.CLOSED).exists()


def refuse_closed(actor: Actor, day: date, field: str | None = None) -> None:
    """Refuse an entry on a day of a closed fiscal year, unless it is made by a correction.

    Only a year that is over can be closed, so that entries of the present year cost no query. The year's row
    is held until the transaction ends: no entry slips in while somebody closes it.

    Raises:
        Refused: ``year_closed``.
    """
    year = fiscal_year(day)
    if actor.correcting or year >= fiscal_year(actor.today):
        return
    found = hold(FiscalYear.objects).filter(year=year).first()
    if found is not None and found.state == YearState.CLOSED:
        message = _(
            "%(year)s is closed: it takes no entries any more. What it lacks or has wrong is put right by "
            "the office in a correction, with a reason."
        )
        raise Refused("year_closed", message % {"year": formats.fiscal(year)}, field)
