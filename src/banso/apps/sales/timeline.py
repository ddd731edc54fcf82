"""Events of listings, reports of sales and payments in words, from their codes and numbers alone."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext_lazy

from banso.apps.journal.models import Event
from banso.apps.sales.models import DeclineReason, EndReason, PauseReason, SetAside, StockKind
from banso.web import formats

_REASONS = {
    code: words for kind in (DeclineReason, PauseReason, EndReason, SetAside) for code, words in kind.choices
}
_KINDS = dict(StockKind.choices)
_SAYINGS = {
    "sales_listing.offered": gettext_lazy("Product %(product)s offered to %(site)s"),
    "sales_listing.picked": gettext_lazy("Picked by the site"),
    "sales_listing.declined": gettext_lazy("Declined by the site: %(reason)s"),
    "sales_listing.ordered": gettext_lazy("Ordered by the site"),
    "sales_listing.listed": gettext_lazy("On sale"),
    "sales_listing.paused": gettext_lazy("Off sale for now: %(reason)s"),
    "sales_listing.resumed": gettext_lazy("On sale again"),
    "sales_listing.ended": gettext_lazy("Listing ended: %(reason)s"),
    "sales_listing.matched": gettext_lazy("%(lines)s lines of reports matched with it"),
    "sales_listing.checked": gettext_lazy("Page looked at: %(count)s points not met"),
    "sales_listing.identified": gettext_lazy("Identifier on marketplace %(market)s kept"),
    "sales_listing.unidentified": gettext_lazy("Identifier on marketplace %(market)s taken back"),
    "sales_listing.stocked": gettext_lazy("Stock of %(day)s told: %(kind)s, %(pieces)s pieces"),
    "sales_listing.disposed": gettext_lazy("Goods not sold, %(day)s: %(kind)s, %(pieces)s pieces"),
    "reviews.stored": gettext_lazy("Reviews of the site stored: %(rows)s rows"),
    "stock.stored": gettext_lazy("Stock of the site stored: %(rows)s rows"),
    "sales_file.sent": gettext_lazy("File of %(site)s sent"),
    "sales_file.cancelled": gettext_lazy("File given up"),
    "ratings.stored": gettext_lazy("Ratings of the site stored: %(rows)s rows"),
    "sales_report.stored": gettext_lazy("Sales report of %(site)s stored: %(lines)s lines, %(waiting)s wait"),
    "sales_layout.kept": gettext_lazy("Columns of the files of the site chosen"),
    "sales_lines.set_aside": gettext_lazy("%(lines)s lines of reports set aside: %(reason)s"),
    "mall.terms_begun": gettext_lazy("Terms from %(since)s: commission %(commission)s %%, fees: %(fees)s"),
    "mall.paid": gettext_lazy("%(months)s months marked as paid on %(on)s: %(sums)s"),
    "mall.payout_missing": gettext_lazy("Firm %(firm)s: payment of %(month)s did not arrive"),
    "mall.payout_taken_back": gettext_lazy("Firm %(firm)s: payment of %(month)s was marked by mistake"),
    "campaign.written": gettext_lazy("Campaign written: %(places)s places"),
    "campaign.changed": gettext_lazy("Campaign changed: %(places)s places"),
    "campaign.opened": gettext_lazy("Opened for offers"),
    "campaign.picking_begun": gettext_lazy("No more offers; the mall picks"),
    "campaign.closed": gettext_lazy("Campaign closed"),
}


def describe(event: Event) -> str:
    """Say what happened; nothing if the action is unknown."""
    template = _SAYINGS.get(event.action)
    if template is None:
        return ""
    payload = json.loads(event.payload)
    reason = payload.get("reason", "")
    words = {
        **payload,
        "count": len(payload.get("found", ())),
        "reason": _REASONS.get(reason, reason),
        "kind": _KINDS.get(payload.get("kind", ""), ""),
        "pieces": formats.number(payload.get("pieces", 0)),
        "day": formats.day(date.fromisoformat(payload["day"])) if "day" in payload else "",
        "lines": formats.number(payload.get("lines", 0)),
        "waiting": formats.number(payload.get("waiting", 0)),
        "month": str(payload.get("month", ""))[:7],
        "fees": ", ".join(payload["fees"].values()) or "–" if "fees" in payload else "",
        "sums": ", ".join(payload.get("sums", ())),
    }
    return str(template) % words
