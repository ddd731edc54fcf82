"""The first page of an accountant: what is to be invoiced, matched, decided, and what firms owe too long."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.fees.accounts import (
    credits_to_decide,
    lines_without_payment,
    overdue_invoices,
    refunds_to_decide,
    shares_waiting,
    to_invoice,
)
from banso.apps.fees.models import Invoice, Quote
from banso.apps.today.board import SHOWN, Count
from banso.apps.today.own import own_day
from banso.apps.today.selectors import last_working_day
from banso.web.navigation import address


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of an accountant shows."""
    access: Access = request.access  # type: ignore[attr-defined]
    today = access.today
    started = to_invoice(access.rows(Action.FEE_VIEW, Quote.objects.select_related("firm", "service")))
    shares = shares_waiting(access.rows(Action.FEE_VIEW, Quote.objects.all()), today)
    late = overdue_invoices(access.rows(Action.FEE_VIEW, Invoice.objects.all()), today)
    accounts = address("fees:accounts")
    return {
        "counts": [
            Count(_("Services to invoice"), started.count(), "#to-invoice"),
            Count(_("Shares of exports to invoice or to credit"), shares, address("fees:share_list")),
            Count(_("Payments to match"), lines_without_payment().count(), f"{accounts}#lines"),
            Count(_("Credit notes to decide"), credits_to_decide().count(), f"{accounts}#credits"),
            Count(_("Refunds to decide"), refunds_to_decide().count(), f"{accounts}#refunds"),
            Count(_("Overdue invoices"), len(late), "#overdue"),
        ],
        "started": started[:SHOWN],
        "late": late[:SHOWN],
        "own": own_day(access, last_working_day(today)),
        "today": today,
        "accounts_url": accounts,
    }
