"""What a month of a mall, or of a channel with one page, cost."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.sales.models import CostKind, MonthCost
from banso.apps.sales.sites import Site

_MOST_YEN = 10**10


@service
def keep_cost(actor: Actor, site: Site, month: date, kind: str, yen: int) -> MonthCost:
    """Write down what a month of a site cost; what stood there for this kind is replaced.

    Raises:
        Refused: ``in_future`` the month has not begun; ``before_opening``; ``year_closed``; ``amount_range``;
            ``kind_unknown``.
    """
    month = month.replace(day=1)
    if month > actor.today:
        raise Refused("in_future", _("This month has not begun."), "month")
    if site.mall is not None and month < site.mall.opened_on.replace(day=1):
        raise Refused("before_opening", _("The corner had not opened yet."), "month")
    refuse_closed(actor, month, "month")
    if kind not in CostKind.values:
        raise Refused("kind_unknown", _("Choose one of the options."), "kind")
    if not 0 <= yen <= _MOST_YEN:
        raise Refused("amount_range", _("Enter a whole number of yen from 0 to 10,000,000,000."), "yen")
    cost, _new = MonthCost.objects.update_or_create(
        mall=site.mall,
        channel=None if site.mall else site.channel,
        month=month,
        kind=kind,
        defaults={"yen": yen, "kept_by_id": actor.user_id, "kept_at": actor.at},
    )
    payload = {"month": month.isoformat(), "kind": kind, "yen": yen}
    record(actor, "mall.cost_kept", ("mall" if site.mall else "site", site.code), payload)
    return cost
