"""Two people act on the same thing at the same moment: one of them is refused."""

from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.casework.models import GateReview
from banso.apps.journal.models import Event
from support.races import at_once

from . import making
from .test_gates import ground

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_one_of_two_decisions_on_the_same_gate_is_refused():
    case = making.opened()
    stage = case.stages.first()
    actor = making.by("office_staff", date(2025, 9, 20))
    grounds = {"extend": ground("order_near")}

    def decide(result, months):
        return lambda: services.decide_gate(actor, stage, services.GateData(result, "理由", 0, months, grounds.get(result)))

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
