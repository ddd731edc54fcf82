"""The first page of those who steer, evaluate or audit: counts over all, and the way into the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, CaseState, FollowUp, Stage
from banso.apps.directory.models import Firm
from banso.apps.fees.effect.warnings import Watched, warnings
from banso.apps.intake.models import Consultation
from banso.apps.intake.selectors import consultations_waiting
from banso.apps.programmes.models import Service
from banso.apps.selection.deciding import deciding
from banso.apps.selection.models import Application, ApplicationState, SecondLook
from banso.apps.selection.selectors import looks_without_anybody
from banso.apps.today.asked import gate_decisions
from banso.apps.today.board import SHOWN, Count, Line, Queue, waited
from banso.apps.today.own import own_day
from banso.apps.today.selectors import last_working_day, tally
from banso.apps.years.selectors import year_not_open, years_to_close
from banso.web import formats
from banso.web.navigation import address


@dataclass(frozen=True)
class Entrance:
    """A way further in, with what lies there."""

    url: str
    label: Promise
    words: Promise


#: What lies behind each way in; shown where the action is allowed and the place exists.
_ENTRANCES = (
    (Action.FIGURE_VIEW, "evidence:overview", gettext_lazy("Figures"),
     gettext_lazy("the survey's figures from today's records, with base, interval and the published value")),
    (Action.RECORD_LIST, "evidence:records", gettext_lazy("Records"),
     gettext_lazy("the records that a figure counts")),
    (Action.WAVE_VIEW, "surveys:wave_list", gettext_lazy("Survey waves"),
     gettext_lazy("answers by wave, and what cleaning changed")),
    (Action.CASE_VIEW, "casework:case_list", gettext_lazy("Cases"),
     gettext_lazy("every case with its goal, stages, results and timeline")),
    (Action.GATE_LIMIT_SET, "programmes:gate_limits", gettext_lazy("Limits of extensions and shortenings"),
     gettext_lazy("how far support may be extended or shortened, and who must agree")),
    (Action.DAY_OFF_KEEP, "programmes:days_off", gettext_lazy("Days off"),
     gettext_lazy("public holidays and days on which the organisation is closed; clocks leave them out")),
    (Action.JOURNAL_VIEW, "journal:event_list", gettext_lazy("Journal"),
     gettext_lazy("what was done, by whom and why; the proof of every chain")),
    (Action.JOB_VIEW, "jobs:job_list", gettext_lazy("Jobs"),
     gettext_lazy("what runs by itself, and when it last ran")),
)  # fmt: skip


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    today = access.today
    cases = tally(Case.objects.all(), active=~Q(state=CaseState.ENDED))
    follow_ups = tally(FollowUp.objects.filter(done_on__isnull=True), late=Q(due_on__lt=today))
    gates = Stage.objects.filter(
        started_on__isnull=False, ended_on__isnull=True, planned_to__lt=today, case__state=CaseState.ACTIVE
    )
    applications = tally(
        Application.objects.all(),
        waiting=Q(state__in=(ApplicationState.SUBMITTED, ApplicationState.SCREENED)),
    )
    return {
        "counts": [
            Count(_("Firms"), Firm.objects.standing().count(), address("directory:firm_list")),
            Count(
                _("Cases under support"),
                cases["active"],
                address("casework:case_list"),
                _("of %(n)s in all") % {"n": formats.number(cases["all"])},
            ),
            Count(
                _("Consultations waiting"),
                consultations_waiting(Consultation.objects.all()).count(),
                address("intake:consultation_list") + "?state=waiting",
            ),
            Count(_("Applications waiting"), applications["waiting"], address("selection:application_list")),
            Count(_("Gate reviews late"), gates.count(), address("casework:case_list")),
            Count(
                _("Follow-ups late"),
                follow_ups["late"],
                address("casework:follow_up_coverage") if access.can(Action.FOLLOW_UP_COVERAGE) else "",
            ),
        ],
        "queues": _queues(access),
        "own": own_day(access, last_working_day(today)),
        "services": services(),
        **_turn_of_the_year(today, manages=access.can(Action.YEAR_MANAGE)),
        "entrances": [
            Entrance(url, label, words)
            for action, name, label, words in _ENTRANCES
            if access.can(action) and (url := address(name))
        ],
    }


def _queues(access: Access) -> list[Queue]:
    """What a programme manager has to do; those who only read have no queue."""
    queues = [gate_decisions(access)] if access.can(Action.GATE_AGREE) else []
    if access.can(Action.ROUND_EDIT):
        queues += _without_decider(access)
    if access.can(Action.LOOK_ASSIGN):
        rows = access.rows(Action.LOOK_ASSIGN, SecondLook.objects.all())
        looks = looks_without_anybody(rows, access.today)
        queues.append(
            Queue(
                "looks",
                gettext_lazy("Second looks without anybody"),
                looks.order_by().count(),
                _("Drawn when no other decider was there"),
                [_("Waiting"), _("Firm"), _("Applied for"), _("Determination")],
                [_look(look, access) for look in looks[:SHOWN]],
                address("selection:look_open"),
                _("Every second look has somebody."),
            )
        )
    if access.can(Action.FEE_EFFECT_VIEW) and access.can(Action.RATE_SET):
        queues.append(_warnings(access))
    return queues


def _warnings(access: Access) -> Queue:
    """Groups of firms that may be dropping out under a charge, the latest warning first."""
    found = warnings(access)
    return Queue(
        "fee-warnings",
        gettext_lazy("Early warnings about fees"),
        len(found),
        _("A share fell since the charge by more than chance would have it"),
        [_("Stands"), _("Region"), _("Group"), _("After / before")],
        [_warning(one, access.today) for one in found[:SHOWN]],
        address("fees:effect") + "#warnings",
        _("No group of firms is seen to drop out."),
    )


def _warning(one: Watched, today: date) -> Line:
    after, before = one.change.after, one.change.before
    counts = [f"{share.numerator:,}/{share.denominator:,}" for share in (after, before)]
    return Line(
        waited(one.since or today, today),
        str(one.place),
        "",
        "",
        str(one.label),
        str(one.of),
        f"{after.percent} % / {before.percent} %",
        " / ".join(counts),
        _("See what fees do"),
        address("fees:effect") + "#warnings",
    )


def _without_decider(access: Access) -> list[Queue]:
    """Applications that none of the deciders who are there may determine; no queue where there are none."""
    found = deciding(Application.objects.all(), access.today)
    if not found.nobody:
        return []
    rows = Application.objects.filter(pk__in=found.nobody).select_related("firm", "service", "round")
    back = [
        _("%(name)s is back after %(day)s") % {"name": one.name, "day": formats.day(one.away_until)}
        for one in found.away
    ]
    instead = _("Whoever an administrator makes a decider may determine them.")
    return [
        Queue(
            "without-decider",
            gettext_lazy("Applications that no decider who is there may determine"),
            len(found.nobody),
            formats.joined(*back, instead),
            [_("Waiting"), _("Firm"), _("Applied for"), _("Round")],
            [_waiting(row, access) for row in rows.order_by("submitted_at", "pk")[:SHOWN]],
            address("selection:application_list") + "?state=screened",
            "",
        )
    ]


def _waiting(row: Application, access: Access) -> Line:
    submitted = formats.local_date(row.submitted_at or row.created_at)
    return Line(
        waited(submitted, access.today),
        row.firm.name,
        address("directory:firm", row.firm.ref),
        row.ref,
        row.service.name,
        "",
        row.round.name if row.round else "",
        "",
        _("See who is there"),
        address("selection:round", row.round.code) if row.round else "",
    )


def _look(look: SecondLook, access: Access) -> Line:
    determination = look.determination
    application = determination.application
    return Line(
        waited(determination.determined_on, access.today),
        application.firm.name,
        address("directory:firm", application.firm.ref),
        application.ref,
        application.service.name,
        "",
        determination.get_outcome_display(),
        determination.decider.name,
        _("Choose who looks"),
        address("selection:look_assign", look.pk),
    )


def _turn_of_the_year(today: date, *, manages: bool) -> dict[str, Any]:
    """What head office has to do with fiscal years: the next one to open, those that are over to close."""
    if not manages:
        return {"next_year": None, "to_close": []}
    return {"next_year": year_not_open(today), "to_close": list(years_to_close(today))}


def services() -> list[dict[str, Any]]:
    """Each service with its cases: all, under support, ended. One query."""
    rows = (
        Service.objects.select_related("programme")
        .annotate(
            all=CountOf("cases"),
            active=CountOf("cases", filter=~Q(cases__state=CaseState.ENDED)),
            ended=CountOf("cases", filter=Q(cases__state=CaseState.ENDED)),
        )
        .order_by("programme__position", "position", "code")
    )
    return [
        {
            "programme": row.programme.short,
            "name": row.name,
            "all": row.all,
            "active": row.active,
            "ended": row.ended,
        }
        for row in rows
    ]
