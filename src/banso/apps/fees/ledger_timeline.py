"""Events of quotes, invoices, payments and bank files in words, from their codes and numbers alone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.fees.models import CreditKind, CreditReason, DeclineReason, RefundReason
from banso.apps.journal.models import Event
from banso.web import formats

_SAID: dict[str, Promise] = {
    "quote.written": gettext_lazy("Quote written"),
    "quote.changed": gettext_lazy("Quote changed"),
    "quote.offered": gettext_lazy("Quote sent to the firm"),
    "quote.accepted": gettext_lazy("Quote accepted"),
    "quote.declined": gettext_lazy("Quote declined"),
    "quote.replaced": gettext_lazy("Quote replaced"),
    "quote.withdrawn": gettext_lazy("Quote withdrawn"),
    "quote.cancelled": gettext_lazy("Quote cancelled after it was accepted"),
    "quote.started": gettext_lazy("Service started"),
    "invoice.issued": gettext_lazy("Invoice issued"),
    "invoice.paid": gettext_lazy("Invoice paid"),
    "invoice.reopened": gettext_lazy("Invoice open again"),
    "invoice.cancelled": gettext_lazy("Invoice cancelled"),
    "invoice.put_off": gettext_lazy("More time to pay"),
    "credit.asked": gettext_lazy("Asked to take back"),
    "credit.approved": gettext_lazy("Taken back"),
    "credit.refused": gettext_lazy("Not taken back"),
    "payment.recorded": gettext_lazy("Payment recorded"),
    "payment.laid": gettext_lazy("Payment laid against an invoice"),
    "refund.asked": gettext_lazy("Refund asked for"),
    "refund.approved": gettext_lazy("Refund approved"),
    "refund.refused": gettext_lazy("Refund refused"),
    "bank_file.stored": gettext_lazy("Bank file stored"),
    "bank_layout.kept": gettext_lazy("Columns of a bank file chosen"),
    "bank_line.matched": gettext_lazy("Payment of a bank file matched"),
}


def describe(event: Event) -> str:
    """Say an event of the ledger; nothing if the action is unknown."""
    if event.action not in _SAID:
        return ""
    payload = json.loads(event.payload)
    return formats.joined(_SAID[event.action], *_details(event.action, payload))


def _details(action: str, payload: dict[str, Any]) -> list[str]:
    found = [formats.yen(payload[name]) for name in ("total", "yen") if payload.get(name) is not None]
    if action == "quote.declined":
        found.append(str(DeclineReason(payload["reason"]).label))
    elif action == "refund.asked":
        found.append(str(RefundReason(payload["reason"]).label))
    elif action.startswith("credit."):
        found.append(str(CreditKind(payload["kind"]).label))
        if "reason" in payload:
            found.append(str(CreditReason(payload["reason"]).label))
    for name in ("until", "on", "due_on", "starts"):
        if name in payload:
            found.append(formats.day(date.fromisoformat(payload[name])))
    if payload.get("left"):
        found.append(_("%(yen)s left over") % {"yen": formats.yen(payload["left"])})
    return found
