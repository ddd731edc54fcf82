"""The facts by which policies judge applications; what each means is said in ``casework.facts``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.facts import Facts, day_of, facts_of_requests
from banso.apps.directory.models import Firm
from banso.apps.policies.subjects import Case, Subject
from banso.apps.selection.models import Application
from banso.apps.selection.selectors import UNDER_WAY
from banso.apps.selection.veil import closed_to
from banso.web import formats

KIND = "application"
#: What a policy is asked about an application.
DECISIONS = ("screening_advice", "place_points", "firm_share", "firm_pays_yen", "referral")


def facts_of_applications(applications: QuerySet[Application] | Iterable[str], on: date) -> list[Facts]:
    """The facts of applications, given as a queryset or by reference, as known on a day.

    One dict a row, in order of the keys: ``id`` (the reference) and the facts; None is unknown.
    """
    if not isinstance(applications, QuerySet):
        applications = Application.objects.filter(ref__in=list(applications))
    return facts_of_requests(applications, on)


def applied_on(application: Application) -> date:
    """The day by which an application is judged: of its submission; of a draft, of its beginning."""
    return day_of(application.submitted_at or application.created_at)


def cases_of(applications: QuerySet[Application], on: date) -> list[Case]:
    """Applications as policies see them, as known on a day."""
    moments = applications.order_by().values_list("ref", "submitted_at", "created_at")
    days = {ref: day_of(submitted_at or created_at) for ref, submitted_at, created_at in moments}
    return [
        Case(str(facts["id"]), days[str(facts["id"])], facts) for facts in facts_of_requests(applications, on)
    ]


def _case_of(ref: str) -> Case | None:
    found = cases_of(Application.objects.filter(ref=ref), day_of(timezone.now()))
    return found[0] if found else None


def _open_cases() -> list[Case]:
    under_way = Application.objects.filter(state__in=UNDER_WAY)
    return cases_of(under_way, day_of(timezone.now()))


def _of_firms(firms: QuerySet[Firm], most: int) -> list[tuple[str, str]]:
    found = Application.objects.filter(firm__in=firms.order_by().values("pk"))
    found = found.select_related("firm", "service").order_by("-created_at", "-pk")[:most]
    return [(one.ref, formats.joined(one.firm.name, one.service.name)) for one in found]


SUBJECT = Subject(
    kind=KIND,
    words=_("Applications"),
    decisions=DECISIONS,
    case_of=_case_of,
    open_cases=_open_cases,
    address=lambda ref: reverse("selection:application", args=[ref]),
    of_firms=_of_firms,
    closed_to=closed_to,
)
