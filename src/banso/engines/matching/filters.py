"""Every expert gets every test, also after one has failed: what was wanted, what is offered, the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from banso.engines.matching.model import Ask, Candidate, Filter, Range


class Result(StrEnum):
    """How a test went. Unknown fails: the firm's number is not known and the expert has a condition on it."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does_not_apply"


#: With these results a test does not stand in the way.
FINE = frozenset({Result.PASS, Result.DOES_NOT_APPLY})
#: Nobody who fails one of these may be chosen; one who fails another may, with a reason.
BINDING = frozenset({Filter.ABSENCE, Filter.CONFLICT, Filter.CAPACITY, Filter.CONTRACT, Filter.ASKED})


@dataclass(frozen=True, slots=True)
class Check:
    """One test of one expert.

    ``wanted`` is a code, a number (employees, years, quarter hours), a day or the key of a firm; ``offered``
    is what it was held against: sorted codes, a ``Range``, ``Days``, quarter hours, the days of the contract.
    """

    filter: Filter
    result: Result
    wanted: Any
    offered: Any

    @property
    def fine(self) -> bool:
        """Whether it does not stand in the way."""
        return self.result in FINE


def checks_of(ask: Ask, candidate: Candidate, day: date) -> tuple[Check, ...]:
    """All tests of an expert for a need or case on a day, in the order of ``Filter``."""
    return tuple(
        Check(name, *test(ask, candidate, day)) for name, test in zip(Filter, _TESTS.values(), strict=True)
    )


def passes(tests: tuple[Check, ...]) -> bool:
    """Whether every test that applies is passed."""
    return all(test.fine for test in tests)


def failed(tests: tuple[Check, ...]) -> frozenset[Filter]:
    """The tests that were failed, unknown ones among them."""
    return frozenset(test.filter for test in tests if not test.fine)


Outcome = tuple[Result, Any, Any]


def _verdict(holds: bool) -> Result:
    return Result.PASS if holds else Result.FAIL


def _code(wanted: str | None, offered: frozenset[str], *, empty_is_any: bool = False) -> Outcome:
    shown = tuple(sorted(offered))
    if wanted is None or (empty_is_any and not offered):
        return Result.DOES_NOT_APPLY, wanted, shown
    return _verdict(wanted in offered), wanted, shown


def _number(value: int | None, condition: Range) -> Outcome:
    if not condition.given:
        return Result.DOES_NOT_APPLY, value, condition
    if value is None:
        return Result.UNKNOWN, value, condition
    return _verdict(condition.holds(value)), value, condition


def _subject(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _code(ask.subject, candidate.subjects)


def _market(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _code(ask.market, candidate.markets)


def _language(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _code(ask.language, candidate.languages)


def _industry(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _code(ask.industry, candidate.industries, empty_is_any=True)


def _size(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _number(ask.employees, candidate.employees)


def _age(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _number(ask.firm_age, candidate.firm_age)


def _absence(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    away = next((days for days in candidate.absent if days.first <= day <= days.last), None)
    return _verdict(away is None), day, away


def _conflict(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    clash = ask.firm in candidate.conflicts
    return _verdict(not clash), ask.firm, clash


def _capacity(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    return _verdict(candidate.left >= ask.quarters), ask.quarters, candidate.left


def _contract(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    holds = candidate.contract_from <= day and (candidate.contract_to is None or day <= candidate.contract_to)
    return _verdict(holds), day, (candidate.contract_from, candidate.contract_to)


def _asked(ask: Ask, candidate: Candidate, day: date) -> Outcome:
    before = candidate.key in ask.asked
    return _verdict(not before), ask.key, before


_TESTS: dict[Filter, Callable[[Ask, Candidate, date], Outcome]] = {
    Filter.SUBJECT: _subject,
    Filter.MARKET: _market,
    Filter.LANGUAGE: _language,
    Filter.INDUSTRY: _industry,
    Filter.SIZE: _size,
    Filter.AGE: _age,
    Filter.ABSENCE: _absence,
    Filter.CONFLICT: _conflict,
    Filter.CAPACITY: _capacity,
    Filter.CONTRACT: _contract,
    Filter.ASKED: _asked,
}
