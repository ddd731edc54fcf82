"""Samples that buyers ask for in their conversations, and the few reports of abuse."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.buyers.models import Buyer, BuyerCompany
from banso.apps.inquiries.models import Freight, Inquiry, Report, Sample, SampleRefusal, SampleState, State
from banso.apps.journal.services import digest
from banso.apps.products.models import Product
from banso.demo.plan import Plan, later

#: Of the conversations with an answer, how many come to a sample; of those that ended in one, all.
_SHARE = 0.14
_REPORTED = 0.006
_CARRIERS = ("EMS", "DHL", "FedEx", "UPS")
_STREETS = ("Lake Road", "Harbour Street", "King Street", "Market Lane", "Old Quay")
_VERDICTS = (
    "The taste is very good; we will show it to our customers.",
    "Good quality. The label has to be changed for our market.",
    "味道很好，包装也很漂亮。",
    "Nice, but too costly for our shelves.",
    "",
)
_REPORTS = (
    ("advertising", "同じ内容の宣伝が何度も送られてきます。"),
    ("no_business", "商談ではなく、個人的な質問ばかりです。"),
    ("fraud", "前払いの手数料を求められました。"),
)


def write_samples(plan: Plan) -> None:
    """Write samples, and what was reported, of the conversations that are there."""
    writer = _Writer(plan, plan.random("samples"))
    for row in plan[Inquiry].dicts():
        writer.look_at(row)


class _Writer:
    """Writes samples and reports with their events."""

    def __init__(self, plan: Plan, chance: random.Random) -> None:
        self.plan, self.chance = plan, chance
        self.buyers = {row["id"]: row["user_id"] for row in plan[Buyer].dicts()}
        self.names = {row["id"]: row["name"] for row in plan[User].dicts()}
        self.offices = {row["id"]: row["office_id"] for row in plan[BuyerCompany].dicts()}
        self.firms = {row["id"]: row["firm_id"] for row in plan[Product].dicts()}
        self.members = {
            row["firm_id"]: row["user_id"]
            for row in plan[RoleAssignment].dicts()
            if row["role"] == Role.FIRM_MEMBER.value and row["firm_id"]
        }
        self.staff: dict[int, int] = {}
        for row in plan[RoleAssignment].dicts():
            if row["role"] == Role.OFFICE_STAFF.value:
                self.staff.setdefault(row["office_id"], row["user_id"])

    def look_at(self, row: dict[str, Any]) -> None:
        """One conversation: a sample perhaps, seldom a report."""
        member = self.members.get(self.firms[row["product_id"]])
        chance = self.chance.random()
        if row["first_answer_at"] is not None and member is not None and chance < _SHARE:
            self._sample(row, self.buyers[row["buyer_id"]], member)
        elif row["state"] == State.ANSWERED and member is not None and chance > 1 - _REPORTED * 4:
            self._report(row, member)

    def _sample(self, row: dict[str, Any], buyer: int, member: int) -> None:
        chance, plan = self.chance, self.plan
        asked = later(chance, row["first_answer_at"], 1, 20)
        if not plan.past(asked):
            return
        values: dict[str, Any] = {
            "inquiry_id": row["id"],
            "quantity": chance.choice((1, 2, 2, 3, 5, 10)),
            "address": f"{self.names[buyer]}\n{chance.randint(2, 180)} {chance.choice(_STREETS)}",
            "freight": chance.choices((Freight.BUYER, Freight.MAKER), (6, 4))[0].value,
            "asked_at": asked,
            "asked_by_id": buyer,
            "state": SampleState.ASKED.value,
        }
        told: list[tuple[datetime, int, Role, str, dict[str, Any]]] = [
            (
                asked,
                buyer,
                Role.BUYER,
                "asked",
                {"quantity": values["quantity"], "freight": values["freight"]},
            )
        ]
        answered = later(chance, asked, 1, 9)
        if plan.past(answered) and chance.random() < 0.9:
            values["answered_at"] = answered
            if chance.random() < 0.2:
                reason = chance.choice((SampleRefusal.STOCK, SampleRefusal.COST, SampleRefusal.RULES)).value
                values |= {"state": SampleState.DECLINED.value, "refusal": reason}
                refused = {"reason": reason, "words": digest("")}
                told.append((answered, member, Role.FIRM_MEMBER, "declined", refused))
            else:
                values["state"] = SampleState.AGREED.value
                told.append((answered, member, Role.FIRM_MEMBER, "agreed", {"words": digest("")}))
                self._way(values, told, buyer, member, answered)
        key = plan[Sample].add(**values)
        for at, who, role, what, payload in told:
            subject = ("inquiry", row["ref"])
            plan.event(at, who, role.value, f"sample.{what}", subject, {"sample": key, **payload})

    def _way(
        self,
        values: dict[str, Any],
        told: list[tuple[datetime, int, Role, str, dict[str, Any]]],
        buyer: int,
        member: int,
        agreed: datetime,
    ) -> None:
        """From the maker to the buyer, as far as it has come."""
        chance = self.chance
        sent = later(chance, agreed, 1, 10)
        if not self.plan.past(sent):
            return
        tracking = f"EJ{chance.randint(100_000_000, 999_999_999)}JP"
        values |= {"state": SampleState.SENT.value, "carrier": chance.choice(_CARRIERS)}
        values |= {"tracking": tracking, "sent_on": sent.date()}
        payload = {"on": sent.date().isoformat(), "tracking": digest(tracking)}
        told.append((sent, member, Role.FIRM_MEMBER, "sent", payload))
        arrived = later(chance, sent, 5, 20)
        if self.plan.past(arrived) and chance.random() < 0.92:
            verdict = chance.choice(_VERDICTS)
            values |= {"state": SampleState.ARRIVED.value, "arrived_at": arrived, "verdict": verdict}
            told.append((arrived, buyer, Role.BUYER, "arrived", {"verdict": digest(verdict)}))

    def _report(self, row: dict[str, Any], member: int) -> None:
        """A firm reports a buyer: some wait for the office, most turned out to be nothing."""
        chance, plan = self.chance, self.plan
        reported = later(chance, row["last_word_at"], 1, 6)
        if not plan.past(reported):
            return
        reason, words = chance.choice(_REPORTS)
        office = self.offices[row["company_id"]]
        decided = later(chance, reported, 1, 8)
        closed = plan.past(decided) and chance.random() < 0.6 and office in self.staff
        why = "双方に確認し、行き違いとわかったため。"
        after = {"state": "dismissed", "decided_at": decided, "decided_by_id": self.staff.get(office)}
        key = plan[Report].add(
            inquiry_id=row["id"],
            side="firm",
            reason=reason,
            words=words,
            office_id=office,
            reported_at=reported,
            reported_by_id=member,
            **({**after, "decision": why} if closed else {}),
        )
        subject, told = ("inquiry", row["ref"]), {"report": key}
        payload = {**told, "side": "firm", "reason": reason, "words": digest(words)}
        plan.event(reported, member, Role.FIRM_MEMBER.value, "inquiry.reported", subject, payload)
        if closed:
            payload = {**told, "result": "dismissed", "reason": digest(why)}
            role = Role.OFFICE_STAFF.value
            plan.event(decided, self.staff[office], role, "inquiry.report_decided", subject, payload)
