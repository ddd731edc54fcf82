"""One firm's account in the database: read and held as a whole; ``engines.fees.ledger`` says what changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.fees.models import (
    Allocation,
    CreditNote,
    Decided,
    Invoice,
    InvoiceState,
    Payment,
    Refund,
)
from banso.apps.fees.transitions import fire_invoice
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record
from banso.engines.fees.ledger import Account, Bill, LedgerFault, Move, Received
from banso.web import formats

_MESSAGES: dict[str, Promise] = {
    "credit_above_invoice": _("At most %(yen)s of this invoice can still be credited."),
    "refund_above_payment": _("At most %(yen)s of this payment can still be refunded."),
    "nothing": _("Give an amount above zero."),
}


def refused(fault: LedgerFault, field: str | None) -> Refused:
    """What the account cannot take, in the user's language."""
    message = str(_MESSAGES[fault.rule]) % {"yen": formats.yen(fault.most)}
    return Refused(fault.rule, message, field)


def held_account(firm: int) -> Account:
    """The account of a firm; nobody else changes it until the transaction ends."""
    hold(Firm.objects).get(pk=firm)
    return account_of(firm)


def account_of(firm: int) -> Account:
    """The account of a firm, to read."""
    notes = CreditNote.objects.filter(invoice__firm=firm, state=Decided.APPROVED)
    refunds = Refund.objects.filter(payment__firm=firm, state=Decided.APPROVED)
    credited, refunded = _sums(notes, "invoice", "total"), _sums(refunds, "payment", "yen")
    invoices = Invoice.objects.filter(firm=firm).order_by("issued_on", "pk").values_list("pk", "total")
    payments = Payment.objects.filter(firm=firm).order_by("pk").values_list("pk", "yen")
    moves = Allocation.objects.filter(payment__firm=firm).order_by("pk")
    return Account(
        {key: Bill(total, credited.get(key, 0)) for key, total in invoices},
        {key: Received(yen, refunded.get(key, 0)) for key, yen in payments},
        tuple(Move(*row) for row in moves.values_list("payment_id", "invoice_id", "yen")),
    )


def _sums(rows: QuerySet, key: str, column: str) -> Mapping[int, int]:
    return dict(rows.order_by().values_list(key).annotate(sum=Sum(column)))


def store(actor: Actor, before: Account, after: Account) -> None:
    """Store the moves that are new, and settle or reopen the invoices that they touch."""
    new = after.moves[len(before.moves) :]
    Allocation.objects.bulk_create(
        Allocation(payment_id=move.payment, invoice_id=move.invoice, yen=move.yen, made_at=actor.at)
        for move in new
    )
    credited = {key for key, bill in after.invoices.items() if before.invoices.get(key) != bill}
    touched = {move.invoice for move in new} | credited
    for invoice in hold(Invoice.objects.filter(pk__in=touched)).order_by("pk"):
        settled = after.open_of(invoice.pk) == 0
        if settled and invoice.state == InvoiceState.ISSUED:
            move_invoice(actor, invoice, "settle")
        elif not settled and invoice.state == InvoiceState.PAID:
            move_invoice(actor, invoice, "reopen")


_SAID = {"settle": "invoice.paid", "reopen": "invoice.reopened", "cancel": "invoice.cancelled"}


def move_invoice(actor: Actor, invoice: Invoice, event: str) -> None:
    """Move an invoice by its table, and tell."""
    invoice.state = fire_invoice(invoice.state, event, actor).target
    invoice.save(update_fields=["state"])
    record(actor, _SAID[event], ("invoice", invoice.ref))


def balances(firms: QuerySet[Firm]) -> dict[int, int]:
    """What each firm owes, in four queries: invoices - credit notes - payments + refunds."""
    owed: dict[int, int] = defaultdict(int)
    notes = CreditNote.objects.filter(invoice__firm__in=firms, state=Decided.APPROVED)
    refunds = Refund.objects.filter(payment__firm__in=firms, state=Decided.APPROVED)
    parts = (
        (Invoice.objects.filter(firm__in=firms), "firm", "total", 1),
        (notes, "invoice__firm", "total", -1),
        (Payment.objects.filter(firm__in=firms), "firm", "yen", -1),
        (refunds, "payment__firm", "yen", 1),
    )
    for rows, key, column, sign in parts:
        for firm, yen in _sums(rows, key, column).items():
            owed[firm] += sign * yen
    return dict(owed)
