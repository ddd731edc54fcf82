"""Firms: listed, shown, registered, changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from banso.api.auth import access
from banso.api.paging import Code, Page, PageQuery, Text, coded, narrowed, page_of
from banso.api.problems import PROBLEMS
from banso.apps.accounts.models import TokenScope
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm, Industry, Prefecture
from banso.apps.directory.selectors import matching_firms
from banso.apps.directory.services import FirmData, change_firm, register_firm
from banso.apps.journal.actor import ZONE

router = Router(tags=["firms"])


class FirmIn(Schema):
    """What is said of a firm; null and empty text mean: not known."""

    kind: Literal["corporation", "sole_trader"]
    corporate_number: Annotated[Text, Field(max_length=40)] = ""
    name: Annotated[Text, Field(min_length=1, max_length=120)]
    name_kana: Annotated[Text, Field(min_length=1, max_length=160)]
    name_en: Annotated[Text, Field(max_length=160)] = ""
    prefecture: Code
    city: Annotated[Text, Field(max_length=60)] = ""
    industry: Code
    products: Annotated[Text, Field(max_length=120)] = ""
    employees: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    capital_yen: Annotated[int, Field(ge=0, le=10**15)] | None = None
    export_experience: Literal["none", "indirect", "occasional", "continuous"]
    ec_record: Literal["none", "dom", "cb", "both"]
    founded_on: date | None = None

    def data(self) -> FirmData:
        """As the services take it."""
        values = self.model_dump()
        values["prefecture"] = coded(Prefecture, self.prefecture, "prefecture")
        values["industry"] = coded(Industry, self.industry, "industry")
        return FirmData(**values)


class FirmOut(Schema):
    """A firm. Contacts are not shown: looking at them is logged and has its page."""

    ref: str
    kind: str
    corporate_number: str | None
    name: str
    name_kana: str
    name_en: str
    prefecture: str
    city: str
    office: str
    industry: str
    products: str
    employees: int | None
    capital_yen: int | None
    export_experience: str
    ec_record: str
    founded_on: date | None
    registered_at: datetime


class FirmQuery(PageQuery):
    """Which firms."""

    text: Annotated[Text, Field(max_length=80)] | None = None
    office: Code | None = None
    prefecture: Code | None = None
    industry: Code | None = None


def shown(firm: Firm) -> dict[str, Any]:
    """A firm as it is answered."""
    plain = {name: getattr(firm, name) for name in FirmOut.model_fields}
    return {
        **plain,
        "prefecture": firm.prefecture.code,
        "office": firm.office.code,
        "industry": firm.industry.code,
        "registered_at": firm.registered_at.astimezone(ZONE),
    }


def _firms() -> Any:
    return Firm.objects.select_related("prefecture", "office", "industry")


@router.get("", response={200: Page[FirmOut], **PROBLEMS})
def list_firms(request: HttpRequest, asked: Query[FirmQuery]) -> Any:
    """The firms within reach."""
    rights = access(request, TokenScope.FIRMS_READ, Action.FIRM_VIEW)
    rows = narrowed(
        rights.rows(Action.FIRM_VIEW, _firms()),
        office__code=asked.office,
        prefecture__code=asked.prefecture,
        industry__code=asked.industry,
    )
    if asked.text:
        rows = matching_firms(rows, asked.text)
    return page_of(rows, asked, shown)


@router.post("", response={201: FirmOut, **PROBLEMS})
def add_firm(request: HttpRequest, data: FirmIn) -> Any:
    """Register a firm."""
    rights = access(request, TokenScope.FIRMS_WRITE, Action.FIRM_REGISTER)
    return Status(201, shown(register_firm(rights.actor(Action.FIRM_REGISTER), data.data())))


@router.get("/{ref}", response={200: FirmOut, **PROBLEMS})
def get_firm(request: HttpRequest, ref: Code) -> Any:
    """One firm."""
    rights = access(request, TokenScope.FIRMS_READ, Action.FIRM_VIEW)
    return shown(get_object_or_404(rights.rows(Action.FIRM_VIEW, _firms()), ref=ref))


@router.put("/{ref}", response={200: FirmOut, **PROBLEMS})
def put_firm(request: HttpRequest, ref: Code, data: FirmIn) -> Any:
    """Change what is said of a firm: all of it, as given."""
    rights = access(request, TokenScope.FIRMS_WRITE, Action.FIRM_EDIT)
    firm = get_object_or_404(rights.rows(Action.FIRM_EDIT, _firms()), ref=ref)
    change_firm(rights.actor(Action.FIRM_EDIT), firm, data.data())
    return shown(_firms().get(pk=firm.pk))
