"""The same tests and the same scores as one by one, for all asks and all experts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from banso.engines.matching.model import Ask, Candidate, Range, Weights
from banso.engines.matching.scores import Regions, free_tenths, waiting_weeks

Bools = NDArray[np.bool_]
Points = NDArray[np.int32]
#: Stands for "not known" among numbers that are never below zero.
_UNKNOWN = -1


def eligibility(asks: Sequence[Ask], candidates: Sequence[Candidate], day: date) -> Bools:
    """Asks in rows, experts in columns: whether the expert passes every test that applies."""
    # 1. What concerns the expert alone: present, under contract.
    free = np.array([_free(candidate, day) for candidate in candidates], dtype=bool)
    eligible = np.broadcast_to(free, (len(asks), len(candidates))).copy()
    # 2. Codes: one row of experts a code, looked up by each ask; the last row stands for "not known".
    for wanted, offered, empty_is_any in _CODES:
        eligible &= _by_code([wanted(ask) for ask in asks], [offered(c) for c in candidates], empty_is_any)
    # 3. Numbers: an unknown one fails where there is a condition.
    eligible &= _by_number([ask.employees for ask in asks], [c.employees for c in candidates])
    eligible &= _by_number([ask.firm_age for ask in asks], [c.firm_age for c in candidates])
    # 4. Hours left.
    wanted_quarters = np.array([ask.quarters for ask in asks], dtype=np.int64)
    eligible &= wanted_quarters[:, None] <= np.array([c.left for c in candidates], dtype=np.int64)[None, :]
    # 5. Conflicts, which are few.
    asking: dict[int, list[int]] = {}
    for row, ask in enumerate(asks):
        asking.setdefault(ask.firm, []).append(row)
    for column, candidate in enumerate(candidates):
        for firm in candidate.conflicts:
            eligible[asking.get(firm, []), column] = False
    # 6. Nobody is asked twice.
    columns = {candidate.key: column for column, candidate in enumerate(candidates)}
    for row, ask in enumerate(asks):
        eligible[row, [columns[key] for key in ask.asked if key in columns]] = False
    return eligible


def scores(
    asks: Sequence[Ask], candidates: Sequence[Candidate], weights: Weights, regions: Regions
) -> Points:
    """Asks in rows, experts in columns: the score, whether or not the expert passes."""
    # 1. Offices: one row of points an office that asks.
    offices = _codes(ask.office for ask in asks)
    by_office = np.array(
        [[_near(office, c.office, weights, regions) for c in candidates] for office in offices],
        dtype=np.int32,
    ).reshape(len(offices), len(candidates))
    found = by_office[[offices[ask.office] for ask in asks]]
    # 2. Cases had, by code.
    found += _experience(
        [a.market for a in asks], [c.market_cases for c in candidates], weights.market_case, weights
    )
    found += _experience(
        [a.industry for a in asks], [c.industry_cases for c in candidates], weights.industry_case, weights
    )
    # 3. What depends on one side alone.
    found += np.array([weights.free_tenth * free_tenths(c) for c in candidates], dtype=np.int32)[None, :]
    found += np.array([weights.waiting_week * waiting_weeks(a, weights) for a in asks], dtype=np.int32)[
        :, None
    ]
    # 4. Continuity: one cell a row at most.
    columns = {candidate.key: column for column, candidate in enumerate(candidates)}
    for row, ask in enumerate(asks):
        if ask.expert in columns:
            found[row, columns[ask.expert]] += weights.continuity
    return found


def _free(candidate: Candidate, day: date) -> bool:
    absent = any(days.first <= day <= days.last for days in candidate.absent)
    ended = candidate.contract_to is not None and candidate.contract_to < day
    return not absent and not ended and candidate.contract_from <= day


_CODES: tuple[tuple[Callable[[Ask], str | None], Callable[[Candidate], frozenset[str]], bool], ...] = (
    (lambda ask: ask.subject, lambda candidate: candidate.subjects, False),
    (lambda ask: ask.market, lambda candidate: candidate.markets, False),
    (lambda ask: ask.language, lambda candidate: candidate.languages, False),
    (lambda ask: ask.industry, lambda candidate: candidate.industries, True),
)


def _codes(values: Iterable[str | None]) -> dict[str | None, int]:
    """Each different value with a number, in order of first appearance."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _by_code(wanted: list[str | None], offered: list[frozenset[str]], empty_is_any: bool) -> Bools:
    codes = _codes(wanted)
    holds = np.array(
        [
            [code is None or code in codes_offered or (empty_is_any and not codes_offered)
             for codes_offered in offered]
            for code in codes
        ],
        dtype=bool,
    ).reshape(len(codes), len(offered))  # fmt: skip
    return holds[[codes[code] for code in wanted]]


def _by_number(values: list[int | None], conditions: list[Range]) -> Bools:
    numbers = np.array([_UNKNOWN if value is None else value for value in values], dtype=np.int64)[:, None]
    least = np.array([0 if c.least is None else c.least for c in conditions], dtype=np.int64)[None, :]
    most = np.array(
        [np.iinfo(np.int64).max if c.most is None else c.most for c in conditions], dtype=np.int64
    )[None, :]
    free = np.array([not c.given for c in conditions], dtype=bool)[None, :]
    return free | ((numbers >= least) & (numbers <= most))


def _near(asking: str | None, offering: str, weights: Weights, regions: Regions) -> int:
    if asking == offering:
        return weights.same_office
    region = regions.get(asking or "")
    return weights.same_region if region is not None and region == regions.get(offering) else 0


def _experience(
    wanted: list[str | None], had: list[Mapping[str, int]], points: int, weights: Weights
) -> Points:
    codes = _codes(wanted)
    table = np.array(
        [[0 if code is None else points * min(cases.get(code, 0), weights.cases) for cases in had]
         for code in codes],
        dtype=np.int32,
    ).reshape(len(codes), len(had))  # fmt: skip
    return table[[codes[code] for code in wanted]]
