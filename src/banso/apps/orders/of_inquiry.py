"""The section of a conversation that shows its orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.models import Side, State
from banso.apps.inquiries.sections import Section, Shown
from banso.apps.orders.models import Order
from banso.apps.orders.words import amount_words, state_mark


def _orders(shown: Shown) -> Mapping[str, Any] | None:
    inquiry, street = shown.inquiry, shown.side == Side.BUYER
    rows = list(Order.objects.filter(inquiry=inquiry))
    may = street or (shown.side == Side.FIRM and shown.access.can(Action.ORDER_REPORT))
    may_report = may and inquiry.exchanged and inquiry.state != State.ENDED
    if not rows and not may_report:
        return None
    page, report = ("street_order", "street_report") if street else ("order", "report")
    return {
        "orders": [
            (
                reverse(f"orders:{page}", args=[row.ref]),
                row.ordered_on,
                amount_words(row),
                *state_mark(row, shown.side),
            )
            for row in rows
        ],
        "report": reverse(f"orders:{report}", args=[inquiry.ref]) if may_report else "",
    }


SECTION = Section("orders", "orders/parts/of_inquiry.html", _orders)
