"""Two people act on the same thing at the same moment: one of them is refused."""

from datetime import date, timedelta

import pytest

from banso.apps.casework import services
from banso.apps.casework.models import CauseKind, GateReview
from banso.apps.journal.models import Event
from support import people
from support.races import at_once

from . import making
from .test_gates import DAY, ground
from .test_gates import decide as decide_gate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_one_of_two_decisions_on_the_same_gate_is_refused():
    case = making.opened()
    stage = case.stages.first()
    actor = making.by("office_staff", date(2025, 9, 20))
    grounds = {"extend": ground("order_near")}

    def decide(result, months):
        return lambda: services.decide_gate(
            actor, stage, services.GateData(result, "理由", 0, months, grounds.get(result))
        )

    assert at_once(decide("advance", None), decide("extend", 2)) == ["gate_as_seen", "stored"]
    assert GateReview.objects.count() == 1


def test_support_ends_once_when_two_people_end_it():
    case = making.opened()
    actor = making.by("office_staff")

    def end(outcome):
        return lambda: services.end_support(actor, case, outcome=outcome, note="理由", ended_on=making.START)

    assert at_once(end("stopped"), end("not_exported")) == ["case_state", "stored"]
    assert Event.objects.filter(action="case.ended").count() == 1


def test_one_of_two_experts_takes_a_need():
    need, first, second = making.need(), making.expert(), making.expert()

    def take(expert):
        return lambda: services.open_spot_case(making.by("expert", user=expert.user), need, expert)

    assert at_once(take(first), take(second)) == ["need_taken", "stored"]


def test_two_people_who_answer_a_proposed_extension_at_once_are_heard_once():
    case = making.opened()
    review = decide_gate(case, "extend", months=3, ground=ground("certification"))
    first, second = (making.by("office_manager", DAY, people.make("office_manager")) for _ in range(2))

    def answer(actor, agreed):
        return lambda: services.agree_to_gate(actor, review, agreed=agreed, note="理由")

    assert at_once(answer(first, True), answer(second, False)) == ["gate_state", "stored"]
    assert Event.objects.filter(action__in=("gate.agreed", "gate.refused")).count() == 1


def test_a_shortening_that_is_due_is_recorded_once_by_two_runs_at_once():
    case = making.opened()
    decide_gate(case, "shorten", months=4)
    later = making.by("office_staff", DAY + timedelta(days=20))
    at_once(lambda: services.let_lapse(later, case), lambda: services.let_lapse(later, case))
    assert Event.objects.filter(action="gate.in_force").count() == 1


def test_a_confirmation_and_a_withdrawal_at_once_are_one_of_both():
    case = making.opened()
    review = decide_gate(case, "shorten", months=4)
    services.reply_to_gate(making.by("firm_member", DAY), review, "商談があります")
    actor = making.by("office_staff", DAY)

    def settle(confirmed):
        return lambda: services.settle_gate(actor, review, confirmed=confirmed, note="理由")

    assert at_once(settle(True), settle(False)) == ["gate_state", "stored"]


def test_a_root_cause_of_a_kind_is_noted_once_by_two_people():
    case = making.opened()
    actor = making.by("office_staff", DAY)
    data = services.CauseData(CauseKind.objects.get(code="price"), "価格が高い", DAY)
    found = at_once(*[lambda: services.note_cause(actor, case, data)] * 2)
    assert found == ["cause_open", "stored"]
