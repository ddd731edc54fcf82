"""Three ways to decide that must agree: Python, NumPy, and zen-engine, which others wrote."""

from decimal import Decimal

import pytest

from banso.engines.policy.arrays import values_of
from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.expressions import Constant
from banso.engines.policy.model import SINGLE, Aggregation, HitPolicy, Kind
from banso.engines.policy.vectors import vectorise
from tests.engines.policy.invented import Inventor
from tests.support.zen import ZenPolicy, facts_as_json, value_of

POLICIES = 500
#: More than must be compared: cases in which a table that feeds another contradicts itself are left out.
CASES = 230
MUST_AGREE = 100_000
#: So that the workers of a run share them.
PARTS = 4


def invented(seed):
    inventor = Inventor(seed)
    policy = inventor.policy()
    return policy, [inventor.case(policy, unknown=0.12) for _ in range(CASES)]


@pytest.mark.parametrize("part", range(PARTS))
def test_python_numpy_and_zen_decide_a_hundred_thousand_cases_alike(part):
    compared = 0
    for seed in range(part, POLICIES, PARTS):
        policy, cases = invented(seed)
        compiled, zen = compile_policy(policy), ZenPolicy(policy)
        columns = {
            fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in compiled.facts
        }
        many = vectorise(policy).decide(columns)
        for place, case in enumerate(cases):
            decision = compiled.decide(case)
            assert in_order(many.decision(place)) == in_order(decision), (seed, case)
            if not zen.feeding & {*decision.conflicts}:
                differences(policy, zen, case, decision, seed)
                compared += 1
    assert compared >= MUST_AGREE / PARTS


def in_order(decision):
    """A decision whose missing facts stand in one order."""
    return decision._replace(missing=tuple(sorted(decision.missing)))


def differences(policy, zen, case, decision, seed):
    answer = zen.decide(facts_as_json(case, [fact.name for fact in policy.facts]))
    for table in policy.tables:
        hits = answer[table.name]
        rows = tuple(sorted(row for row, _ in hits))
        matched = decision.matched[table.name]
        if table.name in zen.feeding and table.hit is HitPolicy.ANY:
            # zen looks no further than the first row.
            matched = matched[:1]
        assert rows == matched, (seed, table.name, case)
        for output in table.outputs:
            values = [value_of(hit.get(output.name), output.kind) for _, hit in hits]
            expected = answered(table, values, contradicts(table, hits))
            assert decision.outputs[output.name] == expected, (seed, table.name, output.name, case)


def contradicts(table, hits):
    """Whether the rows that matched contradict each other, from the rows as they are written."""
    results = [
        [cell.value for cell in table.rows[row - 1].results if isinstance(cell, Constant)] for row, _ in hits
    ]
    if table.hit is HitPolicy.UNIQUE:
        return len(hits) > 1
    return table.hit is HitPolicy.ANY and any(one != results[0] for one in results)


def answered(table, values, conflict):
    """What a table answers when its matching rows give these values in order (DMN 1.3, 8.2.10)."""
    if not values or conflict:
        return None
    if table.hit in SINGLE:
        return values[0]
    if table.aggregation is None:
        return values
    join = {Aggregation.SUM: sum, Aggregation.MIN: min, Aggregation.MAX: max, Aggregation.COUNT: len}
    return join[table.aggregation](values)


def test_the_comparison_would_notice_one_row_that_is_different():
    policy, cases = invented(0)
    zen, compiled = ZenPolicy(policy), compile_policy(policy)
    case = next(case for case in cases if compiled.decide(case).matched[policy.tables[0].name])
    decision = compiled.decide(case)
    wrong = {**decision.matched, policy.tables[0].name: (99,)}
    with pytest.raises(AssertionError):
        differences(
            policy, zen, case, type(decision)(decision.outputs, wrong, (), (), decision.conflicts), seed=0
        )


def test_invented_policies_hold_every_hit_policy_kind_and_aggregation():
    policies = [invented(seed)[0] for seed in range(100)]
    tables = [table for policy in policies for table in policy.tables]
    assert {table.hit for table in tables} == set(HitPolicy)
    assert {fact.kind for policy in policies for fact in policy.facts} == set(Kind) - {Kind.ANY}
    assert {table.aggregation for table in tables} == {*Aggregation, None}
    assert any(
        isinstance(cell.value, Decimal) for table in tables for row in table.rows for cell in row.results
    )
