import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.apps.casework import services
from banso.apps.casework.follow_up import FollowUpStatus, follow_up_status, opens_on
from banso.apps.casework.models import CaseState
from banso.apps.journal.models import Event
from banso.engines.kernel.fiscal import add_months

from . import making
from .test_gates import decide

ENDED = date(2025, 8, 31)


@pytest.fixture(autouse=True)
def _configured(configuration):
    pass


def end(
    case, *, outcome="exported", note="初回の輸出ができた", ended_on=ENDED, role="office_staff", day=ENDED
):
    return services.end_support(making.by(role, day), case, outcome=outcome, note=note, ended_on=ended_on)


def test_ending_closes_the_open_stage_with_a_review():
    case = end(making.opened())
    stage = case.stages.first()
    assert (case.state, case.outcome, case.ended_on, stage.ended_on) == (
        CaseState.ENDED, "exported", ENDED, ENDED,
    )  # fmt: skip
    assert stage.reviews.get().result == "end"


def test_follow_ups_are_due_whole_months_after_the_end():
    case = end(making.opened())
    assert [(f.months, f.due_on) for f in case.follow_ups.all()] == [
        (6, date(2026, 2, 28)),
        (12, date(2026, 8, 31)),
        (24, date(2027, 8, 31)),
        (36, date(2028, 8, 31)),
    ]


@pytest.mark.parametrize("service", ["street", "mall", "store"])
def test_a_place_in_an_ec_channel_is_looked_back_on_from_the_day_on_which_it_ended(service):
    case = end(making.opened(service=service))
    assert [(row.months, row.due_on) for row in case.follow_ups.order_by("months")] == [
        (months, add_months(ENDED, months)) for months in sorted(case.version.follow_up_months)
    ]
    assert {6, 12} <= set(case.version.follow_up_months)


def test_ending_is_one_event_without_the_text(events):
    case = end(making.opened(), note="秘密の事情")
    assert events(case)[:2] == ["case.opened", "case.ended"]
    payload = Event.objects.get(action="case.ended").payload
    assert json.loads(payload)["outcome"] == "exported"
    assert "秘密" not in payload


def test_a_paused_case_ends_too():
    case = making.opened()
    decide(case, "pause", day=date(2026, 3, 10))
    assert end(case, outcome="stopped").state == CaseState.ENDED


def test_support_ends_once(refused):
    case = end(making.opened())
    with refused("case_state"):
        end(case)


@pytest.mark.parametrize("role", ["expert", "firm_member"])
def test_only_the_office_ends_support(refused, role):
    with refused("role"):
        end(making.opened(), role=role)


def test_support_does_not_end_after_today(refused):
    with refused("in_future", "ended_on"):
        end(making.opened(), ended_on=date(2025, 9, 1))


def test_support_does_not_end_before_its_present_stage_began(refused):
    with refused("before_stage", "ended_on"):
        end(making.opened(), ended_on=date(2025, 3, 31))


@pytest.mark.parametrize("outcome", ["answered", "", "success"])
def test_it_rejects_an_outcome_of_another_kind(refused, outcome):
    with refused("unknown_code", "outcome"):
        end(making.opened(), outcome=outcome)


def test_support_does_not_end_without_a_reason(refused):
    with refused("required", "note"):
        end(making.opened(), note="")


def test_a_single_question_is_settled_at_its_consultation(refused):
    expert = making.expert()
    case = services.open_spot_case(making.by("expert", user=expert.user), making.need(), expert)
    with refused("settled_at_consultation"):
        end(case)


def record(follow_up, day=date(2026, 2, 10), **values):
    data = {
        "done_on": day,
        "method": "call",
        "trend": "up",
        "new_exports": "success",
    } | values
    return services.record_follow_up(making.by("office_staff", day), follow_up, services.FollowUpData(**data))


def first_follow_up():
    return end(making.opened()).follow_ups.get(months=6)


def test_a_follow_up_is_recorded(events):
    done = record(first_follow_up(), amount_yen=1_200_000, note="継続中")
    assert (done.done_on, done.reached, done.trend, done.amount_yen) == (
        date(2026, 2, 10), True, "up", 1_200_000,
    )  # fmt: skip
    assert events(done.case)[-1] == "follow_up.recorded"


def test_what_a_firm_did_not_say_stays_unknown():
    done = record(first_follow_up(), trend="", new_exports="")
    assert (done.trend, done.amount_yen, done.new_exports) == ("", None, "")


def test_a_follow_up_is_not_recorded_more_than_a_month_early(refused):
    with refused("too_early", "done_on"):
        record(first_follow_up(), date(2026, 1, 27))


def test_a_follow_up_is_recorded_a_month_early():
    assert record(first_follow_up(), date(2026, 1, 28)).done_on == date(2026, 1, 28)


def test_a_follow_up_is_recorded_once(refused):
    follow_up = first_follow_up()
    record(follow_up)
    with refused("already_done"):
        record(follow_up)


def test_a_follow_up_does_not_take_place_after_today(refused):
    data = services.FollowUpData(date(2026, 2, 11), "call")
    with refused("in_future", "done_on"):
        services.record_follow_up(making.by("office_staff", date(2026, 2, 10)), first_follow_up(), data)


def test_it_rejects_an_unknown_trend(refused):
    with refused("choice_unknown", "trend"):
        record(first_follow_up(), trend="sideways")


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 1, 27), FollowUpStatus.UPCOMING),
        (date(2026, 1, 28), FollowUpStatus.DUE),
        (date(2026, 2, 28), FollowUpStatus.DUE),
        (date(2026, 3, 1), FollowUpStatus.OVERDUE),
    ],
)
def test_the_status_of_a_follow_up_comes_from_its_dates(today, status):
    assert follow_up_status(date(2026, 2, 28), None, today) == status


def test_a_follow_up_that_did_not_reach_the_firm_says_so():
    closed = follow_up_status(ENDED, ENDED, ENDED, reached=False)
    assert closed == FollowUpStatus.NOT_REACHED


def test_a_recorded_follow_up_is_never_overdue():
    assert follow_up_status(date(2026, 2, 28), date(2026, 3, 5), date(2030, 1, 1)) == FollowUpStatus.DONE


@given(st.dates(date(2022, 1, 1), date(2030, 12, 31)), st.integers(-40, 40))
def test_the_list_of_a_day_holds_just_the_follow_ups_of_that_status(today, distance):
    from datetime import timedelta

    from banso.apps.casework.selectors import last_open_due_day

    due_on = add_months(today, 1) + timedelta(days=distance)
    assert (due_on <= last_open_due_day(today)) == (opens_on(due_on) <= today)
