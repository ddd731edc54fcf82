"""The parts of a score."""

import dataclasses

import pytest

from banso.engines.matching.model import Part
from banso.engines.matching.scores import parts_of
from tests.engines.matching.making import REGIONS, WEIGHTS, ask, candidate

FREE = 8  # four tenths of ten hours, two points each


@pytest.mark.parametrize(
    ("asked", "offered", "part", "points"),
    [
        ({}, {}, Part.OFFICE, 30),
        ({"office": "office2"}, {}, Part.OFFICE, 12),
        ({"office": "office3"}, {}, Part.OFFICE, 0),
        ({"office": "nowhere"}, {"office": "elsewhere"}, Part.OFFICE, 0),
        ({}, {}, Part.MARKET, 0),
        ({}, {"market_cases": {"m0": 2, "m1": 9}}, Part.MARKET, 6),
        ({}, {"market_cases": {"m0": 6}}, Part.MARKET, 15),
        ({"market": None}, {"market_cases": {"m0": 2}}, Part.MARKET, 0),
        ({}, {"industry_cases": {"i0": 1}}, Part.INDUSTRY, 3),
        ({}, {}, Part.FREE, FREE),
        ({}, {"left": 19}, Part.FREE, FREE),
        ({}, {"left": 20}, Part.FREE, FREE + 2),
        ({}, {"left": 400}, Part.FREE, 20),
        ({}, {"left": -4}, Part.FREE, 0),
        ({}, {"contract_quarters": 0}, Part.FREE, 0),
        ({"expert": 1}, {}, Part.CONTINUITY, 25),
        ({"expert": 2}, {}, Part.CONTINUITY, 0),
        ({"waiting_days": 6}, {}, Part.WAITING, 0),
        ({"waiting_days": 14}, {}, Part.WAITING, 4),
        ({"waiting_days": 700}, {}, Part.WAITING, 16),
    ],
)
def test_a_part_is_worth_what_the_table_says(asked, offered, part, points):
    parts = parts_of(ask(**asked), candidate(**offered), WEIGHTS, REGIONS)
    assert list(parts) == list(Part)
    assert parts[part] == points


def test_no_score_is_higher_than_the_most():
    best = candidate(market_cases={"m0": 99}, industry_cases={"i0": 99}, left=99)
    parts = parts_of(ask(expert=1, waiting_days=999), best, WEIGHTS, REGIONS)
    assert sum(parts.values()) == WEIGHTS.most


def test_a_weight_below_zero_is_refused():
    with pytest.raises(ValueError, match="continuity"):
        dataclasses.replace(WEIGHTS, continuity=-1)
