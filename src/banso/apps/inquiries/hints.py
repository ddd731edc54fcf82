"""What conversations say elsewhere: at the gate of a place that does not sell, and among a firm's duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.casework.hints import Hint
from banso.apps.casework.models import Case
from banso.apps.inquiries.models import Inquiry, Outcome
from banso.apps.inquiries.selectors import judged, of_case
from banso.apps.journal.actor import day_of
from banso.apps.programmes.days_off import working_days
from banso.apps.selection.duties import Source

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


def _answers(firms: Iterable[int], day: date) -> QuerySet[Inquiry, Any]:
    """By firm the questions of buyers that can be judged on a day, and those of them that it answered."""
    return (
        judged(day, working_days())
        .filter(product__firm__in=list(firms))
        .order_by()
        .values_list("product__firm")
        .annotate(due=Count("pk"), done=Count("first_answer_at"))
    )


ANSWERS = Source(
    gettext_lazy("Questions of buyers answered"), _answers, lambda: reverse("inquiries:inquiry_list")
)
