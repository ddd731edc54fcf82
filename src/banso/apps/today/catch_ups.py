"""The queue of contacts that catch up with firms whose support ended before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.casework.models import CatchUp
from banso.apps.casework.selectors import catch_ups_to_do
from banso.apps.today.board import SHOWN, Line, Queue, counts_note
from banso.apps.today.selectors import tally
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import due


def queue_of(catch_ups: QuerySet[CatchUp], today: date) -> Queue:
    """Those of this week and before. Two queries."""
    rows = catch_ups_to_do(catch_ups, today)
    found = tally(rows, late=Q(due_on__lt=today))
    shown = rows.select_related("firm").annotate(tried=Count("attempts"))[:SHOWN]
    return Queue(
        "catch-ups",
        gettext_lazy("Catch-up contacts this week"),
        found["all"],
        _("Firms whose support ended before: one contact each, the most promising first"),
        [_("Due"), _("Firm"), _("Support before"), _("Tried so far")],
        [_line(row, today) for row in shown],
        address("casework:catch_up_list") + "?status=now",
        _("No catch-up contact is planned for this week."),
        counts_note(found["late"]),
    )


def _line(row: Any, today: date) -> Line:
    tries = ngettext("%(n)s try", "%(n)s tries", row.tried) % {"n": row.tried}
    return Line(
        due(row.due_on, today),
        row.firm.name,
        address("directory:firm", row.firm.ref),
        joined(row.firm.city, row.firm.products),
        _("ended %(day)s") % {"day": formats.day(row.ended_on)},
        _("promise %(points)s") % {"points": row.points},
        tries if row.tried else "–",
        _("Nobody to write to") if row.no_contact_on else "",
        _("Record the result"),
        address("casework:catch_up", row.pk),
    )
