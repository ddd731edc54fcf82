"""A price as pages, quotes and the journal know it: what it is, how it came about, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from banso.apps.fees.cost import FullCost
from banso.apps.fees.models import TaxKind
from banso.apps.fees.usage import Usage
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.subjects import Facts
from banso.apps.programmes.models import Service
from banso.engines.fees.price import Price, price, written
from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.fiscal import fiscal_year

#: What a version is asked for a price, in the order in which it is calculated; fields of ``Terms``.
DECISIONS = (
    "firm_share",
    "free_times",
    "free_hours",
    "discount_yen",
    "cap_time_yen",
    "cap_year_yen",
    "cap_life_yen",
    "success_share",
    "success_cap_yen",
    "success_months",
)


class Success(NamedTuple):
    """A share of later exports: 0 to 1, at most so many yen before tax, for so many months from the start."""

    share: Decimal
    cap_yen: int
    months: int


@dataclass(frozen=True)
class Terms:
    """What a version says of a price. ``share`` is the firm's, 0 to 1; None: it says nothing of it."""

    share: Decimal | None
    free_times: int | None = None
    free_hours: Decimal | None = None
    discount_yen: int | None = None
    cap_time_yen: int | None = None
    cap_year_yen: int | None = None
    cap_life_yen: int | None = None
    success_share: Decimal | None = None
    success_cap_yen: int | None = None
    success_months: int | None = None

    @property
    def success(self) -> Success | None:
        """The share of later exports; None unless it has a share, a cap and an end."""
        if self.success_share and self.success_cap_yen and self.success_months:
            return Success(Decimal(self.success_share), self.success_cap_yen, self.success_months)
        return None


@dataclass(frozen=True)
class AtRate:
    """The price at one rate of tax; ``request`` is what ``engines.fees.price`` was asked."""

    kind: TaxKind
    percent: Decimal
    request: Mapping[str, Any]
    price: Price

    def as_json(self) -> dict[str, Any]:
        """As a quote keeps it."""
        return {
            "kind": self.kind.value,
            "percent": str(self.percent),
            "request": dict(self.request),
            "price": self.price.as_json(),
        }


def at_rates(frozen: Mapping[str, Any]) -> list[AtRate]:
    """The price at each rate of tax as a quote keeps it, calculated again from what was asked."""
    return [
        AtRate(TaxKind(rate["kind"]), Decimal(rate["percent"]), rate["request"], price(rate["request"]))
        for rate in frozen["rates"]
    ]


@dataclass(frozen=True)
class Calculation:
    """A price and how it came about; ``rates`` are its parts by rate of tax.

    ``free_hours``: hours of experts that the allowance took off; ``free_time``: the whole is free by it.
    ``cap``: the name of the cap that cut the price, and ``cut`` by how many yen; empty and 0 where none did.
    """

    terms: Terms
    rates: tuple[AtRate, ...]
    price: Price
    free_time: bool = False
    free_hours: Decimal = Decimal(0)
    discount: int = 0
    cap: str = ""
    cut: int = 0


@dataclass(frozen=True)
class RowSaid:
    """A row that matches whatever becomes known. ``settles``: it gives a part of the price itself."""

    table: str
    table_title: Text
    #: The results of its table.
    table_outputs: tuple[str, ...]
    row: int
    reason: Text
    settles: bool


