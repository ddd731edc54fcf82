from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.policy import checks
from banso.engines.policy.cells import read_test
from banso.engines.policy.checks import check, check_files
from banso.engines.policy.model import Kind
from tests.engines.policy.making import NUMBER, TEXT, files, policy
from tests.engines.policy.test_regions import holds

WHOLE = """stage,count,mark
plan,-,good
not(plan),>= 5,fair
not(plan),< 5,bad"""


def found(hit, rows, outputs=None, **head):
    """(file, row, rule) of what is wrong with one table."""
    checked = check(policy(("advice", hit, outputs or {"mark": TEXT}, rows), **head))
    return [(fault.file, fault.row, fault.rule) for fault in checked]


@pytest.mark.parametrize("hit", ["unique", "any", "first", "priority"])
def test_a_whole_table_has_nothing_wrong(hit):
    assert found(hit, WHOLE) == []


def test_a_gap_is_named_with_the_conditions_that_no_row_meets():
    [fault] = check(policy(("advice", "unique", {"mark": TEXT}, WHOLE.replace("< 5", "< 4"))))
    assert (fault.file, fault.rule) == ("advice.csv", "gap")
    assert fault.params["tests"] == {"stage": "first, growth", "count": "4"}


def test_a_gap_in_one_piece_is_named_once():
    rows = "count,promised,mark\n>= 3,true,good\n>= 3,false,good"
    [fault] = check(policy(("advice", "unique", {"mark": TEXT}, rows)))
    assert fault.params["tests"] == {"count": "<= 2"}


def test_an_open_text_needs_a_row_for_what_nobody_listed():
    [fault] = check(policy(("advice", "first", {"mark": TEXT}, "word,mark\na,good")))
    assert fault.params["tests"] == {"word": "not(a)"}


def test_a_collecting_table_may_have_gaps():
    assert found("collect:sum", "count,points\n>= 3,1", {"points": NUMBER}) == []


def test_unknown_facts_are_no_gap():
    assert found("unique", "promised,mark\ntrue,good\nfalse,bad") == []


def test_rows_of_a_unique_table_that_meet_are_named_with_a_case():
    [fault] = check(policy(("advice", "unique", {"mark": TEXT}, WHOLE.replace("< 5", "<= 5"))))
    assert (fault.row, fault.rule, fault.params["row"], fault.params["other"]) == (4, "overlap", 3, 2)
    assert fault.params["tests"] == {"stage": "first, growth", "count": "5"}


def test_rows_that_meet_on_the_unknown_only_overlap_too():
    rows = "promised,count,mark\ntrue,-,good\nfalse,-,bad\nnull,-,fair\nnull,3,fair"
    assert ("advice.csv", 5, "overlap") in found("unique", rows)


def test_rows_of_an_any_table_may_meet_with_the_same_result():
    rows = "count,mark\n>= 3,good\n<= 5,{}"
    assert found("any", rows.format("good")) == []
    assert found("any", rows.format("bad")) == [("advice.csv", 3, "overlap")]


def test_a_row_behind_all_others_never_matches():
    rows = "count,promised,mark\n>= 3,-,good\n-,true,fair\n>= 5,false,bad\n-,-,bad"
    assert found("first", rows) == [("advice.csv", 4, "never_matches")]


def test_the_rows_that_leave_nothing_are_named():
    rows = "count,mark\n>= 5,good\n< 5,fair\n[3..7],bad"
    [fault] = check(policy(("advice", "first", {"mark": TEXT}, rows)))
    assert fault.params == {"row": 3, "by": (1, 2)}


def test_a_row_of_lower_priority_never_matches_behind_one_of_higher():
    rows = "count,mark\n-,bad\n-,good"
    assert found("priority", rows) == [("advice.csv", 2, "never_matches")]


@pytest.mark.parametrize("cell", ["[7..3]", "> 10", "2.5"])
def test_a_condition_that_no_value_meets_is_named_in_its_column(cell):
    rows = f"count,mark\n-,good\n{cell},bad"
    [fault] = [f for f in check(policy(("advice", "any", {"mark": TEXT}, rows))) if f.row]
    assert (fault.row, fault.column, fault.rule) == (3, "count", "never_matches")


def test_priority_needs_a_list_of_values():
    assert ("advice.csv", None, "priority_without_values") in found("priority", "count,n\n-,1", {"n": NUMBER})


