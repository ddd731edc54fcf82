"""Months of which a mall owes a report: something was on sale there, and no report tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.sales.models import Listing, ReportedMonth
from banso.engines.kernel.fiscal import add_months, fiscal_year

#: A month is asked for so long; what lies further back is head office's to settle.
BACK = 12
#: The report of a month is due on this day of the next.
DUE_DAY = 15


def missing_months(today: date, malls: Collection[int] | None = None) -> dict[int, list[date]]:
    """By key of the mall the months without a report, oldest first; ``malls``: only of these. Three queries.

    A month counts where a listing was on sale on any of its days. Months of closed fiscal years do not.
    """
    last = add_months(today.replace(day=1), -1)
    closed = set(FiscalYear.objects.filter(state=YearState.CLOSED).order_by().values_list("year", flat=True))
    months = [
        month
        for number in range(BACK)
        if fiscal_year(month := add_months(last, number - BACK + 1)) not in closed
    ]
    if not months:
        return {}
    listings = Listing.objects.filter(mall__isnull=False, listed_on__isnull=False)
    told = ReportedMonth.objects.filter(mall__isnull=False, adds=False, month__gte=months[0])
    if malls is not None:
        listings, told = listings.filter(mall__in=malls), told.filter(mall__in=malls)
    spans: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for mall, first, end in listings.order_by().values_list("mall", "listed_on", "ended_on"):
        spans[mall].append((first, end))
    reported = set(told.order_by().values_list("mall", "month"))
    found = {
        mall: [month for month in months if (mall, month) not in reported and _on_sale(there, month)]
        for mall, there in spans.items()
    }
    return {mall: owed for mall, owed in sorted(found.items()) if owed}


def _on_sale(spans: Iterable[tuple[date, date | None]], month: date) -> bool:
    after = add_months(month, 1)
    return any(first < after and (end is None or end >= month) for first, end in spans)


def due_on(month: date) -> date:
    """When the report of a month is due."""
    return add_months(month, 1) + timedelta(days=DUE_DAY - 1)


def form_of(code: str, month: date) -> str:
    """The address of the form of a month."""
    return f"{reverse('malls:report_form')}?mall={code}&month={month:%Y-%m}"


def reports_due(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Reports whose day has come, asked of those who run the mall."""
    today = now.astimezone(ZONE).date()
    people: dict[int, list[int]] = defaultdict(list)
    held = current(today).filter(role=Role.MALL_OPERATOR).order_by("pk")
    for mall, user in held.values_list("mall_id", "user_id"):
        people[mall].append(user)
    if not people:
        return
    codes = dict(Mall.objects.filter(pk__in=people).order_by().values_list("pk", "code"))
    for mall, owed in missing_months(today, list(people)).items():
        for month in owed:
            ref = f"{codes[mall]}/{month:%Y-%m}"
            if due_on(month) <= today and (refs is None or ref in refs):
                yield Due("mall_month", ref, due_on(month), form_of(codes[mall], month), tuple(people[mall]))


def register() -> None:
    """Let operators be reminded."""
    sources.register(Source("sales_report_due", _("Monthly report of your mall"), reports_due))
