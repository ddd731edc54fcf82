"""The full cost of a service on a day: its parts, each with the rate that holds then, overhead within."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from banso.apps.fees.models import CostRate, Part, Rounding, RoundingRule, TaxKind, TaxRate
from banso.apps.programmes.models import HourlyRate, RateBasis, Service
from banso.engines.fees.price import written

#: In this order parts are listed.
PARTS = (Part.EXPERT, Part.STAFF, Part.UNIT)
_HOURS = (Part.EXPERT, Part.STAFF)


@dataclass(frozen=True)
class Work:
    """How much of a service is asked for: hours of experts and of staff, and listings."""

    expert: Decimal = Decimal(0)
    staff: Decimal = Decimal(0)
    unit: Decimal = Decimal(0)

    def of(self, part: str) -> Decimal:
        """How much of a part."""
        return getattr(self, part)


@dataclass(frozen=True)
class CostLine:
    """One part: how much of it, what one costs in yen with overhead, and how it is taxed.

    Hours are counted in hours.
    """

    part: Part
    quantity: Decimal
    yen: Fraction
    basis: str
    tax: TaxKind = TaxKind.STANDARD

    @property
    def hours(self) -> bool:
        """Whether it is counted in hours."""
        return self.part in _HOURS


@dataclass(frozen=True)
class FullCost:
    """The lines of a service, and the overhead within them. ``lacking``: parts without a rate."""

    lines: tuple[CostLine, ...]
    overhead_percent: Decimal
    lacking: tuple[Part, ...] = ()


class Rates:
    """The rates of some services on a day, read once, in four queries."""

    def __init__(
        self,
        on: date,
        parts: Mapping[tuple[int, str], CostRate],
        hourly: Mapping[str, HourlyRate],
        taxes: Mapping[str, TaxRate],
        rounding: RoundingRule | None,
    ) -> None:
        self.on, self._parts, self._hourly, self.taxes, self.rounding = on, parts, hourly, taxes, rounding

    @classmethod
    def of(cls, services: Iterable[Service], on: date) -> Rates:
        """Those in force on a day; None, or nothing, where none is."""
        parts = CostRate.objects.filter(service__in=[service.pk for service in services])
        return cls(
            on,
            {(rate.service_id, rate.part): rate for rate in _until(parts, on)},
            {rate.worker: rate for rate in _until(HourlyRate.objects.all(), on)},
            {rate.kind: rate for rate in _until(TaxRate.objects.all(), on)},
            _until(RoundingRule.objects.all(), on).last(),
        )

    def percent(self, kind: TaxKind) -> Decimal | None:
        """The rate of consumption tax of a kind in percent; None where none is stored."""
        if kind == TaxKind.OUTSIDE:
            return Decimal(0)
        return self.taxes[kind].percent if kind in self.taxes else None

    def request(self, lines: list[dict[str, Any]], kind: TaxKind = TaxKind.STANDARD) -> dict[str, Any]:
        """What ``engines.fees.price`` is asked for lines at one rate of tax, without a discount.

        Without a setting the price is rounded half up.
        """
        net, tax = (
            (self.rounding.net, self.rounding.tax) if self.rounding else (Rounding.HALF_UP, Rounding.DOWN)
        )
        rate = written((self.percent(kind) or Decimal(0)) / 100)
        return {
            "lines": lines,
            "discount": 0,
            "tax_rate": rate,
            "rounding": {"net": str(net), "tax": str(tax)},
        }

    def cost(self, service: Service, work: Work | None = None) -> FullCost:
        """What a service costs: for this work, or for what one time of it usually takes."""
        rates = {part: row for (pk, part), row in self._parts.items() if pk == service.pk}
        return _cost(rates, self._hourly, work)


def _until(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    return rows.filter(in_force_from__lte=on).order_by("in_force_from", "pk")


def _cost(rates: Mapping[str, CostRate], hourly: Mapping[str, HourlyRate], work: Work | None) -> FullCost:
    overhead = rates.get(Part.OVERHEAD)
    percent = overhead.percent if overhead is not None and overhead.percent is not None else Decimal(0)
    lines, lacking = [], []
    for part in PARTS:
        rate = rates.get(part)
        quantity = work.of(part) if work is not None else rate.usual if rate is not None else None
        if not quantity:
            continue
        hour = hourly.get(part)
        yen = (hour.yen if hour else None) if part in _HOURS else (rate.yen if rate else None)
        if yen is None:
            lacking.append(part)
            continue
        basis = hour.basis if hour else rate.basis if rate else RateBasis.ASSUMPTION
        tax = TaxKind(rate.tax_kind) if rate else TaxKind.STANDARD
        lines.append(CostLine(part, quantity, Fraction(yen) * (1 + Fraction(percent) / 100), basis, tax))
    if not lines and not lacking and work is None:
        # Of a service whose cost nobody stored, nothing is known.
        lacking = list(PARTS[:1])
    return FullCost(tuple(lines), percent, tuple(lacking))
