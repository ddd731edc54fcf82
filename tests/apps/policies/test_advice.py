"""What a version says about a record, in words: only the rows by which it came about."""

from datetime import date

import pytest
from django.utils import translation

from banso.apps.policies.advice import say_about
from support import policies

pytestmark = pytest.mark.usefixtures("configuration")

HANDS_ON = {
    "service": "hands_on", "has_goal": True, "goal_has_baseline": True, "goal_due_months": 24,
    "efforts_promised": 1, "plan_past_end": True, "questionnaires_owed": 0, "open_cases_same_service": 0,
    "goal_judged_feasible": False, "employees": 10, "export_record": "none",
}  # fmt: skip


@pytest.fixture
def reform():
    return policies.put_in_force("reformed", date(2025, 4, 1))


def said(facts, results=("screening_advice", "place_points"), day=date(2026, 3, 10)):
    return say_about("application", "A-1", facts, results=results, applied_on=day)


def test_without_a_version_nothing_is_said():
    policies.end_all(date(2020, 1, 1))
    assert said(HANDS_ON) is None


def test_the_row_that_settled_it_comes_first_then_those_that_gave_what_it_tests(reform):
    found = said(HANDS_ON)
    assert [line.table for line in found.decisive] == ["審査への推奨", "入口の条件"]
    assert found.adding == ()
    assert found.values == {"screening_advice": "decline", "place_points": None}


def test_rows_whose_numbers_are_joined_stand_apart(reform):
    found = said(HANDS_ON | {"service": "mall", "ec_record": "none", "ec_sale_before": False})
    assert "EC枠の推奨" in [line.table for line in found.decisive]
    assert {"EC枠の点数"} <= {line.table for line in found.adding}
    assert not {line.table for line in found.adding} & {line.table for line in found.decisive}


def test_results_facts_and_reasons_are_in_the_language_of_the_page(reform):
    facts = HANDS_ON | {"goal_judged_feasible": None}
    with translation.override("en"):
        found = said(facts)
    assert found.words[0][0] == "advice on screening"
    assert "reviewers judged the goal feasible" in found.missing_said


def test_a_fact_that_does_not_fit_stops_it(reform):
    found = said(HANDS_ON | {"service": "space"})
    assert (found.values, bool(found.stopped), found.reason) == ({}, True, "")
