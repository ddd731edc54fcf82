"""What became of invoices in the demonstration: paid, in part, too much, late, waived, refunded."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from banso.apps.accounts.roles import Role
from banso.apps.fees.models import (
    Allocation,
    CreditKind,
    CreditNote,
    CreditReason,
    CreditTax,
    Decided,
    Invoice,
    InvoiceState,
    Payment,
    Refund,
    RefundReason,
)
from banso.apps.fees.rate_words import RateSum
from banso.demo.plan import Plan, later, working

_MEMBER, _ACCOUNTS = Role.FIRM_MEMBER.value, Role.ACCOUNTANT.value
#: A line of a bank file: day, yen, payer, and what the payment does once the line is stored.
Line = tuple[date, int, str, Callable[[int, datetime], None] | None]
#: However small the portfolio: an invoice that is waived in part, one that is paid too much, one in part.
_WAIVED, _MOODS = 1, {2: 0.04, 3: 0.06, 4: 0.04}


class Fees(Protocol):
    """What the writer of quotes and invoices gives."""

    plan: Plan
    chance: random.Random
    asks: int
    decides: int
    lines: dict[tuple[int, int], list[Line]]


@dataclass(frozen=True)
class Debtor:
    """The firm that pays: its key, its reference, and the member who acts for it."""

    key: int
    ref: str
    user: int | None
    #: The example user is to find something to pay.
    example: bool = False


@dataclass(frozen=True)
class Billed:
    """The invoice: its key, its number, its total and what it comes to at each rate of tax."""

    key: int
    ref: str
    total: int
    taxes: tuple[RateSum, ...]


class Bill:
    """What became of one invoice: what is open of it goes down with every payment and credit note."""

    def __init__(
        self,
        fees: Fees,
        number: int,
        firm: Debtor,
        billed: Billed,
        dues: list[tuple[date, int]],
    ) -> None:
        self.fees, self.number, self.firm, self.key, self.ref = fees, number, firm, billed.key, billed.ref
        self.taxes, self.dues, self.open = billed.taxes, dues, billed.total

    def plan_payments(self, issued: datetime) -> None:
        """Decide when the firm pays, and whether something is taken back."""
        chance = self.fees.chance
        if chance.random() < 0.05 or self.number == _WAIVED:
            asked = later(chance, issued, 2, 8)
            if self.fees.plan.past(asked):
                self._waive(asked)
        mood = _MOODS.get(self.number, chance.random())
        for number, (due, yen) in enumerate(self.dues):
            if mood > 0.94 or self.firm.example:
                return
            late = chance.randint(4, 45) if mood > 0.84 else -chance.randint(1, 22)
            paid_on = working(max(due + timedelta(days=late), issued.date() + timedelta(days=10)))
            amount = yen
            if number == len(self.dues) - 1 and 0.03 < mood <= 0.05:
                amount += 1_000
            elif number == 0 and 0.05 < mood < 0.07:
                amount = max(yen // 2, 1)
            self._pay_later(paid_on, amount)

    def _pay_later(self, paid_on: date, amount: int) -> None:
        payer = f"{self.ref} {self.firm.ref}"
        lines = self.fees.lines.setdefault((paid_on.year, paid_on.month), [])
        lines.append((paid_on, amount, payer, partial(self._pay, paid_on, amount)))

    def _pay(self, paid_on: date, amount: int, line: int, stored: datetime) -> None:
        fees, plan = self.fees, self.fees.plan
        ref = plan.reference("PAY", stored.date())
        payment = plan[Payment].add(
            ref=ref, firm_id=self.firm.key, line_id=line, received_on=paid_on, yen=amount,
            recorded_by_id=fees.asks, recorded_at=stored,
        )  # fmt: skip
        laid = min(amount, self.open)
        told = {"yen": amount, "left": amount - laid, "line": line}
        plan.event(stored, fees.asks, _ACCOUNTS, "payment.recorded", ("payment", ref), told)
        if laid:
            self.open -= laid
            plan[Allocation].add(payment_id=payment, invoice_id=self.key, yen=laid, made_at=stored)
            self._settle(stored)
        if amount > laid:
            self._give_back(payment, ref, amount - laid, stored)

    def _settle(self, moment: datetime) -> None:
        if self.open == 0:
            plan = self.fees.plan
            plan[Invoice].change(self.key, state=InvoiceState.PAID.value)
            plan.event(moment, self.fees.asks, _ACCOUNTS, "invoice.paid", ("invoice", self.ref))

    def _give_back(self, payment: int, ref: str, yen: int, stored: datetime) -> None:
        fees, plan = self.fees, self.fees.plan
        asked, decided = stored + timedelta(hours=2), later(fees.chance, stored, 1, 6)
        if not plan.past(asked):
            return
        done = plan.past(decided)
        plan[Refund].add(
            payment_id=payment, yen=yen, reason=RefundReason.PAID_TOO_MUCH.value,
            state=(Decided.APPROVED if done else Decided.ASKED).value, asked_by_id=fees.asks, asked_at=asked,
            decided_by_id=fees.decides if done else None, decided_at=decided if done else None,
        )  # fmt: skip
        told = {"yen": yen, "reason": RefundReason.PAID_TOO_MUCH.value}
        plan.event(asked, fees.asks, _ACCOUNTS, "refund.asked", ("payment", ref), told)
        if done:
            plan.event(decided, fees.decides, _ACCOUNTS, "refund.approved", ("payment", ref), {"yen": yen})

    def _waive(self, asked: datetime) -> None:
        """A waiver that the firm asked for in hardship: decided within days, granted for the most part."""
        fees, plan, chance = self.fees, self.fees.plan, self.fees.chance
        share = chance.choice((20, 30, 50))
        parts = [
            rate._replace(net=rate.net * share // 100, tax=rate.tax * share // 100) for rate in self.taxes
        ]
        net, tax = sum(part.net for part in parts), sum(part.tax for part in parts)
        decided = later(chance, asked, 1, 5)
        state = Decided.ASKED
        if plan.past(decided):
            state = Decided.APPROVED if chance.random() < 0.75 else Decided.REFUSED
        if net + tax <= 0:
            return
        granted = state == Decided.APPROVED
        ref = plan.reference("CN", decided.date()) if granted else ""
        key = plan[CreditNote].add(
            ref=ref, invoice_id=self.key, kind=CreditKind.WAIVER.value, reason=CreditReason.HARDSHIP.value,
            net=net, tax=tax, total=net + tax, state=state.value, asked_by_id=self.firm.user,
            asked_at=asked, decided_by_id=None if state == Decided.ASKED else fees.decides,
            decided_at=None if state == Decided.ASKED else decided,
        )  # fmt: skip
        for kind, percent, part, part_tax in parts:
            plan[CreditTax].add(note_id=key, tax_kind=kind, tax_percent=percent, net=part, tax=part_tax)
        told = {"kind": CreditKind.WAIVER.value, "total": net + tax}
        reason = {"reason": CreditReason.HARDSHIP.value}
        place = ("invoice", self.ref)
        plan.event(asked, self.firm.user, _MEMBER, "credit.asked", place, {**told, **reason})
        if granted:
            self.open -= net + tax
            self.dues = _less(self.dues, net + tax)
            plan.event(decided, fees.decides, _ACCOUNTS, "credit.approved", place, {**told, "ref": ref})
        elif state == Decided.REFUSED:
            plan.event(decided, fees.decides, _ACCOUNTS, "credit.refused", place, told)


def _less(dues: list[tuple[date, int]], yen: int) -> list[tuple[date, int]]:
    """What is still to be paid once so much is credited: the earliest part first."""
    found = []
    for due, part in dues:
        off = min(part, yen)
        yen -= off
        if part > off:
            found.append((due, part - off))
    return found
