"""What is due about orders: the word of the firm that is asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.selectors import members_of
from banso.apps.inquiries.models import Side
from banso.apps.journal.actor import ZONE, day_of
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.orders.models import Order, State

#: An order is confirmed or disputed within so many days.
WITHIN = timedelta(days=5)


def to_confirm(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Orders that buyers reported and makers have not answered for five days."""
    rows = Order.objects.filter(state=State.REPORTED, side=Side.BUYER, reported_at__lte=now - WITHIN)
    rows = (rows if refs is None else rows.filter(ref__in=refs)).select_related("inquiry__product__firm")
    found = list(rows.order_by("pk"))
    firms = {row.inquiry.product.firm_id for row in found}
    members = members_of(firms, now.astimezone(ZONE).date()) if found else {}
    for row in found:
        firm, address = row.inquiry.product.firm, reverse("orders:order", args=[row.ref])
        people = members.get(firm.pk, ())
        due_on = day_of(row.reported_at + WITHIN)
        yield Due("order", row.ref, due_on, address, people, firm.office_id, firm.pk)


def register() -> None:
    """Let people be reminded."""
    sources.register(Source("order_to_confirm", _("Order to confirm"), to_confirm))
