"""An order as it is shown to both sides and to staff."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.inquiries.models import Side
from banso.apps.inquiries.naming import buyer_name, maker_name, product_name
from banso.apps.orders.models import Order, State
from banso.apps.orders.words import amount_words, kind_words, quantity_words, state_mark
from banso.web import formats


def with_all(rows: QuerySet[Order]) -> QuerySet[Order]:
    """With all that lists and pages name."""
    related = rows.select_related(
        "inquiry__product__firm__office", "inquiry__company__market", "inquiry__buyer", "result__case",
        "result__duplicate_of__case",
    )  # fmt: skip
    return related.prefetch_related("inquiry__product__editions__texts")


def shown(order: Order, side: str) -> dict[str, Any]:
    """What the pages of both sides and of staff have in common."""
    inquiry = order.inquiry
    by = maker_name(inquiry.product) if order.side == Side.FIRM else inquiry.company.name
    facts = [
        (_("Day of the order"), formats.day(order.ordered_on)),
        (_("Amount"), amount_words(order)),
        (_("Quantity"), quantity_words(order)),
        (_("Kind of order"), kind_words(order)),
        (_("Reported by"), f"{by}　{formats.day(order.reported_at)}"),
    ]
    if order.doubt:
        words = formats.joined(order.get_doubt_display(), order.doubt_words)
        facts.append((_("What is not so"), words))
    if order.settled_reason:
        facts.append((pgettext("order", "Decision of the office"), order.settled_reason))
    answering = side in (Side.BUYER, Side.FIRM) and side != order.side
    return {
        "order": order,
        "inquiry": inquiry,
        "product": product_name(inquiry.product),
        "maker": maker_name(inquiry.product),
        "buyer": buyer_name(inquiry, to_staff=side == Side.STAFF),
        "mark": state_mark(order, side),
        "facts": facts,
        "may_confirm": answering and order.state in (State.REPORTED, State.DISPUTED),
        "may_dispute": answering and order.state == State.REPORTED,
    }
