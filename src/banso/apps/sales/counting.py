"""The rows that figures of channels are made of, counted by the database in five queries.

What each figure means is said in ``figures``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from banso.apps.casework.models import Case, ExportResult, SalesChannel
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.sales.figures import Figures, Sold, figures
from banso.apps.sales.models import LineKind, Listing, ListingState, MonthCost, SalesLine
from banso.apps.sales.reading import last_of
from banso.apps.sales.sites import CHANNELS

#: A channel, and a mall of it; None for what has one page only.
Key = tuple[int, int | None]

_SALE_COUNTS = Q(result__confirmed_at__isnull=False) | Q(result__duplicate_of__isnull=False)
_BACK_OF_COUNTED = Q(takes_back__result__confirmed_at__isnull=False) | Q(
    takes_back__result__duplicate_of__isnull=False
)
_OUTSIDE = (SalesChannel.DIRECT, SalesChannel.TRADING, SalesChannel.OTHER)
#: Exports outside every EC channel, of firms that have or had a place in one.
_ON_THEIR_OWN = Q(
    channel__in=_OUTSIDE,
    case__firm__in=Case.objects.filter(service__sells_by_ec=True).order_by().values("firm"),
)
#: Lines that figures add up (rule 2 of ``figures``).
COUNTED = Q(listing__isnull=False, sample=False) & (Q(kind=LineKind.SALE) & _SALE_COUNTS) | Q(
    listing__isnull=False, sample=False, kind=LineKind.RETURN
) & (Q(takes_back__isnull=True) | _BACK_OF_COUNTED)


@dataclass
class _Rows:
    steps: list[tuple[str, date, int]] = field(default_factory=list)
    on_sale: int = 0
    sold: list[Sold] = field(default_factory=list)
    costs: dict[date, int] = field(default_factory=lambda: defaultdict(int))


class Counted:
    """What happened at every site, for the months from ``first`` to ``last`` (first days). Five queries.

    ``channel`` and ``mall`` leave out what is not asked for.
    """

    def __init__(
        self, first: date, last: date, *, channel: int | None = None, mall: int | None = None
    ) -> None:
        self._first, self._last = first, last
        self._only = {"mall": mall} if mall else {"channel": channel} if channel else {}
        self._rows: dict[Key, _Rows] = defaultdict(_Rows)
        self._alone: dict[int, date] = {}
        self._count_listings()
        self._count_lines()
        self._count_told(channel, mall)
        self._count_costs()

    def sites(self) -> dict[Key, Figures]:
        """By site its figures."""
        return {key: self._figures([rows]) for key, rows in self._rows.items()}

    def channels(self) -> dict[int, Figures]:
        """By channel the figures of its sites together: a firm on two malls is one firm of the channel."""
        found: dict[int, list[_Rows]] = defaultdict(list)
        for (channel, _mall), rows in self._rows.items():
            found[channel].append(rows)
        return {channel: self._figures(rows) for channel, rows in found.items()}

    def _figures(self, rows: list[_Rows]) -> Figures:
        costs: dict[date, int] = defaultdict(int)
        for one in rows:
            for month, yen in one.costs.items():
                costs[month] += yen
        return figures(
            self._first,
            self._last,
            steps=[step for one in rows for step in one.steps],
            on_sale=sum(one.on_sale for one in rows),
            sold=[sold for one in rows for sold in one.sold],
            costs=costs,
            alone=self._alone,
        )

    def _count_listings(self) -> None:
        listings = Listing.objects.filter(**self._only).order_by()
        answered = listings.filter(answered_on__isnull=False)
        there = listings.filter(listed_on__lte=last_of(self._last)).exclude(ended_on__lt=self._first)
        parts = [
            _steps("offered", listings, "offered_on"),
            _steps("picked", answered.exclude(state=ListingState.DECLINED), "answered_on"),
            _steps("declined", answered.filter(state=ListingState.DECLINED), "answered_on"),
            _steps("listed", listings.filter(listed_on__isnull=False), "listed_on"),
            there.values_list("channel", "mall", Value("on_sale"), Value(self._first, DateField())).annotate(
                n=Count("pk")
            ),
        ]
        for channel, mall, name, month, count in parts[0].union(*parts[1:], all=True):
            rows = self._rows[channel, mall]
            if name == "on_sale":
                rows.on_sale += count
            else:
                rows.steps.append((name, month, count))

    def _count_lines(self) -> None:
        where = {f"listing__{name}": key for name, key in self._only.items()}
        lines = SalesLine.objects.filter(COUNTED, **where).order_by()
        sale = Q(kind=LineKind.SALE)
        for channel, mall, *row in lines.values_list(
            "listing__channel", "listing__mall", "listing__case__firm", "month"
        ).annotate(
            yen=Sum("amount_yen"),
            pieces=Sum("quantity"),
            sales=Count("pk", filter=sale),
            again=Count("pk", filter=sale & Q(repeat=True)),
            said=Count("pk", filter=sale & Q(repeat__isnull=False)),
            without_rate=Count("pk", filter=sale & Q(amount_yen__isnull=True)),
        ):
            self._rows[channel, mall].sold.append(Sold(*(value or 0 for value in row)))

    def _count_told(self, channel: int | None, mall: int | None) -> None:
        """Exports that count and that no line of a report tells: of these channels, and on a firm's own."""
        # Orders of Japan Street come one by one as lines do, but no line of a site's report tells them.
        order = Q(channel=SalesChannel.STREET)
        repeated = ExportResult.objects.filter(~order, by_line=True, duplicate_of__isnull=False).order_by()
        told = ExportResult.objects.filter(Q(by_line=False) | order, confirmed_at__isnull=False, sample=False)
        told = told.exclude(pk__in=repeated.values("duplicate_of"))
        channels = list(Channel.objects.order_by("position", "pk").values_list("pk", "kind", "service"))
        asked = [CHANNELS[ChannelKind(kind)] for pk, kind, _service in channels if channel in (None, pk)]
        here = Q(mall=mall) if mall else Q(channel__in=asked)
        rows = told.filter(here | _ON_THEIR_OWN).order_by()
        for kind, service, above, of_mall, firm, month, yen, sales, without in rows.values_list(
            "channel", "case__service", "mall__channel", "mall", "case__firm", TruncMonth("exported_on")
        ).annotate(
            yen=Sum("amount_yen"), sales=Count("pk"), without=Count("pk", filter=Q(amount_yen__isnull=True))
        ):
            if kind in _OUTSIDE:
                self._alone[firm] = max(month, self._alone.get(firm, month))
                continue
            there = above or _channel_of(channels, kind, service)
            self._rows[there, of_mall].sold.append(
                Sold(firm, month, yen=yen or 0, sales=sales, without_rate=without)
            )

    def _count_costs(self) -> None:
        rows = MonthCost.objects.annotate(of=Coalesce("channel", "mall__channel"))
        only = {"of" if name == "channel" else name: key for name, key in self._only.items()}
        rows = rows.filter(**only).order_by()
        for channel, mall, month, yen in rows.values_list("of", "mall", "month").annotate(total=Sum("yen")):
            self._rows[channel, mall].costs[month] += yen


def _steps(name: str, listings: QuerySet[Listing], day: str) -> Any:
    rows = listings.values_list("channel", "mall", Value(name), TruncMonth(day))
    return rows.annotate(n=Count("pk"))


def _channel_of(channels: list[tuple[int, str, int]], kind: str, service: int) -> int:
    """The channel of a kind that gives its places by a service, else the first of the kind."""
    of_kind = [(one, by) for one, its_kind, by in channels if CHANNELS[ChannelKind(its_kind)] == kind]
    return next((one for one, by in of_kind if by == service), of_kind[0][0])
