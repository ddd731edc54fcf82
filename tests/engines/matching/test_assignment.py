"""The plan is the best there is: held against HiGHS, and against exchanges in a plan made worse."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from banso.engines.matching import assignment
from banso.engines.matching.assignment import NOBODY, assign, improvable, places, solve
from banso.engines.matching.matrices import eligibility, scores
from tests.engines.matching import making
from tests.engines.matching.making import DAY, REGIONS, WEIGHTS, ask, candidate


def by_highs(eligible, points, capacity):
    """The same problem as an integer programme: (how many, sum of scores), the first one first."""
    row, column = np.nonzero(eligible)
    if not len(row):
        return 0, 0
    rows, columns = eligible.shape
    bonus = rows * int(points.max(initial=0)) + 1
    arcs, ones = np.arange(len(row)), np.ones(len(row))
    done = milp(
        -(points[row, column] + bonus).astype(float),
        integrality=ones,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(coo_array((ones, (row, arcs)), (rows, len(row))), ub=np.ones(rows)),
            LinearConstraint(coo_array((ones, (column, arcs)), (columns, len(row))), ub=capacity),
        ],
    )
    taken = done.x > 0.5
    return int(taken.sum()), int(points[row[taken], column[taken]].sum())


def value(chosen, points):
    has = np.flatnonzero(chosen != NOBODY)
    return len(has), int(points[has, chosen[has]].sum())


def within(chosen, eligible, capacity):
    has = np.flatnonzero(chosen != NOBODY)
    used = np.bincount(chosen[has], minlength=len(capacity))
    return bool(eligible[has, chosen[has]].all() and (used <= capacity).all())


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(1, 25)), draw(st.integers(1, 6))
    chance = random.Random(draw(st.integers(0, 10**6)))
    density = draw(st.sampled_from((0.1, 0.4, 1.0)))
    most = draw(st.sampled_from((0, 3, 100)))
    eligible = np.array([[chance.random() < density for _ in range(columns)] for _ in range(rows)])
    points = np.array(
        [[chance.randint(0, most) for _ in range(columns)] for _ in range(rows)], dtype=np.int32
    )
    return eligible, points, np.array([chance.randint(0, 6) for _ in range(columns)], dtype=np.int64)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_plan_helps_more_or_scores_higher(problem):
    eligible, points, capacity = problem
    chosen = solve(eligible, points, capacity)
    assert within(chosen, eligible, capacity)
    assert value(chosen, points) == by_highs(eligible, points, capacity)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_thinning_the_arcs_changes_nothing(problem):
    eligible, points, capacity = problem
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_MANY", 0)
        patch.setattr(assignment, "_KEPT", (1, 2))
        chosen = solve(eligible, points, capacity)
    assert within(chosen, eligible, capacity)
    assert value(chosen, points) == by_highs(eligible, points, capacity)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 10**6))
def test_a_plan_can_be_improved_exactly_when_it_is_not_the_best(problem, seed):
    eligible, points, capacity = problem
    chance = random.Random(seed)
    allowed = eligible & (capacity > 0)
    left, chosen = capacity.copy(), np.full(len(eligible), NOBODY)
    for row in range(len(eligible)):
        open_to = [column for column in np.flatnonzero(allowed[row]) if left[column] > 0]
        if open_to and chance.random() < 0.9:
            chosen[row] = chance.choice(open_to)
            left[chosen[row]] -= 1
    costs = int(points.max(initial=0)) - points.astype(np.int64)
    nobody = len(eligible) * int(costs.max(initial=0)) + 1
    best = by_highs(allowed, points, capacity)
    assert improvable(allowed, costs, capacity, nobody, chosen) is (value(chosen, points) != best)


@pytest.mark.parametrize("seed", range(6))
def test_a_batch_is_planned_as_well_as_by_highs(seed):
    chance = random.Random(seed)
    experts, asks = making.candidates(chance, 30), making.asks(chance, 150, (4, 8))
    plan = assign(asks, experts, WEIGHTS, REGIONS, DAY)
    eligible, points = eligibility(asks, experts, DAY), scores(asks, experts, WEIGHTS, REGIONS)
    assert (plan.assigned, plan.score) == by_highs(eligible, points, places(asks, experts))
    assert 0 < plan.assigned < len(asks)
    hours = [0] * len(experts)
    for each, expert in zip(asks, plan.experts, strict=True):
        if expert is not None:
            hours[expert] += each.quarters
    assert all(used <= max(0, expert.left) for used, expert in zip(hours, experts, strict=True))


def test_nobody_goes_without_for_the_sake_of_a_higher_score():
    eligible = np.array([[True, True], [True, False]])
    points = np.array([[100, 0], [0, 0]], dtype=np.int32)
    assert solve(eligible, points, np.array([1, 1])).tolist() == [1, 0]


def test_the_one_who_has_waited_longer_comes_first_where_there_is_one_place():
    asks = [ask(key=1), ask(key=2, waiting_days=30)]
    assert assign(asks, [candidate(left=8)], WEIGHTS, REGIONS, DAY).experts == (None, 0)


def test_a_small_ask_fits_where_a_full_place_does_not():
    asks = [ask(key=1, quarters=16), ask(key=2, quarters=4)]
    assert assign(asks, [candidate(left=6)], WEIGHTS, REGIONS, DAY).experts == (None, 0)


@pytest.mark.parametrize(("asks", "experts"), [([], [candidate()]), ([ask()], []), ([], [])])
def test_without_asks_or_experts_the_plan_is_empty(asks, experts):
    plan = assign(asks, experts, WEIGHTS, REGIONS, DAY)
    assert (plan.experts, plan.assigned, plan.score) == ((None,) * len(asks), 0, 0)
