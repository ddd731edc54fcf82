"""The plans of the weeks, the rows of one, and the load of experts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Office
from banso.apps.intake.models import Need
from banso.apps.matching.forms import PairFilter
from banso.apps.matching.loads import Load
from banso.apps.matching.models import UNDECIDED, MatchRecord, PairState, Plan, PlannedPair
from banso.apps.matching.selectors import loads, newest_plan, pairs_with_all, with_absence
from banso.apps.matching.views import crumbs as way_to
from banso.apps.matching.views import own_address, title
from banso.apps.matching.words import FILTERS, MARKS, PARTS, RESULTS, as_hours, hours
from banso.engines.matching.filters import Result
from banso.engines.matching.model import Filter, Part
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

PAIR_MARKS = {
    PairState.PROPOSED: "now",
    PairState.NOBODY: "no",
    PairState.CONFIRMED: "ok",
    PairState.CHANGED: "ne",
    PairState.DROPPED: "dash",
}


def plan_address(plan: Plan) -> str:
    """The address of a plan."""
    return f"{reverse('matching:plan')}?plan={plan.ref}"


@requires(Action.PLAN_VIEW)
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans, with how far the rows within reach are decided."""
    access: Access = request.access  # type: ignore[attr-defined]
    within = access.rows(Action.PLAN_VIEW, PlannedPair.objects.filter(plan=OuterRef("pk"))).order_by()

    def count(where: Q) -> Coalesce:
        rows = within.filter(where).values("plan").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(rows, output_field=IntegerField()), 0)

    plans = Plan.objects.annotate(
        rows=count(Q()),
        nobody=count(Q(found__isnull=True)),
        open=count(Q(state__in=UNDECIDED)),
    )
    records = RecordList(
        request,
        plans,
        columns=[
            Column("week", _("Week from"), kind="day", sort="week", link=plan_address, second=_ref),
            Column("rows", _("Needs and cases"), kind="number", sort="rows"),
            Column("nobody", _("Nobody found"), kind="number", sort="nobody"),
            Column("open", _("To decide"), kind="number", sort="open"),
            Column("made_at", _("Made at"), kind="moment", sort="made_at"),
        ],
        default_sort="-week",
        name="plans",
        empty=_("No plan yet. One is made every Monday morning."),
    )
    may_load = access.can(Action.LOAD_VIEW)
    return records.response("matching/plan_list.html", {"may_load": may_load})


def _ref(plan: Plan) -> str:
    return plan.ref


