"""What is asked for, who offers to help, and what each part of a score is worth: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum


class Filter(StrEnum):
    """A test that an expert must pass where it applies, in the order in which they are told."""

    SUBJECT = "subject"
    MARKET = "market"
    LANGUAGE = "language"
    INDUSTRY = "industry"
    SIZE = "size"
    AGE = "age"
    ABSENCE = "absence"
    CONFLICT = "conflict"
    CAPACITY = "capacity"
    CONTRACT = "contract"
    ASKED = "asked"


class Part(StrEnum):
    """One of the named parts that a score is the sum of."""

    OFFICE = "office"
    MARKET = "market"
    INDUSTRY = "industry"
    FREE = "free"
    CONTINUITY = "continuity"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Range:
    """A condition on a number: from, up to, both included; None is open at that end."""

    least: int | None = None
    most: int | None = None

    @property
    def given(self) -> bool:
        """Whether there is a condition at all."""
        return self.least is not None or self.most is not None

    def holds(self, value: int) -> bool:
        """Whether a number lies within."""
        return (self.least is None or self.least <= value) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from one to another, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ask:
    """A need or a case that looks for an expert. Codes are texts; None: not known, or nothing particular.

    ``quarters`` is the work expected in a month, in quarter hours. ``expert`` is the key of the expert who
    has it in hand now or had it last, ``asked`` are those who were asked before and are not asked again.
    """

    key: int
    firm: int
    office: str
    quarters: int
    subject: str | None = None
    market: str | None = None
    language: str | None = None
    industry: str | None = None
    employees: int | None = None
    firm_age: int | None = None
    expert: int | None = None
    asked: frozenset[int] = frozenset()
    waiting_days: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert on one day. ``left`` and ``contract_quarters`` are quarter hours of the month.

    ``industries`` empty: of any industry. ``absent`` are days without new work, ``conflicts`` keys of firms.
    ``market_cases`` and ``industry_cases`` say how many cases the expert has had, by code.
    """

    key: int
    office: str
    subjects: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    employees: Range = Range()
    firm_age: Range = Range()
    absent: tuple[Days, ...] = ()
    conflicts: frozenset[int] = frozenset()
    left: int = 0
    contract_quarters: int = 0
    contract_from: date = date.min
    contract_to: date | None = None
    market_cases: Mapping[str, int] = field(default_factory=dict)
    industry_cases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the parts of a score are worth: whole points, none below zero.

    ``same_office`` and ``same_region``: the expert belongs to the office that asks, or to one of its region.
    ``market_case`` and ``industry_case``: each case had before for this market or industry, up to ``cases``.
    ``free_tenth``: each tenth of the contract's hours that is free. ``continuity``: the present expert.
    ``waiting_week``: each full week of waiting, up to ``weeks``; the same for every expert, so that it only
    decides who comes first when there are too few hours.

    Raises:
        ValueError: a value below zero.
    """

    same_office: int
    same_region: int
    market_case: int
    industry_case: int
    cases: int
    free_tenth: int
    continuity: int
    waiting_week: int
    weeks: int

    def __post_init__(self) -> None:
        for each in fields(self):
            if getattr(self, each.name) < 0:
                raise ValueError(f"{each.name} is below zero")

    @property
    def most(self) -> int:
        """No score is higher."""
        return (
            max(self.same_office, self.same_region)
            + (self.market_case + self.industry_case) * self.cases
            + self.free_tenth * 10
            + self.continuity
            + self.waiting_week * self.weeks
        )
