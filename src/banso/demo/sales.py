"""What malls took into their range, what they reported as sold in 36 months, and what their corners cost.

Exports of JAPAN MALL stay as they were drawn: a report of a mall tells those that were told with its proof,
and nothing that would count beside them. Streams of chance of its own.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import ExportResult, ResultSource
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.products.models import Product
from banso.apps.sales.models import (
    CodeKind,
    CostKind,
    DeclineReason,
    EndReason,
    Identifier,
    LineKind,
    Listing,
    ListingState,
    MonthCost,
    ReportedMonth,
    SalesLine,
    SalesReport,
)
from banso.demo.casework import CaseRow
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working
from banso.engines.kernel.fiscal import add_months

MONTHS = 36
_STATES = {
    ListingState.LISTED: 44,
    ListingState.DECLINED: 24,
    ListingState.ENDED: 16,
    ListingState.OFFERED: 8,
    ListingState.PICKED: 5,
    ListingState.ORDERED: 3,
}
_WHY_NOT = dict(zip(DeclineReason, (22, 14, 16, 12, 9, 10, 9, 6, 0, 2), strict=True))
_WHY_ENDED = {EndReason.SEASON: 30, EndReason.NOT_SOLD: 45, EndReason.NO_STOCK: 15, EndReason.FIRM: 10}
#: A product that a mall calls in a way of its own waits for staff.
_UNKNOWN = ("NEW-ITEM-01", "GIFT SET A", "SAMPLE BOX", "SKU-99812")


@dataclass
class _Placed:
    """A listing as written, and its case."""

    key: int
    ref: str
    case: CaseRow
    mall: int
    identifier: str
    on_sale: date | None
    until: date | None


class _Shelves:
    """Writes listings, in the order in which products are offered."""

    def __init__(self, plan: Plan, manager: int) -> None:
        self.plan, self.manager = plan, manager
        self.chance = plan.random("listings")
        self.channel = Channel.objects.get(kind=ChannelKind.MALL).pk
        self.codes = {row["id"]: row["code"] for row in plan[Mall].dicts()}
        self.markets = {row["id"]: row["market_id"] for row in plan[Mall].dicts()}
        #: By case and mall what is or was on sale.
        self.placed: dict[tuple[int, int], list[_Placed]] = defaultdict(list)

    def write(self, cases: Sequence[CaseRow], malls: dict[str, list[int]]) -> None:
        """Offer the published products of every firm with a place to malls of its market."""
        chance, products, sold = self.chance, self._published(), self._sold_at()
        asked: list[tuple[datetime, CaseRow, dict[str, Any], int]] = []
        for case in cases:
            if case.service.code != "mall":
                continue
            for product in products.get(case.firm.id, ()):
                offered = in_office(chance, working(product["first_published_at"].date() + timedelta(days=7)))
                ended = case.ended_on is not None and offered.date() >= case.ended_on
                if not self.plan.past(offered) or ended:
                    continue
                there = malls[case.market]
                drawn = chance.sample(there, min(len(there), chance.choice((1, 1, 2, 3))))
                asked += [(offered, case, product, mall) for mall in sorted({*drawn, *sold[case.id]})]
        seen: set[tuple[int, int]] = set()
        for offered, case, product, mall in sorted(asked, key=lambda one: (one[0], one[2]["id"], one[3])):
            if (product["id"], mall) not in seen:
                seen.add((product["id"], mall))
                self._listing(offered, case, product, mall, sold=mall in sold[case.id])

    def _sold_at(self) -> dict[int, set[int]]:
        """By case the malls whose reports prove an export of it."""
        found: dict[int, set[int]] = defaultdict(set)
        table = self.plan[ExportResult]
        case, mall, source = (table.columns.index(name) for name in ("case_id", "mall_id", "source"))
        for row in table.rows:
            if row[mall] is not None and row[source] == ResultSource.SITE:
                found[row[case]].add(row[mall])
        return found

    def _published(self) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self.plan[Product].dicts():
            if row["first_published_at"] is not None:
                found[row["firm_id"]].append(row)
        return found

    def _listing(
        self, offered: datetime, case: CaseRow, product: dict[str, Any], mall: int, *, sold: bool
    ) -> None:
        chance, plan = self.chance, self.plan
        state = chance.choices(list(_STATES), list(_STATES.values()))[0]
        if sold and state != ListingState.ENDED:
            state = ListingState.LISTED
        answered = later(chance, offered, 4, 30)
        listed = later(chance, answered, 7, 50)
        ended = later(chance, listed, 60, 500)
        if state == ListingState.ENDED and not plan.past(ended):
            state = ListingState.LISTED
        if state in (ListingState.LISTED, ListingState.ENDED) and not plan.past(listed):
            state = ListingState.PICKED
        if not plan.past(answered):
            state = ListingState.OFFERED
        ref = plan.reference("LI", offered.date())
        on_sale = state in (ListingState.LISTED, ListingState.ENDED)
        reason = self._reason(state)
        given = {
            "answered_on": None if state == ListingState.OFFERED else answered.date(),
            "ordered_on": answered.date() if state == ListingState.ORDERED else None,
            "listed_on": listed.date() if on_sale else None,
            "ended_on": ended.date() if state == ListingState.ENDED else None,
        }
        identifier = f"JM{self.codes[mall].replace('-', '').upper()}{product['id']:05d}" if on_sale else ""
        key = plan[Listing].add(
            ref=ref,
            product_id=product["id"],
            channel_id=self.channel,
            mall_id=mall,
            case_id=case.id,
            state=state.value,
            offered_on=offered.date(),
            reason=reason,
            **given,
        )
        if on_sale:
            plan[Identifier].add(
                listing_id=key,
                channel_id=self.channel,
                mall_id=mall,
                market_id=self.markets[mall],
                kind=CodeKind.OTHER.value,
                code=identifier,
                until=given["ended_on"],
            )
        place = {"product": product["ref"], "site": self.codes[mall], "case": case.ref}
        self._tell(offered, case.staff, Role.OFFICE_STAFF, ref, "offered", place)
        steps = {
            ListingState.DECLINED: [(answered, "declined")],
            ListingState.PICKED: [(answered, "picked")],
            ListingState.ORDERED: [(answered, "picked"), (answered + timedelta(minutes=20), "ordered")],
            ListingState.LISTED: [(answered, "picked"), (listed, "listed")],
            ListingState.ENDED: [(answered, "picked"), (listed, "listed"), (ended, "ended")],
        }
        for moment, step in steps.get(state, ()):
            why = reason if step in ("declined", "ended") else ""
            guards = {"product_offered": True} if step in ("picked", "listed") else {}
            if step == "listed":
                guards["checked"] = True
            told = {"reason": why, "guards": guards}
            self._tell(moment, self.manager, Role.PROGRAMME_MANAGER, ref, step, told)
        if on_sale:
            placed = _Placed(key, ref, case, mall, identifier, listed.date(), given["ended_on"])
            self.placed[case.id, mall].append(placed)

    def _reason(self, state: ListingState) -> str:
        reasons = {ListingState.DECLINED: _WHY_NOT, ListingState.ENDED: _WHY_ENDED}.get(state)
        return str(self.chance.choices(list(reasons), list(reasons.values()))[0].value) if reasons else ""

    def _tell(
        self, moment: datetime, who: int, role: Role, ref: str, step: str, payload: dict[str, Any]
    ) -> None:
        self.plan.event(moment, who, role, f"sales_listing.{step}", ("sales_listing", ref), payload)


def write_sales(plan: Plan, people: People, cases: Sequence[CaseRow], malls: dict[str, list[int]]) -> None:
    """Write listings, and what was reported of 36 months."""
    manager = people.programme_manager
    shelves = _Shelves(plan, manager)
    shelves.write(cases, malls)
    _Reports(plan, shelves, manager).write(_months(plan))


def _months(plan: Plan) -> list[date]:
    last = add_months(plan.as_of.replace(day=1), -1)
    return [add_months(last, number - MONTHS + 1) for number in range(MONTHS)]


class _Reports:
    """Writes what malls report: what was told with their proof, now and then a return, a fee, an odd name."""

    def __init__(self, plan: Plan, shelves: _Shelves, manager: int) -> None:
        self.plan, self.shelves, self.manager = plan, shelves, manager
        self.chance = plan.random("sales reports")
        self._keys = 0

    def write(self, months: Sequence[date]) -> None:
        """One report of a mall and month that sold something, month by month."""
        chance, sales = self.chance, self._proven(months[0])
        for month in months:
            after = add_months(month, 1)
            for mall in range(1, len(self.plan[Mall]) + 1):
                stored = in_office(chance, working(after + timedelta(days=chance.randint(3, 20))))
                if self.plan.past(stored):
                    lines = sales.get((mall, month), [])
                    lines = [*lines, *self._besides(lines)]
                    # A mall that sold nothing sends no file.
                    if lines:
                        self._report(mall, month, stored, lines)

    def _proven(self, first: date) -> dict[tuple[int, date], list[dict[str, Any]]]:
        """The exports that reports prove, by mall and month, as lines."""
        found: dict[tuple[int, date], list[dict[str, Any]]] = defaultdict(list)
        table = self.plan[ExportResult]
        for row in table.dicts():
            if row["mall_id"] is None or row["source"] != ResultSource.SITE or row["exported_on"] < first:
                continue
            listing = self._on_sale(row)
            if listing is None or row["amount_yen"] is None:
                continue
            line = self._line(LineKind.SALE, row["exported_on"], listing.identifier, row["amount_yen"])
            line |= {
                "listing_id": listing.key,
                "result_id": row["id"],
                "quantity": row["quantity"] or max(1, row["amount_yen"] // 3000),
                "currency": row["currency"],
                "amount": row["amount"] if row["amount"] is not None else Decimal(row["amount_yen"]),
                "sample": row["sample"],
                "repeat": self.chance.random() < 0.3,
            }
            table.change(row["id"], by_line=True, entry=line["key"])
            found[row["mall_id"], row["exported_on"].replace(day=1)].append(line)
        return found

    def _on_sale(self, row: dict[str, Any]) -> _Placed | None:
        """A listing of the case that was on sale at the mall on the day."""
        for placed in self.shelves.placed.get((row["case_id"], row["mall_id"]), ()):
            if placed.on_sale is not None and placed.on_sale <= row["exported_on"]:
                return placed
        return None

    def _besides(self, sales: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        chance, found = self.chance, []
        for sale in sales:
            if chance.random() < 0.04:
                yen = -max(1, sale["amount_yen"] // 10)
                line = self._line(LineKind.RETURN, sale["day"], sale["product_key"], yen)
                found.append(line | {"listing_id": sale["listing_id"], "quantity": -1, "order_number": ""})
            if chance.random() < 0.5:
                yen = -max(1, sale["amount_yen"] // 12)
                fee = self._line(LineKind.FEE, sale["day"], "", yen)
                found.append(fee | {"quantity": 0, "order_number": ""})
        if sales and chance.random() < 0.05:
            name = chance.choice(_UNKNOWN)
            odd = self._line(LineKind.SALE, sales[0]["day"], name, chance.randrange(20, 400) * 100)
            found.append(odd)
        return found

    def _line(self, kind: LineKind, day: date, product: str, yen: int) -> dict[str, Any]:
        self._keys += 1
        digest = hashlib.sha256(f"{self.plan.seed}/sales line/{self._keys}".encode()).digest()
        return {
            "key": UUID(bytes=digest[:16], version=5),
            "product_key": product,
            "order_number": f"JM-{self._keys:07d}",
            "month": day.replace(day=1),
            "day": day,
            "kind": kind.value,
            "quantity": 1,
            "currency": "JPY",
            "amount": Decimal(yen),
            "amount_yen": yen,
        }

    def _report(self, mall: int, month: date, stored: datetime, lines: list[dict[str, Any]]) -> None:
        plan, code = self.plan, self.shelves.codes[mall]
        ref, told = plan.reference("SR", stored.date()), f"{month:%Y-%m}"
        digest = hashlib.sha256(f"{plan.seed}/{code}/{told}".encode()).hexdigest()
        site = {"channel_id": self.shelves.channel, "mall_id": mall}
        key = plan[SalesReport].add(
            ref=ref,
            name=f"{code}-{told}.csv",
            digest=digest,
            first_month=month,
            last_month=month,
            lines_count=len(lines),
            stored_by_id=self.manager,
            stored_at=stored,
            **site,
        )
        plan[ReportedMonth].add(report_id=key, month=month, **site)
        for row, line in enumerate(lines, start=2):
            plan[SalesLine].add(report_id=key, row=row, market_id=self.shelves.markets[mall], **line)
        waiting = sum("listing_id" not in line and line["kind"] != LineKind.FEE for line in lines)
        payload = {
            "site": code, "lines": len(lines), "known": 0, "waiting": waiting, "months": [told],
            "adds": False, "file": digest,
        }  # fmt: skip
        subject = ("sales_report", ref)
        plan.event(stored, self.manager, Role.PROGRAMME_MANAGER, "sales_report.stored", subject, payload)


def write_costs(plan: Plan, manager: int) -> None:
    """Write what each corner cost: a base of its own, promotion in some months. After malls have closed."""
    chance, months = plan.random("mall costs"), _months(plan)
    for mall in plan[Mall].dicts():
        base = chance.randrange(8, 90) * 1000
        for month in months:
            if not plan.past(add_months(month, 1) + timedelta(days=8)):
                continue
            if mall["closed_on"] is not None and month > mall["closed_on"]:
                break
            kept = in_office(chance, working(add_months(month, 1) + timedelta(days=5)))
            _cost(plan, mall, month, CostKind.RUNNING, base + chance.randrange(-5, 6) * 1000, kept, manager)
            if chance.random() < 0.2:
                yen = chance.randrange(10, 80) * 1000
                _cost(plan, mall, month, CostKind.PROMOTION, yen, kept, manager)
    chance = plan.random("channel costs")
    for channel in Channel.objects.exclude(kind=ChannelKind.MALL).order_by("pk"):
        page = {"channel": channel.pk, "code": channel.code}
        for month in months:
            if plan.past(add_months(month, 1) + timedelta(days=8)):
                kept = in_office(chance, working(add_months(month, 1) + timedelta(days=5)))
                yen = chance.randrange(900, 1400) * 1000
                _cost(plan, page, month, CostKind.RUNNING, yen, kept, manager)


def _cost(
    plan: Plan, site: dict[str, Any], month: date, kind: CostKind, yen: int, kept: datetime, manager: int
) -> None:
    channel = site.get("channel")
    plan[MonthCost].add(
        mall_id=None if channel else site["id"],
        channel_id=channel,
        month=month,
        kind=kind.value,
        yen=yen,
        kept_by_id=manager,
        kept_at=kept,
    )
    payload = {"month": month.isoformat(), "kind": kind.value, "yen": yen}
    subject = ("site" if channel else "mall", site["code"])
    plan.event(kept, manager, Role.PROGRAMME_MANAGER, "mall.cost_kept", subject, payload)