@requires(Action.PLAN_VIEW)
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The rows within reach of the newest plan, or of the one asked for."""
    access: Access = request.access  # type: ignore[attr-defined]
    latest, ref = newest_plan(), request.GET.get("plan", "")
    if latest is None:
        return redirect("matching:plan_list")
    found = get_object_or_404(Plan, ref=ref) if ref else latest
    rows = access.rows(Action.PLAN_VIEW, PlannedPair.objects.filter(plan=found))
    newest = found == latest
    may_decide = access.can(Action.PLAN_DECIDE) and newest
    many = access.reaches_many(Action.PLAN_VIEW)
    columns = [
        Column("firm", _("Firm"), value=lambda pair: _asking(pair)[0], link=_pair_address),
        Column("what", _("What"), value=lambda pair: _asking(pair)[1], second=lambda pair: _asking(pair)[2]),
        Column("office", _("Office"), value="office.name", sort="office__position"),
        Column("expert", _("Expert"), value=_expert, sort="found__expert__name_kana", second=_expert_office),
        Column("score", _("Points"), value="found.score", sort="found__score", kind="number", html=_score),
        Column("parts", _("Of which"), value=_parts),
        Column("state", _("State"), value=_state, sort="state", html=_state_shown, second=_decided),
    ]
    records = RecordList(
        request,
        pairs_with_all(rows),
        columns=[column for column in columns if many or column.key != "office"],
        filters=PairFilter,
        default_sort="-state",
        name=f"plan-{found.ref}",
        empty=_("Nothing of your office is in this plan: every need and case had somebody."),
        verb=lambda pair: (
            (_pair_address(pair), _("Decide")) if may_decide and pair.state in UNDECIDED else None
        ),
    )
    counts = rows.order_by().aggregate(
        all=Count("pk"),
        proposed=Count("pk", filter=Q(state=PairState.PROPOSED)),
        nobody=Count("pk", filter=Q(state=PairState.NOBODY)),
        decided=Count("pk", filter=~Q(state__in=UNDECIDED)),
    )
    context = {
        "plan": found,
        "counts": counts,
        "newest": newest,
        "may_confirm": may_decide and counts["proposed"] > 0,
    }
    return records.response("matching/plan.html", context)


def _pair_address(pair: PlannedPair) -> str:
    return reverse("matching:pair", args=[pair.pk])


def _asking(pair: PlannedPair) -> tuple[str, str, str]:
    """The firm, what it needs, and the reference."""
    if pair.need is not None:
        asked = pair.need.consultation
        return asked.firm.name, pair.need.subject.name, asked.ref
    case: Any = pair.case
    return case.firm.name, case.service.name, case.ref


def _shown(pair: PlannedPair) -> MatchRecord | None:
    return pair.chosen or pair.found


def _expert(pair: PlannedPair) -> str:
    shown = _shown(pair)
    return shown.expert.name if shown else "–"


def _expert_office(pair: PlannedPair) -> str:
    found = pair.found
    return found.expert.office.name if found and not pair.chosen else ""


def _parts(pair: PlannedPair) -> str:
    if pair.found is None:
        return "–"
    points = [(PARTS[Part(name)], value) for name, value in pair.found.parts.items() if value]
    return ", ".join(f"{label} {value}" for label, value in points)


def _score(pair: PlannedPair) -> SafeString:
    return SafeString(formats.number(pair.found.score) if pair.found else "–")


def _state(pair: PlannedPair) -> str:
    return pair.get_state_display()


def _state_shown(pair: PlannedPair) -> SafeString:
    return status(PAIR_MARKS[PairState(pair.state)], pair.get_state_display())


def _decided(pair: PlannedPair) -> str:
    return pair.decided_by.name if pair.decided_by else ""


@requires(Action.PLAN_VIEW)
@require_GET
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One row of a plan: the parts of the score, every test, and the decision."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PLAN_VIEW, pairs_with_all(PlannedPair.objects.all()))
    found = get_object_or_404(rows, pk=pk)
    asking: Need | Case = found.need or found.case  # type: ignore[assignment]
    firm, what, ref = _asking(found)
    open_row = found.state in UNDECIDED and found.plan == newest_plan()
    context = {
        "pair": found,
        "plan_url": plan_address(found.plan),
        "firm": firm,
        "what": what,
        "ref": ref,
        "name": title(asking) if found.need else formats.joined(ref, what),
        "mark": PAIR_MARKS[PairState(found.state)],
        "asking_url": way_to(asking)[-1][0],
        "shortlist_url": own_address(asking) if access.allows(Action.PLAN_DECIDE, found) else "",
        "parts": _points(found.found),
        "tests": _tests(found.found),
        "may_decide": open_row and access.allows(Action.PLAN_DECIDE, found),
        "old": found.state in UNDECIDED and not open_row,
    }
    return render(request, "matching/pair.html", context)


def _points(match: MatchRecord | None) -> list[tuple[Any, int]]:
    return [(PARTS[Part(name)], value) for name, value in match.parts.items()] if match else []


def _tests(match: MatchRecord | None) -> list[tuple[Any, SafeString]]:
    """The stored results; codes alone, for what they were held against has moved on."""
    if match is None:
        return []
    return [
        (FILTERS[Filter(name)], status(MARKS[Result(result)], RESULTS[Result(result)]))
        for name, result in match.tests.items()
    ]


class LoadFilter(forms.FilterForm):
    """Which experts are shown."""

    q = forms.CharField(label=_("Name or code"), max_length=60)
    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    absent = forms.BooleanField(label=_("Absent today"))
    lookups = {"office": "office", "absent": "absent"}

    def filter_q(self, rows: QuerySet[Expert], value: str) -> QuerySet[Expert]:
        """Part of the name, the kana or the code."""
        return rows.filter(
            Q(name__icontains=value) | Q(name_kana__icontains=value) | Q(code__icontains=value)
        )


@requires(Action.LOAD_VIEW)
@require_GET
def load_list(request: HttpRequest) -> HttpResponse:
    """What the experts of one's offices have in hand this month, and who is away."""
    access: Access = request.access  # type: ignore[attr-defined]
    experts = access.rows(Action.LOAD_VIEW, Expert.objects.all())
    load = loads(experts, access.today)
    records = RecordList(
        request,
        with_absence(experts, access.today).select_related("office"),
        columns=_load_columns(load, access.today),
        filters=LoadFilter,
        default_sort="name",
        name="load",
        empty=_("No expert belongs to your office."),
    )
    return records.response("matching/load_list.html")


def _load_columns(load: dict[int, Load], today: date) -> list[Column]:
    def in_hours(name: str) -> Any:
        return lambda expert: as_hours(getattr(load[expert.pk], name))

    return [
        Column("name", _("Expert"), sort="name_kana", link=_expert_address, second=_expert_code),
        Column("office", _("Office"), value="office.name", sort="office__position"),
        Column("contract", _("Hours a month"), value="monthly_hours", sort="monthly_hours", kind="number"),
        Column("logged", _("Logged"), value=in_hours("logged"), kind="number"),
        Column("expected", _("Still expected"), value=in_hours("expected"), kind="number"),
        Column(
            "left",
            _("Hours left"),
            value=in_hours("left"),
            kind="number",
            html=lambda expert: _left(load[expert.pk]),
        ),
        Column("cases", _("Cases in hand"), value=lambda expert: load[expert.pk].cases, kind="number"),
        Column("waiting", _("To answer"), value=lambda expert: load[expert.pk].waiting, kind="number"),
        Column("absent", _("Absence"), value=_absence, html=_absence_shown, sort="absent_until"),
    ]


def _left(load: Load) -> SafeString:
    return status("late", hours(load.left)) if load.left < 0 else SafeString(hours(load.left))


def _expert_address(expert: Expert) -> str:
    return reverse("directory:expert", args=[expert.code])


def _expert_code(expert: Expert) -> str:
    return expert.code


def _absence(expert: Any) -> str:
    if expert.absent:
        return str(_("absent until %(day)s") % {"day": formats.day(expert.absent_until)})
    if expert.absent_from:
        return str(_("away from %(day)s") % {"day": formats.day(expert.absent_from)})
    return "–"


def _absence_shown(expert: Any) -> SafeString | str:
    return status("late", _absence(expert)) if expert.absent else _absence(expert)