def test_a_sum_needs_a_number_in_every_row():
    assert ("advice.csv", 2, "result_missing") in found("collect:sum", "count,n\n-,-", {"n": NUMBER})


def test_tables_that_feed_each_other_in_a_circle_are_named():
    circle = policy(("one", "first", {"a": NUMBER}, "b,a\n-,1"), ("two", "first", {"b": NUMBER}, "a,b\n-,1"))
    [fault] = check(circle)
    assert (fault.rule, set(fault.params["tables"])) == ("cycle", {"one", "two"})


def test_a_result_that_nobody_uses_is_named():
    both = {"mark": TEXT, "points": NUMBER}
    assert found("first", "count,mark,points\n-,good,1", both, results=["mark"]) == [
        ("advice.csv", 1, "output_unused")
    ]


def test_a_version_answers_something():
    assert found("first", "count,mark\n-,good", results=[]) == [
        ("policy.toml", None, "results_none"), ("advice.csv", 1, "output_unused"),
    ]  # fmt: skip


def test_a_table_that_cannot_be_read_does_not_keep_the_others_from_being_checked():
    broken = files(
        ("one", "first", {"a": NUMBER}, "count,a\nmany,1"), ("two", "first", {"b": NUMBER}, "count,b\n< 3,1")
    )
    assert [(fault.file, fault.rule) for fault in check_files(broken)] == [
        ("one.csv", "number_expected"), ("two.csv", "gap"),
    ]  # fmt: skip


def test_a_table_too_entangled_is_said_to_be_so(monkeypatch):
    monkeypatch.setattr(checks, "MOST_CUTS", 3)
    rows = "count,pct,promised,mark\n" + "\n".join(f"{n},{n},true,good" for n in range(9))
    assert ("advice.csv", None, "too_entangled") in found("any", rows)


CELLS = {
    "stage": ["-", "plan", "first, growth", "not(plan)", "null"],
    "count": ["-", "< 2", ">= 2", "[1..3]", "(1..2]", "2", "null, > 2"],
    "promised": ["-", "true", "false"],
}
VALUES = {"stage": ["plan", "first", "growth"], "count": list(range(11)), "promised": [True, False]}
KINDS = {"stage": Kind.TEXT, "count": Kind.NUMBER, "promised": Kind.BOOLEAN}
ROWS = st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), min_size=1, max_size=6)


def matching(rows, case):
    """The rows that match a case, by the definition of every test."""
    return [
        place
        for place, row in enumerate(rows)
        if all(holds(read_test(c, KINDS[n]), v) is True for n, c, v in zip(CELLS, row, case, strict=True))
    ]


def checked(hit, rows):
    lines = [",".join(f'"{cell}"' for cell in row) + ",good" for row in rows]
    return check(policy(("advice", hit, {"mark": TEXT}, "\n".join(["stage,count,promised,mark", *lines]))))


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_there_is_a_gap_exactly_where_some_known_case_has_no_row(rows):
    bare = any(not matching(rows, case) for case in product(*VALUES.values()))
    assert any(fault.rule == "gap" for fault in checked("first", rows)) == bare


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_rows_overlap_exactly_where_some_case_has_two(rows):
    cases = product(*([*values, None] for values in VALUES.values()))
    double = any(len(matching(rows, case)) > 1 for case in cases)
    assert any(fault.rule == "overlap" for fault in checked("unique", rows)) == double


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_a_row_never_matches_exactly_where_no_case_reaches_it(rows):
    cases = product(*([*values, None] for values in VALUES.values()))
    reached = {found[0] for found in (matching(rows, case) for case in cases) if found}
    dead = {fault.params["row"] - 1 for fault in checked("first", rows) if fault.rule == "never_matches"}
    assert dead == set(range(len(rows))) - reached


def test_rows_beside_each_other_are_checked_in_work_that_grows_with_their_number(monkeypatch):
    cut, worked = checks._Knife.cut, []
    monkeypatch.setattr(
        checks._Knife, "cut", lambda knife, boxes, out: worked.append(len(boxes)) or cut(knife, boxes, out)
    )
    totals = []
    for rows in (50, 100, 200):
        worked.clear()
        lines = [f"[{n}..{n + 1}),{flag},good" for n in range(rows) for flag in ("true", "false")]
        check(policy(("advice", "first", {"mark": TEXT}, "\n".join(["pct,promised,mark", *lines]))))
        totals.append(sum(worked))
    assert totals[1] <= 2.1 * totals[0]
    assert totals[2] <= 2.1 * totals[1]
