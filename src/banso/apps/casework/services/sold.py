"""Exports that the report of a site tells line by line: many at once, each once.

1. A line is known by its ``entry``: it becomes an export once, however often it comes.
2. The report proves it, so it is confirmed from the moment it is stored: that of a site, or an order that a
   buyer or a firm stands for.
3. An export of the firm that looks like a line and that somebody had told before is not counted beside it:
   where it counts already the line is stored as its duplicate, else it becomes the duplicate of the line. One
   export that was told stands for one line at most.
4. One event for each case, whatever the number of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from banso.apps import bulk
from banso.apps.base import Refused, hold
from banso.apps.casework.duplicates import DAYS_APART, Export, look_alike
from banso.apps.casework.models import Case, ExportResult, ResultSource, SalesChannel
from banso.apps.casework.services import checks
from banso.apps.casework.services.lookalikes import plain
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.exchange import Rates
from banso.engines.kernel.fiscal import fiscal_year
from banso.engines.kernel.money import YEN, in_yen

_COLUMNS = (
    "case_id", "exported_on", "market_id", "product", "hs_code", "currency", "amount", "amount_yen", "rate",
    "rate_on", "rate_source", "quantity", "unit", "sample", "channel", "mall_id", "source", "recorded_by_id",
    "recorded_at", "on_behalf", "proof", "document_id", "confirmed_at", "settled_at", "settled_by_id",
    "settled_reason", "duplicate_of_id", "entry", "by_line",
)  # fmt: skip
_AT_ONCE = 5000

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Sold:
    """One sale out of a report: its case, the day (the last of the month where only that is told), what it
    came to in ``currency`` and how many of ``unit``. ``market`` is a key.
    """

    entry: UUID
    case: Case
    sold_on: date
    market: int
    product: str
    hs_code: str
    currency: str
    amount: Decimal
    quantity: int
    unit: str
    sample: bool


@dataclass(frozen=True)
class Report:
    """Whose lines they are: the reference of the report, its channel, the mall of JAPAN MALL, the proof."""

    ref: str
    channel: SalesChannel
    mall: Mall | None = None
    source: ResultSource = ResultSource.SITE


@service
def record_sold(
    actor: Actor, report: Report, sold: Sequence[Sold], progress: Progress = lambda done, of: None
) -> dict[UUID, int]:
    """Store the lines of a report as exports of their cases; the key of each by its entry.

    Raises:
        Refused: ``in_future``, ``year_closed``: a day that takes no entry; ``amount_range``: below zero.
    """
    known = _keys(line.entry for line in sold)
    new = sorted((line for line in sold if line.entry not in known), key=attrgetter("case.pk", "sold_on"))
    if not new:
        return known
    _check(actor, new)
    cases = hold(Case.objects).filter(pk__in={line.case.pk for line in new}).order_by("pk")
    firms = dict(cases.values_list("pk", "firm_id"))
    rates = Rates({line.currency for line in new})
    rows = [_row(actor, report, line, rates) for line in new]
    told = _Told(firms, rows)
    twins = [told.counted_twin(row, firms[row["case_id"]]) for row in rows]
    for row, twin in zip(rows, twins, strict=True):
        if twin is not None:
            row |= {"duplicate_of_id": twin, "confirmed_at": None}
    done = 0
    for count in bulk.insert(ExportResult, _COLUMNS, (tuple(row[name] for name in _COLUMNS) for row in rows)):
        done += count
        progress(done, len(rows))
    keys = _keys(line.entry for line in new)
    repeated = told.mark(rows, keys, firms)
    _tell(actor, report, rows, keys, repeated)
    return known | keys


@service
def take_back_sold(actor: Actor, report: str, returns: Sequence[tuple[int, Decimal, int]]) -> int:
    """Take goods that came back off the exports of the lines that sold them: key, amount, pieces (both above
    zero). What wholly came back is set aside and counts no longer. Gives how many exports changed.
    """
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    pieces: dict[int, int] = defaultdict(int)
    for key, amount, quantity in returns:
        amounts[key] += amount
        pieces[key] += quantity
    changed: dict[int, list[ExportResult]] = defaultdict(list)
    results = hold(ExportResult.objects.filter(by_line=True, settled_at__isnull=True)).select_related("case")
    for part in _parts(sorted(amounts)):
        for result in results.filter(pk__in=part).order_by("pk"):
            _reduce(actor, result, amounts[result.pk], pieces[result.pk])
            changed[result.case_id].append(result)
    rows = [row for of_case in changed.values() for row in of_case]
    fields = [
        "amount",
        "amount_yen",
        "quantity",
        "confirmed_at",
        "settled_at",
        "settled_by",
        "settled_reason",
    ]
    ExportResult.objects.bulk_update(rows, fields, batch_size=500)
    for of_case in changed.values():
        payload = {
            "report": report,
            "results": [row.pk for row in of_case],
            "wholly": sum(row.settled_at is not None for row in of_case),
        }
        record(actor, "result.came_back", ("case", of_case[0].case.ref), payload)
    return len(rows)


def _reduce(actor: Actor, result: ExportResult, amount: Decimal, pieces: int) -> None:
    """Take so much off an export; its yen go by the rate that it was stored with."""
    if result.currency == YEN:
        left = Decimal(result.amount_yen or 0) - amount
        result.amount_yen = max(int(left), 0)
    else:
        left = (result.amount or Decimal(0)) - amount
        result.amount = max(left, Decimal(0))
        if result.rate is not None:
            result.amount_yen = in_yen(result.amount, result.rate)
    result.quantity = max((result.quantity or 0) - pieces, 0)
    if left <= 0:
        result.confirmed_at = None
        result.settled_at, result.settled_by_id = actor.at, actor.user_id
        result.settled_reason = _("The goods came back.")


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Some thousands at a time: so many a statement takes."""
    left = iter(values)
    while part := list(islice(left, _AT_ONCE)):
        yield part


