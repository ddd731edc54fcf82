"""Goals, follow-ups and support that ended before, taken over from files."""

from datetime import date

import pytest

from banso.apps.casework.catch_up import friday_of
from banso.apps.casework.models import CatchUp, ExportGoal, FollowUp, PastSupport
from banso.apps.casework.services import end_support
from banso.apps.journal.models import Event
from support import people
from tests.apps.casework import making

from .test_working import rules, tried

pytestmark = pytest.mark.usefixtures("configuration")

NEXT_WEEK = date(2026, 3, 16)


def past(firm, number=1, /, **values):
    row = {
        "old_id": f"P-{number}", "firm": firm.ref, "service": "旧・海外展開支援", "started_on": "2021-04-01",
        "ended_on": "令和6年3月31日", "exported": "有", "plan_past_end": "",
    }  # fmt: skip
    return row | values


def test_past_support_is_stored_and_becomes_one_contact_a_firm(actor):
    firm, other = people.make_firm(), people.make_firm()
    rows = [past(firm, 1), past(firm, 2, ended_on="2022-03-31"), past(other, 3, exported="")]
    outcome = tried(actor, "past_support", *rows)
    assert (outcome.errors, outcome.new, outcome.agrees) == ([], 3, True)
    assert CatchUp.objects.filter(due_on=friday_of(NEXT_WEEK)).count() == 2
    kept = PastSupport.objects.get(old_ref="P-1")
    assert (kept.ended_on, kept.exported, kept.plan_past_end) == (date(2024, 3, 31), True, None)
    assert CatchUp.objects.get(firm=firm).ended_on == date(2024, 3, 31)
    assert Event.objects.filter(action="catch_up.planned").count() == 1


def test_a_try_of_past_support_plans_no_contact(actor):
    assert tried(actor, "past_support", past(people.make_firm()), store=False).errors == []
    assert not CatchUp.objects.exists()


def test_the_same_past_support_twice_plans_nothing_more(actor):
    row = past(people.make_firm())
    tried(actor, "past_support", row)
    again = tried(actor, "past_support", row)
    assert (again.new, again.known, CatchUp.objects.count()) == (0, 1, 1)


@pytest.mark.parametrize(
    ("values", "column", "rule"),
    [
        ({"firm": "F-99999"}, "firm", "firm_unknown"),
        ({"ended_on": ""}, "ended_on", "value_missing"),
        ({"ended_on": "2026-03-11"}, "ended_on", "ends_in_future"),
        ({"started_on": "2024-04-01"}, "started_on", "ends_before_it_begins"),
        ({"exported": "たぶん"}, "exported", "yes_no_unreadable"),
        ({"service": "長" * 121}, "service", "too_long"),
        ({"old_id": "9" * 41}, "old_id", "too_long"),
    ],
)
def test_a_bad_cell_of_past_support_is_named_and_nothing_is_stored(actor, values, column, rule):
    good = past(people.make_firm())
    outcome = tried(actor, "past_support", good, past(people.make_firm(), 2, **values))
    assert rules(outcome) == [(3, column, rule)]
    assert not PastSupport.objects.exists()


def goal(case, /, **values):
    row = {
        "old_id": "G-1", "case": case.ref, "agreed_on": "2025-10-01", "market": "TW", "product": "煎茶",
        "hs_code": "0902.10", "hs_year": "2022", "metric": "金額（円）", "unit": "", "baseline": "1,000,000",
        "baseline_source": "books", "target": "8,000,000円", "due_on": "2026-02-28",
        "after_support": "展示会に自費で出る", "reason": "市場を変更",
    }  # fmt: skip
    return row | values


def test_a_goal_that_was_agreed_is_in_force_from_its_day_even_if_it_is_over(actor):
    case = making.opened()
    outcome = tried(actor, "goals", goal(case))
    assert outcome.errors == []
    assert outcome.sums["target"] == {"file": "8000000", "stored": "8000000"}
    kept = ExportGoal.objects.get(case=case, version=2)
    assert (kept.state, kept.in_force_on, kept.target, kept.hs_code, kept.unit) == (
        "agreed", date(2025, 10, 1), 8_000_000, "090210", "JPY",
    )  # fmt: skip
    assert kept.case.goals.get(version=1).in_force_on == making.START


