from banso.engines.policy.comparison import Difference, Money, changed_files, changed_rows, compare
from tests.engines.policy.making import FACTS, NUMBER, TEXT, files, policy

ROWS = "stage,count,mark\nplan,-,good\nnot(plan),>= 5,fair\nnot(plan),< 5,bad"


def version(rows=ROWS, *more, **head):
    return policy(("advice", "unique", {"mark": TEXT}, rows), *more, **head)


def test_the_same_version_differs_in_nothing():
    assert changed_rows(version(), version()) == ()


def test_a_changed_cell_is_named_with_both_texts():
    assert changed_rows(version(), version(ROWS.replace(">= 5", ">= 4").replace("< 5", "< 4"))) == (
        Difference("cell_changed", "advice", 2, 2, "count", ">= 5", ">= 4"),
        Difference("cell_changed", "advice", 3, 3, "count", "< 5", "< 4"),
    )


def test_a_row_put_between_does_not_change_those_after_it():
    before = files(("advice", "unique", {"mark": TEXT}, ROWS))
    last = "not(plan),< 5,bad"
    between = "not(plan),[3..5),fair,間,Between,proposed\nnot(plan),< 3,bad"
    after = before | {"advice.csv": before["advice.csv"].replace(last, between)}
    found = [(d.what, d.row_before, d.row_after, d.column) for d in changed_files(before, after)]
    assert found == [("row_added", None, 3, ""), ("cell_changed", 3, 4, "count")]


def test_a_row_taken_away_is_named():
    shorter = ROWS.replace("\nplan,-,good", "")
    [difference] = [d for d in changed_rows(version(), version(shorter)) if d.what == "row_removed"]
    assert (difference.row_before, difference.before) == (1, "stage: plan; count: -; mark: good")


def test_tables_that_come_and_go_are_named():
    more = ("extra", "first", {"n": NUMBER}, "count,n\n-,1")
    assert changed_rows(version(), version(ROWS, more)) == (Difference("table_added", "extra"),)
    assert changed_rows(version(ROWS, more), version()) == (Difference("table_removed", "extra"),)


def test_a_draft_that_cannot_be_read_can_be_compared():
    before = files(("advice", "unique", {"mark": TEXT}, ROWS))
    after = before | {"advice.csv": before["advice.csv"].replace(">= 5", "many")}
    [difference] = changed_files(before, after)
    assert (difference.row_after, difference.after) == (2, "many")


CASES = [{"stage": "plan", "count": 1}, {"stage": "first", "count": 4}, {"stage": "growth"}]


def test_a_case_that_changes_is_told_with_its_rows():
    later = version(ROWS.replace(">= 5", ">= 4").replace("< 5", "< 4"))
    found = compare(version(), later, CASES)
    [change] = found.changes
    assert (change.case, change.result, change.before, change.after) == (1, "mark", "bad", "fair")
    assert (change.rows_before, change.rows_after) == ({"advice": (3,)}, {"advice": (2,)})


def test_moves_count_every_case_the_undecided_too():
    found = compare(version(), version(), CASES)
    assert found.moves == {"mark": {("good", "good"): 1, ("bad", "bad"): 1, (None, None): 1}}
    assert found.changed_cases == 0
    assert found.undecided_before == found.undecided_after == {"mark": 1}


def test_yen_are_summed_and_the_unknown_counted():
    facts = FACTS | {"cost": {"kind": "number", "unit": "yen"}}
    amounts = [{"name": "pays", "title_ja": "負担", "title_en": "Pays", "base": "cost", "share": "share"}]

    def paying(share):
        return policy(
            ("share", "first", {"share": NUMBER}, f"stage,share\nplan,{share}\nfirst,1"),
            facts=facts, amounts=amounts,
        )  # fmt: skip

    cases = [{"stage": "plan", "cost": 1000}, {"stage": "first", "cost": 10}, {"cost": 5}]
    found = compare(paying("0.25"), paying("0.5"), cases, ["pays"])
    assert found.money == {"pays": Money(260, 510, 1, 1)}
    assert found.money["pays"].difference == 250


def test_a_result_that_one_version_lacks_is_no_value_there():
    more = ("extra", "first", {"n": NUMBER}, "count,n\n-,1")
    found = compare(version(), version(ROWS, more), CASES, ["n"])
    assert found.moves == {"n": {(None, 1): 3}}
