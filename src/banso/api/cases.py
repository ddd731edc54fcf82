"""Cases: listed, shown; work logged on them, their support ended. They are opened by adoption alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from banso.api.auth import access
from banso.api.paging import Code, Page, PageQuery, Text, narrowed, page_of
from banso.api.problems import PROBLEMS
from banso.apps.accounts.models import TokenScope
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.casework.services import ActivityData, end_support, log_activity

router = Router(tags=["cases"])


class CaseOut(Schema):
    """A firm under one service. Days are dates in Tokyo; null: not yet."""

    ref: str
    firm: str
    office: str
    service: str
    application: str | None
    expert: str | None
    state: str
    started_on: date
    planned_end_on: date
    ended_on: date | None
    outcome: str


class CaseQuery(PageQuery):
    """Which cases."""

    firm: Code | None = None
    office: Code | None = None
    service: Code | None = None
    state: Literal["active", "paused", "ended"] | None = None
    started_from: date | None = None
    started_to: date | None = None


class ActivityIn(Schema):
    """Hours of one day, in quarters, and the advice given."""

    kind: Literal["advice", "meeting", "visit", "document", "contact"]
    done_on: date
    hours: Annotated[Decimal, Field(ge=0, le=24, max_digits=5, decimal_places=2)]
    advice: Annotated[Text, Field(min_length=1, max_length=2000)]
    travel_yen: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class ActivityOut(Schema):
    """An activity as stored."""

    id: int
    case: str
    kind: str
    done_on: date
    hours: Decimal
    travel_yen: int | None


class EndIn(Schema):
    """How support ended."""

    outcome: Literal["self_driven", "exported", "not_exported", "stopped"]
    note: Annotated[Text, Field(min_length=1, max_length=2000)]
    ended_on: date


def cases() -> Any:
    """Cases with what is shown of them."""
    return Case.objects.select_related("firm", "office", "service", "application", "expert")


def shown(case: Case) -> dict[str, Any]:
    """A case as it is answered."""
    plain = ("ref", "state", "started_on", "planned_end_on", "ended_on", "outcome")
    return {
        **{name: getattr(case, name) for name in plain},
        "firm": case.firm.ref,
        "office": case.office.code,
        "service": case.service.code,
        "application": case.application.ref if case.application else None,
        "expert": case.expert.code if case.expert else None,
    }


@router.get("", response={200: Page[CaseOut], **PROBLEMS})
def list_cases(request: HttpRequest, asked: Query[CaseQuery]) -> Any:
    """The cases within reach."""
    rights = access(request, TokenScope.CASES_READ, Action.CASE_VIEW)
    rows = narrowed(
        rights.rows(Action.CASE_VIEW, cases()),
        firm__ref=asked.firm,
        office__code=asked.office,
        service__code=asked.service,
        state=asked.state,
        started_on__gte=asked.started_from,
        started_on__lte=asked.started_to,
    )
    return page_of(rows, asked, shown)


@router.get("/{ref}", response={200: CaseOut, **PROBLEMS})
def get_case(request: HttpRequest, ref: Code) -> Any:
    """One case."""
    rights = access(request, TokenScope.CASES_READ, Action.CASE_VIEW)
    return shown(get_object_or_404(rights.rows(Action.CASE_VIEW, cases()), ref=ref))


@router.post("/{ref}/activities", response={201: ActivityOut, **PROBLEMS})
def add_activity(request: HttpRequest, ref: Code, data: ActivityIn) -> Any:
    """Log hours and advice."""
    rights = access(request, TokenScope.CASES_WRITE, Action.ACTIVITY_LOG)
    case = get_object_or_404(rights.rows(Action.ACTIVITY_LOG, cases()), ref=ref)
    done = log_activity(rights.actor(Action.ACTIVITY_LOG), case, ActivityData(**data.model_dump()))
    plain = {name: getattr(done, name) for name in ("id", "kind", "done_on", "hours", "travel_yen")}
    return Status(201, {**plain, "case": case.ref})


@router.post("/{ref}/end", response={200: CaseOut, **PROBLEMS})
def end_case(request: HttpRequest, ref: Code, data: EndIn) -> Any:
    """End support with an outcome and the reason."""
    rights = access(request, TokenScope.CASES_WRITE, Action.SUPPORT_END)
    case = get_object_or_404(rights.rows(Action.SUPPORT_END, cases()), ref=ref)
    end_support(rights.actor(Action.SUPPORT_END), case, **data.model_dump())
    return shown(cases().get(pk=case.pk))
