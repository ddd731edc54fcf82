"""Export results: listed, shown, recorded, given a better proof."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from banso.api.auth import access
from banso.api.paging import Code, Number, Page, PageQuery, Text, coded, narrowed, page_of
from banso.api.problems import PROBLEMS
from banso.apps.accounts.models import TokenScope
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, ExportResult
from banso.apps.casework.services import ResultData, prove_result, record_result
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.apps.journal.actor import ZONE
from banso.engines.kernel.money import YEN

router = Router(tags=["results"])

Source = Literal["document", "site", "buyer", "firm", "expert", "staff"]


class ResultIn(Schema):
    """One export: an amount in its currency, a quantity in whole units, or both."""

    case: Code
    exported_on: date
    market: Code
    product: Annotated[Text, Field(min_length=1, max_length=80)]
    hs_code: Annotated[Text, Field(max_length=12)] = ""
    currency: Annotated[Text, Field(max_length=3)] = YEN
    amount: Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=3)] | None = None
    quantity: Annotated[int, Field(ge=0, le=10**13)] | None = None
    unit: Annotated[Text, Field(max_length=20)] = ""
    sample: bool = False
    channel: Literal["direct", "trading", "street", "mall", "store", "other"]
    mall: Code | None = None
    source: Source | Literal[""] = ""
    proof: Annotated[Text, Field(max_length=120)] = ""
    #: Store it although it looks like another export.
    anyway: bool = False


class ResultOut(Schema):
    """An export. ``amount`` is null for what was paid in yen; ``amount_yen`` while no rate is known."""

    id: int
    case: str
    exported_on: date
    market: str
    product: str
    hs_code: str
    currency: str
    amount: Decimal | None
    amount_yen: int | None
    quantity: int | None
    unit: str
    sample: bool
    channel: str
    mall: str | None
    source: str
    confirmed_at: datetime | None


class ResultQuery(PageQuery):
    """Which exports."""

    case: Code | None = None
    market: Code | None = None
    exported_from: date | None = None
    exported_to: date | None = None
    confirmed: bool | None = None


class ProofIn(Schema):
    """A better proof."""

    source: Literal["document", "site", "buyer"]
    proof: Annotated[Text, Field(min_length=1, max_length=120)]


def _results() -> Any:
    return ExportResult.objects.select_related("case", "market", "mall")


def shown(result: ExportResult) -> dict[str, Any]:
    """An export as it is answered."""
    return {
        **{name: getattr(result, name) for name in ResultOut.model_fields},
        "case": result.case.ref,
        "market": result.market.code,
        "mall": result.mall.code if result.mall else None,
        "confirmed_at": result.confirmed_at.astimezone(ZONE) if result.confirmed_at else None,
    }


@router.get("", response={200: Page[ResultOut], **PROBLEMS})
def list_results(request: HttpRequest, asked: Query[ResultQuery]) -> Any:
    """The exports of the cases within reach."""
    rights = access(request, TokenScope.RESULTS_READ, Action.CASE_VIEW)
    reached = rights.rows(Action.CASE_VIEW, Case.objects.order_by()).values("pk")
    rows = narrowed(
        _results().filter(case__in=reached),
        case__ref=asked.case,
        market__code=asked.market,
        exported_on__gte=asked.exported_from,
        exported_on__lte=asked.exported_to,
        confirmed_at__isnull=None if asked.confirmed is None else not asked.confirmed,
    )
    return page_of(rows, asked, shown)


@router.post("", response={201: ResultOut, **PROBLEMS})
def add_result(request: HttpRequest, data: ResultIn) -> Any:
    """Record an export."""
    rights = access(request, TokenScope.RESULTS_WRITE, Action.RESULT_RECORD)
    case = get_object_or_404(rights.rows(Action.RESULT_RECORD, Case.objects.all()), ref=data.case)
    values = data.model_dump(exclude={"case"})
    values["market"] = coded(Market, data.market, "market")
    values["mall"] = coded(Mall, data.mall, "mall") if data.mall else None
    result = record_result(rights.actor(Action.RESULT_RECORD), case, ResultData(**values))
    return Status(201, shown(_results().get(pk=result.pk)))


@router.get("/{number}", response={200: ResultOut, **PROBLEMS})
def get_result(request: HttpRequest, number: Number) -> Any:
    """One export."""
    rights = access(request, TokenScope.RESULTS_READ, Action.CASE_VIEW)
    reached = rights.rows(Action.CASE_VIEW, Case.objects.order_by()).values("pk")
    return shown(get_object_or_404(_results(), pk=number, case__in=reached))


@router.post("/{number}/proof", response={200: ResultOut, **PROBLEMS})
def add_proof(request: HttpRequest, number: Number, data: ProofIn) -> Any:
    """Give an export a better proof than it has."""
    rights = access(request, TokenScope.RESULTS_WRITE, Action.RESULT_PROVE)
    result = get_object_or_404(rights.rows(Action.RESULT_PROVE, ExportResult.objects.all()), pk=number)
    prove_result(rights.actor(Action.RESULT_PROVE), result, data.source, data.proof)
    return shown(_results().get(pk=result.pk))
