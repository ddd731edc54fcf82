from datetime import date
from decimal import Decimal

import pytest

from banso.engines.policy.arrays import values_of
from banso.engines.policy.compiled import WrongFact, compile_policy
from banso.engines.policy.model import HitPolicy
from banso.engines.policy.vectors import BLOCK, NotVectorised, vectorise
from tests.engines.policy.making import FACTS, NUMBER, TEXT, policy

CASES = [
    {"stage": stage, "pct": pct, "count": count, "promised": promised, "due": due}
    for stage in ("plan", "growth", None)
    for pct in (0, Decimal("0.1"), Decimal("66.7"), 100, None)
    for count in (0, 3, None)
    for promised in (True, False, None)
    for due in (date(2026, 3, 31), date(2026, 4, 1), None)
]
ROWS = """stage,pct,count,promised,due,{}
plan,>= 66.7,-,-,-,{}
not(plan),"(0.1..66.7], null",-,true,-,{}
-,-,> 0,-,>= 2026-04-01,{}
growth,-,-,null,< 2026-04-01,{}
-,< 0.1,-,-,-,{}"""


def arrays(facts, cases):
    return {fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in facts}


def same(table_policy, cases=CASES):
    """Decide cases one by one and at once, and compare all that is said of each."""
    compiled, vectors = compile_policy(table_policy), vectorise(table_policy)
    found = vectors.decide(arrays(vectors.facts, cases))
    for place, case in enumerate(cases):
        one, many = compiled.decide(case), found.decision(place)
        assert (one[:3], set(one.missing), one.conflicts) == (many[:3], set(many.missing), many.conflicts), (
            case
        )
    return found


@pytest.mark.parametrize("hit", list(HitPolicy))
def test_many_cases_at_once_are_decided_as_each_alone(hit):
    marks = ("mark", "good", "fair", "bad", "good", "fair")
    same(policy(("advice", hit.value, {"mark": TEXT}, ROWS.format(*marks))))


@pytest.mark.parametrize("aggregation", ["sum", "min", "max", "count"])
def test_joined_results_are_the_same_and_feed_other_tables(aggregation):
    points = ("points", "0.1", "0.2", "1", "2.25", "-3")
    found = same(
        policy(
            ("points", f"collect:{aggregation}", {"points": NUMBER}, ROWS.format(*points)),
            ("advice", "first", {"mark": TEXT}, "points,mark\n0.3,good\n> 2,fair\n-,bad"),
        )
    )
    assert {*found.outputs} == {"points", "mark"}


def test_amounts_are_the_same_yen():
    amounts = [{"name": "pays", "title_ja": "負担", "title_en": "Pays", "base": "cost", "share": "share"}]
    facts = FACTS | {"cost": {"kind": "number", "unit": "yen"}}
    paying = policy(
        ("share", "first", {"share": NUMBER}, "stage,share\nplan,0.333333\ngrowth,0.5\n"),
        facts=facts, amounts=amounts,
    )  # fmt: skip
    costs = [1, 3, 1001, 99_999_999, 1_500_000_001, None]
    same(paying, [{"stage": stage, "cost": cost} for stage in ("plan", "growth", None) for cost in costs])


def test_tables_of_many_rows_are_the_same():
    for rows in (9, 17, 33, 64):
        text = "\n".join(
            ["count,pct,mark", *(f"-,{n},{('good', 'fair', 'bad')[n % 3]}" for n in range(rows))]
        )
        same(policy(("advice", "first", {"mark": TEXT}, text)), [{"pct": n, "count": 1} for n in range(70)])


def test_more_cases_than_a_block_are_all_decided():
    cases = [{"pct": n % 7} for n in range(BLOCK + 5)]
    found = same(policy(("advice", "first", {"mark": TEXT}, "pct,mark\n< 3,good\n-,bad")), cases)
    assert len(found.outputs["mark"]) == BLOCK + 5


def test_the_row_of_each_case_is_told():
    rows = policy(("advice", "priority", {"mark": TEXT}, "pct,mark\n> 1,bad\n> 2,good"))
    vectors = vectorise(rows)
    found = vectors.decide(arrays(vectors.facts, [{"pct": n} for n in (1, 2, 3)]))
    assert found.rows("advice").tolist() == [0, 1, 2]


def test_no_case_at_all_is_decided():
    vectors = vectorise(policy(("advice", "first", {"mark": TEXT}, "pct,mark\n< 3,good\n-,bad")))
    assert len(vectors.decide(arrays(vectors.facts, [])).outputs["mark"]) == 0


def test_a_wrong_fact_is_named_with_its_case():
    vectors = vectorise(policy(("advice", "first", {"mark": TEXT}, "pct,mark\n< 3,good\n-,bad")))
    with pytest.raises(WrongFact) as refused:
        arrays(vectors.facts, [{"pct": 1}, {"pct": "one"}])
    assert (refused.value.name, refused.value.params["case"]) == ("pct", 1)


def test_a_table_of_more_rows_than_bits_is_refused_by_name():
    text = "\n".join(["pct,mark", *(f"{n},good" for n in range(65))])
    with pytest.raises(NotVectorised) as refused:
        vectorise(policy(("advice", "first", {"mark": TEXT}, text)))
    assert (refused.value.rule, refused.value.name) == ("too_many_rows", "advice")
