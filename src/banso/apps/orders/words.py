"""Orders in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.inquiries.models import Side
from banso.apps.orders.models import Order, State
from banso.engines.kernel.money import decimals
from banso.web import formats

_MARKS = {
    State.REPORTED: "now",
    State.CONFIRMED: "ok",
    State.DISPUTED: "late",
    State.SETTLED: "ok",
    State.REJECTED: "dash",
}


def amount_words(order: Order) -> str:
    """1,200.00 USD."""
    return f"{order.amount:,.{decimals(order.currency)}f} {order.currency}"


def quantity_words(order: Order) -> str:
    """300 × bottle."""
    return f"{formats.number(order.quantity)} × {order.unit}"


def state_mark(order: Order, side: str = "") -> tuple[str, str]:
    """The kind of mark and the words for where an order stands, as a side sees it."""
    if order.state == State.REPORTED:
        if side == order.side:
            return "now", _("Waits for the other side")
        words = _("Waits for your answer") if side in (Side.BUYER, Side.FIRM) else _("Waits for an answer")
        return "now", words
    return _MARKS[State(order.state)], str(State(order.state).label)


def kind_words(order: Order) -> str:
    """Sample, first or repeat order, and by whose word."""
    if order.sample:
        return _("Sample")
    if order.known and not order.repeat:
        return _("Repeat order (reported as the first; an earlier one is known)")
    if order.repeat and not order.known:
        return _("Repeat order (as reported; no earlier one is known here)")
    return _("Repeat order") if order.repeat else _("First order")
