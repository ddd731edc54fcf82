"""The letter that asks the other side to confirm an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.inquiries.letters import words_for_buyer, words_for_firm, write_to_buyer, write_to_firm
from banso.apps.inquiries.models import Side
from banso.apps.journal.actor import Actor
from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.orders.models import Order, State
from banso.apps.orders.words import amount_words, quantity_words

TO_FIRM, TO_BUYER = "orders.to_firm", "orders.to_buyer"


def write_to_other_side(actor: Actor, order: Order) -> None:
    """Ask the side that did not report."""
    if order.side == Side.BUYER:
        write_to_firm(actor, order.inquiry, TO_FIRM, order=order.ref)
    else:
        write_to_buyer(actor, order.inquiry, TO_BUYER, order=order.ref)


def _context(references: Mapping[str, Any], words: Any, path: str) -> Mapping[str, Any] | None:
    rows = Order.objects.select_related(
        "inquiry__product__firm__office", "inquiry__company__office", "inquiry__company__market",
        "inquiry__buyer",
    )  # fmt: skip
    order = rows.get(ref=references["order"])
    if order.state != State.REPORTED:
        return None
    return {
        **words(order.inquiry),
        "amount": amount_words(order),
        "quantity": quantity_words(order),
        "ordered_on": order.ordered_on,
        "path": reverse(path, args=[order.ref]),
    }


def for_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter to a firm says; None once it was answered."""
    return _context(references, words_for_firm, "orders:order")


def for_buyer(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter to a buyer says; None once it was answered."""
    return _context(references, words_for_buyer, "orders:street_order")


def register() -> None:
    """Let the letters be sent."""
    words = _("Order to confirm")
    register_letter(LetterKind(TO_FIRM, words, "orders/mail/confirm.txt", for_firm))
    register_letter(LetterKind(TO_BUYER, words, "orders/mail/confirm.txt", for_buyer))
