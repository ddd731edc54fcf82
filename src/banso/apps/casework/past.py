"""What a firm that starts again has behind it: its earlier supports, what became of them, and since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, CatchUp, FollowUp, PastSupport, Trend
from banso.apps.together import together
from banso.web import formats


@dataclass(frozen=True)
class PastLine:
    """One support that a firm had before.

    ``ref`` is its case, empty for one that ended before Banso; ``open`` says whether the reader may open it.
    ``since`` is what the latest look back that reached the firm said; empty: none did.
    """

    ref: str
    open: bool
    service: str
    started_on: date | None
    ended_on: date | None
    outcome: str
    since: str


def past_cases(firm: int, before: date, reach: QuerySet[Case]) -> QuerySet[Case]:
    """The cases of a firm that began before a day, the latest first; single questions are left out.

    ``reach``: the cases that the reader may open.
    """
    reached = FollowUp.objects.filter(case=OuterRef("pk"), reached=True).order_by("-months")
    return (
        Case.objects.filter(firm=firm, started_on__lt=before, application__isnull=False)
        .select_related("service")
        .annotate(
            since_on=Subquery(reached.values("done_on")[:1]),
            since_trend=Subquery(reached.values("trend")[:1]),
            may_open=Exists(reach.order_by().filter(pk=OuterRef("pk"))),
        )
        .order_by("-started_on", "-pk")
    )


def past_supports(firm: int, before: date) -> QuerySet[PastSupport]:
    """The supports of a firm that ended before Banso and before a day, the latest first."""
    reached = CatchUp.objects.filter(firm=OuterRef("firm"), reached=True, done_on__gte=OuterRef("ended_on"))
    reached = reached.order_by("-done_on", "-pk")
    return (
        PastSupport.objects.filter(firm=firm, ended_on__lt=before)
        .annotate(
            since_on=Subquery(reached.values("done_on")[:1]),
            since_trend=Subquery(reached.values("trend")[:1]),
        )
        .order_by("-ended_on", "-pk")
    )


def past_of(access: Access, firm: int, before: date) -> list[PastLine]:
    """The supports of a firm that began before a day, as this reader sees them. One query."""
    cases = past_cases(firm, before, access.rows(Action.CASE_VIEW, Case.objects.all()))
    supports = past_supports(firm, before)
    together(cases, supports)
    return lines_of(cases, supports)


def lines_of(cases: Iterable[Any], supports: Iterable[Any]) -> list[PastLine]:
    """Rows of ``past_cases`` and ``past_supports`` in words, in this order."""
    found = [
        PastLine(
            case.ref,
            case.may_open,
            case.service.name,
            case.started_on,
            case.ended_on,
            case.get_outcome_display() or case.get_state_display(),
            _since(case),
        )
        for case in cases
    ]
    return found + [
        PastLine("", False, row.service, row.started_on, row.ended_on, _exported(row.exported), _since(row))
        for row in supports
    ]


def _since(row: Any) -> str:
    if row.since_on is None:
        return ""
    trend = Trend(row.since_trend).label if row.since_trend else formats.unknown(None)
    return _("%(day)s: exports %(trend)s") % {"day": formats.day(row.since_on), "trend": trend}


def _exported(exported: bool | None) -> str:
    if exported is None:
        return str(formats.unknown(None))
    return _("Exported") if exported else _("Did not export")
