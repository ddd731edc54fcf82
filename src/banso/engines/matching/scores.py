"""How well an expert fits: whole points in named parts, whose sum is the score."""

from __future__ import annotations

from collections.abc import Mapping

from banso.engines.matching.model import Ask, Candidate, Part, Weights

#: By office, the region it lies in.
Regions = Mapping[str, str]


def parts_of(ask: Ask, candidate: Candidate, weights: Weights, regions: Regions) -> dict[Part, int]:
    """The points of each part, in the order of ``Part``; what is not known earns none."""
    return {
        Part.OFFICE: _office(ask, candidate, weights, regions),
        Part.MARKET: weights.market_case * _cases(candidate.market_cases, ask.market, weights),
        Part.INDUSTRY: weights.industry_case * _cases(candidate.industry_cases, ask.industry, weights),
        Part.FREE: weights.free_tenth * free_tenths(candidate),
        Part.CONTINUITY: weights.continuity if ask.expert == candidate.key else 0,
        Part.WAITING: weights.waiting_week * waiting_weeks(ask, weights),
    }


def free_tenths(candidate: Candidate) -> int:
    """Full tenths of the contract's hours that are free this month, 0 to 10."""
    if candidate.contract_quarters <= 0:
        return 0
    return min(10, max(0, candidate.left) * 10 // candidate.contract_quarters)


def waiting_weeks(ask: Ask, weights: Weights) -> int:
    """Full weeks of waiting that count."""
    return min(max(0, ask.waiting_days) // 7, weights.weeks)


def _office(ask: Ask, candidate: Candidate, weights: Weights, regions: Regions) -> int:
    if ask.office == candidate.office:
        return weights.same_office
    region = regions.get(ask.office)
    return weights.same_region if region is not None and region == regions.get(candidate.office) else 0


def _cases(had: Mapping[str, int], code: str | None, weights: Weights) -> int:
    return min(had.get(code, 0), weights.cases) if code is not None else 0
