"""Orders that came of Japan Street. Streams of chance of its own.

Exports of Japan Street stay as they were drawn: what a firm told of a buyer's market is now an order that the
buyer stands for as well. Orders that no such export answers to are reported, disputed, rejected, or of firms
without a case to take them: none of them counts.
"""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.buyers.models import BuyerCompany
from banso.apps.casework.models import Case, CaseState, ExportResult, ResultSource, SalesChannel
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.inquiries.models import Side
from banso.apps.journal.services import digest
from banso.apps.orders.models import Doubt, Order, State
from banso.demo.inquiries import EXAMPLE
from banso.demo.meetings import Sides, exchanged
from banso.demo.people import People
from banso.demo.plan import Plan, in_office, later, working

#: Of conversations that were answered so many lead to an order that is told.
_SHARE = 0.45
_REASON = "双方の担当者に確認し、請求書の写しと照合しました。"
_UNITS = ("bottle", "carton", "piece", "bag")


def write_orders(plan: Plan, people: People) -> None:
    """Write the orders of the conversations that were answered."""
    chance = plan.random("street orders")
    writer = _Writer(plan, chance, {office.id: office.staff[0] for office in people.offices})
    examples = {row["id"] for row in plan[BuyerCompany].dicts() if row["name"] == EXAMPLE}
    drafts: list[tuple[datetime, Sides, bool]] = []
    for sides in exchanged(plan):
        told = later(chance, sides.inquiry["first_answer_at"], 10, 120)
        if chance.random() < _SHARE and plan.past(told):
            drafts.append((told, sides, False))
        elif sides.inquiry["company_id"] in examples:
            # Whoever enters as a buyer finds an order to confirm.
            drafts.append((in_office(chance, working(plan.as_of - timedelta(days=4))), sides, True))
    for told, sides, fresh in sorted(drafts, key=lambda draft: (draft[0], draft[1].inquiry["id"])):
        writer.write(told, sides, fresh=fresh)


