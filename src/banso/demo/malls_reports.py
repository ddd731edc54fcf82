"""Months in which malls sold nothing and said so, and two malls that closed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.malls.models import Closing, ClosingReason
from banso.apps.sales.models import (
    EndReason,
    Identifier,
    Listing,
    ListingState,
    ReportedMonth,
    SalesReport,
    StockEntry,
    StockKind,
)
from banso.apps.sales.models.stock import DISPOSALS
from banso.demo.plan import Plan, in_office, working
from banso.engines.kernel.fiscal import add_months

#: Of a hundred months in which nothing was sold so many were told.
_TOLD = 96
_CLOSED = 2
#: Months are asked for so far back.
_ASKED = 12
_WORDS = "ご出品ありがとうございました。在庫の扱いは個別にご連絡します。"
_ON_SALE = (ListingState.LISTED, ListingState.PAUSED, ListingState.PICKED, ListingState.ORDERED)


def write_closings(plan: Plan, manager: int) -> None:
    """Close two malls that sold little, some months ago. Before what they reported as nothing is written."""
    chance = plan.random("closed malls")
    told: dict[int, date] = {}
    for row in plan[ReportedMonth].dicts():
        told[row["mall_id"]] = max(told.get(row["mall_id"], row["month"]), row["month"])
    by_mall = _listings(plan)
    quiet = sorted(plan[Mall].dicts(), key=lambda mall: (told.get(mall["id"], date.min), -mall["id"]))
    done = 0
    for mall in quiet:
        closed_on = plan.as_of - timedelta(days=60 + 45 * done)
        rows = by_mall[mall["id"]]
        if not rows or any(_last(row) > closed_on for row in rows):
            continue
        if told.get(mall["id"], date.min) >= closed_on.replace(day=1):
            continue
        _close(plan, chance, mall, closed_on, rows, manager)
        done += 1
        if done == _CLOSED:
            return


def _last(row: dict[str, Any]) -> date:
    days = (row["offered_on"], row["answered_on"], row["listed_on"], row["ended_on"])
    return max(day for day in days if day is not None)


def _close(
    plan: Plan, chance: Any, mall: dict[str, Any], closed_on: date, rows: list[dict[str, Any]], manager: int
) -> None:
    recorded = in_office(chance, working(closed_on + timedelta(days=1)))
    plan[Mall].change(mall["id"], closed_on=closed_on)
    reason = ClosingReason.NO_SALES
    plan[Closing].add(
        mall_id=mall["id"],
        closed_on=closed_on,
        reason=reason.value,
        words=_WORDS,
        closed_by_id=manager,
        closed_at=recorded,
    )
    ending = [row for row in rows if row["state"] in _ON_SALE]
    waiting = [row for row in rows if row["state"] == ListingState.OFFERED]
    unsold = 0
    for row in ending:
        plan[Listing].change(
            row["id"], state=ListingState.ENDED.value, reason=EndReason.MALL_CLOSED.value, ended_on=closed_on
        )
        _tell(plan, recorded, manager, row["ref"], "ended")
        if row["state"] == ListingState.LISTED:
            pieces = chance.randrange(2, 60)
            for kind in (StockKind.COUNTED, chance.choice(DISPOSALS)):
                plan[StockEntry].add(
                    listing_id=row["id"],
                    day=closed_on,
                    kind=kind.value,
                    pieces=pieces,
                    recorded_by_id=manager,
                    recorded_at=recorded,
                )
            unsold += pieces
    ended = {row["id"] for row in ending}
    for code in plan[Identifier].dicts():
        if code["listing_id"] in ended:
            plan[Identifier].change(code["id"], until=closed_on)
    for row in waiting:
        plan[Listing].change(
            row["id"], state=ListingState.DECLINED.value, reason="mall_closed", answered_on=recorded.date()
        )
        _tell(plan, recorded, manager, row["ref"], "declined")
    said = {
        "on": closed_on.isoformat(), "reason": reason.value, "words": "", "ended": len(ending),
        "declined": len(waiting), "campaigns": 0, "unsold": unsold, "firms": 0,
    }  # fmt: skip
    plan.event(recorded, manager, Role.PROGRAMME_MANAGER, "mall.closed", ("mall", mall["code"]), said)


def _tell(plan: Plan, at: Any, who: int, ref: str, step: str) -> None:
    payload = {"reason": "mall_closed", "guards": {}}
    role = Role.PROGRAMME_MANAGER
    plan.event(at, who, role, f"sales_listing.{step}", ("sales_listing", ref), payload)


def write_quiet_months(plan: Plan, months: int = 36) -> None:
    """Write what operators told of months in which nothing was sold; a few are still owed."""
    chance = plan.random("quiet months")
    last = add_months(plan.as_of.replace(day=1), -1)
    told = {(row["mall_id"], row["month"]) for row in plan[ReportedMonth].dicts()}
    operators = {
        row["mall_id"]: row for row in plan[RoleAssignment].dicts() if row["role"] == Role.MALL_OPERATOR
    }
    channel = Channel.objects.get(kind=ChannelKind.MALL).pk
    by_mall, codes = _listings(plan), {row["id"]: row["code"] for row in plan[Mall].dicts()}
    # The example, whose access does not end, always owes the last month in which nothing is told.
    example = next((mall for mall, held in operators.items() if held["valid_to"] is None), 0)
    spans = [(add_months(last, -number), add_months(last, 1 - number)) for number in range(_ASKED)]
    left = next(
        (
            month
            for month, after in spans
            if (example, month) not in told and any(_there(row, month, after) for row in by_mall[example])
        ),
        None,
    )
    for number in range(months):
        month = add_months(last, number - months + 1)
        after = add_months(month, 1)
        for mall, code in codes.items():
            if (mall, month) in told or not any(_there(row, month, after) for row in by_mall[mall]):
                continue
            stored = in_office(chance, working(after + timedelta(days=chance.randint(2, 16))))
            owed = chance.randrange(100) >= _TOLD
            if owed or (mall, month) == (example, left) or not plan.past(stored):
                continue
            held = operators.get(mall)
            by = held["user_id"] if held and held["valid_from"] <= stored.date() else None
            _nothing(plan, channel, mall, code, month, stored, by)


def _there(row: dict[str, Any], month: date, after: date) -> bool:
    listed, ended = row["listed_on"], row["ended_on"]
    return listed is not None and listed < after and (ended is None or ended >= month)


def _nothing(
    plan: Plan, channel: int, mall: int, code: str, month: date, stored: Any, by: int | None
) -> None:
    told, site = f"{month:%Y-%m}", {"channel_id": channel, "mall_id": mall}
    ref = plan.reference("SR", stored.date())
    digest = hashlib.sha256(f"{code}/{told}/nothing".encode()).hexdigest()
    key = plan[SalesReport].add(
        ref=ref,
        name="",
        digest=digest,
        first_month=month,
        last_month=month,
        lines_count=0,
        stored_by_id=by,
        stored_at=stored,
        **site,
    )
    plan[ReportedMonth].add(report_id=key, month=month, **site)
    payload = {
        "site": code, "lines": 0, "known": 0, "waiting": 0, "months": [told], "adds": False, "file": digest,
    }  # fmt: skip
    role = Role.MALL_OPERATOR if by else "system"
    plan.event(stored, by, role, "sales_report.stored", ("sales_report", ref), payload)


def _listings(plan: Plan) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in plan[Listing].dicts():
        if row["mall_id"] is not None:
            found[row["mall_id"]].append(row)
    return found
