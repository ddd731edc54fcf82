"""The week of an expert: what waits for an answer, reviews ahead, hours against the contract, absences."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Activity
from banso.apps.casework.selectors import cases_in_hand, with_last_contact
from banso.apps.directory.models import Expert
from banso.apps.directory.selectors import hours_of
from banso.apps.intake.models import Proposal, ProposalState
from banso.apps.matching.loads import loads
from banso.apps.matching.words import hours
from banso.engines.kernel.fiscal import add_months
from banso.web.templatetags.banso import due, status

#: How many months of hours are shown, this one included.
MONTHS = 6
#: How many cases are shown; the list has all.
CASES = 10
#: A review so many days ahead is shown as near.
NEAR_DAYS = 30


@requires(Action.OWN_WEEK)
@require_GET
def own_week(request: HttpRequest) -> HttpResponse:
    """The page of the expert who is signed in."""
    access: Access = request.access  # type: ignore[attr-defined]
    today = access.today
    experts = access.rows(Action.OWN_WEEK, Expert.objects.all())
    expert = get_object_or_404(experts.select_related("office"))
    load = loads(experts, today)[expert.pk]
    cases = list(
        with_last_contact(cases_in_hand(expert.cases.all())).select_related("firm", "service")[: CASES + 1]
    )
    waiting = (
        Proposal.objects.filter(expert=expert, state=ProposalState.WAITING)
        .select_related("need__subject", "need__consultation__firm", "need__consultation__office")
        .order_by("sent_at", "pk")
    )
    monday = today - timedelta(days=today.weekday())
    months = _months(expert, today)
    context = {
        "expert": expert,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "today": today,
        "waiting": waiting,
        "cases": [(_next(case, today), case) for case in cases[:CASES]],
        "more_cases": len(cases) > CASES,
        "week_hours": months["week"],
        "contract": hours(load.contract),
        "logged": hours(load.logged),
        "expected": hours(load.expected),
        "left": hours(load.left),
        "over": hours(-load.left) if load.left < 0 else "",
        "filled": _percent(load.logged, load.contract),
        "months": months["rows"],
        "absences": expert.absences.filter(taken_back_at__isnull=True, last_day__gte=today).order_by(
            "first_day", "pk"
        ),
    }
    return render(request, "matching/own_week.html", context)


def _next(case: Any, today: date) -> Any:
    if case.next_gate_on is None:
        return status("dash", _("none due"))
    near = case.next_gate_on <= today + timedelta(days=NEAR_DAYS)
    shown = due(case.next_gate_on, today)
    return status("now", shown) if near and case.next_gate_on >= today else shown


def _months(expert: Expert, today: date) -> dict[str, Any]:
    """Hours logged by month, newest first, and those of this week."""
    first = add_months(today.replace(day=1), 1 - MONTHS)
    logged = expert.activities.filter(done_on__gte=first, done_on__lte=today)
    by_month = dict(
        logged.annotate(month=TruncMonth("done_on"))
        .order_by("month")
        .values_list("month")
        .annotate(hours=Sum("hours"))
    )
    monday = today - timedelta(days=today.weekday())
    week = Activity.objects.filter(expert=expert, done_on__range=(monday, today)).order_by()
    given = hours_of(expert)
    rows = []
    for back in range(MONTHS):
        month = add_months(today.replace(day=1), -back)
        spent = by_month.get(month, Decimal(0))
        rows.append((month, spent, _percent(spent, given(month)), spent > given(month)))
    return {"rows": rows, "week": week.aggregate(hours=Sum("hours"))["hours"] or Decimal(0)}


def _percent(part: Any, whole: int) -> int:
    """How far a bar is filled: 0 to 100."""
    return min(100, round(part * 100 / whole)) if whole else 0
