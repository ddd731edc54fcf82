"""Export results and their confirmation by the firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.casework.models import (
    Case,
    ExportResult,
    ResultSource,
    SalesChannel,
)
from banso.apps.casework.services import checks
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service


@dataclass(frozen=True)
class ResultData:
    """One export: an amount in whole yen, a quantity in whole units of ``unit``, or both; None is not known.

    ``mall`` names the mall when sold through JAPAN MALL. ``entry`` is the number of the form: the same one is
    stored once.
    """

    exported_on: date
    market: Market
    product: str
    channel: str
    amount_yen: int | None = None
    quantity: int | None = None
    unit: str = ""
    sample: bool = False
    mall: Mall | None = None
    entry: UUID | None = None


@service
def record_result(actor: Actor, case: Case, data: ResultData) -> ExportResult:
    """Record an export. The firm's own word counts at once; what others record waits for the firm.

    Raises:
        Refused: a day after today, neither amount nor quantity, a quantity without unit (or a unit without
            quantity), a mall missing or out of place, an unknown code, or a case of another expert.
    """
    case = checks.locked(case)
    sent = ExportResult.objects.filter(entry=data.entry).first() if data.entry else None
    if sent is not None:
        return sent
    checks.own_case(actor, case)
    source = {
        Role.FIRM_MEMBER.value: ResultSource.FIRM,
        Role.EXPERT.value: ResultSource.EXPERT,
    }.get(actor.role, ResultSource.STAFF)
    exported_on = checks.not_in_future(data.exported_on, actor.today, "exported_on")
    amount_yen, quantity = (
        checks.amount(data.amount_yen, "amount_yen"),
        checks.amount(data.quantity, "quantity"),
    )
    if amount_yen is None and quantity is None:
        raise Refused("amount_or_quantity", _("Enter the amount, the quantity or both."), "amount_yen")
    unit = checks.text(data.unit, "unit", 20, wanted=quantity is not None)
    if unit and quantity is None:
        raise Refused("unit_without_quantity", _("Enter the quantity of this unit too."), "quantity")
    channel = checks.one_of(data.channel, SalesChannel.values, "channel")
    if channel == SalesChannel.MALL and data.mall is None:
        raise Refused("mall_missing", _("Choose the mall through which it was sold."), "mall")
    if channel != SalesChannel.MALL and data.mall is not None:
        raise Refused("mall_out_of_place", _("Choose a mall only for sales through JAPAN MALL."), "mall")
    confirmed = source == ResultSource.FIRM
    result = ExportResult.objects.create(
        case=case,
        exported_on=exported_on,
        market=data.market,
        product=checks.text(data.product, "product", 80),
        amount_yen=amount_yen,
        quantity=quantity,
        unit=unit,
        sample=data.sample,
        channel=channel,
        mall=data.mall,
        source=source,
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
        confirmed_at=actor.at if confirmed else None,
        entry=data.entry,
    )
    record(
        actor,
        "result.recorded",
        ("case", case.ref),
        {
            "result": result.pk,
            "exported_on": exported_on.isoformat(),
            "sample": result.sample,
            "amount_yen": amount_yen,
            "quantity": quantity,
            "source": source.value,
            "confirmed": confirmed,
        },
    )
    return result


@service
def confirm_result(actor: Actor, result: ExportResult) -> ExportResult:
    """The firm says that an export recorded by staff or an expert took place as written.

    Raises:
        Refused: anybody but the firm, or a result that is confirmed already.
    """
    if actor.role != Role.FIRM_MEMBER:
        raise Refused("role", _("Only the firm confirms its exports."))
    result = ExportResult.objects.select_for_update().select_related("case").get(pk=result.pk)
    if result.confirmed_at is not None:
        raise Refused("already_confirmed", _("This export is confirmed already."))
    result.confirmed_at = actor.at
    result.save(update_fields=["confirmed_at"])
    record(actor, "result.confirmed", ("case", result.case.ref), {"result": result.pk})
    return result
