"""Firms whose support ended before: who comes first, in which week, and how the file is imported."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.apps.casework import services
from banso.apps.casework.catch_up import Candidate, Ended, friday_of, monday_of, next_due, promise, spread
from banso.apps.casework.models import CatchUp, PastSupport
from banso.apps.casework.past_support import plan_past_support
from banso.engines.kernel.tables import read_table
from support import people

from . import making

TODAY = date(2026, 3, 10)
NEXT_WEEK = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("supports", "points"),
    [
        ([Ended(date(2025, 3, 10))], 30),
        ([Ended(date(2025, 3, 9))], 20),
        ([Ended(date(2023, 3, 10))], 10),
        ([Ended(date(2023, 3, 9))], 0),
        ([Ended(date(2020, 3, 31), exported=True)], 40),
        ([Ended(date(2020, 3, 31), exported=False, plan_past_end=True)], 20),
        ([Ended(date(2026, 1, 31), True, True)], 90),
        ([Ended(date(2020, 3, 31), True), Ended(date(2025, 12, 31), False)], 70),
    ],
)
def test_what_a_firm_promises(supports, points):
    assert promise(supports, TODAY) == points


@pytest.mark.parametrize(
    ("ended_on", "after", "due"),
    [
        (date(2024, 3, 31), None, TODAY),
        (date(2026, 1, 31), None, date(2026, 7, 31)),
        (date(2024, 3, 31), date(2026, 3, 1), date(2027, 3, 31)),
        (date(2025, 4, 5), date(2026, 3, 10), date(2027, 4, 5)),
        (date(2020, 3, 31), TODAY, None),
    ],
)
def test_everything_missed_is_due_once_and_what_lies_ahead_on_its_day(ended_on, after, due):
    assert next_due([Ended(ended_on)], TODAY, after) == due


def candidate(ref, points, ended_on=date(2024, 3, 31), not_before=TODAY):
    return Candidate(ref, points, ended_on, not_before)


def test_the_most_promising_come_first_and_no_week_is_overfull():
    weeks = spread([candidate("a", 10), candidate("b", 90), candidate("c", 50)], 2, NEXT_WEEK)
    assert weeks == {"b": NEXT_WEEK, "c": NEXT_WEEK, "a": NEXT_WEEK + timedelta(days=7)}


def test_equal_firms_go_by_the_later_end_then_by_reference():
    firms = [candidate("b", 10), candidate("a", 10), candidate("c", 10, date(2025, 3, 31))]
    assert list(spread(firms, 1, NEXT_WEEK)) == ["c", "a", "b"]


def test_a_firm_is_not_planned_before_its_day():
    assert spread([candidate("a", 90, not_before=date(2026, 7, 31))], 5, NEXT_WEEK) == {
        "a": date(2026, 7, 27)
    }


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 200)), max_size=40),
    st.integers(1, 4),
)
def test_weeks_fill_without_gaps_and_never_beyond_capacity(firms, weekly):
    firms = [
        candidate(f"{n:03d}", points, not_before=TODAY + timedelta(days=ahead))
        for n, (points, ahead) in enumerate(firms)
    ]
    weeks = spread(firms, weekly, NEXT_WEEK)
    full = {week: list(weeks.values()).count(week) for week in weeks.values()}
    assert all(count <= weekly for count in full.values())
    for firm in firms:
        week = max(NEXT_WEEK, monday_of(firm.not_before))
        while week < weeks[firm.ref]:
            assert full[week] == weekly
            week += timedelta(days=7)


def actor(day=TODAY):
    return making.by("office_manager", day)


def past(firm, ref, ended_on=date(2024, 3, 31), **values):
    return services.PastRow(firm.pk, ref, "旧ハンズオン支援", ended_on, **values)


def test_many_supports_of_a_firm_become_one_contact(configuration):
    firm = people.make_firm()
    done = services.import_past_support(actor(), [past(firm, "x1"), past(firm, "x2", date(2022, 3, 31))])
    row = CatchUp.objects.get()
    assert (done.new, done.firms, row.firm, row.due_on) == (2, 1, firm, friday_of(NEXT_WEEK))
    assert row.ended_on == date(2024, 3, 31)


def test_the_same_rows_again_change_nothing(configuration):
    rows = [past(people.make_firm(), "x1")]
    services.import_past_support(actor(), rows)
    again = services.import_past_support(actor(), rows)
    assert (again.new, again.unchanged, CatchUp.objects.count()) == (0, 1, 1)


def test_an_office_gets_no_more_firms_a_week_than_it_takes_on(configuration):
    firms = [people.make_firm() for _ in range(7)]
    services.import_past_support(actor(), [past(firm, firm.ref) for firm in firms])
    assert CatchUp.objects.filter(due_on=friday_of(NEXT_WEEK)).count() == 5
    services.set_catch_up_capacity(actor(), firms[0].office, 3)
    weeks = sorted(CatchUp.objects.order_by("pk").values_list("due_on", flat=True))
    assert [weeks.count(day) for day in sorted(set(weeks))] == [3, 3, 1]


@pytest.mark.parametrize("weekly", [0, 201])
def test_a_capacity_out_of_range_is_refused(configuration, refused, weekly):
    with refused("weekly_range", "weekly"):
        services.set_catch_up_capacity(actor(), people.make_firm().office, weekly)


def test_after_a_contact_the_next_one_is_planned_for_the_next_due_day(configuration, events):
    firm = people.make_firm()
    services.import_past_support(actor(), [past(firm, "x1", exported=True)])
    data = services.FollowUpData(TODAY, "call", "up")
    services.record_follow_up(actor(), CatchUp.objects.get(), data)
    following = CatchUp.objects.get(done_on__isnull=True)
    assert (following.not_before, following.due_on) == (date(2027, 3, 31), friday_of(date(2027, 3, 31)))


def test_a_contact_is_tried_and_closed_like_a_follow_up(configuration):
    firm = people.make_firm()
    services.import_past_support(actor(), [past(firm, "x1", date(2018, 3, 31))])
    row = CatchUp.objects.get()
    services.note_attempt(actor(), row, services.AttemptData(TODAY, "call", "closed"))
    services.close_unreached(actor(), row)
    assert CatchUp.objects.get().reached is False


def test_support_that_ends_after_today_is_refused_whole(configuration, refused):
    firm = people.make_firm()
    with refused("ends_in_future"):
        services.import_past_support(actor(), [past(firm, "x1"), past(firm, "x2", date(2026, 3, 11))])
    assert not PastSupport.objects.exists()


HEADER = "old_ref,firm,service,ended_on,started_on,exported,plan_past_end\n"


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ("x1,{firm},旧支援,,,,", "ended_on", "value_missing"),
        ("x1,F-99999,旧支援,2024-03-31,,,", "firm", "firm_unknown"),
        ("x1,{firm},旧支援,31 March,,,", "ended_on", "day_unreadable"),
        ("x1,{firm},旧支援,2026-03-11,,,", "ended_on", "ends_in_future"),
        ("x1,{firm},旧支援,2024-03-31,2024-04-01,,", "started_on", "ends_before_it_begins"),
        ("x1,{firm},旧支援,2024-03-31,,maybe,", "exported", "yes_no"),
        ("x1,{firm},旧支援,2024-03-31,,,\nx1,{firm},旧支援,2024-03-31,,,", "old_ref", "repeated"),
    ],
)
def test_a_bad_cell_of_the_file_is_named(configuration, line, column, rule):
    text = HEADER + line.format(firm=people.make_firm().ref) + "\n"
    plan = plan_past_support(read_table("past.csv", text.encode()), TODAY)
    assert [(fault.column, fault.rule) for fault in plan.errors] == [(column, rule)]


def test_a_good_file_is_read_with_unknown_as_unknown(configuration):
    firm = people.make_firm()
    text = HEADER + f"x1,{firm.ref},旧支援,令和6年3月31日,,yes,\n"
    plan = plan_past_support(read_table("past.csv", text.encode()), TODAY)
    row = plan.rows[0]
    assert (plan.faults, row.ended_on, row.exported, row.plan_past_end) == ((), date(2024, 3, 31), True, None)
