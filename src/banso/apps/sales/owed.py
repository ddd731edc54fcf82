"""What sites owe firms, worked out from lines, terms and payments. Nine queries, however many months."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Firm
from banso.apps.programmes.exchange import Rates
from banso.apps.sales.dues import NOTHING, Charged, Due, charged
from banso.apps.sales.models import LineKind, Payout, SalesLine, SiteTerms
from banso.apps.sales.reading import last_of
from banso.apps.sales.sites import Site
from banso.engines.kernel.money import YEN

_PLACES = Decimal("0.001")
#: A channel and a mall of it, None for a page; a firm; a month.
_Key = tuple[int, int | None, int, date]


def _earned(result: str) -> Q:
    """The sale counts as an export, was told elsewhere too, or wholly came back, which its return tells."""
    return (
        Q(**{f"{result}__confirmed_at__isnull": False})
        | Q(**{f"{result}__duplicate_of__isnull": False})
        | Q(**{f"{result}__settled_at__isnull": False, f"{result}__amount": 0})
        | Q(**{f"{result}__settled_at__isnull": False, f"{result}__amount_yen": 0})
    )


#: Lines by which something is owed. Unlike figures they hold samples, and sales that came back.
EARNING = Q(listing__isnull=False) & (
    Q(kind=LineKind.SALE) & _earned("result")
    | Q(kind=LineKind.RETURN) & (Q(takes_back__isnull=True) | _earned("takes_back__result"))
)


@dataclass
class _Month:
    sales: int = 0
    products: int = 0
    #: By currency: sold, and returned (above zero).
    amounts: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    payouts: dict[str, list[Payout]] = field(default_factory=lambda: defaultdict(list))


def dues_of(access: Access, action: Action, site: Site | None = None) -> list[Due]:
    """What is owed within the reach of an action, at one site or all; what presses most first."""
    lines, payouts = access.rows(action, SalesLine.objects.all()), access.rows(action, Payout.objects.all())
    return dues(lines, payouts, access.today, site)


def dues(
    lines: QuerySet[SalesLine], payouts: QuerySet[Payout], today: date, site: Site | None = None
) -> list[Due]:
    """What these lines come to by the terms, less these payments; what presses most first."""
    if site is not None:
        lines = lines.filter(**{f"report__{name}": value for name, value in site.rows.items()})
        payouts = payouts.filter(**site.rows)
    months = _months(lines.filter(EARNING).order_by(), payouts)
    firms = Firm.objects.in_bulk({firm for _channel, _mall, firm, _month in months})
    sites = _sites({key[:2] for key in months})
    terms = _Terms(sites)
    rows: list[tuple[_Key, str, _Month, SiteTerms | None]] = []
    for key, found in months.items():
        in_force = terms.on(key[:2], last_of(key[3]))
        currencies = {*found.amounts, *found.payouts}
        if in_force is not None:
            currencies |= {
                fee.currency
                for fee in in_force.fees.all()
                if _charged(in_force, fee.currency, NOTHING, NOTHING, found).fees
            }
        rows += [(key, currency, found, in_force) for currency in currencies]
    rates = Rates({currency for _key, currency, _found, _terms in rows})
    owed = []
    for key, currency, found, in_force in rows:
        sold, back = found.amounts.get(currency, (NOTHING, NOTHING))
        kept = _charged(in_force, currency, sold, back, found) if in_force else None
        rate = rates.on(currency, last_of(key[3]))
        owed.append(
            Due(
                site=sites[key[:2]],
                firm=firms[key[2]],
                month=key[3],
                currency=currency,
                sold=sold,
                back=back,
                terms=in_force,
                kept=kept,
                payouts=tuple(found.payouts.get(currency, ())),
                today=today,
                rate=Decimal(1) if currency == YEN else rate.yen if rate else None,
            )
        )
    return sorted(owed, key=lambda due: (*due.urgency, due.currency))


def _charged(terms: SiteTerms, currency: str, sold: Decimal, back: Decimal, of: _Month) -> Charged:
    return charged(terms.commission, terms.fees.all(), currency, sold, back, of.sales, of.products)


def _months(lines: QuerySet[SalesLine], payouts: QuerySet[Payout]) -> dict[_Key, _Month]:
    found: dict[_Key, _Month] = defaultdict(_Month)
    by = ("report__channel", "report__mall", "listing__case__firm", "month")
    sale = Q(kind=LineKind.SALE)
    for channel, mall, firm, month, currency, sold, back in (
        lines.values_list(*by, "currency")
        .annotate(sold=Sum("amount", filter=sale), back=Sum("amount", filter=~sale))
        .iterator()
    ):
        # A database that adds binary fractions is brought back to the places that are stored.
        amounts = ((sold or NOTHING).quantize(_PLACES), -(back or NOTHING).quantize(_PLACES))
        found[channel, mall, firm, month].amounts[currency] = amounts
    counts: Any = lines.filter(sale).values_list(*by)
    for *key, sales, products in counts.annotate(n=Count("pk"), of=Count("listing", distinct=True)):
        found[tuple(key)].sales, found[tuple(key)].products = sales, products  # type: ignore[index]
    for row in payouts.order_by("paid_on", "pk"):
        found[row.channel_id, row.mall_id, row.firm_id, row.month].payouts[row.currency].append(row)
    return found


def _sites(keys: set[tuple[int, int | None]]) -> dict[tuple[int, int | None], Site]:
    malls = Mall.objects.in_bulk({mall for _channel, mall in keys if mall is not None})
    channels = Channel.objects.in_bulk({channel for channel, _mall in keys})
    return {
        (channel, mall): Site(channels[channel], malls[mall] if mall is not None else None)
        for channel, mall in keys
    }


class _Terms:
    """All terms of some sites, read in two queries."""

    def __init__(self, sites: dict[tuple[int, int | None], Site]) -> None:
        malls = [mall for _channel, mall in sites if mall is not None]
        pages = [channel for channel, mall in sites if mall is None]
        rows = SiteTerms.objects.filter(Q(mall__in=malls) | Q(channel__in=pages)).prefetch_related("fees")
        self._by: dict[tuple[int | None, int | None], list[SiteTerms]] = defaultdict(list)
        for row in rows.order_by("-since", "-pk"):
            self._by[row.channel_id, row.mall_id].append(row)

    def on(self, site: tuple[int, int | None], day: date) -> SiteTerms | None:
        """The terms in force at a site on a day."""
        channel, mall = site
        rows = self._by[None if mall else channel, mall]
        return next((row for row in rows if row.since <= day), None)