class _Writer:
    """Writes one order after the other."""

    def __init__(self, plan: Plan, chance: random.Random, staff: dict[int, int]) -> None:
        self.plan, self.chance, self.staff = plan, chance, staff
        self.markets = {row["id"]: row["market_id"] for row in plan[BuyerCompany].dicts()}
        services = set(
            Channel.objects.filter(kind=ChannelKind.CATALOGUE).values_list("service_id", flat=True)
        )
        cases = {row["id"]: row for row in plan[Case].dicts() if row["service_id"] in services}
        #: Firms with a case that takes orders.
        self.taken = {row["firm_id"] for row in cases.values() if row["state"] != CaseState.ENDED}
        self.cases = cases
        #: By firm and market what its firm told of Japan Street, oldest first.
        self.told: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
        for row in plan[ExportResult].dicts():
            case = cases.get(row["case_id"])
            mine = row["channel"] == SalesChannel.STREET and row["source"] == ResultSource.FIRM
            if case is not None and mine and row["confirmed_at"] and row["amount_yen"]:
                self.told[case["firm_id"], row["market_id"]].append(row)
        #: The two sides that are known to have traded.
        self.traded: set[tuple[int, int]] = set()

    def write(self, told: datetime, sides: Sides, *, fresh: bool) -> None:
        """An order: what a firm told already, now told by both; else one that does not count, or not yet."""
        results = self.told[sides.firm, self.markets[sides.inquiry["company_id"]]]
        first = sides.inquiry["first_answer_at"].date()
        found = next((row for row in results if row["exported_on"] > first), None)
        if found is not None:
            results.remove(found)
            self._of_export(sides, found)
        else:
            self._open(told, sides, fresh=fresh)

    def _of_export(self, sides: Sides, row: dict[str, Any]) -> None:
        """The buyer stands for what the firm had told."""
        plan = self.plan
        known = max(row["recorded_at"], row["confirmed_at"])
        reported, answered = known + timedelta(hours=3), known + timedelta(hours=30)
        if not plan.past(answered):
            return
        ref = plan.reference("OR", reported.date())
        entry = self._entry()
        amount = row["amount"] if row["amount"] is not None else Decimal(row["amount_yen"])
        quantity = row["quantity"] or max(1, row["amount_yen"] // 3000)
        self._order(
            sides, ref, Side.FIRM, reported, row["exported_on"], amount, row["currency"], quantity,
            sample=row["sample"], entry=entry, state=State.CONFIRMED, answered_at=answered,
            answered_by_id=sides.buyer, result_id=row["id"],
        )  # fmt: skip
        plan[ExportResult].change(
            row["id"], source=ResultSource.BUYER.value, proof=ref, by_line=True, entry=entry
        )
        case = self.cases[row["case_id"]]["ref"]
        self._tell(answered, (sides.buyer, Role.BUYER), ref, "confirmed", {"side": Side.BUYER.value})
        entered = {"case": case, "result": row["id"], "source": ResultSource.BUYER.value, "both": True}
        self._tell(answered, (sides.buyer, Role.BUYER), ref, "entered", entered)
        proven = {
            "result": row["id"], "source": ResultSource.BUYER.value, "before": ResultSource.FIRM.value,
            "confirmed": True,
        }  # fmt: skip
        plan.event(answered, sides.buyer, Role.BUYER.value, "result.proven", ("case", case), proven)

    def _open(self, told: datetime, sides: Sides, *, fresh: bool) -> None:
        """An order that does not count: nobody has answered, it is disputed, or no case takes it."""
        plan, chance = self.plan, self.chance
        side = Side.FIRM if fresh else chance.choice((Side.BUYER, Side.BUYER, Side.FIRM))
        other, role = (sides.member, Role.FIRM_MEMBER) if side == Side.BUYER else (sides.buyer, Role.BUYER)
        answered = later(chance, told, 1, 9)
        states = (State.REPORTED, State.DISPUTED, State.REJECTED)
        state = chance.choices(states, (6, 1, 2))[0]
        sample = chance.random() < 0.4
        if sides.firm not in self.taken:
            state = chance.choices((State.CONFIRMED, *states), (9, 3, 1, 1))[0]
        if fresh or not plan.past(answered + timedelta(days=3)):
            state = State.REPORTED
        ref = plan.reference("OR", told.date())
        doubt = chance.choice((Doubt.NONE, Doubt.CANCELLED, Doubt.AMOUNT))
        disputed = state in (State.DISPUTED, State.REJECTED)
        more: dict[str, Any] = {"state": state}
        if state != State.REPORTED:
            more |= {"answered_at": answered, "answered_by_id": other}
        if disputed:
            more["doubt"] = doubt.value
        staff = self.staff[sides.office]
        if state == State.REJECTED:
            more |= {"settled_at": answered + timedelta(days=2), "settled_by_id": staff}
            more["settled_reason"] = _REASON
        yen = chance.randint(4, 90) * (1_000 if sample else 10_000)
        quantity = chance.randint(2, 12) if sample else chance.choice((60, 120, 200, 300, 500))
        day = (told - timedelta(days=chance.randint(1, 8))).date()
        self._order(
            sides, ref, side, told, day, Decimal(yen), "JPY", quantity, sample=sample, entry=self._entry(),
            **more,
        )  # fmt: skip
        if state == State.CONFIRMED:
            self._tell(answered, (other, role), ref, "confirmed", {"side": _other(side)})
        if disputed:
            payload = {"side": _other(side), "doubt": doubt.value, "words": digest("")}
            self._tell(answered, (other, role), ref, "disputed", payload)
        if state == State.REJECTED:
            payload = {"stands": False, "reason": digest(_REASON)}
            who = (staff, Role.OFFICE_STAFF)
            self._tell(answered + timedelta(days=2), who, ref, "settled", payload)

    def _order(
        self, sides: Sides, ref: str, side: Side, reported: datetime, day: date, amount: Decimal,
        currency: str, quantity: int, *, sample: bool, **more: Any,
    ) -> None:  # fmt: skip
        pair = (sides.inquiry["company_id"], sides.firm)
        known = pair in self.traded
        said = known if self.chance.random() < 0.9 else not known
        who, role = (sides.buyer, Role.BUYER) if side == Side.BUYER else (sides.member, Role.FIRM_MEMBER)
        state = more["state"]
        self.plan[Order].add(
            ref=ref,
            inquiry_id=sides.inquiry["id"],
            side=side.value,
            ordered_on=day,
            amount=amount,
            currency=currency,
            quantity=quantity,
            unit=self.chance.choice(_UNITS),
            sample=sample,
            repeat=said and not sample,
            known=known,
            reported_at=reported,
            reported_by_id=who,
            **{**more, "state": state.value},
        )
        payload = {
            "inquiry": sides.inquiry["ref"], "side": side.value, "ordered_on": day.isoformat(),
            "amount": f"{amount:f}", "currency": currency, "quantity": quantity, "sample": sample,
            "repeat": said and not sample, "known": known,
        }  # fmt: skip
        self._tell(reported, (who, role), ref, "reported", payload)
        if state == State.CONFIRMED and not sample:
            self.traded.add(pair)

    def _entry(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _tell(
        self, moment: datetime, who: tuple[int, Role], ref: str, what: str, payload: dict[str, Any]
    ) -> None:
        self.plan.event(moment, who[0], who[1].value, f"order.{what}", ("order", ref), payload)


def _other(side: Side) -> str:
    return (Side.FIRM if side == Side.BUYER else Side.BUYER).value
