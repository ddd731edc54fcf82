"""Offices and experts as they are registered for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.availability import expert_subject
from banso.apps.directory.models import Expert, ExpertYear, Office, Prefecture
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.engines.kernel.fiscal import fiscal_year_days

#: The contract of a month cannot give more hours than its days have.
MOST_HOURS = 744


@dataclass(frozen=True)
class OfficeData:
    """What is said of a new office; ``above`` is the office above it."""

    code: str
    name_ja: str
    name_en: str
    prefecture: Prefecture
    above: Office | None = None
    opened_on: date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class ExpertData:
    """What is said of a new expert; the lists hold codes. ``contract_to`` None: without an end."""

    code: str
    name: str
    name_kana: str
    office: Office
    monthly_hours: int
    contract_from: date
    contract_to: date | None = None
    languages: Sequence[str] = ()
    markets: Sequence[str] = ()
    subjects: Sequence[str] = ()
    industries: Sequence[str] = ()


@service
def register_office(actor: Actor, data: OfficeData) -> Office:
    """Add an office.

    Raises:
        Refused: ``code_missing``, ``code_taken``, ``name_missing``.
    """
    _need_code(Office, data.code)
    for field in ("name_ja", "name_en"):
        if not getattr(data, field).strip():
            raise Refused("name_missing", _("Please enter the name."), field)
    office = Office.objects.create(
        code=data.code,
        name_ja=data.name_ja.strip(),
        name_en=data.name_en.strip(),
        prefecture=data.prefecture,
        parent=data.above,
        opened_on=data.opened_on,
        phone=data.phone,
        email=data.email,
    )
    record(actor, "office.registered", ("office", office.code), {"prefecture": data.prefecture.code})
    return office


@service
def register_expert(actor: Actor, data: ExpertData) -> Expert:
    """Add an expert under contract.

    Raises:
        Refused: ``code_missing``, ``code_taken``, ``name_missing``, ``hours_range``, ``contract_order``,
            ``code_unknown`` (of a language, market, subject or industry).
    """
    _need_code(Expert, data.code)
    if not data.name.strip():
        raise Refused("name_missing", _("Please enter the name."), "name")
    _check_hours(data.monthly_hours)
    if data.contract_to is not None and data.contract_to < data.contract_from:
        raise Refused("contract_order", _("The contract ends before it begins."), "contract_to")
    lists = {name: _listed(name, getattr(data, name)) for name in _LISTS}
    expert = Expert.objects.create(
        code=data.code,
        name=data.name.strip(),
        name_kana=data.name_kana.strip(),
        office=data.office,
        monthly_hours=data.monthly_hours,
        contract_from=data.contract_from,
        contract_to=data.contract_to,
    )
    for name, rows in lists.items():
        getattr(expert, name).set(rows)
    record(
        actor,
        "expert.registered",
        expert_subject(expert),
        {"office": data.office.code, "monthly_hours": data.monthly_hours},
    )
    return expert


@service
def lay_down_year(
    actor: Actor, expert: Expert, year: int, *, monthly_hours: int, contract_to: date | None
) -> ExpertYear:
    """Lay down what an expert gives in a fiscal year, and how long the contract runs (None: without an end).

    Raises:
        Refused: ``hours_range``, ``contract_order`` (it would end before the year begins), ``year_set``
            (laid down already).
    """
    _check_hours(monthly_hours)
    if contract_to is not None and contract_to < fiscal_year_days(year)[0]:
        raise Refused("contract_order", _("The contract ends before the fiscal year begins."), "contract_to")
    held = hold(Expert.objects).get(pk=expert.pk)
    row, made = ExpertYear.objects.get_or_create(
        expert=held, fiscal_year=year, defaults={"monthly_hours": monthly_hours}
    )
    if not made:
        raise Refused("year_set", _("The hours of this fiscal year are laid down already."))
    if held.contract_to != contract_to:
        held.contract_to = contract_to
        held.save(update_fields=["contract_to"])
    said = {
        "year": year,
        "monthly_hours": monthly_hours,
        "contract_to": contract_to.isoformat() if contract_to else None,
    }
    record(actor, "expert.year_set", expert_subject(held), said)
    return row


def _check_hours(monthly_hours: int) -> None:
    if not 1 <= monthly_hours <= MOST_HOURS:
        raise Refused("hours_range", _("Hours a month are 1 to 744."), "monthly_hours")


_LISTS = ("languages", "markets", "subjects", "industries")


def _need_code(model: type[models.Model], code: str) -> None:
    if not code or len(code) > model._meta.get_field("code").max_length:  # type: ignore[union-attr]
        longest = model._meta.get_field("code").max_length  # type: ignore[union-attr]
        message = _("Enter a code of up to %(longest)s characters.") % {"longest": longest}
        raise Refused("code_missing", message, "code")
    if model._default_manager.filter(code=code).exists():
        raise Refused("code_taken", _("This code is in use already."), "code")


def _listed(name: str, codes: Sequence[str]) -> list[Any]:
    """The rows of a code list, in any order."""
    table: Any = Expert._meta.get_field(name).related_model
    rows = list(table.objects.filter(code__in=codes).order_by("pk"))
    if missing := sorted({*codes} - {row.code for row in rows}):
        message = _("This code is unknown: %(codes)s.") % {"codes": ", ".join(missing)}
        raise Refused("code_unknown", message, name)
    return rows
