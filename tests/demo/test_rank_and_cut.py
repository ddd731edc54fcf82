"""The published counts come out whoever answers."""

import random

import pytest

from banso.demo.calibration import Step, calibration
from banso.demo.respondents import Respondent, deal, rank_and_cut, shares

PROGRAMMES = ("consortium", "ec")


def answering(programme, seed, size=None, steps=None):
    chance = random.Random(f"{programme}/{seed}")
    size = size or calibration().respondents(programme)
    group = [
        Respondent(chance.gauss(0, 1), chance.gauss(0, 1), chance.randrange(6), chance.random() < 0.4)
        for _number in range(size)
    ]
    rank_and_cut(chance, group, steps or calibration().steps(programme))
    return group


def count(group, where):
    return sum(
        all(
            one.labels.get(name) in (label if isinstance(label, list) else [label])
            for name, label in where.items()
        )
        for one in group
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_published_and_derived_count_comes_out_for_every_seed(programme, seed):
    group = answering(programme, seed)
    wrong = {
        str(row["where"]): (count(group, row["where"]), row["count"])
        for row in calibration().constraints(programme)
        if count(group, row["where"]) != row["count"]
    }
    assert not wrong


def test_what_is_assumed_may_change_without_moving_what_is_published():
    steps = [
        Step(
            step.variable,
            step.within,
            step.labels,
            {name: -2 * weight for name, weight in step.score.items()},
        )
        for step in calibration().steps("ec")
    ]
    group = answering("ec", 1, steps=steps)
    assert all(count(group, row["where"]) == row["count"] for row in calibration().constraints("ec"))


def test_who_gets_a_label_depends_on_the_seed():
    one, other = answering("consortium", 1), answering("consortium", 2)
    assert [item.labels for item in one] != [item.labels for item in other]


def test_firms_with_an_ec_record_succeed_thirty_points_more_often():
    group = answering("ec", 5)
    with_record = count(group, {"prior_ec": "yes", "success": "yes"}) / count(group, {"prior_ec": "yes"})
    without = count(group, {"prior_ec": "no", "success": "yes"}) / count(group, {"prior_ec": "no"})
    assert with_record - without == pytest.approx(0.299, abs=0.0005)


def test_firms_that_exported_in_casework_mostly_say_so():
    group = answering("consortium", 3)
    said = [one.labels["success"] == "yes" for one in group if one.exported]
    assert sum(said) / len(said) > 0.8


def test_a_smaller_group_gets_the_labels_in_proportion():
    group = answering("ec", 1, size=98)
    assert count(group, {"success": "yes"}) == 37
    assert count(group, {}) == 98


def test_shares_add_up_to_the_total_by_largest_remainder():
    assert shares([("a", 97), ("b", 59), ("c", 39)], 39) == [("a", 19), ("b", 12), ("c", 8)]


def test_shares_of_the_published_total_are_the_published_counts():
    assert shares([("yes", 195), ("no", 200)], 395) == [("yes", 195), ("no", 200)]


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("seed", range(5))
def test_dealing_gives_every_kind_its_count_and_every_firm_at_least_one(programme, seed):
    counts, firms = calibration().own_efforts(programme)
    hands = deal(random.Random(seed), firms, counts)
    assert len(hands) == firms
    assert all(hands)
    assert {kind: sum(kind in hand for hand in hands) for kind in counts} == counts


def test_dealing_too_few_kinds_is_refused():
    with pytest.raises(ValueError):
        deal(random.Random(1), 3, {"pr": 2})
