"""Reading a site's report: which columns hold what, every line or what is wrong with it, and what is known.

1. A line tells a product, a day or a month, pieces, an amount with its currency. Below zero, or called so, it
   is a return. A fee names no product.
2. Its key is made of what it says and of the site; of lines that say the same the second, third ... differ by
   their number. The same line in another file has the same key and is stored once.
3. A month is reported once. Rows of it that come later are refused, each by itself, unless the file is said
   to add to what was reported; rows that are stored already change nothing.
4. A product is matched by the code of a listing on the marketplace of the line, by what staff matched there
   before, by the reference or article number of the product, or by its GTIN where one listing has it. What
   matches none waits for staff. Where a code is sold in one currency, a line in another is refused.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Market
from banso.apps.journal.years import in_closed_year
from banso.apps.mapping import folded
from banso.apps.progress import Progress
from banso.apps.sales.goods import key_of
from banso.apps.sales.layouts import Field, columns_of
from banso.apps.sales.models import FileKind, Identifier, LineKind, ReportedMonth, SalesLine, SalesReport
from banso.apps.sales.sites import Site
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.fiscal import add_months, fiscal_year
from banso.engines.kernel.money import currencies_on, fits
from banso.engines.kernel.tables import Limits, Row, Table
from banso.web.faults import TABLE_RULES
from banso.web.normalise import number_text, read_date

LIMITS = Limits(rows=100_000, columns=60)
LARGEST = Decimal(10) ** 12
_LONGEST = 60
_AT_ONCE = 5000
_TELL_EVERY = 500
_PARTS = "\x1f"


FIELDS = (
    Field("product", _("Product (identifier on the site)")),
    Field("day", _("Day of the sale"), needed=False),
    Field("month", _("Month of the sale"), needed=False),
    Field("quantity", _("Pieces")),
    Field("amount", _("Amount")),
    Field("currency", _("Currency")),
    Field("kind", _("Sale, return or fee"), needed=False),
    Field("order", _("Order number"), needed=False),
    Field("sample", _("Sample"), needed=False),
    Field("repeat", _("Bought again"), needed=False),
    Field("market", _("Marketplace (country code)"), needed=False),
)
RULES: Mapping[str, object] = {
    **TABLE_RULES,
    "columns_unknown": _("The columns are not known yet. Choose below which of them holds what."),
    "day_or_month": _("A report tells the day of each sale, or its month: choose the column that holds one."),
    "value_missing": _("This is missing."),
    "value_long": _("This is longer than 60 characters."),
    "day_unreadable": _("This is no day, or no month such as 2026-02."),
    "day_ahead": _("This lies after today."),
    "day_closed": _("This day lies in a fiscal year that is closed."),
    "after_closing": _("The mall had closed by then."),
    "quantity_unreadable": _("This is no whole number of pieces."),
    "amount_unreadable": _("This is no amount."),
    "amount_decimals": _("This currency has fewer decimals."),
    "signs_differ": _("The amount is above zero and the pieces below, or the other way round."),
    "currency_differs": _("This product is sold in %(currency)s on this marketplace."),
    "currency_unknown": _("This is no currency in use on that day (ISO 4217)."),
    "kind_unknown": _("Write sale, return or fee."),
    "mark_unknown": _("Write yes or no, or leave it empty."),
    "market_unknown": _("This is no market with a country code such as US."),
    "month_reported": _("%(month)s is reported already, by %(report)s, and this row was not in it."),
}
_KINDS = {
    **{word: LineKind.SALE for word in ("", "sale", "sales", "order", "販売", "売上", "注文")},
    **{word: LineKind.RETURN for word in ("return", "refund", "返品", "返金")},
    **{word: LineKind.FEE for word in ("fee", "fees", "手数料")},
}
_MARKS = {
    "": None, "yes": True, "true": True, "1": True, "y": True, "はい": True, "repeat": True, "見本": True,
    "no": False, "false": False, "0": False, "n": False, "いいえ": False, "first": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line as its row says it. Of returns and fees pieces and amount are zero or below."""

    row: int
    key: UUID
    product: str
    order: str
    day: date | None
    month: date
    kind: LineKind
    quantity: int
    currency: str
    amount: Decimal
    sample: bool
    repeat: bool | None
    market: int

    @property
    def counts_on(self) -> date:
        """The day that its rate is taken of: its own, or the last of its month."""
        return self.day or last_of(self.month)


