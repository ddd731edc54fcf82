"""What a goal is refused for, as tables."""

from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.casework.services import MilestoneData

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

BY_AUTUMN, BY_SPRING = date(2025, 10, 1), date(2026, 4, 1)


def propose(**values):
    return services.propose_goal(making.by("firm_member"), making.application(), making.goal(**values))


def on_way(*pairs):
    return [MilestoneData(due_on, value) for due_on, value in pairs]


def test_a_goal_without_baseline_names_the_baseline(refused):
    with refused("baseline_missing", "baseline"):
        propose(baseline=None)


def test_who_exported_nothing_needs_no_source():
    assert propose(baseline=0, baseline_source="").baseline_source == "new"


def test_a_baseline_above_nothing_needs_a_source(refused):
    with refused("unknown_code", "baseline_source"):
        propose(baseline=10, baseline_source="")


def test_nothing_exported_before_is_no_source_of_a_baseline_above_nothing(refused):
    with refused("baseline_of_new_exporter", "baseline_source"):
        propose(baseline=10, baseline_source="new")


@pytest.mark.parametrize(
    ("typed", "year", "stored"),
    [
        ("0902", 2022, "0902"),
        ("0902.10", 2017, "090210"),
        ("０９０２．１０", 2022, "090210"),
        ("0902 10 100", 2025, "090210100"),
        ("", None, ""),
    ],
)
def test_an_hs_code_is_kept_without_dots(typed, year, stored):
    goal = propose(hs_code=typed, hs_year=year)
    assert (goal.hs_code, goal.hs_year) == (stored, year)


@pytest.mark.parametrize(
    "code", ["090", "09021", "09021010", "0902101000", "0010", "7701", "9801", "green tea"]
)
def test_what_cannot_be_an_hs_code_is_refused(refused, code):
    with refused("hs_code", "hs_code"):
        propose(hs_code=code, hs_year=2022)


@pytest.mark.parametrize(("code", "year"), [("090210", None), ("090210", 2020), ("090210100", 2011)])
def test_an_hs_code_needs_a_year_of_its_nomenclature(refused, code, year):
    with refused("hs_year", "hs_year"):
        propose(hs_code=code, hs_year=year)


def test_a_year_without_a_code_is_refused(refused):
    with refused("hs_code", "hs_code"):
        propose(hs_year=2022)


def test_values_on_the_way_are_kept_in_order():
    goal = propose(milestones=on_way((BY_AUTUMN, 1_000_000), (BY_SPRING, 2_000_000)))
    assert [(one.due_on, one.value) for one in goal.milestones.all()] == [
        (BY_AUTUMN, 1_000_000),
        (BY_SPRING, 2_000_000),
    ]


def test_a_second_proposal_rewrites_the_values_on_the_way():
    draft, actor = making.application(), making.by("firm_member")
    services.propose_goal(actor, draft, making.goal(milestones=on_way((BY_AUTUMN, 1))))
    goal = services.propose_goal(actor, draft, making.goal(milestones=on_way((BY_SPRING, 2))))
    assert [one.value for one in goal.milestones.all()] == [2]


@pytest.mark.parametrize(
    ("milestones", "rule", "field"),
    [
        (((making.START, 1),), "milestone_day", "m1_due_on"),
        (((date(2027, 3, 31), 1),), "milestone_day", "m1_due_on"),
        (((BY_AUTUMN, 0),), "milestone_value", "m1_value"),
        (((BY_AUTUMN, 5_000_000),), "milestone_value", "m1_value"),
        (((BY_SPRING, 1), (BY_AUTUMN, 2)), "milestone_order", "m2_due_on"),
        (((BY_AUTUMN, 1), (BY_AUTUMN, 2)), "milestone_order", "m2_due_on"),
        (((BY_AUTUMN, 2), (BY_SPRING, 2)), "milestone_rises", "m2_value"),
    ],
)
def test_values_on_the_way_must_rise_to_the_target(refused, milestones, rule, field):
    with refused(rule, field):
        propose(milestones=on_way(*milestones))
