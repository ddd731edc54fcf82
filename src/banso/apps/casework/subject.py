"""Cases as policies see them: the day of their application, the facts, and which of them are still open."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.background import day_of
from banso.apps.casework.facts import facts_of_cases
from banso.apps.casework.models import Case, CaseState
from banso.apps.casework.selectors import gates_due
from banso.apps.directory.models import Firm
from banso.apps.documents import subjects as documents
from banso.apps.documents.models import SubjectKind
from banso.apps.policies import subjects
from banso.engines.kernel.fiscal import add_months
from banso.web import formats

KIND = "case"
#: What a policy is asked about a case.
DECISIONS = ("continuation_advice", "months", "remedy_days", "firm_share", "firm_pays_yen")


def applied_on(case: Case) -> date:
    """The day by which a case is judged: of its application's submission, else of its own beginning."""
    application = case.application
    moment = application.submitted_at if application else None
    return day_of(moment) if moment else case.started_on


def cases_of(cases: QuerySet[Case], on: date) -> list[subjects.Case]:
    """Cases as policies see them, as known on a day."""
    moments = cases.order_by().values_list("ref", "application__submitted_at", "started_on")
    days = {ref: day_of(moment) if moment else started_on for ref, moment, started_on in moments}
    return [
        subjects.Case(str(facts["id"]), days[str(facts["id"])], facts) for facts in facts_of_cases(cases, on)
    ]


def cases_at_stake(on: date) -> QuerySet[Case]:
    """Cases under support that another policy could decide otherwise: a gate is due, or year one is over.

    Single questions are settled at the window and left out.
    """
    active = Case.objects.filter(state=CaseState.ACTIVE, application__isnull=False)
    due = gates_due(active, on).order_by().values("case")
    return active.filter(Q(pk__in=due) | Q(started_on__lte=add_months(on, -12)))


def _address(ref: str) -> str:
    return reverse("casework:case", args=[ref])


def _case_of(ref: str) -> subjects.Case | None:
    found = cases_of(Case.objects.filter(ref=ref), day_of(timezone.now()))
    return found[0] if found else None


def _open_cases() -> list[subjects.Case]:
    today = day_of(timezone.now())
    return cases_of(cases_at_stake(today), today)


def _of_firms(firms: QuerySet[Firm], most: int) -> list[tuple[str, str]]:
    found = Case.objects.filter(firm__in=firms.order_by().values("pk"), application__isnull=False)
    found = found.select_related("firm", "service").order_by("-started_on", "-pk")[:most]
    return [(case.ref, formats.joined(case.firm.name, case.service.name)) for case in found]


SUBJECT = subjects.Subject(
    kind=KIND,
    words=_("Cases"),
    decisions=DECISIONS,
    case_of=_case_of,
    open_cases=_open_cases,
    address=_address,
    of_firms=_of_firms,
)
DOCUMENTS = documents.Subject(
    SubjectKind.CASE, rows=lambda: Case.objects.select_related("firm"), address=_address
)
