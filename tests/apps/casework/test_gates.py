import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.casework import services
from banso.apps.casework.models import CaseState, GateReview
from banso.apps.journal.models import Event
from banso.apps.programmes.models import GateGround

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 9, 20)


def open_stage(case):
    return case.stages.get(started_on__isnull=False, ended_on__isnull=True)


def ground(code):
    return GateGround.objects.get(code=code)


#: What goes with a decision unless a test says otherwise.
USUAL = {"extend": "order_near", "shorten": "firm_wish"}


def decide(
    case, result="advance", *, stage=None, role="office_staff", day=DAY, reason="戦略ができた", **values
):
    stage = stage or open_stage(case)
    values.setdefault("seen_reviews", stage.reviews.count())
    if result in USUAL:
        values.setdefault("ground", ground(USUAL[result]))
    if result == "pause":
        values.setdefault("remedy", "輸出の担当者を決める")
        values.setdefault("remedy_due_on", day + timedelta(days=60))
    data = services.GateData(result=result, reason=reason, **values)
    return services.decide_gate(making.by(role, day), stage, data)


def test_advancing_closes_the_stage_and_starts_the_next():
    case = making.opened()
    decide(case)
    first, second = case.stages.all()[:2]
    assert (first.ended_on, second.started_on) == (DAY, DAY)


def test_a_decision_is_one_event_with_stage_result_and_guards(events):
    case = making.opened()
    decide(case, reason="秘密の理由")
    assert events(case) == ["case.opened", "gate.decided", "policy.decided", "policy.departed"]
    payload = Event.objects.get(action="gate.decided").payload
    assert json.loads(payload)["stage"] == 1
    assert json.loads(payload)["next"] == 2
    assert json.loads(payload)["guards"] == {
        "gate_as_seen": True,
        "nothing_waits": True,
        "has_next_stage": True,
        "document_agreed": True,
    }
    assert "秘密" not in payload


def test_the_last_stage_does_not_advance(refused):
    case = making.opened()
    for _ in range(3):
        decide(case)
    with refused("has_next_stage"):
        decide(case)


def test_extending_moves_this_stage_and_all_that_follows():
    case = making.opened()
    decide(case, "extend", months=5)
    case.refresh_from_db()
    assert [(stage.planned_from, stage.planned_to) for stage in case.stages.all()] == [
        (date(2025, 4, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 9, 1), date(2028, 8, 31)),
    ]
    assert case.planned_end_on == date(2028, 8, 31)


def test_extending_keeps_the_stage_open():
    case = making.opened()
    decide(case, "extend", months=1)
    assert open_stage(case).order == 1


@pytest.mark.parametrize("result", ["extend", "shorten"])
@pytest.mark.parametrize("months", [None, 0, 13])
def test_an_extension_and_a_cut_need_months(refused, months, result):
    with refused("months_range", "months"):
        decide(making.opened(), result, months=months)


def test_months_are_only_for_an_extension(refused):
    with refused("months_out_of_place", "months"):
        decide(making.opened(), months=2)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_decision_needs_a_reason(refused, reason):
    with refused("required", "reason"):
        decide(making.opened(), reason=reason)


@pytest.mark.parametrize("result", ["end", "resume"])
def test_a_gate_knows_no_other_decision(refused, result):
    with refused("unknown_code", "result"):
        decide(making.opened(), result)


@pytest.mark.parametrize("role", ["expert", "firm_member", "decider", "programme_manager"])
def test_only_the_office_decides(refused, role):
    with refused("role"):
        decide(making.opened(), role=role)


def test_a_stage_that_another_person_closed_is_not_decided_again(refused):
    case = making.opened()
    stage = open_stage(case)
    decide(case)
    with refused("gate_as_seen"):
        decide(case, stage=stage, seen_reviews=0)


def test_a_stage_that_another_person_extended_is_not_decided_unseen(refused):
    case = making.opened()
    decide(case, "extend", months=1)
    with refused("gate_as_seen"):
        decide(case, "extend", months=1, seen_reviews=0)


def test_a_stage_that_has_not_begun_is_not_decided(refused):
    case = making.opened()
    with refused("gate_as_seen"):
        decide(case, stage=case.stages.last())


def resume(case, day=DAY, **values):
    data = services.ResumeData(**{"remedied": True, **values})
    return services.resume_case(making.by("office_staff", day), case, data)


def test_a_case_is_paused_and_resumed(events):
    case = making.opened()
    decide(case, "pause")
    case.refresh_from_db()
    assert case.state == CaseState.PAUSED
    assert resume(case).state == CaseState.ACTIVE
    assert events(case) == ["case.opened", "case.paused", "policy.decided", "case.resumed"]


def test_a_paused_case_does_not_advance(refused):
    case = making.opened()
    decide(case, "pause")
    with refused("case_state"):
        decide(case)


def test_a_case_under_support_is_not_resumed(refused):
    with refused("case_state"):
        resume(making.opened())


def test_nothing_is_stored_when_a_decision_is_refused(refused, events):
    case = making.opened()
    with refused("required", "reason"):
        decide(case, reason="")
    assert open_stage(case).order == 1
    assert not GateReview.objects.exists()
    assert events(case) == ["case.opened"]


def test_the_database_closes_a_stage_once():
    case = making.opened()
    stage = open_stage(case)
    decide(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateReview.objects.create(stage=stage, result="end", reason="x", decided_on=DAY, in_force_on=DAY)


def test_the_database_refuses_two_open_stages():
    case = making.opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        case.stages.filter(order=2).update(started_on=DAY)
