"""Decisions at a gate that wait: limits by ground, agreement of another person, the firm's reply."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.casework import services
from banso.apps.casework.models import CaseState, GateReview, GateState
from banso.apps.casework.services.limits import months_cut, rooms
from banso.apps.casework.tasks import settle_shortenings
from banso.apps.journal.models import Event
from banso.apps.programmes.models import GateLimit
from support import people

from . import making
from .test_gates import DAY, decide, ground, open_stage, resume

pytestmark = pytest.mark.usefixtures("configuration")

#: The last day of the time to reply to what is announced on DAY.
LAST = DAY + timedelta(days=14)


def agree(review, role="office_manager", *, day=DAY, user=None, agreed=True, note=""):
    return services.agree_to_gate(making.by(role, day, user), review, agreed=agreed, note=note)


def reply(review, day=DAY, text="来月に受注の見込みがあります"):
    return services.reply_to_gate(making.by("firm_member", day), review, text)


def settle(review, confirmed=True, *, day=DAY, note="内容を確認した"):
    return services.settle_gate(making.by("office_staff", day), review, confirmed=confirmed, note=note)


def proposed():
    """A case with an extension that an office manager has to agree to."""
    case = making.opened()
    return case, decide(case, "extend", months=3, ground=ground("certification"))


def announced():
    case = making.opened()
    return case, decide(case, "shorten", months=4)


def planned_end(case):
    case.refresh_from_db()
    return case.planned_end_on


# Limits


def test_an_extension_up_to_its_limit_holds_at_once():
    review = decide(making.opened(), "extend", months=6)
    assert (review.state, review.in_force_on) == (GateState.IN_FORCE, DAY)


def test_an_extension_beyond_its_limit_is_refused_with_the_numbers():
    case = making.opened()
    decide(case, "extend", months=4)
    with pytest.raises(Refused) as refused:
        decide(case, "extend", months=3)
    assert (refused.value.rule, refused.value.field) == ("beyond_limit", "months")
    assert [number for number in "6432" if number in refused.value.message] == ["6", "4", "3", "2"]


def test_each_ground_has_a_limit_of_its_own():
    case = making.opened()
    decide(case, "extend", months=6)
    assert decide(case, "extend", months=3, ground=ground("staff_change")).state == GateState.IN_FORCE


def test_a_decision_that_was_not_agreed_to_uses_up_nothing():
    case, review = proposed()
    agree(review, agreed=False, note="見込みが薄い")
    used = {room.limit.ground.code: room.used for room in rooms(case)}
    assert used["certification"] == 0


def test_a_cut_is_limited_by_the_months_by_which_support_ends_earlier():
    case = making.opened()
    GateLimit.objects.filter(ground__code="firm_wish").update(most_months=26)
    with pytest.raises(Refused) as refused:
        # From 31 March 2028 back to 19 January 2026: 26 months and a part of another.
        decide(case, "shorten", months=4)
    assert refused.value.rule == "beyond_limit"
    assert decide(case, "shorten", months=5).end_after == date(2026, 2, 19)


@pytest.mark.parametrize(
    ("before", "after", "months"),
    [
        (date(2028, 3, 31), date(2026, 3, 31), 24), (date(2028, 3, 31), date(2026, 3, 30), 25),
        (date(2028, 3, 31), date(2028, 3, 31), 0), (date(2028, 3, 31), date(2028, 3, 30), 1),
        (date(2028, 2, 29), date(2028, 1, 31), 1), (date(2028, 3, 31), None, 0),
    ],
)  # fmt: skip
def test_months_begun_count_whole(before, after, months):
    assert months_cut(before, after) == months


@pytest.mark.parametrize(
    ("result", "values", "rule", "field"),
    [
        ("extend", {"ground": None}, "ground_missing", "ground"),
        ("advance", {"ground": "order_near"}, "ground_out_of_place", "ground"),
        ("extend", {"ground": "no_progress"}, "ground_not_allowed", "ground"),
        ("shorten", {"ground": "order_near"}, "ground_not_allowed", "ground"),
        ("pause", {"remedy": " "}, "required", "remedy"),
        ("pause", {"remedy_due_on": None}, "required", "remedy_due_on"),
        ("pause", {"remedy_due_on": DAY}, "remedy_day", "remedy_due_on"),
        ("pause", {"remedy_due_on": date(2026, 9, 21)}, "remedy_day", "remedy_due_on"),
        ("advance", {"remedy": "価格を見直す"}, "remedy_out_of_place", "remedy"),
        ("extend", {"remedy_due_on": date(2025, 12, 1)}, "required", "remedy"),
    ],
)  # fmt: skip
def test_what_goes_with_a_decision_is_checked(refused, result, values, rule, field):
    if isinstance(values.get("ground"), str):
        values = values | {"ground": ground(values["ground"])}
    months = {"months": 3} if result in ("extend", "shorten") else {}
    with refused(rule, field):
        decide(making.opened(), result, **months, **values)


# Agreement


def test_where_somebody_must_agree_nothing_changes_until_then():
    case, review = proposed()
    assert (review.state, review.agreement) == (GateState.PROPOSED, "office_manager")
    assert planned_end(case) == date(2028, 3, 31)
    agree(review, day=DAY + timedelta(days=3))
    assert planned_end(case) == date(2028, 6, 30)
    review.refresh_from_db()
    assert (review.state, review.in_force_on) == (GateState.IN_FORCE, DAY + timedelta(days=3))


def test_whoever_decided_cannot_agree(refused):
    manager = people.make("office_manager")
    case = making.opened()
    data = services.GateData("extend", "認証待ち", 0, 3, ground("certification"))
    review = services.decide_gate(making.by("office_manager", DAY, manager), open_stage(case), data)
    with refused("another_person"):
        agree(review, user=manager)
    agree(review, user=people.make("office_manager"))


@pytest.mark.parametrize("role", ["office_staff", "reviewer", "expert", "firm_member"])
def test_other_roles_do_not_agree(refused, role):
    with refused("role"):
        agree(proposed()[1], role)


def test_the_role_that_is_asked_for_agrees_or_one_above_it(refused):
    with refused("asked_to_agree"):
        agree(proposed()[1], "decider")
    agree(proposed()[1], "programme_manager")
    review = decide(making.opened(), "extend", months=12, ground=ground("disaster"))
    with refused("asked_to_agree"):
        agree(review, "office_manager")


def test_not_to_agree_needs_a_reason_and_leaves_everything_as_it_was(refused):
    case, review = proposed()
    with refused("required", "note"):
        agree(review, agreed=False)
    agree(review, agreed=False, note="見込みが薄い")
    review.refresh_from_db()
    assert (review.state, planned_end(case)) == (GateState.REFUSED, date(2028, 3, 31))
    with refused("gate_state"):
        agree(review)


def test_while_a_decision_waits_no_other_is_taken(refused):
    case, _review = proposed()
    for result in ("advance", "pause"):
        with refused("nothing_waits"):
            decide(case, result)


def test_the_office_withdraws_what_nobody_has_agreed_to():
    case, review = proposed()
    settle(review, confirmed=False)
    decide(case)
    assert open_stage(case).order == 2


def test_a_proposal_and_its_agreement_are_events_without_words(events):
    case, review = proposed()
    agree(review, note="承認の理由")
    assert [action for action in events(case) if action.startswith("gate.")] == [
        "gate.proposed",
        "gate.agreed",
    ]
    payload = json.loads(Event.objects.get(action="gate.agreed").payload)
    assert payload["guards"] == {"another_person": True, "asked_to_agree": True}
    assert "承認" not in str(payload)


# The firm's reply


def test_a_cut_waits_for_the_firms_reply():
    case, review = announced()
    assert (review.state, review.announced_on, review.reply_until) == (GateState.ANNOUNCED, DAY, LAST)
    assert planned_end(case) == date(2028, 3, 31)


def test_without_a_reply_it_holds_from_the_day_after_the_time_to_reply():
    case, review = announced()
    assert settle_shortenings(making.at(LAST)) == {"in_force": 0}
    assert settle_shortenings(making.at(LAST + timedelta(days=1))) == {"in_force": 1}
    review.refresh_from_db()
    assert (review.state, review.in_force_on) == (GateState.IN_FORCE, LAST + timedelta(days=1))
    assert planned_end(case) == open_stage(case).planned_to == date(2026, 1, 19)
    assert services.stages_ahead(case, open_stage(case), LAST) == []


def test_a_night_that_was_missed_loses_nothing_and_one_more_changes_nothing():
    _case, review = announced()
    assert settle_shortenings(making.at(LAST + timedelta(days=5))) == {"in_force": 1}
    assert settle_shortenings(making.at(LAST + timedelta(days=5))) == {"in_force": 0}
    review.refresh_from_db()
    assert review.in_force_on == LAST + timedelta(days=1)
    assert Event.objects.filter(action="gate.in_force").count() == 1


def test_the_next_decision_records_what_is_due_first():
    case, _review = announced()
    later = LAST + timedelta(days=2)
    extended = decide(case, "extend", months=2, day=later, seen_reviews=1)
    assert (planned_end(case), extended.end_before) == (date(2026, 3, 19), date(2026, 1, 19))


def test_a_reply_stops_the_clock_and_the_office_confirms():
    case, review = announced()
    reply(review, LAST)
    assert settle_shortenings(making.at(LAST + timedelta(days=30))) == {"in_force": 0}
    settle(review, day=LAST + timedelta(days=31))
    review.refresh_from_db()
    assert (review.state, review.in_force_on) == (GateState.IN_FORCE, LAST + timedelta(days=31))
    assert planned_end(case) == date(2026, 1, 19)


def test_or_the_office_withdraws_after_the_reply():
    case, review = announced()
    reply(review)
    settle(review, confirmed=False, note="受注が確認できた")
    review.refresh_from_db()
    assert (review.state, planned_end(case)) == (GateState.WITHDRAWN, date(2028, 3, 31))
    decide(case)


def test_a_reply_after_the_last_day_is_refused(refused):
    _case, review = announced()
    with refused("in_time"):
        reply(review, LAST + timedelta(days=1))


def test_a_firm_replies_once_and_says_something(refused):
    _case, review = announced()
    with refused("required", "reply"):
        reply(review, text=" ")
    reply(review)
    with refused("no_reply_yet"):
        reply(review)


def test_the_office_does_not_confirm_before_the_firm_has_replied(refused):
    with refused("replied"):
        settle(announced()[1])


def test_nobody_but_the_firm_replies(refused):
    with refused("role"):
        services.reply_to_gate(making.by("office_staff", DAY), announced()[1], "代わりに")


def test_the_reply_is_no_part_of_the_event():
    _case, review = announced()
    reply(review, text="社長が入院しました")
    assert "入院" not in Event.objects.get(action="gate.replied").payload


def test_a_cut_that_needs_agreement_is_announced_when_somebody_agrees():
    case = making.opened()
    review = decide(case, "shorten", months=4, ground=ground("no_progress"))
    assert (review.state, review.reply_until) == (GateState.PROPOSED, None)
    later = DAY + timedelta(days=10)
    review = agree(review, day=later)
    assert (review.state, review.reply_until) == (GateState.ANNOUNCED, later + timedelta(days=14))
    assert review.end_after == date(2026, 1, 29)


def test_ending_support_withdraws_what_waits(events):
    case, review = announced()
    services.end_support(making.by("office_staff", DAY), case, outcome="stopped", note="廃業", ended_on=DAY)
    review.refresh_from_db()
    assert review.state == GateState.WITHDRAWN
    assert "gate.withdrawn" in events(case)


# Remedies


def test_a_paused_case_is_shortened_and_goes_on_until_its_new_end():
    case = making.opened()
    decide(case, "pause")
    review = decide(case, "shorten", months=3, day=DAY + timedelta(days=70))
    case.refresh_from_db()
    assert case.state == CaseState.PAUSED
    settle_shortenings(making.at(review.reply_until + timedelta(days=1)))
    case.refresh_from_db()
    assert (case.state, case.planned_end_on) == (CaseState.ACTIVE, review.end_after)


def test_support_goes_on_without_the_remedy_only_with_a_reason(refused):
    case = making.opened()
    decide(case, "pause")
    with refused("required", "note"):
        resume(case, remedied=False)
    resume(case, remedied=False, note="受注が近い")
    assert GateReview.objects.get().remedy_done_on is None


def test_resuming_records_that_it_was_put_right():
    case = making.opened()
    decide(case, "pause")
    resume(case, DAY + timedelta(days=20))
    assert GateReview.objects.get().remedy_done_on == DAY + timedelta(days=20)


def test_what_an_extension_asked_for_is_recorded_when_it_is_there(refused):
    case = making.opened()
    review = decide(case, "extend", months=2, remedy="価格を見直す", remedy_due_on=DAY + timedelta(days=30))
    actor = making.by("office_staff", DAY + timedelta(days=9))
    with refused("before_decision", "done_on"):
        services.record_remedy(actor, review, done_on=DAY - timedelta(days=1))
    services.record_remedy(actor, review, done_on=DAY + timedelta(days=9))
    with refused("already_done"):
        services.record_remedy(actor, review, done_on=DAY + timedelta(days=9))


# What the database holds whatever the services do


@pytest.mark.parametrize(
    "values",
    [
        {"state": "proposed"},
        {"in_force_on": None},
        {"state": "refused"},
        {"remedy": "x"},
        {"reply": "x"},
        {"announced_on": DAY},
    ],
)
def test_the_database_refuses_half_a_decision(values):
    review = decide(making.opened(), "extend", months=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateReview.objects.filter(pk=review.pk).update(**values)


def test_the_database_refuses_agreement_by_whoever_decided():
    review = agree(proposed()[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        GateReview.objects.filter(pk=review.pk).update(agreed_by=User.objects.get(pk=review.decided_by_id))


def test_the_database_lets_one_decision_wait():
    _case, review = announced()
    second = {"result": "extend", "months": 1, "reason": "x", "state": "proposed"}
    with pytest.raises(IntegrityError), transaction.atomic():
        GateReview.objects.create(stage=review.stage, decided_on=DAY, ground=ground("order_near"), **second)
