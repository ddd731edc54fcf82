"""What sites owe firms, worked out from lines, terms and payments. Four queries, however many."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Firm
from banso.apps.programmes.exchange import Rates
from banso.apps.sales.dues import NOTHING, Charged, Due, charged
from banso.apps.sales.models import LineKind, Payout, SalesLine, SiteFee, SiteTerms
from banso.apps.sales.reading import last_of
from banso.apps.sales.sites import Site
from banso.apps.together import attach, together
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
    #: The listings of which something was sold.
    products: set[int] = field(default_factory=set)
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
    beside = _Beside({firm for _channel, _mall, firm, _month in months})
    rows = [
        (key, currency, found, in_force)
        for key, found in months.items()
        for in_force in [beside.terms_on(key[0], key[1], last_of(key[3]))]
        for currency in _currencies(found, in_force)
    ]
    rates = Rates({currency for _key, currency, _found, _terms in rows})
    owed = []
    for (channel, mall, firm, month), currency, found, in_force in rows:
        sold, back = found.amounts.get(currency, (NOTHING, NOTHING))
        rate = rates.on(currency, last_of(month))
        owed.append(
            Due(
                site=beside.site(channel, mall),
                firm=beside.firms[firm],
                month=month,
                currency=currency,
                sold=sold,
                back=back,
                terms=in_force,
                kept=_charged(in_force, currency, sold, back, found) if in_force else None,
                payouts=tuple(found.payouts.get(currency, ())),
                today=today,
                rate=Decimal(1) if currency == YEN else rate.yen if rate else None,
            )
        )
    return sorted(owed, key=lambda due: (*due.urgency, due.currency))


def _currencies(found: _Month, terms: SiteTerms | None) -> set[str]:
    """Those of lines and payments, and of fees that are taken though nothing was sold in their currency."""
    fees = terms.fees.all() if terms is not None else ()
    taken = {
        fee.currency for fee in fees if terms and _charged(terms, fee.currency, NOTHING, NOTHING, found).fees
    }
    return {*found.amounts, *found.payouts, *taken}


def _charged(terms: SiteTerms, currency: str, sold: Decimal, back: Decimal, of: _Month) -> Charged:
    return charged(terms.commission, terms.fees.all(), currency, sold, back, of.sales, len(of.products))


def _months(lines: QuerySet[SalesLine], payouts: QuerySet[Payout]) -> dict[_Key, _Month]:
    found: dict[_Key, _Month] = defaultdict(_Month)
    by = ("report__channel", "report__mall", "listing__case__firm", "month", "currency", "listing")
    sale = Q(kind=LineKind.SALE)
    counted = lines.values_list(*by).annotate(
        sold=Sum("amount", filter=sale), back=Sum("amount", filter=~sale), n=Count("pk", filter=sale)
    )
    for channel, mall, firm, month, currency, listing, sold, back, sales in counted.iterator():
        there = found[channel, mall, firm, month]
        before = there.amounts.get(currency, (NOTHING, NOTHING))
        # A database that adds binary fractions is brought back to the places that are stored.
        more = [(part or NOTHING).quantize(_PLACES) for part in (sold, back)]
        there.amounts[currency] = (before[0] + more[0], before[1] - more[1])
        if sales:
            there.sales += sales
            there.products.add(listing)
    for row in payouts.order_by("paid_on", "pk"):
        found[row.channel_id, row.mall_id, row.firm_id, row.month].payouts[row.currency].append(row)
    return found


class _Beside:
    """Firms, sites and their terms, read in one query."""

    def __init__(self, firms: set[int]) -> None:
        named = Firm.objects.filter(pk__in=firms).only("ref", "name", "name_kana", "name_en").order_by("pk")
        malls, channels = Mall.objects.order_by("pk"), Channel.objects.order_by("pk")
        terms, fees = SiteTerms.objects.order_by("-since", "-pk"), SiteFee.objects.order_by("pk")
        together(named, malls, channels, terms, fees)
        attach(terms, "fees", fees, "terms_id")
        self.firms = {firm.pk: firm for firm in named}
        self._malls, self._channels = ({row.pk: row for row in rows} for rows in (malls, channels))
        self._terms: dict[tuple[int | None, int | None], list[SiteTerms]] = defaultdict(list)
        for row in terms:
            self._terms[row.channel_id, row.mall_id].append(row)

    def site(self, channel: int, mall: int | None) -> Site:
        """The site of a channel and a mall of it."""
        return Site(self._channels[channel], self._malls[mall] if mall is not None else None)

    def terms_on(self, channel: int, mall: int | None, day: date) -> SiteTerms | None:
        """The terms in force at a site on a day."""
        rows = self._terms[None if mall else channel, mall]
        return next((row for row in rows if row.since <= day), None)
