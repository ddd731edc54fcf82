"""The tests of an expert, as a table: what differs from one who passes, and how the test then goes."""

from datetime import date, timedelta

import pytest

from banso.engines.matching.filters import Result, checks_of, failed, passes
from banso.engines.matching.model import Days, Filter, Range
from tests.engines.matching.making import DAY, ask, candidate

ONE_DAY = timedelta(days=1)
NOBODY_OF = frozenset()
P, F, U, N = Result.PASS, Result.FAIL, Result.UNKNOWN, Result.DOES_NOT_APPLY


@pytest.mark.parametrize(
    ("name", "asked", "offered", "result"),
    [
        ("subject", {}, {}, P),
        ("subject", {"subject": "s1"}, {}, F),
        ("subject", {}, {"subjects": NOBODY_OF}, F),
        ("subject", {"subject": None}, {}, N),
        ("market", {}, {}, P),
        ("market", {"market": "m1"}, {}, F),
        ("market", {"market": None}, {"markets": NOBODY_OF}, N),
        ("language", {}, {}, P),
        ("language", {"language": "zh"}, {}, F),
        ("language", {"language": None}, {}, N),
        ("industry", {}, {}, P),
        ("industry", {"industry": "i1"}, {}, F),
        ("industry", {}, {"industries": NOBODY_OF}, N),
        ("industry", {"industry": None}, {}, N),
        ("size", {}, {}, N),
        ("size", {}, {"employees": Range(30, 30)}, P),
        ("size", {}, {"employees": Range(31, None)}, F),
        ("size", {}, {"employees": Range(None, 29)}, F),
        ("size", {}, {"employees": Range(None, 300)}, P),
        ("size", {"employees": 0}, {"employees": Range(None, 5)}, P),
        ("size", {"employees": None}, {"employees": Range(None, 300)}, U),
        ("size", {"employees": None}, {}, N),
        ("age", {}, {"firm_age": Range(10, 12)}, P),
        ("age", {}, {"firm_age": Range(13, None)}, F),
        ("age", {"firm_age": None}, {"firm_age": Range(0, None)}, U),
        ("age", {"firm_age": None}, {}, N),
        ("absence", {}, {}, P),
        ("absence", {}, {"absent": (Days(DAY, DAY),)}, F),
        ("absence", {}, {"absent": (Days(DAY + ONE_DAY, DAY + ONE_DAY), Days(date(2026, 1, 1), DAY))}, F),
        ("absence", {}, {"absent": (Days(date(2026, 1, 1), DAY - ONE_DAY),)}, P),
        ("conflict", {}, {"conflicts": frozenset([8])}, P),
        ("conflict", {}, {"conflicts": frozenset([7, 8])}, F),
        ("capacity", {}, {"left": 8}, P),
        ("capacity", {}, {"left": 7}, F),
        ("capacity", {}, {"left": -3}, F),
        ("contract", {}, {"contract_from": DAY, "contract_to": DAY}, P),
        ("contract", {}, {"contract_to": None}, P),
        ("contract", {}, {"contract_to": DAY - ONE_DAY}, F),
        ("contract", {}, {"contract_from": DAY + ONE_DAY}, F),
        ("asked", {"asked": frozenset([2])}, {}, P),
        ("asked", {"asked": frozenset([1, 2])}, {}, F),
    ],
)
def test_a_test_goes_as_the_table_says(name, asked, offered, result):
    tests = {test.filter: test for test in checks_of(ask(**asked), candidate(**offered), DAY)}
    assert tests[Filter(name)].result is result
    others = {key for key, test in tests.items() if not test.fine} - {Filter(name)}
    assert others == set()
    assert passes(tuple(tests.values())) is (result in (P, N))


def test_every_expert_gets_every_test_also_after_one_has_failed():
    nothing = candidate(subjects=NOBODY_OF, left=0, absent=(Days(DAY, DAY),), employees=Range(90, None))
    tests = checks_of(ask(employees=None), nothing, DAY)
    assert [test.filter for test in tests] == list(Filter)
    assert failed(tests) == {Filter.SUBJECT, Filter.SIZE, Filter.ABSENCE, Filter.CAPACITY}


def test_a_test_keeps_the_values_that_were_held_against_each_other():
    tests = {t.filter: t for t in checks_of(ask(), candidate(employees=Range(40, None), left=3), DAY)}
    assert (tests[Filter.SIZE].wanted, tests[Filter.SIZE].offered) == (30, Range(40, None))
    assert (tests[Filter.CAPACITY].wanted, tests[Filter.CAPACITY].offered) == (8, 3)
    assert (tests[Filter.MARKET].wanted, tests[Filter.MARKET].offered) == ("m0", ("m0",))
