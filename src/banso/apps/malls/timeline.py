"""Events of malls in words, from their codes and numbers alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy

from banso.apps.journal.models import Event
from banso.apps.malls.models import ClosingReason
from banso.apps.sales import timeline as sales
from banso.apps.sales.models import CostKind
from banso.web import formats

_SAYINGS = {
    "mall.cost_kept": gettext_lazy("Cost of a month: %(month)s, %(kind)s, %(yen)s"),
    "mall.operator_invited": gettext_lazy("Operator invited, until %(until)s"),
    "mall.operator_invited_again": gettext_lazy("Operator sent a new link"),
    "mall.closed": gettext_lazy("Mall closed on %(on)s: %(reason)s; %(ended)s listings ended"),
    "mall.entry_written": gettext_lazy("Page in the directory: draft %(entry)s written"),
    "mall.entry_published": gettext_lazy("Page in the directory: edition %(entry)s published"),
    "mall.entry_dropped": gettext_lazy("Page in the directory: draft %(entry)s dropped"),
    "mall.operator_ended": gettext_lazy("Operator ended"),
    "mall.answered": gettext_lazy("%(listings)s products at once: %(act)s"),
}
_ACTS = {
    "pick": gettext_lazy("picked"),
    "decline": gettext_lazy("declined"),
    "order": gettext_lazy("ordered"),
    "list": gettext_lazy("on sale"),
    "end": gettext_lazy("ended"),
}


def describe(event: Event) -> str:
    """Say what happened; nothing if the action is unknown."""
    template = _SAYINGS.get(event.action)
    if template is None:
        # Terms and payments belong to pages of channels without malls as well.
        return sales.describe(event)
    payload = json.loads(event.payload)
    kind, act = payload.get("kind", ""), payload.get("act", "")
    words = {
        **payload,
        "kind": dict(CostKind.choices).get(kind, kind),
        "reason": dict(ClosingReason.choices).get(payload.get("reason", ""), ""),
        "act": _ACTS.get(act, act),
        "listings": formats.number(payload.get("listings", 0)),
        "yen": formats.yen(payload["yen"]) if payload.get("yen") is not None else "",
        "month": str(payload.get("month", ""))[:7],
    }
    return str(template) % words