@dataclass(frozen=True)
class Reading:
    """What a file says. With faults nothing of it can be stored; ``known`` lines are stored already."""

    table: Table
    columns: dict[str, str]
    lines: tuple[Line, ...]
    known: frozenset[UUID]
    faults: tuple[Fault, ...]
    #: The report that holds this very file.
    stored: SalesReport | None = None

    @property
    def new(self) -> list[Line]:
        """The lines that are not stored yet."""
        return [line for line in self.lines if line.key not in self.known]

    @property
    def months(self) -> list[date]:
        """The months of the new lines, in order."""
        return sorted({line.month for line in self.new})

    @property
    def mappable(self) -> bool:
        """Whether its columns can be chosen."""
        return self.table.readable and bool(self.table.header)


def last_of(month: date) -> date:
    """The last day of a month."""
    return add_months(month, 1) - timedelta(days=1)


def lacking(columns: Mapping[str, str]) -> list[str]:
    """The codes of fields that a file must have and for which no column is known; a day or a month is one."""
    found = [field.code for field in FIELDS if field.needed and field.code not in columns]
    return found if {"day", "month"} & columns.keys() else [*found, "day"]


def read(
    site: Site,
    table: Table,
    content: bytes,
    today: date,
    columns: Mapping[str, str] | None = None,
    *,
    adds: bool = False,
    progress: Progress = lambda done, of: None,
) -> Reading:
    """Read the report of a site. Nothing is stored. ``adds``: it may add to months reported before."""
    held = dict(columns) if columns is not None else columns_of(site, FileKind.SALES, table, FIELDS)
    stored = SalesReport.objects.filter(**site.rows, digest=digest_of(content)).first()
    faults = list(errors_among(table.faults))
    if stored is not None or faults or not table.readable:
        return Reading(table, held, (), frozenset(), tuple(faults), stored)
    if lacking(held):
        rule = "columns_unknown" if set(lacking(held)) != {"day"} else "day_or_month"
        fault = Fault(table.file, 1, None, "、".join(table.header)[:200], rule)
        return Reading(table, held, (), frozenset(), (fault,))
    reader = _Reader(site, table.file, held, today)
    rows = told(table.rows, progress)
    lines = [line for row in rows if (line := reader.line(row)) is not None]
    faults += reader.faults
    known = known_keys([line.key for line in lines])
    if not adds:
        faults += _again(site, table.file, held, [line for line in lines if line.key not in known])
    return Reading(table, held, tuple(lines), known, tuple(faults))


def told(rows: Sequence[Row], progress: Progress) -> Iterator[Row]:
    """Rows one after the other, telling now and then how far it is."""
    for number, row in enumerate(rows):
        if number % _TELL_EVERY == 0:
            progress(number, len(rows))
        yield row
    progress(len(rows), len(rows))


