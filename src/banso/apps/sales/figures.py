"""What sites came to, month by month: pure rules over counted rows.

1. A product counts in the month in which it was offered, answered (picked or declined) or first on sale.
2. A sale counts in the month that its report tells. What wholly came back counts neither as a sale nor as its
   return; other returns are subtracted in the month in which they came back. Samples, fees, and what waits
   or is set aside count nowhere. A sale without a known rate is one and brings no yen yet (``without_rate``).
3. An export that counts and that no report tells is a sale of the channel in which it was told; one that a
   report tells too is the sale of that site, once.
4. Repeat are sales of which the report says that the buyer had bought before; ``said`` are those of which it
   says either.
5. A firm has its first sale at a site once, whatever months are shown. Still selling after n months means a
   sale in the ``WINDOW`` months from the n-th month after the month of the first sale on. While those months
   are not all over, a firm without a sale in them is not yet knowable, and never a no.
6. On its own means: an export of the firm outside every EC channel in a later month than its first sale.
7. Costs are divided by products on sale in the months shown, by firms that sold in them, by yen sold in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction

from banso.engines.kernel.fiscal import add_months

#: In how many months a firm is looked for that sold so many months before.
WINDOW = 3
AFTER = (6, 12)


@dataclass(frozen=True)
class Sold:
    """What a firm sold at a site in a month."""

    firm: int
    month: date
    yen: int = 0
    pieces: int = 0
    sales: int = 0
    repeat: int = 0
    said: int = 0
    without_rate: int = 0


@dataclass
class Month:
    """Figures that add up over months, but for ``firms``: who sells in two months is one of the whole."""

    offered: int = 0
    picked: int = 0
    declined: int = 0
    listed: int = 0
    pieces: int = 0
    sales: int = 0
    repeat: int = 0
    said: int = 0
    without_rate: int = 0
    sold: int = 0
    cost: int = 0
    first: int = 0
    firms: int = 0

    @property
    def balance(self) -> int:
        """Yen sold less yen of cost."""
        return self.sold - self.cost

    @property
    def picked_share(self) -> int | None:
        """Of a hundred products answered so many were picked; None where none was answered."""
        answered = self.picked + self.declined
        return round(Fraction(self.picked * 100, answered)) if answered else None


@dataclass(frozen=True)
class Later:
    """Of firms with a first sale: those still selling after some months, not any more, not yet knowable."""

    still: int = 0
    ended: int = 0
    young: int = 0

    @property
    def known(self) -> int:
        """Of how many it can be told: the denominator."""
        return self.still + self.ended

    @property
    def share(self) -> int | None:
        """Still selling of a hundred of whom it can be told; None where of nobody."""
        return round(Fraction(self.still * 100, self.known)) if self.known else None


@dataclass
class Figures:
    """What a site, or several together, came to in some months."""

    months: dict[date, Month] = field(default_factory=dict)
    whole: Month = field(default_factory=Month)
    #: Products on sale on any day of these months.
    on_sale: int = 0
    #: Firms that ever had a first sale here, up to the last month shown.
    starters: int = 0
    after: dict[int, Later] = field(default_factory=dict)
    #: Starters that exported on their own later, so far.
    elsewhere: int = 0
    #: For how many months on end, up to the last one, a month cost more than it sold.
    behind: int = 0

    @property
    def after_6(self) -> Later:
        """Still selling after half a year."""
        return self.after.get(6, Later())

    @property
    def after_12(self) -> Later:
        """Still selling after a year."""
        return self.after.get(12, Later())

    @property
    def per_listing(self) -> int | None:
        """Yen of cost for each product on sale."""
        return _divided(self.whole.cost, self.on_sale)

    @property
    def per_firm(self) -> int | None:
        """Yen of cost for each firm that sold."""
        return _divided(self.whole.cost, self.whole.firms)

    @property
    def per_yen(self) -> float | None:
        """Yen of cost for each yen sold; None where nothing was."""
        return self.whole.cost / self.whole.sold if self.whole.sold > 0 else None


def _divided(yen: int, by: int) -> int | None:
    return round(Fraction(yen, by)) if by else None


def span(first: date, last: date) -> list[date]:
    """The first days of the months from one to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, number) for number in range(count)]


def figures(
    first: date,
    last: date,
    *,
    steps: Iterable[tuple[str, date, int]] = (),
    on_sale: int = 0,
    sold: Sequence[Sold] = (),
    costs: Mapping[date, int] | None = None,
    alone: Mapping[int, date] | None = None,
) -> Figures:
    """Figures of the months ``first`` to ``last`` (first days).

    ``steps``: a name of ``Month``, a month and how many; ``sold`` and ``costs`` of all months there are;
    ``alone``: by firm the last month of an export on its own.
    """
    found = Figures({month: Month() for month in span(first, last)}, on_sale=on_sale)
    for name, month, count in steps:
        if month in found.months:
            setattr(found.months[month], name, getattr(found.months[month], name) + count)
    sellers: dict[date, set[int]] = defaultdict(set)
    for row in sold:
        if row.sales > 0 and row.month <= last:
            sellers[row.month].add(row.firm)
        if (there := found.months.get(row.month)) is not None:
            there.sold += row.yen
            for name in ("pieces", "sales", "repeat", "said", "without_rate"):
                setattr(there, name, getattr(there, name) + getattr(row, name))
    costs = costs or {}
    began = first_sales(sellers)
    for month, there in found.months.items():
        there.cost = costs.get(month, 0)
        there.firms = len(sellers.get(month, ()))
        there.first = sum(begun == month for begun in began.values())
    found.whole = _sum(found.months.values())
    found.whole.firms = len(set().union(*(sellers.get(month, set()) for month in found.months)))
    found.starters = len(began)
    found.after = {after: still_selling(began, sellers, after, last) for after in AFTER}
    found.elsewhere = _elsewhere(began, alone or {})
    found.behind = _behind(sold, costs, last)
    return found


def first_sales(sellers: Mapping[date, set[int]]) -> dict[int, date]:
    """By firm the month of its first sale."""
    began: dict[int, date] = {}
    for month in sorted(sellers):
        for firm in sellers[month]:
            began.setdefault(firm, month)
    return began


def still_selling(
    began: Mapping[int, date], sellers: Mapping[date, set[int]], after: int, last: date
) -> Later:
    """Who still sold ``after`` months after the first sale (rule 5); ``last`` is the last month over."""
    still = ended = young = 0
    for firm, begun in began.items():
        start = add_months(begun, after)
        window = span(start, add_months(start, WINDOW - 1))
        if any(firm in sellers.get(month, ()) for month in window):
            still += 1
        elif window[-1] > last:
            young += 1
        else:
            ended += 1
    return Later(still, ended, young)


def _elsewhere(began: Mapping[int, date], alone: Mapping[int, date]) -> int:
    """Firms with an export on their own in a later month than the first sale."""
    return sum(firm in alone and alone[firm] > begun for firm, begun in began.items())


def _behind(sold: Iterable[Sold], costs: Mapping[date, int], last: date) -> int:
    yen: dict[date, int] = defaultdict(int)
    for row in sold:
        yen[row.month] += row.yen
    count, month = 0, last
    while costs.get(month, 0) > yen[month]:
        count, month = count + 1, add_months(month, -1)
    return count


def _sum(months: Iterable[Month]) -> Month:
    whole = Month()
    for month in months:
        for one in fields(Month):
            setattr(whole, one.name, getattr(whole, one.name) + getattr(month, one.name))
    return whole
