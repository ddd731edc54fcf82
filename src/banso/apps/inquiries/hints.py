"""What conversations say at the gate of a place that does not sell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.casework.hints import Hint
from banso.apps.casework.models import Case
from banso.apps.inquiries.models import Outcome
from banso.apps.inquiries.selectors import of_case
from banso.apps.journal.actor import day_of

#: Which kind of root cause an outcome suggests. Orders and samples are none.
_KINDS = {
    "price": "price",
    "minimum_order": "product",
    "regulation": "rules",
    "delivery": "logistics",
    "no_answer": "management",
}


def causes(case: Case, today: date) -> Iterable[Hint]:
    """How inquiries of buyers ended since the support of a case began, by coded outcome. Two queries."""
    rows = of_case(case).filter(outcome__code__in=_KINDS).order_by()
    counted = rows.values("outcome").annotate(number=Count("pk"), since=Min("outcome_at"))
    found = {row["outcome"]: row for row in counted}
    if not found:
        return
    for outcome in Outcome.objects.filter(pk__in=found).order_by("position", "code"):
        number = found[outcome.pk]["number"]
        words = ngettext(
            "%(number)s inquiry of a buyer ended by: %(outcome)s",
            "%(number)s inquiries of buyers ended by: %(outcome)s",
            number,
        ) % {"number": number, "outcome": outcome.name}
        asked = urlencode({"q": case.firm.name, "outcome": outcome.pk})
        address = f"{reverse('inquiries:inquiry_list')}?{asked}"
        since = day_of(found[outcome.pk]["since"])
        yield Hint(_KINDS[outcome.code], words, number, since, ((_("Inquiries"), address),))
