"""The first page of an expert: proposals to answer, cases in hand, hours of this month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Activity, Case
from banso.apps.casework.selectors import cases_in_hand, with_last_contact
from banso.apps.directory.models import Expert
from banso.apps.intake.selectors import silence_limits
from banso.apps.today.asked import proposals
from banso.apps.today.board import Count, Line, Queue, ago, counts_note
from banso.apps.today.own import changes, own_day
from banso.apps.today.selectors import last_working_day, tally
from banso.engines.kernel.fiscal import month_days
from banso.web.navigation import address
from banso.web.templatetags.banso import due, status

#: How many of the expert's cases the page shows.
CASES = 10


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of an expert shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    today = access.today
    cases = cases_in_hand(access.rows(Action.CASE_VIEW, Case.objects.all()))
    in_hand = tally(cases, late=Q(next_gate_on__lt=today))
    expert = Expert.objects.filter(user=access.user).first()
    hours = _hours(access, today)
    since = last_working_day(today)
    to_answer, taken = proposals(access, silence_limits(today).on(today), since)
    return {
        "counts": [
            to_answer.tallied,
            taken.tallied,
            Count(_("Cases in hand"), in_hand["all"], "#cases", counts_note(in_hand["late"])),
        ],
        "queues": [to_answer, taken, _cases(cases, in_hand["all"], today)],
        "own": own_day(access, since),
        **changes(access),
        "expert": expert,
        "hours": hours,
        "left": expert.monthly_hours - hours if expert else None,
        "over": hours - expert.monthly_hours if expert else None,
        # How much of the bar the hours fill, in percent; it ends at the contract's hours.
        "filled": min(100, round(hours * 100 / expert.monthly_hours)) if expert else 0,
        "month_end": month_days(today)[1],
    }


def _hours(access: Any, today: date) -> Decimal:
    """Hours logged in the calendar month of today."""
    logged = access.rows(Action.ACTIVITY_LOG, Activity.objects.all()).filter(done_on__range=month_days(today))
    return logged.order_by().aggregate(hours=Sum("hours"))["hours"] or Decimal(0)


def _cases(cases: Any, count: int, today: date) -> Queue:
    rows = with_last_contact(cases).select_related("firm", "service", "office")[:CASES]
    return Queue(
        "cases",
        gettext_lazy("My cases"),
        count,
        _("Those whose gate review comes first stand first"),
        [_("Next review"), _("Firm"), _("Service"), _("Last contact")],
        [_case(row, today) for row in rows],
        address("casework:case_list"),
        _("You have no case in hand."),
    )


def _case(case: Any, today: date) -> Line:
    return Line(
        due(case.next_gate_on, today) if case.next_gate_on else status("dash", _("no stages")),
        case.firm.name,
        address("directory:firm", case.firm.ref),
        case.ref,
        case.service.name,
        _("stage %(n)s") % {"n": case.stage_order} if case.stage_order else _("one question"),
        ago(case.last_contact_on, today),
        "",
        _("Log hours"),
        address("casework:activity_log", case.ref),
    )
