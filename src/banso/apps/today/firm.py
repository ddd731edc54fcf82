"""The first page of a firm: where it stands, what comes next, what is asked of it. In its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.accounts.permissions import Action
from banso.apps.behalf.models import Entry
from banso.apps.behalf.selectors import to_confirm
from banso.apps.casework.models import (
    Case,
    CaseState,
    ExportGoal,
    ExportResult,
    GateReview,
    GateState,
    GoalState,
    OwnEffort,
    PlanState,
    Stage,
    StagePlan,
)
from banso.apps.casework.selectors import results_to_confirm
from banso.apps.intake.models import Consultation
from banso.apps.intake.selectors import consultations_waiting
from banso.apps.notices.selectors import meetings_ahead
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.selectors import UNDER_WAY
from banso.apps.surveys.models import FrameUnit
from banso.apps.surveys.selectors import to_answer
from banso.apps.today.pleas import LISTED, AskedByBuyers, Plea
from banso.apps.together import together
from banso.web import formats
from banso.web.formats import joined
from banso.web.navigation import address


@dataclass(frozen=True)
class Step:
    """A stage as the firm sees it."""

    state: str
    name: str
    detail: str
    note: str | Promise = ""


@dataclass(frozen=True)
class Way:
    """One case as the firm sees it: its stages, the present one and the next in words."""

    case: Case
    url: str
    steps: list[Step]
    now: str
    ahead: str
    until: date | None


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of a firm shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    today = access.today
    held = next(item for item in access.assignments if item.firm)
    cases = list(
        access.rows(Action.CASE_VIEW, Case.objects.all())
        .exclude(state=CaseState.ENDED)
        .select_related("service", "expert", "office")
        .prefetch_related(Prefetch("stages", Stage.objects.select_related("definition").order_by("order")))
        .order_by("started_on", "pk")
    )
    applications = list(
        access.rows(Action.APPLICATION_VIEW, Application.objects.all())
        .filter(state__in=UNDER_WAY)
        .select_related("service")
        .order_by("-created_at", "-pk")
    )
    consultations = access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all())
    waiting = list(consultations_waiting(consultations).select_related("office")[:LISTED])
    answered = list(
        consultations.exclude(pk__in=[row.pk for row in waiting]).order_by("-asked_at", "-pk")[:LISTED]
    )
    return {
        "firm": held.firm,
        "firm_url": address("directory:firm", held.firm.ref),
        "ways": [_way(case) for case in cases if case.stages.all()],
        "spots": [(case, address("casework:case", case.ref)) for case in cases if not case.stages.all()],
        "meetings": meetings_ahead(access),
        "pleas": _pleas(access, held.firm, applications, today),
        "applications": [
            (row, address("selection:application", row.ref))
            for row in applications
            if row.state != ApplicationState.DRAFT
        ],
        "waiting": [(row, address("intake:consultation", row.ref)) for row in waiting],
        "answered": [(row, address("intake:consultation", row.ref)) for row in answered],
        "ask_url": address("intake:consultation_ask"),
        "apply_url": address("selection:application_new"),
    }


def _way(case: Case) -> Way:
    stages = list(case.stages.all())
    present = next((stage for stage in stages if stage.started_on and not stage.ended_on), None)
    ahead = next((stage for stage in stages if not stage.started_on), None)
    steps = [
        Step(
            "done" if stage.ended_on else "now" if stage.started_on else "ahead",
            stage.definition.name,
            f"{formats.day(stage.started_on or stage.planned_from)} – "
            f"{formats.day(stage.ended_on or stage.planned_to)}",
        )
        for stage in stages
    ]
    return Way(
        case,
        address("casework:case", case.ref),
        steps,
        present.definition.firm_now if present else "",
        ahead.definition.firm_ahead if ahead else "",
        present.planned_to if present else None,
    )


def _pleas(access: Any, firm: Any, applications: list[Application], today: date) -> list[Plea]:
    """What we ask of the firm, the most pressing first."""
    results = results_to_confirm(access.rows(Action.RESULT_CONFIRM, ExportResult.objects.all()))[:LISTED]
    gates = (
        access.rows(Action.GATE_REPLY, GateReview.objects.all())
        .filter(state=GateState.ANNOUNCED, replied_on__isnull=True, reply_until__gte=today)
        .select_related("stage__case")
        .order_by("reply_until", "pk")[:LISTED]
    )
    goals = (
        ExportGoal.objects.filter(
            state=GoalState.OFFICE_AGREED, case__in=access.rows(Action.GOAL_REVISE, Case.objects.order_by())
        )
        .select_related("case")
        .order_by("pk")[:LISTED]
    )
    plans = (
        access.rows(Action.PLAN_AGREE, StagePlan.objects.all())
        .filter(state__in=(PlanState.SENT, PlanState.OFFICE_AGREED), case__state=CaseState.ACTIVE)
        .select_related("case")
        .order_by("pk")[:LISTED]
    )
    efforts = (
        OwnEffort.objects.filter(
            case__in=access.rows(Action.EFFORT_RECORD, Case.objects.filter(state=CaseState.ACTIVE)),
            done_on__isnull=True,
        )
        .select_related("case")
        .order_by("promised_by", "pk")[:LISTED]
    )
    entries = to_confirm(access.rows(Action.ENTRY_CONFIRM, Entry.objects.filter(firm=firm)))
    units = to_answer(access.rows(Action.QUESTIONNAIRE_ANSWER, FrameUnit.objects.all()), today)[:LISTED]
    buyers = AskedByBuyers(access)
    together(results, gates, goals, plans, efforts, entries, units, *buyers.querysets)
    asked = [
        Plea(
            formats.day(review.reply_until),
            _("We intend to shorten your support. Read why; you can reply until this day"),
            address("casework:gate_reply", review.stage.case.ref, review.pk),
        )
        for review in gates
    ]
    asked += [
        Plea(
            formats.day(effort.promised_by),
            _("Your own effort: %(what)s. Tell us when it is done") % {"what": effort.description},
            address("casework:effort_done", effort.case.ref, effort.pk),
            effort.promised_by < today,
        )
        for effort in efforts
    ]
    asked += buyers.pleas()
    asked += [
        Plea(
            formats.day(unit.wave.closes_on) if unit.wave.closes_on else "",
            _("%(survey)s, on %(programme)s: please answer the questions")
            % {"survey": unit.wave.name, "programme": unit.programme.name},
            address("surveys:own", unit.pk),
        )
        for unit in units
        if unit.programme
    ]
    asked += [
        Plea(
            "",
            _("We propose another export goal. Read it, and say whether you agree"),
            address("casework:goal_agree", goal.case.ref, goal.version),
        )
        for goal in goals
    ]
    asked += [
        Plea(
            "",
            _("%(document)s: read it, and say whether you agree") % {"document": plan.get_kind_display()},
            address("casework:plan", plan.case.ref, plan.kind),
        )
        for plan in plans
    ]
    if count := len(entries):
        words = ngettext(
            "Your office entered %(n)s thing for you: read it and confirm it",
            "Your office entered %(n)s things for you: read them and confirm them",
            count,
        )
        asked.append(Plea("", words % {"n": count}, address("behalf:confirm", firm.ref)))
    asked += [
        Plea(
            "",
            _("Is this right? %(day)s, %(market)s, %(product)s, %(amount)s")
            % {
                "day": formats.day(result.exported_on),
                "market": result.market.name,
                "product": result.product,
                "amount": formats.yen(result.amount_yen)
                if result.amount_yen is not None
                else joined(formats.number(result.quantity), result.unit),
            },
            address("casework:result_confirm", result.case.ref, result.pk),
        )
        for result in results
    ]
    asked += [
        Plea(
            "",
            _("Complete your application for %(service)s and send it") % {"service": row.service.name},
            address("selection:application_edit", row.ref),
        )
        for row in applications
        if row.state == ApplicationState.DRAFT
    ]
    asked += [
        Plea(
            "",
            _("We ask for more on your application for %(service)s. Change it and submit it again")
            % {"service": row.service.name},
            address("selection:application", row.ref),
        )
        for row in applications
        if row.state == ApplicationState.RETURNED
    ]
    return asked
