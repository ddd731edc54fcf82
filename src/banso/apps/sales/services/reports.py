"""Reports of sites: stored whole or not at all, each line once, its sales as exports of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps import bulk
from banso.apps.base import Refused, hold
from banso.apps.casework.services import Report, Sold, record_sold, take_back_sold
from banso.apps.channels.models import Channel, Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, next_reference, record, service
from banso.apps.programmes.exchange import Rates
from banso.apps.progress import Progress
from banso.apps.sales.goods import Goods, Range
from banso.apps.sales.models import LineKind, ReportedMonth, SalesLine, SalesReport
from banso.apps.sales.reading import LIMITS, Line, Reading, digest_of, last_of, read
from banso.apps.sales.sites import Site
from banso.engines.kernel.money import YEN, in_yen
from banso.engines.kernel.tables import read_table

_COLUMNS = (
    "report_id", "row", "key", "listing_id", "result_id", "takes_back_id", "market_id", "product_key",
    "order_number", "month", "day", "kind", "quantity", "currency", "amount", "amount_yen", "sample",
    "repeat", "set_aside",
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """What became of a file. ``new`` lines were stored, ``known`` ones were there, so many wait for staff."""

    report: SalesReport | None
    reading: Reading
    new: int = 0
    known: int = 0
    waiting: int = 0


def subject(report: SalesReport) -> Subject:
    """The subject of events about a report."""
    return ("sales_report", report.ref)


@service
def store_report(
    actor: Actor,
    site: Site,
    name: str,
    content: bytes,
    columns: Mapping[str, str] | None = None,
    *,
    adds: bool = False,
    progress: Progress = lambda done, of: None,
    reading: Progress = lambda done, of: None,
) -> Stored:
    """Store the report of a site: every new line of it, or nothing. The same report again changes nothing.

    ``adds``: lines of months that were reported before are added to them. ``reading`` and ``progress``: how
    far the reading is, and then the storing of exports.

    Raises:
        Refused: ``sales_faulty``: the file has errors (``reading.read`` says which); ``file_twice``: somebody
            stored it just now.
    """
    # Reports of one site come one after the other.
    hold(Mall.objects if site.mall else Channel.objects).get(pk=(site.mall or site.channel).pk)
    table = read_table(name, content, LIMITS)
    found = read(site, table, content, actor.today, columns, adds=adds, progress=reading)
    if found.faults:
        raise Refused("sales_faulty", _("The file has errors. Nothing was stored."), "file")
    # The cells are read; of a large file they are most of what it takes in memory.
    table = replace(table, rows=())
    found = replace(found, table=table)
    new = found.new
    if found.stored is not None or not new:
        return Stored(found.stored, found, known=len(found.lines))
    report = _report(actor, site, name, content, found)
    goods = Range(site)
    listed = [goods.find(line.product, line.market) if line.kind != LineKind.FEE else None for line in new]
    results = _results(actor, site, report, new, listed, progress)
    rates = Rates({line.currency for line in new})
    rows = (
        _row(report, line, there, results.get(line.key), rates)
        for line, there in zip(new, listed, strict=True)
    )
    for _count in bulk.insert(SalesLine, _COLUMNS, rows):
        pass
    settle_returns(actor, report.ref, site, SalesLine.objects.filter(report=report))
    waiting = sum(
        there is None and line.kind != LineKind.FEE for line, there in zip(new, listed, strict=True)
    )
    payload = {
        "site": site.code,
        "lines": len(new),
        "known": len(found.known),
        "waiting": waiting,
        "months": [month.strftime("%Y-%m") for month in found.months],
        "adds": adds,
        "file": report.digest,
    }
    record(actor, "sales_report.stored", subject(report), payload)
    return Stored(report, found, len(new), len(found.known), waiting)


def sold(line: Any, goods: Goods) -> Sold:
    """A sale as an export of the case of its listing. ``line`` is one that was read or one that is stored."""
    return Sold(
        entry=line.key,
        case=goods.listing.case,
        sold_on=line.day or last_of(line.month),
        market=line.market if isinstance(line, Line) else line.market_id,
        product=goods.name,
        hs_code=goods.hs_code,
        currency=line.currency,
        amount=line.amount,
        quantity=line.quantity,
        unit=goods.unit,
        sample=line.sample,
    )


def settle_returns(actor: Actor, report: str, site: Site, lines: Any) -> int:
    """Find the sales that returns take back, by order and product, and take the goods off their exports.

    A return whose order is not known, or that came wholly before, stays a line that figures subtract.
    """
    open_returns = lines.filter(kind=LineKind.RETURN, takes_back__isnull=True).exclude(order_number="")
    returns = list(open_returns.order_by("pk"))
    if not returns:
        return 0
    where = {f"report__{name}": value for name, value in site.rows.items()}
    sales: dict[tuple[str, str], SalesLine] = {}
    orders = sorted({line.order_number for line in returns})
    for start in range(0, len(orders), 5000):
        part = SalesLine.objects.filter(
            **where, kind=LineKind.SALE, order_number__in=orders[start : start + 5000]
        )
        for line in part.order_by("pk"):
            sales.setdefault((line.order_number, line.product_key), line)
    found, taken = [], []
    for line in returns:
        sale = sales.get((line.order_number, line.product_key))
        # A sale without an export waits for its listing, and its return with it.
        if sale is None or sale.result_id is None or sale.currency != line.currency:
            continue
        line.takes_back = sale
        found.append(line)
        taken.append((sale.result_id, -line.amount, -line.quantity))
    SalesLine.objects.bulk_update(found, ["takes_back"], batch_size=500)
    take_back_sold(actor, report, taken)
    return len(found)


def fill_waiting(actor: Actor, currencies: Sequence[str]) -> int:
    """Say in yen what lines came to that waited for a rate; called when rates are stored. The exports that
    they became are filled by their own room.
    """
    rates, filled = Rates(currencies), []
    for line in SalesLine.objects.filter(currency__in=currencies, amount_yen__isnull=True).order_by("pk"):
        line.amount_yen = _yen(line.currency, line.amount, line.day or last_of(line.month), rates)
        if line.amount_yen is not None:
            filled.append(line)
    SalesLine.objects.bulk_update(filled, ["amount_yen"], batch_size=500)
    return len(filled)


def _report(actor: Actor, site: Site, name: str, content: bytes, reading: Reading) -> SalesReport:
    months = reading.months
    try:
        with transaction.atomic():
            report = SalesReport.objects.create(
                ref=next_reference("SR", actor),
                name=name[-200:],
                digest=digest_of(content),
                first_month=months[0],
                last_month=months[-1],
                lines_count=len(reading.new),
                stored_by_id=actor.user_id,
                stored_at=actor.at,
                **site.columns,
            )
    except IntegrityError as fault:
        raise Refused("file_twice", _("Somebody has just stored this file."), "file") from fault
    told = ReportedMonth.objects.filter(**site.rows, adds=False, month__in=months)
    before = set(told.order_by().values_list("month", flat=True))
    ReportedMonth.objects.bulk_create(
        ReportedMonth(report=report, month=month, adds=month in before, **site.columns) for month in months
    )
    return report


def _results(
    actor: Actor,
    site: Site,
    report: SalesReport,
    lines: Sequence[Line],
    listed: Sequence[Goods | None],
    progress: Progress,
) -> dict[UUID, int]:
    sales = [
        sold(line, goods)
        for line, goods in zip(lines, listed, strict=True)
        if goods is not None and line.kind == LineKind.SALE
    ]
    if not sales:
        return {}
    return record_sold(actor, Report(report.ref, site.results, site.mall), sales, progress)


def _row(
    report: SalesReport, line: Line, goods: Goods | None, result: int | None, rates: Rates
) -> tuple[Any, ...]:
    yen = _yen(line.currency, line.amount, line.counts_on, rates)
    return (
        report.pk, line.row, line.key, goods.listing.pk if goods else None, result, None, line.market,
        line.product, line.order, line.month, line.day, line.kind.value, line.quantity, line.currency,
        line.amount, yen, line.sample, line.repeat, "",
    )  # fmt: skip


def _yen(currency: str, amount: Decimal, day: Any, rates: Rates) -> int | None:
    if currency == YEN:
        return int(amount)
    rate = rates.on(currency, day)
    if rate is None:
        return None
    # Half up goes away from zero for what comes back, as it did when it was sold.
    yen = in_yen(abs(amount), rate.yen)
    return yen if amount >= 0 else -yen
