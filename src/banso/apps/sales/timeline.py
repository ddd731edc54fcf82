"""Events of listings and reports of sales in words, from their codes and numbers alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy

from banso.apps.journal.models import Event
from banso.apps.sales.models import CostKind, DeclineReason, EndReason, SetAside
from banso.web import formats

_REASONS = {**dict(DeclineReason.choices), **dict(EndReason.choices), **dict(SetAside.choices)}
_SAYINGS = {
    "sales_listing.offered": gettext_lazy("Product %(product)s offered to %(site)s"),
    "sales_listing.picked": gettext_lazy("Picked by the site"),
    "sales_listing.declined": gettext_lazy("Declined by the site: %(reason)s"),
    "sales_listing.ordered": gettext_lazy("Ordered by the site"),
    "sales_listing.listed": gettext_lazy("On sale"),
    "sales_listing.ended": gettext_lazy("Listing ended: %(reason)s"),
    "sales_listing.matched": gettext_lazy("%(lines)s lines of reports matched with it"),
    "sales_report.stored": gettext_lazy("Sales report of %(site)s stored: %(lines)s lines, %(waiting)s wait"),
    "sales_layout.kept": gettext_lazy("Columns of the sales reports chosen"),
    "sales_lines.set_aside": gettext_lazy("%(lines)s lines of reports set aside: %(reason)s"),
    "mall.cost_kept": gettext_lazy("Cost of a month: %(month)s, %(kind)s, %(yen)s"),
}


def describe(event: Event) -> str:
    """Say what happened; nothing if the action is unknown."""
    template = _SAYINGS.get(event.action)
    if template is None:
        return ""
    payload = json.loads(event.payload)
    reason, kind = payload.get("reason", ""), payload.get("kind", "")
    words = {
        **payload,
        "reason": _REASONS.get(reason, reason),
        "kind": dict(CostKind.choices).get(kind, kind),
        "lines": formats.number(payload.get("lines", 0)),
        "waiting": formats.number(payload.get("waiting", 0)),
        "yen": formats.yen(payload["yen"]) if payload.get("yen") is not None else "",
        "month": str(payload.get("month", ""))[:7],
    }
    return str(template) % words
