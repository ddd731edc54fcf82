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
from banso.apps.intake.models import ProposalState, Received
from banso.apps.intake.selectors import received, silence_limits
from banso.apps.today.board import SHOWN, Count, Line, Queue, ago, waited
from banso.apps.today.selectors import tally
from banso.engines.kernel.fiscal import month_days
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address
from banso.web.templatetags.banso import due, status

#: How many of the expert's cases the page shows.
CASES = 10


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of an expert shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    today = access.today
    proposals = received(access.rows(Action.PROPOSAL_REPLY, Received.objects.all()))
    found = tally(proposals, waiting=Q(state=ProposalState.WAITING), taken=Q(state=ProposalState.TAKEN))
    cases = cases_in_hand(access.rows(Action.CASE_VIEW, Case.objects.all()))
    in_hand = tally(cases, late=Q(next_gate_on__lt=today))
    expert = Expert.objects.filter(user=access.user).first()
    hours = _hours(access, today)
    limits = silence_limits(today).on(today)
    to_answer = _proposals(proposals, ProposalState.WAITING, found["waiting"], today, limits)
    taken = _proposals(proposals, ProposalState.TAKEN, found["taken"], today, ())
    return {
        "counts": [
            Count(to_answer.title, to_answer.count, "#proposals"),
            Count(taken.title, taken.count, "#taken"),
            Count(_("Cases in hand"), in_hand["all"], "#cases", _late(in_hand["late"])),
        ],
        "queues": [to_answer, taken, _cases(cases, in_hand["all"], today)],
        "expert": expert,
        "hours": hours,
        "left": expert.monthly_hours - hours if expert else None,
        "over": hours - expert.monthly_hours if expert else None,
        # How much of the bar the hours fill, in percent; it ends at the contract's hours.
        "filled": min(100, round(hours * 100 / expert.monthly_hours)) if expert else 0,
        "month_end": month_days(today)[1],
    }


def _late(n: int) -> str:
    return _("late %(n)s") % {"n": formats.number(n)} if n else ""


def _hours(access: Any, today: date) -> Decimal:
    """Hours logged in the calendar month of today."""
    logged = access.rows(Action.ACTIVITY_LOG, Activity.objects.all()).filter(done_on__range=month_days(today))
    return logged.order_by().aggregate(hours=Sum("hours"))["hours"] or Decimal(0)


def _proposals(proposals: Any, state: str, count: int, today: date, limits: tuple[int, ...]) -> Queue:
    waiting = state == ProposalState.WAITING
    rows = (
        proposals.filter(state=state)
        .select_related(
            "need__subject", "need__market", "need__consultation__firm", "need__consultation__office"
        )
        .order_by("sent_at" if waiting else "taken_at", "pk")[:SHOWN]
    )
    return Queue(
        "proposals" if waiting else "taken",
        gettext_lazy("Proposals to answer") if waiting else gettext_lazy("Needs taken on"),
        count,
        _("The office reminds you after %(remind)s days and takes the need over after %(take)s")
        % {"remind": limits[0], "take": limits[1]}
        if len(limits) > 1
        else _("Questions you answer as spot support"),
        [_("Waiting"), _("Firm"), _("What is needed"), _("Office")],
        [_proposal(row, waiting, today, limits) for row in rows],
        address("intake:proposal_list"),
        _("No proposal waits for your answer.") if waiting else _("You have taken on no need at present."),
    )


def _proposal(row: Received, waiting: bool, today: date, limits: tuple[int, ...]) -> Line:
    need, firm = row.need, row.need.consultation.firm
    since = formats.local_date(row.sent_at if waiting else row.taken_at or row.sent_at)
    return Line(
        waited(since, today, limits[:2]),
        firm.name,
        address("directory:firm", firm.ref),
        joined(firm.city, firm.products),
        need.description,
        joined(need.subject.name, need.market.name if need.market else ""),
        need.consultation.office.name,
        need.consultation.ref,
        _("Answer the proposal") if waiting else _("Answer the need"),
        address("intake:proposal", row.pk),
    )


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