def known_keys(keys: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these lines are stored."""
    found: set[UUID] = set()
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        found.update(SalesLine.objects.filter(key__in=part).order_by().values_list("key", flat=True))
    return frozenset(found)


def digest_of(content: bytes) -> str:
    """What tells a file from every other."""
    return hashlib.sha256(content).hexdigest()


def _again(site: Site, file: str, columns: Mapping[str, str], new: Sequence[Line]) -> list[Fault]:
    """The rows of months that were reported before."""
    before = ReportedMonth.objects.filter(**site.rows, adds=False, month__in={line.month for line in new})
    reports = dict(before.order_by("pk").values_list("month", "report__ref"))
    column = columns.get("month") or columns.get("day")
    return [
        Fault(file, line.row, column, line.product, "month_reported",
              {"month": line.month.strftime("%Y-%m"), "report": reports[line.month]})
        for line in new
        if line.month in reports
    ]  # fmt: skip


class _Bad(Exception):
    def __init__(self, field: str, rule: str, **said: str) -> None:
        super().__init__(rule)
        self.field, self.rule, self.said = field, rule, said


class _Reader:
    """Reads rows one after the other, and counts those that say the same."""

    def __init__(self, site: Site, file: str, columns: Mapping[str, str], today: date) -> None:
        self.site, self.file, self.columns, self.today = site, file, columns, today
        self.faults: list[Fault] = []
        self._same: Counter[str] = Counter()
        self._closed: dict[int, bool] = {}
        self._markets = dict(Market.objects.order_by("pk").values_list("code", "pk"))
        self._mall_market = site.mall.market_id if site.mall else None
        codes = Identifier.objects.filter(**site.rows, until__isnull=True).exclude(currency="")
        self._sold_in = {
            (market, key_of(code)): currency
            for market, code, currency in codes.order_by("pk").values_list("market_id", "code", "currency")
        }

    def line(self, row: Row) -> Line | None:
        """The line of a row; None where something is wrong with it, which is noted."""
        try:
            return self._line(row)
        except _Bad as bad:
            column = self.columns.get(bad.field)
            value = row.cells.get(column, "")[:60] if column else None
            self.faults.append(Fault(self.file, row.number, column, value, bad.rule, bad.said))
            return None

    def _line(self, row: Row) -> Line:
        cells = {field: row.cells.get(column, "").strip() for field, column in self.columns.items()}
        kind = _KINDS.get(folded(cells.get("kind", "")))
        if kind is None:
            raise _Bad("kind", "kind_unknown")
        day, month = self._days(cells)
        currency = cells["currency"].upper()
        if currency not in _currencies(month):
            raise _Bad("currency", "currency_unknown" if currency else "value_missing")
        quantity, amount = _whole(cells["quantity"]), _decimal(cells["amount"])
        if quantity * amount < 0:
            raise _Bad("amount", "signs_differ")
        if not fits(amount, currency):
            raise _Bad("amount", "amount_decimals")
        if kind == LineKind.SALE and (amount < 0 or quantity < 0):
            kind = LineKind.RETURN
        if kind != LineKind.SALE:
            quantity, amount = -abs(quantity), -abs(amount)
        product, order = cells["product"], cells.get("order", "")
        if not product and kind != LineKind.FEE:
            raise _Bad("product", "value_missing")
        for field, text in (("product", product), ("order", order)):
            if len(text) > _LONGEST:
                raise _Bad(field, "value_long")
        market = self._market(cells)
        sold_in = self._sold_in.get((market, key_of(product)), currency)
        if sold_in != currency:
            raise _Bad("currency", "currency_differs", currency=sold_in)
        sample, repeat = _mark("sample", cells), _mark("repeat", cells)
        said = (
            self.site.code, product, order, str(day or ""), str(month), kind.value, str(quantity), currency,
            f"{amount.normalize():f}", str(bool(sample)), str(market),
        )  # fmt: skip
        same = _PARTS.join(said)
        self._same[same] += 1
        key = UUID(
            bytes=hashlib.sha256(f"{same}{_PARTS}{self._same[same]}".encode()).digest()[:16], version=5
        )
        return Line(
            row.number, key, product, order, day, month, kind, quantity, currency, amount, bool(sample),
            repeat, market,
        )  # fmt: skip

    def _days(self, cells: Mapping[str, str]) -> tuple[date | None, date]:
        field = "day" if cells.get("day") else "month"
        text = cells.get(field, "")
        if not text:
            raise _Bad("day" if "day" in self.columns else "month", "value_missing")
        day = _day(text)
        month = day.replace(day=1) if day else _month(text)
        if month is None:
            raise _Bad(field, "day_unreadable")
        if (day or month) > self.today or (day is None and last_of(month) > self.today):
            raise _Bad(field, "day_ahead")
        closed_on = self.site.mall.closed_on if self.site.mall else None
        if closed_on is not None and (day or month) > closed_on:
            raise _Bad(field, "after_closing")
        year = fiscal_year(month)
        if year not in self._closed:
            self._closed[year] = in_closed_year(month)
        if self._closed[year]:
            raise _Bad(field, "day_closed")
        # A column of months may write their first days.
        return (day if field == "day" else None), month

    def _market(self, cells: Mapping[str, str]) -> int:
        if self._mall_market is not None:
            return self._mall_market
        market = self._markets.get(cells.get("market", "").upper())
        if market is None:
            raise _Bad("market", "market_unknown")
        return market


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    return read_date(text)


@lru_cache(maxsize=1024)
def _month(text: str) -> date | None:
    """The first day of a month such as 2026-02, 2026/2, 202602 or 2026年2月."""
    digits = number_text(text).replace("年", "-").replace("月", "").replace("/", "-")
    if digits.isdigit() and len(digits) == 6:
        digits = f"{digits[:4]}-{digits[4:]}"
    return read_date(f"{digits}-1")


@lru_cache(maxsize=256)
def _currencies(month: date) -> frozenset[str]:
    return currencies_on(month)


def _whole(text: str) -> int:
    try:
        return int(number_text(text))
    except ValueError as fault:
        raise _Bad("quantity", "quantity_unreadable" if text else "value_missing") from fault


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(number_text(text))
    except InvalidOperation as fault:
        raise _Bad("amount", "amount_unreadable" if text else "value_missing") from fault
    if not found.is_finite() or abs(found) >= LARGEST:
        raise _Bad("amount", "amount_unreadable")
    return found


def _mark(field: str, cells: Mapping[str, str]) -> bool | None:
    word = folded(cells.get(field, ""))
    if word not in _MARKS:
        raise _Bad(field, "mark_unknown")
    return _MARKS[word]
