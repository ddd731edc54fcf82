from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from banso.engines.policy.compiled import WrongFact, compile_policy, money
from banso.engines.policy.graph import Loop, UnknownDecision
from tests.engines.policy.making import FACTS, NUMBER, TEXT, policy


def decided(hit, rows, facts, outputs=None):
    table = ("advice", hit, outputs or {"mark": TEXT}, rows)
    return compile_policy(policy(table)).decide(facts)


OVERLAPPING = "count,mark\n>= 1,bad\n>= 2,good\n>= 3,fair\n>= 3,good"


@pytest.mark.parametrize(
    ("hit", "count", "mark", "rows"),
    [
        ("unique", 1, "bad", (1,)),
        ("unique", 0, None, ()),
        ("unique", 3, None, (1, 2, 3, 4)),
        ("first", 3, "bad", (1,)),
        ("priority", 3, "good", (2,)),
        ("any", 2, None, (1, 2)),
        ("rule order", 3, ["bad", "good", "fair", "good"], (1, 2, 3, 4)),
        ("output order", 3, ["good", "good", "fair", "bad"], (1, 2, 3, 4)),
        ("collect", 2, ["bad", "good"], (1, 2)),
        ("collect:count", 3, 4, (1, 2, 3, 4)),
        ("collect", 0, None, ()),
    ],
)
def test_a_hit_policy_answers_with_its_rows(hit, count, mark, rows):
    found = decided(hit, OVERLAPPING, {"count": count})
    assert (found.outputs, found.matched) == ({"mark": mark}, {"advice": rows})


@pytest.mark.parametrize(
    ("aggregation", "points"), [("sum", Decimal("0.3")), ("min", Decimal("0.1")), ("max", Decimal("0.2"))]
)
def test_a_collecting_table_joins_its_results_exactly(aggregation, points):
    rows = "count,points\n>= 1,0.1\n>= 1,0.2\n> 5,9"
    assert decided(f"collect:{aggregation}", rows, {"count": 3}, {"points": NUMBER}).outputs == {
        "points": points
    }


def test_rows_that_contradict_each_other_are_a_conflict():
    assert decided("unique", OVERLAPPING, {"count": 2}).conflicts == ("advice",)
    assert decided("unique", OVERLAPPING, {"count": 1}).conflicts == ()


def test_an_any_table_answers_where_its_rows_agree():
    assert decided("any", "count,mark\n>= 1,good\n>= 2,good", {"count": 2}).outputs == {"mark": "good"}


def test_every_row_that_matched_says_why():
    found = decided("rule order", OVERLAPPING, {"count": 2})
    assert [(reason.table, reason.row, reason.text.en) for reason in found.reasons] == [
        ("advice", 1, "Reason 1"), ("advice", 2, "Reason 2"),
    ]  # fmt: skip


def test_a_row_that_needs_an_unknown_fact_does_not_match_and_the_fact_is_missing():
    rows = "count,promised,mark\n>= 1,true,good\n>= 1,false,bad"
    found = decided("unique", rows, {"count": 2})
    assert (found.outputs, found.missing) == ({"mark": None}, ("promised",))


def test_a_fact_is_missing_only_where_a_row_would_otherwise_fit():
    rows = "count,promised,mark\n>= 1,true,good\n0,-,bad"
    assert decided("unique", rows, {"count": 0}).missing == ()


def test_rows_after_the_first_that_matches_need_nothing():
    rows = "count,promised,mark\n>= 1,-,good\n-,true,bad"
    assert decided("first", rows, {"count": 1}).missing == ()
    assert decided("collect", rows, {"count": 1}).missing == ("promised",)


def test_not_of_an_unknown_fact_is_unknown():
    found = decided("first", "stage,mark\nnot(plan),good", {})
    assert (found.outputs, found.missing) == ({"mark": None}, ("stage",))


def test_a_row_may_ask_for_the_unknown():
    assert decided("first", "stage,mark\nnull,fair\n-,good", {"stage": None}).outputs == {"mark": "fair"}


CHAIN = (
    ("share", "first", {"share": NUMBER}, "mark,share\ngood,0\n-,0.5"),
    ("advice", "first", {"mark": TEXT}, "points,mark\n>= 3,good\n-,bad"),
    ("points", "collect:sum", {"points": NUMBER}, "count,promised,points\n>= 1,-,2\n-,true,1.5"),
)


