"""Rates by the day from which they hold: a row is added, a past one never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.fees.models import RATED, CostRate, Part, Rounding, RoundingRule, TaxKind, TaxRate
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.models import RateBasis, Service
from banso.web import formats

#: More than this is a slip of the hand: hours or listings at a time, and yen for one listing.
MOST_USUAL = 2_000
MOST_YEN = 10_000_000
_SUBJECT = ("configuration", "fees")


@dataclass(frozen=True)
class CostRateData:
    """A part of what a service costs from a day on. Each part needs its own figures (``models.CostRate``)."""

    service: Service
    part: str
    in_force_from: date
    usual: Decimal | None
    yen: int | None
    percent: Decimal | None
    basis: str
    tax_kind: str = TaxKind.STANDARD


@service
def add_cost_rate(actor: Actor, data: CostRateData) -> CostRate:
    """Add a part of what a service costs. What was priced before that day stays as it was.

    Raises:
        Refused: an unknown code, a figure that is missing, does not belong to the part or is out of range, a
            day before today, or not after the latest row of this part.
    """
    _known(data.part, Part.values, "part")
    _known(data.basis, RateBasis.values, "basis")
    _known(data.tax_kind, TaxKind.values, "tax_kind")
    if data.part == Part.OVERHEAD and data.tax_kind != TaxKind.STANDARD:
        message = _("Overhead is taxed as the part that it lies on. Choose the standard rate.")
        raise Refused("rate_not_of_part", message, "tax_kind")
    needed = {Part.UNIT: {"usual", "yen"}, Part.OVERHEAD: {"percent"}}.get(Part(data.part), {"usual"})
    for field in ("usual", "yen", "percent"):
        value = getattr(data, field)
        if field in needed and value is None:
            raise Refused("rate_incomplete", _("This part needs the figure."), field)
        if field not in needed and value is not None:
            raise Refused("rate_not_of_part", _("This figure does not belong to the part. Empty it."), field)
    _within(data.usual, MOST_USUAL, "usual")
    _within(data.yen, MOST_YEN, "yen")
    _within(data.percent, 100, "percent")
    same = CostRate.objects.filter(service=data.service, part=data.part)
    _later(actor, same, data.in_force_from)
    rate = CostRate.objects.create(
        service=data.service,
        part=data.part,
        in_force_from=data.in_force_from,
        usual=data.usual,
        yen=data.yen,
        percent=data.percent,
        basis=data.basis,
        tax_kind=data.tax_kind,
    )
    payload = {
        "service": data.service.code,
        "part": data.part,
        "in_force_from": data.in_force_from.isoformat(),
        "usual": None if data.usual is None else str(data.usual),
        "yen": data.yen,
        "percent": None if data.percent is None else str(data.percent),
        "basis": data.basis,
        "tax": data.tax_kind,
    }
    record(actor, "fee_rates.cost_added", _SUBJECT, payload)
    return rate


@dataclass(frozen=True)
class TaxRateData:
    """A rate of consumption tax from a day on, in percent."""

    kind: str
    in_force_from: date
    percent: Decimal


@service
def add_tax_rate(actor: Actor, data: TaxRateData) -> TaxRate:
    """Add a rate of consumption tax.

    Raises:
        Refused: an unknown kind, not 0 to 100 percent, a day before today, or not after the latest rate of
            the kind.
    """
    _known(data.kind, [kind.value for kind in RATED], "kind")
    _within(data.percent, 100, "percent")
    _later(actor, TaxRate.objects.filter(kind=data.kind), data.in_force_from)
    rate = TaxRate.objects.create(kind=data.kind, in_force_from=data.in_force_from, percent=data.percent)
    payload = {
        "kind": data.kind,
        "in_force_from": data.in_force_from.isoformat(),
        "percent": str(data.percent),
    }
    record(actor, "fee_rates.tax_added", _SUBJECT, payload)
    return rate


@dataclass(frozen=True)
class RoundingData:
    """How price and tax are rounded from a day on."""

    in_force_from: date
    net: str
    tax: str


@service
def set_rounding(actor: Actor, data: RoundingData) -> RoundingRule:
    """Say how is rounded from a day on.

    Raises:
        Refused: an unknown rule, a day before today, or not after the latest setting.
    """
    _known(data.net, Rounding.values, "net")
    _known(data.tax, Rounding.values, "tax")
    _later(actor, RoundingRule.objects.all(), data.in_force_from)
    rule = RoundingRule.objects.create(in_force_from=data.in_force_from, net=data.net, tax=data.tax)
    payload = {"in_force_from": data.in_force_from.isoformat(), "net": data.net, "tax": data.tax}
    record(actor, "fee_rates.rounding_set", _SUBJECT, payload)
    return rule


def _known(code: str, codes: list[str], field: str) -> None:
    if code not in codes:
        raise Refused("unknown_code", _("Choose one of the options."), field)


def _within(value: Decimal | int | None, most: int, field: str) -> None:
    if value is not None and not 0 <= value <= most:
        raise Refused(
            "rate_range",
            _("Give a number from 0 to %(most)s.") % {"most": formats.number(most)},
            field,
        )


def _later(actor: Actor, rows: QuerySet[Any], day: date) -> None:
    latest = hold(rows).order_by("-in_force_from").first()
    if day < actor.today:
        raise Refused("rate_past", _("It holds from today or a later day on."), "in_force_from")
    if latest is not None and day <= latest.in_force_from:
        raise Refused(
            "rate_order",
            _("There is a row from %(day)s on already. Give a later day.")
            % {"day": formats.day(latest.in_force_from)},
            "in_force_from",
        )