def test_its_intermediate_values_come_with_it_and_add_up(actor):
    none = {f"m{number}_{what}": "" for number in (1, 2, 3) for what in ("due_on", "value")}
    way = {
        "m1_due_on": "2025-11-30",
        "m1_value": "2,000,000",
        "m3_due_on": "2026-01-31",
        "m3_value": "5000000",
    }
    units = {"metric": "quantity", "unit": "箱", "m2_due_on": "2025-12-31", "m2_value": "1500000"}
    case = making.opened()
    yen = goal(case, **none | way)
    outcome = tried(actor, "goals", yen, goal(making.opened(), old_id="G-2", **none | units))
    assert outcome.errors == []
    # Those of goals in units are no yen.
    assert outcome.sums["milestones"] == {"file": "7000000", "stored": "7000000"}
    kept = ExportGoal.objects.get(case=case, version=2).milestones.order_by("due_on")
    assert list(kept.values_list("due_on", "value")) == [
        (date(2025, 11, 30), 2_000_000),
        (date(2026, 1, 31), 5_000_000),
    ]


@pytest.mark.parametrize(
    ("values", "column", "rule"),
    [
        ({"m1_due_on": "2025-12-01"}, "m1_value", "value_missing"),
        ({"m2_value": "2000000"}, "m2_due_on", "value_missing"),
        ({"m1_due_on": "2025-10-01", "m1_value": "2000000"}, "m1_due_on", "milestone_day"),
        ({"case": "C-1"}, "case", "case_unknown"),
        ({"market": "XX"}, "market", "code_unknown"),
        ({"baseline": ""}, "baseline", "value_missing"),
        ({"target": "1000000"}, "target", "target_above_baseline"),
        ({"agreed_on": "2026-03-11"}, "agreed_on", "in_future"),
        ({"due_on": "2025-10-01"}, "due_on", "due_in_future"),
        ({"metric": "quantity"}, "unit", "required"),
        ({"reason": ""}, "reason", "required"),
        ({"agreed_on": "2025-04-01"}, None, "newest"),
    ],
)
def test_a_bad_cell_of_a_goal_is_named(actor, values, column, rule):
    outcome = tried(actor, "goals", goal(making.opened(), **values))
    assert rules(outcome) == [(2, column, rule)]
    assert ExportGoal.objects.count() == 1


def look(case, /, **values):
    row = {
        "old_id": "L-1", "case": case.ref, "months": "6", "done_on": "2026-02-20", "method": "電話",
        "reached": "yes", "trend": "up", "amount_yen": "2,400,000", "new_exports": "success",
        "new_what": "台湾、煎茶", "comment": "", "note": "",
    }  # fmt: skip
    return row | values


@pytest.fixture
def ended():
    day = date(2025, 8, 31)
    by = making.by("office_staff", day)
    return end_support(by, making.opened(), outcome="exported", note="終了", ended_on=day)


def test_a_follow_up_that_was_recorded_is_taken_over(actor, ended):
    outcome = tried(actor, "follow_ups", look(ended))
    assert (outcome.errors, outcome.agrees) == ([], True)
    row = FollowUp.objects.get(case=ended, months=6)
    assert (row.method, row.reached, row.trend, row.amount_yen, row.new_what) == (
        "call", True, "up", 2_400_000, "台湾、煎茶",
    )  # fmt: skip


NOTHING_SAID = {"reached": "no", "trend": "", "amount_yen": "", "new_exports": "", "new_what": ""}


def test_a_firm_that_was_not_reached_is_taken_over_without_its_tries(actor, ended):
    assert tried(actor, "follow_ups", look(ended, **NOTHING_SAID)).errors == []
    assert FollowUp.objects.get(case=ended, months=6).reached is False


@pytest.mark.parametrize(
    ("values", "column", "rule"),
    [
        ({"months": "7"}, "months", "follow_up_unknown"),
        ({"done_on": "2026-03-11"}, "done_on", "in_future"),
        ({"done_on": "2026-01-01"}, "done_on", "too_early"),
        ({"trend": "sideways"}, "trend", "choice_unknown"),
        (NOTHING_SAID | {"trend": "up"}, "reached", "answers_of_nobody"),
    ],
)
def test_a_bad_cell_of_a_follow_up_is_named(actor, ended, values, column, rule):
    assert rules(tried(actor, "follow_ups", look(ended, **values))) == [(2, column, rule)]
    assert FollowUp.objects.get(case=ended, months=6).done_on is None