def test_tables_feed_each_other_in_whatever_order_they_are_written():
    found = compile_policy(policy(*CHAIN)).decide({"count": 1, "promised": True})
    assert found.outputs == {"share": 0, "mark": "good", "points": Decimal("3.5")}


def test_only_what_is_asked_for_is_decided():
    compiled = compile_policy(policy(*CHAIN), ["mark"])
    found = compiled.decide({"count": 1})
    assert (found.outputs, list(found.matched)) == ({"mark": "bad"}, ["points", "advice"])


def test_only_the_facts_that_are_asked_for_are_looked_at():
    rows = "pct,mark\n-,good"
    compiled = compile_policy(
        policy(*CHAIN, ("other", "first", {"note": TEXT}, rows.replace("mark", "note"))), ["mark"]
    )
    assert [fact.name for fact in compiled.facts] == ["count", "promised"]
    assert compiled.decide({"count": 1, "pct": "many", "promised": False}).outputs == {"mark": "bad"}


def test_a_decision_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(UnknownDecision) as refused:
        compile_policy(policy(*CHAIN), ["marks"])
    assert refused.value.known[:3] == ("share", "advice", "points")


def test_a_loop_is_refused():
    circle = policy(("one", "first", {"a": NUMBER}, "b,a\n-,1"), ("two", "first", {"b": NUMBER}, "a,b\n-,1"))
    with pytest.raises(Loop):
        compile_policy(circle)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"stage": 1}, "fact_type"),
        ({"stage": "started"}, "fact_value_unknown"),
        ({"pct": "60"}, "fact_type"),
        ({"pct": True}, "fact_type"),
        ({"pct": Decimal("NaN")}, "fact_type"),
        ({"pct": float("inf")}, "fact_type"),
        ({"count": Decimal("1.5")}, "fact_value_not_whole"),
        ({"count": -1}, "fact_value_too_small"),
        ({"count": 11}, "fact_value_too_large"),
        ({"promised": 1}, "fact_type"),
        ({"due": datetime(2026, 4, 1, tzinfo=UTC)}, "fact_type"),
        ({"due": "2026-04-01"}, "fact_type"),
    ],
)
def test_a_fact_of_the_wrong_type_or_value_is_refused_by_name(facts, rule):
    rows = "stage,pct,count,promised,due,mark\n-,> 0,> 0,true,> 2026-01-01,good\nplan,-,-,-,-,bad"
    with pytest.raises(WrongFact) as refused:
        decided("first", rows, facts)
    assert (refused.value.rule, refused.value.name) == (rule, next(iter(facts)))


def test_a_float_is_taken_as_it_is_written():
    assert decided("first", "pct,mark\n66.7,good\n-,bad", {"pct": 66.7}).outputs == {"mark": "good"}


def test_the_ends_of_an_interval_belong_to_it_or_not():
    rows = "pct,mark\n[1..2),good\n[2..3],fair\n-,bad"
    marks = [
        decided("first", rows, {"pct": n}).outputs["mark"] for n in (1, Decimal("1.9"), 2, 3, Decimal("3.1"))
    ]
    assert marks == ["good", "good", "fair", "fair", "bad"]


def test_days_are_compared():
    rows = "due,mark\n< 2026-04-01,bad\n>= 2026-04-01,good"
    assert decided("unique", rows, {"due": date(2026, 3, 31)}).outputs == {"mark": "bad"}


@pytest.mark.parametrize(
    ("base", "share", "yen"),
    [(1001, Decimal("0.5"), 501), (1000, 0, 0), (3, Decimal("0.25"), 1), (None, 1, None), (5, None, None)],
)
def test_a_share_of_an_amount_is_whole_yen_half_up(base, share, yen):
    assert money(base, share) == yen


def test_an_amount_follows_from_a_fact_and_a_result():
    facts = FACTS | {"cost": {"kind": "number", "unit": "yen"}}
    amounts = [{"name": "pays", "title_ja": "負担", "title_en": "Pays", "base": "cost", "share": "share"}]
    paid = policy(*CHAIN, facts=facts, amounts=amounts)
    assert compile_policy(paid, ["pays"]).decide({"count": 0, "cost": 1001}).outputs == {"pays": 501}
