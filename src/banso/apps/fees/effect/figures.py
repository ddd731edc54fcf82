"""Income, coverage and answers to quotes of a fiscal year, and use before and after the charge, by part.

1. Income is what invoices of the year come to before tax, shares of exports among them, less what was
   credited and waived of them since. Cancelled invoices count nowhere.
2. Its cost is the full cost that their quotes were frozen with; coverage is income of cost.
3. Quotes are those sent in the year that no later revision replaced.
4. A part that rests on fewer than five firms is not told (``engines.statistics.disclosure``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from django.db.models import F, Sum

from banso.apps.accounts.access import Access
from banso.apps.fees.effect.measures import MEASURES, USE, By
from banso.apps.fees.models import CreditReason, DeclineReason
from banso.apps.fees.selectors import charges
from banso.apps.policies.models import SUPPORT
from banso.apps.policies.selectors import published
from banso.apps.programmes.models import Service
from banso.engines.fees.windows import Window, Windows
from banso.engines.kernel.rounding import half_up
from banso.engines.statistics.disclosure import hidden
from banso.engines.statistics.shares import Share

T = TypeVar("T")


@dataclass(frozen=True)
class Charge:
    """Since when, without a break, some service is charged for, and which are today."""

    began: date
    services: tuple[Service, ...]


def charge_on(today: date, services: Sequence[Service]) -> Charge | None:
    """The charge in force on a day; None where the policy of the day charges for nothing."""
    found: Charge | None = None
    for version in published(SUPPORT).filter(in_force_from__lte=today):
        if found is None and version.in_force_to is not None and version.in_force_to < today:
            return None
        charged = tuple(service for service in services if charges(version, service))
        if not charged:
            break
        found = Charge(version.in_force_from, found.services if found else charged)
    return found


@dataclass
class Money:
    """What one part of the firms or services came to in a year; amounts in yen before tax.

    ``cost_unknown``: invoices whose quote was frozen without a full cost; they are left out of the cost, and
    coverage is not told then.
    """

    firms: set[int] = field(default_factory=set)
    invoices: int = 0
    invoiced: int = 0
    credited: int = 0
    waived: int = 0
    discounts: int = 0
    cost: int = 0
    cost_unknown: int = 0
    quotes: Counter[str] = field(default_factory=Counter)
    price: int = 0

    @property
    def income(self) -> int:
        """Invoiced less credited less waived."""
        return self.invoiced - self.credited - self.waived

    @property
    def coverage(self) -> Decimal | None:
        """Income of full cost in percent, half up to one decimal; None where a cost is not known."""
        if not self.cost or self.cost_unknown:
            return None
        return half_up(100 * Fraction(self.income, self.cost))

    @property
    def declined(self) -> Share:
        """Declined quotes of all that were sent."""
        return Share(self.quotes["declined"], self.quotes["quotes"])

    def add(self, other: Money) -> None:
        """Take the figures of another part in."""
        self.firms |= other.firms
        self.quotes += other.quotes
        for name in (
            "invoices",
            "invoiced",
            "credited",
            "waived",
            "discounts",
            "cost",
            "cost_unknown",
            "price",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Row(Generic[T]):
    """One part of a table: its key in addresses, its words, its figures; None: too few firms to tell."""

    part: str
    label: Any
    found: T | None


@dataclass(frozen=True)
class Table(Generic[T]):
    """Figures by part, and of all parts together."""

    rows: list[Row[T]]
    total: T
    hidden: int


_ANSWERS = ("quotes", "accepted", "declined", "expired", "waiting", "withdrawn")


def money(access: Access, year: Window, by: By) -> Table[Money]:
    """Income, coverage and what became of quotes, by part. Ten queries."""
    parts: dict[Any, Money] = defaultdict(Money)
    measure = MEASURES["invoices"]
    lines = measure.rows(access, year).annotate(off=F("quote__net") - F("quote__subtotal"))
    for key, firm, net, off, cost, share_of in lines.values_list(
        by.key(measure), "firm", "net", "off", "quote__frozen__full_cost", "success_year"
    ):
        part = parts[by.part(key)]
        part.firms.add(firm)
        part.invoices += 1
        part.invoiced += net
        if share_of is not None:
            # A share of exports is asked for on top: cost and discount stand with the price of its quote.
            continue
        part.discounts += off
        part.cost += cost or 0
        part.cost_unknown += cost is None
    for code, name in (("credits", "credited"), ("waivers", "waived")):
        measure = MEASURES[code]
        sums = measure.rows(access, year).values_list(by.key(measure)).annotate(sum=Sum("net"))
        for key, yen in sums:
            part = parts[by.part(key)]
            setattr(part, name, getattr(part, name) + yen)
    for code in _ANSWERS:
        measure = MEASURES[code]
        for key, firm, reason in measure.rows(access, year).values_list(
            by.key(measure), "firm", "decline_reason"
        ):
            part = parts[by.part(key)]
            part.firms.add(firm)
            part.quotes[code] += 1
            part.price += code == "declined" and reason == DeclineReason.PRICE
    total = Money()
    for part in parts.values():
        total.add(part)
    return _table(parts, by.labels(), total, [lambda found: len(found.firms)])


def _table(parts: Mapping[Any, T], labels: Mapping[Any, Any], total: T, counts: Iterable[Any]) -> Table[T]:
    """Rows in the order of their labels; those of too few firms without figures."""
    there = [(key, label) for key, label in labels.items() if key in parts]
    secret: set[int] = set()
    for count in counts:
        secret |= hidden([count(parts[key]) for key, _label in there])
    rows = [
        Row(str(key), label, None if place in secret else parts[key])
        for place, (key, label) in enumerate(there)
    ]
    return Table(rows, total, len(secret))


@dataclass(frozen=True)
class Reason:
    """A coded reason: how often of all, and the yen before tax that were waived for it."""

    code: str
    label: str
    share: Share
    yen: int = 0


def decline_reasons(access: Access, year: Window) -> list[Reason]:
    """Why firms declined, every reason in its order."""
    rows = MEASURES["declined"].rows(access, year)
    found = Counter(rows.values_list("decline_reason", flat=True))
    return [
        Reason(one.value, str(one.label), Share(found[one.value], found.total())) for one in DeclineReason
    ]


def waiver_reasons(access: Access, year: Window) -> list[Reason]:
    """Why was waived, the reasons that occurred."""
    rows = MEASURES["waivers"].rows(access, year).values_list("reason", "net")
    found, yen = Counter(reason for reason, _net in rows), Counter[str]()
    for reason, net in rows:
        yen[reason] += net
    return [
        Reason(one.value, str(one.label), Share(found[one.value], found.total()), yen[one.value])
        for one in CreditReason
        if found[one.value]
    ]


@dataclass
class Used:
    """How much was used in a window: counts (of hours: the hours) and the firms behind them."""

    amounts: Counter[str] = field(default_factory=Counter)
    firms: set[int] = field(default_factory=set)


@dataclass
class Use:
    """Use before and after the charge."""

    before: Used = field(default_factory=Used)
    after: Used = field(default_factory=Used)

    def change(self, code: str) -> Decimal | None:
        """By how many percent it went up; None where there was nothing before."""
        before, after = self.before.amounts[code], self.after.amounts[code]
        return half_up(100 * (Fraction(after) - Fraction(before)) / Fraction(before)) if before else None


def use(access: Access, spans: Windows, by: By) -> Table[Use]:
    """Consultations, applications, support begun and hours of experts, before and after. Nine queries."""
    parts: dict[Any, Use] = defaultdict(Use)
    total = Use()
    for code in USE:
        measure = MEASURES[code]
        for when, span in (("before", spans.before), ("after", spans.after)):
            key, counted = by.key(measure), "hours" if code == "hours" else "pk"
            rows = measure.rows(access, span).values_list(key or "pk", measure.firm, counted)
            for value, firm, amount in rows:
                more = amount if code == "hours" else 1
                for of in (total, parts[by.part(value)]) if key else (total,):
                    used: Used = getattr(of, when)
                    used.amounts[code] += more
                    used.firms.add(firm)
    counts = [lambda found: len(found.before.firms), lambda found: len(found.after.firms)]
    return _table(parts, by.labels(), total, counts)
