"""Exchange rates: reading a file of them, storing it, and which rate holds on a day.

A rate is stored for the day for which it was published and never changed: amounts rest on it. It holds on
that day and, because nobody publishes on days off and customs publish for a week at a time, on the six days
after it unless a newer one is stored.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.models import ExchangeRate
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.money import YEN, currencies_on
from banso.engines.kernel.tables import Limits, Row, Table
from banso.web.normalise import number_text, plain, read_date

#: ``per`` says for how many units ``yen`` is meant (100 for won or rupiah); left out it is 1.
COLUMNS = ("currency", "day", "yen", "per", "source")
NEEDED = ("currency", "day", "yen", "source")
#: How large a file of rates may be: ten years of thirty currencies.
LIMITS = Limits(file_bytes=1024 * 1024)
HOLDS_DAYS = 6
_PLACES = Decimal("1e-8")
_LARGEST = Decimal(1_000_000)
_SOURCE_LONGEST = 80


@dataclass(frozen=True)
class RateRow:
    """One rate out of a file: ``yen`` for one unit."""

    row: int
    currency: str
    day: date
    yen: Decimal
    source: str


@dataclass(frozen=True)
class RatePlan:
    """What storing a file would do; nothing has been stored."""

    new: tuple[RateRow, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    readable: bool

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What keeps the file from being stored."""
        return errors_among(self.faults)

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies of the new rates."""
        return sorted({row.currency for row in self.new})


#: Called with the currencies of new rates, in the transaction that stores them.
_fillers: list[Callable[[Actor, list[str]], object]] = []


def when_stored(fill: Callable[[Actor, list[str]], object]) -> None:
    """Let a room fill what waited for a rate."""
    if fill not in _fillers:
        _fillers.append(fill)


def plan_rates(table: Table) -> RatePlan:
    """Compare a file of rates with those stored; every bad cell is named.

    Rules: ``column_missing``, ``value_missing``, ``currency_unknown``, ``currency_yen``, ``day_unreadable``,
    ``rate_unreadable``, ``rate_range``, ``rate_too_fine``, ``per_unreadable``, ``source_too_long``,
    ``rate_repeated`` (twice in the file), ``rate_differs`` (from the one stored).
    """
    faults = list(table.faults)
    missing = [name for name in NEEDED if table.header and name not in table.header]
    faults += [Fault(table.file, 1, name, None, "column_missing") for name in missing]
    if missing or not table.readable:
        return RatePlan((), 0, tuple(faults), table.readable)
    rows: list[RateRow] = []
    for line in table.rows:
        try:
            rows.append(_read(table.file, line))
        except _Bad as bad:
            faults.append(bad.fault)
    new, unchanged = [], 0
    stored = _stored(rows)
    seen: dict[tuple[str, date], int] = {}
    for row in rows:
        key = (row.currency, row.day)
        shown = f"{row.currency} {row.day.isoformat()}"
        if key in seen:
            fault = Fault(table.file, row.row, None, shown, "rate_repeated", {"row": seen[key]})
            faults.append(fault)
        elif key not in stored:
            new.append(row)
        elif stored[key] == row.yen:
            unchanged += 1
        else:
            kept = f"{stored[key].normalize():f}"
            faults.append(Fault(table.file, row.row, "yen", shown, "rate_differs", {"stored": kept}))
        seen.setdefault(key, row.row)
    return RatePlan(tuple(new), unchanged, tuple(faults), True)


@service
def store_rates(actor: Actor, table: Table) -> RatePlan:
    """Store the new rates of a file, all of them or none; what waited for one of them is filled.

    Storing the same file again changes nothing.

    Raises:
        Refused: ``rates_faulty``, the file holds errors.
    """
    plan = plan_rates(table)
    if plan.errors:
        raise Refused("rates_faulty", _("Nothing was stored. Correct the errors first."))
    if not plan.new:
        return plan
    ExchangeRate.objects.bulk_create(
        [ExchangeRate(currency=r.currency, day=r.day, yen=r.yen, source=r.source) for r in plan.new],
        batch_size=1000,
    )
    days = [row.day for row in plan.new]
    record(
        actor,
        "rates.imported",
        ("configuration", "exchange_rates"),
        {
            "new": len(plan.new),
            "unchanged": plan.unchanged,
            "currencies": plan.currencies,
            "first": min(days).isoformat(),
            "last": max(days).isoformat(),
            "rows": _digest(plan.new),
        },
    )
    for fill in _fillers:
        fill(actor, plan.currencies)
    return plan


class Rates:
    """The rates of some currencies, read in one query; asked as often as one likes."""

    def __init__(self, currencies: Iterable[str]) -> None:
        self._days: dict[str, list[date]] = defaultdict(list)
        self._rates: dict[str, list[ExchangeRate]] = defaultdict(list)
        wanted = sorted({*currencies} - {YEN})
        found = ExchangeRate.objects.filter(currency__in=wanted).order_by("day") if wanted else ()
        for rate in found:
            self._days[rate.currency].append(rate.day)
            self._rates[rate.currency].append(rate)

    def on(self, currency: str, day: date) -> ExchangeRate | None:
        """The rate that holds on a day; None where the last one is older than six days."""
        place = bisect_right(self._days[currency], day)
        if place == 0 or day - self._days[currency][place - 1] > timedelta(days=HOLDS_DAYS):
            return None
        return self._rates[currency][place - 1]


def rate_on(currency: str, day: date) -> ExchangeRate | None:
    """The rate of a currency that holds on a day, by the same rule."""
    since = day - timedelta(days=HOLDS_DAYS)
    return ExchangeRate.objects.filter(currency=currency, day__range=(since, day)).order_by("-day").first()


class _Bad(Exception):
    def __init__(self, file: str, line: Row, column: str, rule: str, **params: object) -> None:
        super().__init__(rule)
        self.fault = Fault(file, line.number, column, line.cells.get(column), rule, params)


def _read(file: str, line: Row) -> RateRow:
    for column in NEEDED:
        if not line.cells.get(column, "").strip() and column not in line.unreadable:
            raise _Bad(file, line, column, "value_missing")
    day = read_date(line.cells["day"])
    if day is None:
        raise _Bad(file, line, "day", "day_unreadable")
    currency = plain(line.cells["currency"]).upper()
    if currency == YEN:
        raise _Bad(file, line, "currency", "currency_yen")
    if currency not in currencies_on(day):
        raise _Bad(file, line, "currency", "currency_unknown")
    yen = _number(line.cells["yen"])
    if yen is None:
        raise _Bad(file, line, "yen", "rate_unreadable")
    per = _number(line.cells.get("per", "").strip() or "1")
    if per is None or per not in (1, 10, 100, 1000, 10_000):
        raise _Bad(file, line, "per", "per_unreadable")
    one = yen / per
    if not 0 < one < _LARGEST:
        raise _Bad(file, line, "yen", "rate_range")
    if one != one.quantize(_PLACES):
        raise _Bad(file, line, "yen", "rate_too_fine")
    source = line.cells["source"].strip()
    if len(source) > _SOURCE_LONGEST:
        raise _Bad(file, line, "source", "source_too_long", longest=_SOURCE_LONGEST)
    return RateRow(line.number, currency, day, one.quantize(_PLACES), source)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(number_text(text))
    except InvalidOperation:
        return None
    return found if found.is_finite() and len(found.as_tuple().digits) <= 20 else None


def _stored(rows: list[RateRow]) -> dict[tuple[str, date], Decimal]:
    if not rows:
        return {}
    days = [row.day for row in rows]
    found = ExchangeRate.objects.filter(
        currency__in=sorted({row.currency for row in rows}), day__range=(min(days), max(days))
    )
    return {(rate.currency, rate.day): rate.yen for rate in found.order_by("pk")}


def _digest(rows: Iterable[RateRow]) -> str:
    text = "\n".join(f"{row.currency} {row.day} {row.yen} {row.source}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()
