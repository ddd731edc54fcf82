"""What the answers show to be sums of each other is linked, so that nothing hidden follows from it."""

import polars as pl

from banso.apps.surveys.answer_tables.linked import linked
from banso.engines.statistics.counting import Asked, count
from banso.engines.statistics.suppression import protected, release, worked_out

OFFICES = {"a": "x", "b": "x", "c": "y"}
YES = {"a": 3, "b": 20, "c": 10}
NO = {"a": 20, "b": 20, "c": 20}


def answers():
    rows = [
        (answer, office, OFFICES[office])
        for answer, counts in (("yes", YES), ("no", NO))
        for office, number in counts.items()
        for _each in range(number)
    ]
    return pl.DataFrame(rows, schema=["Q", "office", "region"], orient="row")


def tables(*asked):
    return count(answers().lazy(), [Asked(*each) for each in asked])


def cell(**answers):
    return frozenset(answers.items())


def test_a_cell_of_an_office_does_not_follow_from_its_region():
    found = linked(answers(), tables(("Q", "office"), ("Q", "region")))
    told = worked_out(found, protected(found))
    assert told[cell(Q="yes", office="a")].safe(4)


def test_without_the_link_it_would():
    both = tables(("Q", "office"), ("Q", "region"))
    found = linked(answers(), both)
    told = worked_out(found, protected(release(both)))
    assert not told[cell(Q="yes", office="a")].safe(4)


def test_a_question_that_only_some_were_asked_is_linked_to_the_one_that_decides_it():
    frame = pl.DataFrame(
        {"Q": ["yes"] * 30 + ["no"] * 20, "R": ["met"] * 27 + ["missed"] * 3 + [None] * 20},
        schema={"Q": pl.String, "R": pl.String},
    )
    counts = count(frame.lazy(), [Asked("Q"), Asked("R")])
    sums = linked(frame, counts).sums
    total = cell(Q="yes")
    assert any(each.total == total and set(each.parts) == {cell(R="met"), cell(R="missed")} for each in sums)
