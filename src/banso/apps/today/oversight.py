"""The first page of those who steer, evaluate or audit: counts over all, and the way into the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, CaseState, FollowUp, Stage
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation
from banso.apps.intake.selectors import consultations_waiting
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.today.board import Count
from banso.apps.today.selectors import tally
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
        "services": services(),
        "entrances": [
            Entrance(url, label, words)
            for action, name, label, words in _ENTRANCES
            if access.can(action) and (url := address(name))
        ],
    }


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
