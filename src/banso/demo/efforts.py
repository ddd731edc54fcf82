"""Own efforts of firms: those reported late, since when they went on, and what shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import OwnEffort
from banso.demo.casework import CaseRow
from banso.demo.plan import Plan, in_office, working

_EVIDENCE = (
    "自社サイトの英語ページ",
    "展示会の出展者名簿",
    "採用の社内通知",
    "認証の登録証の写し",
    "改訂した価格表",
    "現地代理店との契約書",
)
#: Of the efforts overdue for so many days, so many in a hundred were done by then, after the office asked.
_ASKED = ((60, 20), (180, 55), (365, 85), (10_000, 100))
_COSTS = (None, 80_000, 150_000, 240_000, 380_000, 640_000)


def write_efforts(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Complete every own effort that is planned. Call it when all cases are written."""
    _late(plan, cases)
    _details(plan)


def _late(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Efforts of cases under support that the firm did weeks or months after it had promised."""
    chance, table = plan.random("late efforts"), plan[OwnEffort]
    under_support = {case.id: case for case in cases if case.ended_on is None}
    for effort in table.dicts():
        case = under_support.get(effort["case_id"])
        if case is None or case.firm.example or effort["done_on"] is not None:
            continue
        overdue = (plan.as_of - effort["promised_by"]).days
        share = next(share for days, share in _ASKED if overdue <= days)
        if overdue <= 1 or chance.randrange(100) >= share:
            continue
        done = working(effort["promised_by"] + timedelta(days=chance.randint(1, min(overdue, 150))))
        if not plan.past(done) or done <= case.started_on:
            continue
        cost = chance.choice(_COSTS)
        table.change(effort["id"], done_on=done, cost_yen=cost)
        payload = {"effort": effort["id"], "done_on": done.isoformat(), "cost_yen": cost}
        moment = in_office(chance, done)
        plan.event(moment, case.firm.user, Role.FIRM_MEMBER, "effort.done", case.subject, payload)


def _details(plan: Plan) -> None:
    """Since when efforts that were done went on, and what shows them."""
    chance, table = plan.random("effort details"), plan[OwnEffort]
    for effort in table.dicts():
        if effort["done_on"] is None:
            continue
        since = working(effort["done_on"] - timedelta(days=chance.randint(10, 120)))
        changes: dict[str, Any] = {}
        if since <= effort["done_on"] and chance.random() < 0.6:
            changes["since_on"] = since
        if chance.random() < 0.35:
            changes["evidence"] = chance.choice(_EVIDENCE)
        if changes:
            table.change(effort["id"], **changes)
