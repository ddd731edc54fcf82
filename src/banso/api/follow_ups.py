"""Follow-ups after support: listed, shown, recorded."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from banso.api.auth import access
from banso.api.paging import Code, Number, Page, PageQuery, Text, narrowed, page_of
from banso.api.problems import PROBLEMS
from banso.apps.accounts.models import TokenScope
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import FollowUp
from banso.apps.casework.services import FollowUpData, record_follow_up

router = Router(tags=["follow-ups"])


class FollowUpOut(Schema):
    """A look back at a firm. Null and empty text: not recorded, or not known."""

    id: int
    case: str
    months: int
    due_on: date
    done_on: date | None
    method: str
    reached: bool | None
    trend: str
    amount_yen: int | None
    new_exports: str


class FollowUpIn(Schema):
    """What the look back found. Answers only of a firm that was reached."""

    done_on: date
    method: Literal["call", "visit", "mail"]
    reached: bool
    trend: Literal["", "up", "flat", "down", "stopped"] = ""
    amount_yen: Annotated[int, Field(ge=0, le=10**13)] | None = None
    new_exports: Literal["", "success", "failed", "notyet", "noplan"] = ""
    note: Annotated[Text, Field(max_length=2000)] = ""


class FollowUpQuery(PageQuery):
    """Which follow-ups."""

    case: Code | None = None
    done: bool | None = None
    due_from: date | None = None
    due_to: date | None = None


def _follow_ups() -> Any:
    return FollowUp.objects.select_related("case")


def shown(row: FollowUp) -> dict[str, Any]:
    """A follow-up as it is answered."""
    return {**{name: getattr(row, name) for name in FollowUpOut.model_fields}, "case": row.case.ref}


@router.get("", response={200: Page[FollowUpOut], **PROBLEMS})
def list_follow_ups(request: HttpRequest, asked: Query[FollowUpQuery]) -> Any:
    """The follow-ups within reach."""
    rights = access(request, TokenScope.FOLLOW_UPS_READ, Action.CASE_VIEW)
    rows = narrowed(
        rights.rows(Action.CASE_VIEW, _follow_ups()),
        case__ref=asked.case,
        done_on__isnull=None if asked.done is None else not asked.done,
        due_on__gte=asked.due_from,
        due_on__lte=asked.due_to,
    )
    return page_of(rows, asked, shown)


@router.get("/{number}", response={200: FollowUpOut, **PROBLEMS})
def get_follow_up(request: HttpRequest, number: Number) -> Any:
    """One follow-up."""
    rights = access(request, TokenScope.FOLLOW_UPS_READ, Action.CASE_VIEW)
    return shown(get_object_or_404(rights.rows(Action.CASE_VIEW, _follow_ups()), pk=number))


@router.post("/{number}/record", response={200: FollowUpOut, **PROBLEMS})
def put_follow_up(request: HttpRequest, number: Number, data: FollowUpIn) -> Any:
    """Record what the look back found."""
    rights = access(request, TokenScope.FOLLOW_UPS_WRITE, Action.FOLLOW_UP_RECORD)
    row = get_object_or_404(rights.rows(Action.FOLLOW_UP_RECORD, _follow_ups()), pk=number)
    actor = rights.actor(Action.FOLLOW_UP_RECORD)
    record_follow_up(actor, row, FollowUpData(**data.model_dump()))
    return shown(_follow_ups().get(pk=row.pk))