@dataclass(frozen=True)
class Quotation:
    """What a service costs a firm on a day (how, says ``pricing``).

    ``least`` and ``most`` cost the same where the price is certain; both None where there is no price yet.
    ``agreed``: there is one calculation only, not several that come to the same by a cap.
    ``success_settled``: one share of later exports, or none, whatever the unknown facts turn out to be.
    ``stopped`` says why: no_policy, no_answer (the version says no share), wrong_fact, too_open (too much is
    unknown), no_cost (a rate of cost is not stored), no_tax (a tax rate or rounding rule is not stored).
    ``missing`` are facts that are unknown and that the price hangs on, by name and title.
    """

    service: Service
    on: date
    version: PolicyVersion | None
    cost: FullCost
    full_cost: int | None
    usage: Usage
    least: Calculation | None = None
    most: Calculation | None = None
    agreed: bool = True
    success_settled: bool = True
    rows: tuple[RowSaid, ...] = ()
    missing: tuple[tuple[str, Text], ...] = ()
    stopped: str = ""
    #: The facts that the version was asked on, only those that it takes.
    facts: Facts = field(default_factory=dict)

    @property
    def certain(self) -> bool:
        """Whether there is one price, whatever the unknown facts turn out to be."""
        if self.least is None or self.most is None:
            return False
        return self.least.price == self.most.price and self.success_settled

    @property
    def free(self) -> bool:
        """Whether it is certain that the firm pays nothing."""
        return self.certain and self.most is not None and self.most.price.total == 0

    @property
    def success(self) -> Success | None:
        """The share of later exports that is asked for beside the price; None of what is free."""
        if self.most is None or not self.success_settled or self.most.price.total == 0:
            return None
        return self.most.terms.success

    @property
    def price(self) -> Price | None:
        """The price; None where it is not certain."""
        return self.most.price if self.certain and self.most else None

    def as_frozen(self) -> dict[str, Any]:
        """Everything that the price rests on, as JSON that no later change of rates or policy touches.

        Raises:
            ValueError: the price is not certain.
        """
        found = self.most
        if not self.certain or found is None:
            raise ValueError("a price that is not certain cannot be frozen")
        return {
            "service": self.service.code,
            "on": self.on.isoformat(),
            "fiscal_year": fiscal_year(self.on),
            "policy": self.version.code if self.version else None,
            "full_cost": self.full_cost,
            "overhead_percent": str(self.cost.overhead_percent),
            "cost_lines": [
                {
                    "part": line.part.value,
                    "quantity": str(line.quantity),
                    "yen": written(line.yen),
                    "basis": line.basis,
                    "tax": line.tax.value,
                }
                for line in self.cost.lines
            ],
            "share": str(found.terms.share) if self.agreed else None,
            "free_time": found.free_time,
            "free_hours": str(found.free_hours),
            "discount": found.discount,
            "cap": found.cap,
            "cap_cut": found.cut,
            "rates": [rate.as_json() for rate in found.rates],
            "price": found.price.as_json(),
            "rows": [
                {
                    "table": row.table,
                    "row": row.row,
                    "settles": row.settles,
                    "counts": counts(self, row),
                    "reason_ja": row.reason.ja,
                    "reason_en": row.reason.en,
                }
                for row in self.rows
            ],
        }


def counts(quoted: Quotation, row: RowSaid) -> bool:
    """Whether a row had a part in the price: an allowance, a discount or a cap only where it changed it."""
    found = quoted.most
    if found is None or not row.settles or "firm_share" in row.table_outputs:
        return True
    if quoted.free and not found.free_time:
        return False
    if "success_share" in row.table_outputs:
        return quoted.success is not None or (not quoted.certain and found.terms.success is not None)
    if "free_times" in row.table_outputs:
        return found.free_time or bool(found.free_hours) or anything_used(row, found, quoted.usage)
    if "discount_yen" in row.table_outputs:
        return bool(found.discount)
    return bool(found.cap) or anything_used(row, found, quoted.usage)


def anything_used(row: RowSaid, found: Calculation, usage: Usage) -> bool:
    """Whether a firm has used up a part of what a row allows."""
    if not {"free_times", "cap_year_yen"} & set(row.table_outputs):
        return False
    if "free_times" in row.table_outputs:
        times = found.terms.free_times is not None and usage.times > 0
        return times or (found.terms.free_hours is not None and usage.hours > 0)
    year = found.terms.cap_year_yen is not None and usage.charged.year > 0
    return year or (found.terms.cap_life_yen is not None and usage.charged.life > 0)
