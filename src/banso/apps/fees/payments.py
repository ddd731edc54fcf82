"""Payments: what came in, what it pays, and what is given back. Amounts are whole yen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.fees.ledger import held_account, refused, store
from banso.apps.fees.models import (
    BankLine,
    Decided,
    Invoice,
    InvoiceState,
    Payment,
    Refund,
    RefundReason,
)
from banso.apps.fees.transitions import ACCOUNTS, NEW, REFUND, fire_decided
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.engines.fees.ledger import LedgerFault

#: More at once is a slip of the hand.
MOST_YEN = 100_000_000


@dataclass(frozen=True)
class PaymentData:
    """What came in: when, how much, from whom, and which invoices it pays, in this order."""

    firm: Firm
    received_on: date
    yen: int
    pays: tuple[Invoice, ...] = ()


@service
def record_payment(actor: Actor, data: PaymentData) -> Payment:
    """Record a payment. What is above the invoices it pays is left, to pay others or be refunded.

    Raises:
        Refused: a day ahead or in a closed year, an amount out of range, an invoice of another firm or one
            that is cancelled.
    """
    _refuse_role(actor)
    return receive(actor, data, None)


def receive(actor: Actor, data: PaymentData, line: BankLine | None) -> Payment:
    """Store a payment, of a line of the bank or none; in the transaction of the caller."""
    if data.received_on > actor.today:
        raise Refused("received_ahead", _("The day lies ahead."), "received_on")
    refuse_closed(actor, data.received_on, "received_on")
    if not 0 < data.yen <= MOST_YEN:
        raise Refused("payment_range", _("Give an amount above zero, in yen."), "yen")
    before = held_account(data.firm.pk)
    _refuse_invoices(data.firm, data.pays)
    payment = Payment.objects.create(
        ref=next_reference("PAY", actor), firm=data.firm, line=line, received_on=data.received_on,
        yen=data.yen, recorded_by_id=actor.user_id, recorded_at=actor.at,
    )  # fmt: skip
    after = before.receive(payment.pk, data.yen, [invoice.pk for invoice in data.pays])
    told = {"yen": data.yen, "left": after.left_of(payment.pk), "line": line.pk if line else None}
    record(actor, "payment.recorded", ("payment", payment.ref), told)
    store(actor, before, after)
    return payment


@service
def lay_payment(actor: Actor, payment: Payment, invoices: Iterable[Invoice]) -> Payment:
    """Let what is left of a payment pay invoices of the same firm.

    Raises:
        Refused: nothing is left or open, an invoice of another firm or one that is cancelled.
    """
    _refuse_role(actor)
    before = held_account(payment.firm_id)
    invoices = tuple(invoices)
    _refuse_invoices(payment.firm, invoices)
    after = before.lay(payment.pk, [invoice.pk for invoice in invoices])
    laid = sum(move.yen for move in after.moves[len(before.moves) :])
    if not laid:
        raise Refused("nothing_laid", _("Nothing is left of the payment, or nothing is open."))
    record(actor, "payment.laid", ("payment", payment.ref), {"yen": laid})
    store(actor, before, after)
    return payment


@service
def ask_refund(actor: Actor, payment: Payment, yen: int, reason: str) -> Refund:
    """Ask that so much of a payment be given back.

    Raises:
        Refused: ``refund_above_payment``, ``nothing``, an unknown reason, another that waits.
    """
    fire_decided(REFUND, NEW, "ask", actor)
    if reason not in RefundReason.values:
        raise Refused("unknown_code", _("Choose one of the options."), "reason")
    account = held_account(payment.firm_id)
    if payment.refunds.filter(state=Decided.ASKED).exists():
        raise Refused("refund_waits", _("Another refund of this payment waits for approval."))
    try:
        account.refund(payment.pk, yen)
    except LedgerFault as fault:
        raise refused(fault, "yen") from fault
    refund = Refund.objects.create(
        payment=payment, yen=yen, reason=reason, asked_by_id=actor.user_id, asked_at=actor.at
    )
    record(actor, "refund.asked", ("payment", payment.ref), {"yen": yen, "reason": reason})
    return refund


@service
def approve_refund(actor: Actor, refund: Refund) -> Refund:
    """Approve a refund that another person asked for; invoices that it paid are open again.

    Raises:
        Refused: ``another_person``, decided meanwhile, or no longer so much left.
    """
    before = held_account(refund.payment.firm_id)
    refund = hold(Refund.objects.select_related("payment")).get(pk=refund.pk)
    fired = fire_decided(REFUND, refund.state, "approve", actor, refund.asked_by_id)
    try:
        after = before.refund(refund.payment_id, refund.yen)
    except LedgerFault as fault:
        raise refused(fault, None) from fault
    refund.state, refund.decided_by_id, refund.decided_at = fired.target, actor.user_id, actor.at
    refund.save()
    told = {"yen": refund.yen, "guards": dict(fired.guards)}
    record(actor, "refund.approved", ("payment", refund.payment.ref), told)
    store(actor, before, after)
    return refund


@service
def refuse_refund(actor: Actor, refund: Refund) -> Refund:
    """Refuse a refund that another person asked for.

    Raises:
        Refused: ``another_person``, or decided meanwhile.
    """
    refund = hold(Refund.objects.select_related("payment")).get(pk=refund.pk)
    refund.state = fire_decided(REFUND, refund.state, "refuse", actor, refund.asked_by_id).target
    refund.decided_by_id, refund.decided_at = actor.user_id, actor.at
    refund.save()
    record(actor, "refund.refused", ("payment", refund.payment.ref), {"yen": refund.yen})
    return refund


def _refuse_role(actor: Actor) -> None:
    if actor.role not in ACCOUNTS:
        raise Refused("role", _("Your role may not do this."))


def _refuse_invoices(firm: Firm, invoices: Iterable[Invoice]) -> None:
    for invoice in invoices:
        if invoice.firm_id != firm.pk:
            raise Refused("other_firm", _("This invoice is of another firm."), "invoices")
        if invoice.state == InvoiceState.CANCELLED:
            raise Refused("invoice_cancelled", _("This invoice is cancelled."), "invoices")
