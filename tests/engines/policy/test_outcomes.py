"""What could come of a case whose facts are not all known."""

from decimal import Decimal

from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.outcomes import outcomes
from tests.engines.policy.making import NUMBER, TEXT, policy

SHARES = (
    "share",
    "first",
    {"share": NUMBER},
    "stage,count,share\nplan,-,0\nnot(plan),< 5,1\nnot(plan),[5..8),2\nnot(plan),>= 8,3",
)


def of(facts, *tables, names=("share",)):
    return outcomes(compile_policy(policy(*(tables or (SHARES,))), names), facts, names)


def test_what_is_known_has_one_outcome():
    found = of({"stage": "first", "count": 7})
    assert (found.answers, found.unknown, found.whole) == (((Decimal(2),),), (), True)


def test_an_unknown_fact_that_changes_nothing_is_not_named():
    assert of({"stage": "plan"}).unknown == ()


def test_an_unknown_number_gives_every_answer_that_it_could_lead_to():
    found = of({"stage": "first"})
    assert found.unknown == ("count",)
    # The first is the present answer: none.
    assert found.answers[0] == (None,)
    assert set(found.answers[1:]) == {(Decimal(1),), (Decimal(2),), (Decimal(3),)}


def test_facts_that_come_up_on_the_way_take_part():
    found = of({})
    assert set(found.unknown) == {"stage", "count"}
    assert {answer for (answer,) in found.answers} == {None, 0, 1, 2, 3}


def test_facts_behind_another_table_take_part():
    mark = ("rating", "unique", {"mark": TEXT}, "count,mark\n< 6,bad\n>= 6,good")
    fee = ("fee", "unique", {"fee": NUMBER}, "mark,fee\nbad,5\ngood,9")
    found = of({}, mark, fee, names=("fee",))
    assert found.unknown == ("count",)
    assert {answer for (answer,) in found.answers} == {None, 5, 9}


def test_rows_are_certain_that_match_whatever_becomes_known():
    table = ("fee", "collect:sum", {"fee": NUMBER}, "stage,count,fee\nfirst,-,1\n-,< 5,2\n-,>= 5,4")
    found = of({"stage": "first"}, table, names=("fee",))
    assert found.rows == {("fee", 1)}
    assert of({"stage": "first", "count": 3}, table, names=("fee",)).rows == {("fee", 1), ("fee", 2)}


def test_too_many_combinations_are_said_and_not_guessed(monkeypatch):
    monkeypatch.setattr("banso.engines.policy.outcomes.MOST_COMBINATIONS", 2)
    found = of({"stage": "first"})
    assert (found.whole, found.answers) == (False, ((None,),))