def _keys(entries: Iterable[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for part in _parts(entries):
        found |= dict(ExportResult.objects.filter(entry__in=part).order_by().values_list("entry", "pk"))
    return found


def _check(actor: Actor, sold: Iterable[Sold]) -> None:
    asked: set[int] = set()
    for line in sold:
        if line.sold_on > actor.today or (year := fiscal_year(line.sold_on)) not in asked:
            checks.past_day(actor, line.sold_on, "sold_on")
            asked.add(year)
        if line.amount < 0 or line.quantity < 0:
            raise Refused("amount_range", _("Enter an amount from 0 to 10,000,000,000,000."), "amount")


def _row(actor: Actor, report: Report, line: Sold, rates: Rates) -> dict[str, Any]:
    rate = rates.on(line.currency, line.sold_on) if line.currency != YEN else None
    in_currency = line.currency != YEN
    yen = int(line.amount) if not in_currency else in_yen(line.amount, rate.yen) if rate else None
    return {
        "case_id": line.case.pk,
        "exported_on": line.sold_on,
        "market_id": line.market,
        "product": line.product[:80],
        "hs_code": line.hs_code,
        "currency": line.currency,
        "amount": line.amount if in_currency else None,
        "amount_yen": yen,
        "rate": rate.yen if rate else None,
        "rate_on": rate.day if rate else None,
        "rate_source": rate.source if rate else "",
        "quantity": line.quantity,
        "unit": line.unit[:20],
        "sample": line.sample,
        "channel": report.channel.value,
        "mall_id": report.mall.pk if report.mall else None,
        "source": report.source.value,
        "recorded_by_id": actor.user_id,
        "recorded_at": actor.at,
        "on_behalf": False,
        "proof": report.ref,
        "document_id": None,
        "confirmed_at": actor.at,
        "settled_at": None,
        "settled_by_id": None,
        "settled_reason": "",
        "duplicate_of_id": None,
        "entry": line.entry,
        "by_line": True,
    }


class _Told:
    """What the firms, their experts and staff told of the same weeks, each used once."""

    def __init__(self, firms: dict[int, int], rows: Sequence[dict[str, Any]]) -> None:
        apart = timedelta(days=DAYS_APART)
        days = [row["exported_on"] for row in rows]
        # What stands for a line of an earlier report stands for no other.
        taken = ExportResult.objects.filter(duplicate_of=OuterRef("pk"), by_line=True)
        near = ExportResult.objects.filter(
            ~Exists(taken),
            by_line=False,
            duplicate_of__isnull=True,
            exported_on__range=(min(days) - apart, max(days) + apart),
        )
        self._results: dict[int, ExportResult] = {}
        self._counted: dict[tuple[int, int], list[Export]] = defaultdict(list)
        self._open: dict[tuple[int, int], list[Export]] = defaultdict(list)
        for part in _parts(sorted(set(firms.values()))):
            found = near.filter(case__firm__in=part).select_related("case").order_by("exported_on", "pk")
            for result in found:
                self._results[result.pk] = result
                export = plain(result, result.case.firm_id)
                place = self._open if result.confirmed_at is None else self._counted
                place[export.firm, export.market].append(export)

    def counted_twin(self, row: dict[str, Any], firm: int) -> int | None:
        """The export that counts already and that a line repeats."""
        return _take(self._counted[firm, row["market_id"]], _export(row, firm))

    def mark(
        self, rows: Sequence[dict[str, Any]], keys: dict[UUID, int], firms: dict[int, int]
    ) -> dict[int, list[int]]:
        """Mark what was told and does not count as a duplicate of the line that proves it, by case.

        What has duplicates of its own stays: it does not count, and staff see that both look alike.
        """
        twins = ExportResult.objects.filter(duplicate_of__isnull=False).order_by()
        with_twins = set(twins.values_list("duplicate_of", flat=True))
        marked: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            firm = firms[row["case_id"]]
            if row["duplicate_of_id"] is not None or not (near := self._open[firm, row["market_id"]]):
                continue
            twin = _take(near, _export(row, firm))
            if twin is not None and twin not in with_twins:
                ExportResult.objects.filter(pk=twin).update(duplicate_of=keys[row["entry"]])
                marked[row["case_id"]].append(twin)
        return marked


def _take(near: list[Export], line: Export) -> int | None:
    """The first export that looks like a line, taken out of the list."""
    for place, other in enumerate(near):
        if look_alike(line, other):
            del near[place]
            return other.id
    return None


def _export(row: dict[str, Any], firm: int) -> Export:
    return Export(
        0, firm, row["market_id"], row["exported_on"], row["sample"], row["amount_yen"], row["currency"],
        row["amount"], row["quantity"], row["unit"], by_line=True,
    )  # fmt: skip


def _tell(
    actor: Actor,
    report: Report,
    rows: Sequence[dict[str, Any]],
    keys: dict[UUID, int],
    repeated: dict[int, list[int]],
) -> None:
    """One event in the chain of each case."""
    of_case: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of_case[row["case_id"]].append(row)
    refs = dict(Case.objects.filter(pk__in=of_case).order_by().values_list("pk", "ref"))
    for case, lines in of_case.items():
        found = [keys[row["entry"]] for row in lines]
        payload = {
            "report": report.ref,
            "lines": len(lines),
            "first": min(found),
            "last": max(found),
            "yen": sum(row["amount_yen"] or 0 for row in lines),
            "samples": sum(row["sample"] for row in lines),
            "told_before": [row["duplicate_of_id"] for row in lines if row["duplicate_of_id"]],
            "replaced": repeated.get(case, []),
        }
        record(actor, "result.sold", ("case", refs[case]), payload)
