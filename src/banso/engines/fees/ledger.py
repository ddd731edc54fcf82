"""One firm's account in whole yen: invoices, what was credited, payments, refunds, and what pays what.

Nothing here changes an amount: a payment is laid against invoices by moves, and taken off again by moves with
a minus. At every moment

    invoices - credit notes - payments + refunds = open of all invoices - left of all payments

and neither what is open of an invoice nor what is left of a payment is ever below zero: no yen appears, and
none vanishes.

1. A payment is laid against the invoices named, in their order, as far as they are open; the rest stays left.
2. A credit note takes off what is open first; what was paid above that is released, the last move first.
3. A refund takes what is left of its payment first; then moves of the payment are released, the last first,
   and their invoices are open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


class LedgerFault(ValueError):
    """An entry that the account cannot take; ``rule`` says why, ``most`` what it could take."""

    def __init__(self, rule: str, most: int = 0) -> None:
        super().__init__(f"{rule} ({most})")
        self.rule, self.most = rule, most


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice: its total, and how much of it credit notes took off."""

    total: int
    credited: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A payment, and how much of it was refunded."""

    yen: int
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """So many yen of a payment pay an invoice; below zero: they no longer do."""

    payment: int
    invoice: int
    yen: int


@dataclass(frozen=True)
class Account:
    """Invoices and payments by key, and the moves between them in the order in which they were made."""

    invoices: Mapping[int, Bill]
    payments: Mapping[int, Received]
    moves: tuple[Move, ...] = ()

    def open_of(self, invoice: int) -> int:
        """What is still to be paid of an invoice."""
        bill = self.invoices[invoice]
        return bill.total - bill.credited - sum(move.yen for move in self.moves if move.invoice == invoice)

    def left_of(self, payment: int) -> int:
        """What of a payment pays nothing yet, and was not refunded."""
        received = self.payments[payment]
        used = sum(move.yen for move in self.moves if move.payment == payment)
        return received.yen - received.refunded - used

    @property
    def balance(self) -> int:
        """What the firm owes; below zero: what it is owed."""
        owed = sum(bill.total - bill.credited for bill in self.invoices.values())
        return owed - sum(received.yen - received.refunded for received in self.payments.values())

    def bill(self, invoice: int, total: int) -> Account:
        """With an invoice more.

        Raises:
            LedgerFault: ``negative``.
        """
        if total < 0:
            raise LedgerFault("negative")
        return replace(self, invoices={**self.invoices, invoice: Bill(total)})

    def receive(self, payment: int, yen: int, pays: Iterable[int] = ()) -> Account:
        """With a payment more, laid against these invoices.

        Raises:
            LedgerFault: ``nothing``.
        """
        if yen <= 0:
            raise LedgerFault("nothing")
        return replace(self, payments={**self.payments, payment: Received(yen)}).lay(payment, pays)

    def lay(self, payment: int, pays: Iterable[int]) -> Account:
        """With what is left of a payment laid against invoices, in their order."""
        account = self
        for invoice in pays:
            yen = min(account.left_of(payment), account.open_of(invoice))
            if yen > 0:
                account = replace(account, moves=(*account.moves, Move(payment, invoice, yen)))
        return account

    def credit(self, invoice: int, yen: int) -> Account:
        """With so much of an invoice credited.

        Raises:
            LedgerFault: ``nothing``, ``credit_above_invoice``.
        """
        bill = self.invoices[invoice]
        most = bill.total - bill.credited
        if yen <= 0:
            raise LedgerFault("nothing")
        if yen > most:
            raise LedgerFault("credit_above_invoice", most)
        credited = {**self.invoices, invoice: replace(bill, credited=bill.credited + yen)}
        account = replace(self, invoices=credited)
        return account._release(max(-account.open_of(invoice), 0), invoice=invoice)

    def refund(self, payment: int, yen: int) -> Account:
        """With so much of a payment given back.

        Raises:
            LedgerFault: ``nothing``, ``refund_above_payment``.
        """
        received = self.payments[payment]
        most = received.yen - received.refunded
        if yen <= 0:
            raise LedgerFault("nothing")
        if yen > most:
            raise LedgerFault("refund_above_payment", most)
        refunded = {**self.payments, payment: replace(received, refunded=received.refunded + yen)}
        account = replace(self, payments=refunded)
        return account._release(max(-account.left_of(payment), 0), payment=payment)

    def _release(self, yen: int, *, invoice: int | None = None, payment: int | None = None) -> Account:
        """Take so much off again of what pays an invoice, or of what a payment pays, the last move first."""
        held: dict[tuple[int, int], int] = {}
        for move in self.moves:
            if invoice in (None, move.invoice) and payment in (None, move.payment):
                pair = (move.payment, move.invoice)
                # Whoever was paid last stands last.
                held[pair] = held.pop(pair, 0) + move.yen
        moves = list(self.moves)
        for (paid_by, pays), standing in reversed(held.items()):
            off = min(standing, yen)
            if off > 0:
                moves.append(Move(paid_by, pays, -off))
                yen -= off
        return replace(self, moves=tuple(moves))
