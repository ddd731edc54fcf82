"""A need that rests, and one on which nobody works any more."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.intake import selectors, services
from banso.apps.intake.models import Consultation, Need, Pause, Received
from banso.apps.intake.status import need_status
from banso.apps.journal.models import Event

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()


def pause(need, **values):
    defaults = {"reason": "firm_away", "until": TODAY + timedelta(days=10)}
    return services.pause(making.staff(), need, **defaults | values)


def abandoned(need=None):
    return services.abandon(making.staff(), need or making.need(), making.abandon_reason())


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"reason": "tired"}, "unknown_code", "reason"),
        ({"until": TODAY - timedelta(days=1)}, "until_past", "until"),
        ({"until": TODAY + timedelta(days=181)}, "until_too_far", "until"),
    ],
)
def test_it_rejects_a_pause_without_reason_or_end(refused, values, rule, field):
    with refused(rule, field):
        pause(making.need(), **values)
    assert not Pause.objects.exists()


@pytest.mark.parametrize("days", [0, 180])
def test_a_pause_lasts_from_today_to_half_a_year_at_most(days):
    assert pause(making.need(), until=TODAY + timedelta(days=days)).resumed_on is None


def test_a_need_is_paused_once_at_a_time(refused):
    need = making.need()
    pause(need)
    with refused("paused_already"):
        pause(need)
    services.resume(making.staff(), need)
    assert pause(need).pk


def test_the_database_holds_one_open_pause_a_need():
    made = pause(making.need())
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(need=made.need, reason="firm_away", paused_on=TODAY, until=TODAY)


def test_it_rejects_to_end_what_was_not_paused(refused):
    with refused("not_paused"):
        services.resume(making.staff(), making.need())


def test_abandonment_is_a_dated_fact_beside_the_status():
    need = making.proposed().need
    abandoned(need)
    need.refresh_from_db()
    assert (need.abandoned_on, need.abandon_reason.code) == (TODAY, "firm_gave_up")
    assert need_status(need.proposals.values_list("state", flat=True)) == "waiting"


def test_the_event_of_abandoning_holds_the_code_of_the_reason():
    abandoned()
    assert json.loads(Event.objects.get(action="need.abandoned").payload)["reason"] == "firm_gave_up"


def test_an_abandoned_need_leaves_the_lists():
    proposal = making.proposed()
    consultations = Consultation.objects.all()
    assert selectors.consultations_waiting(consultations).exists()
    abandoned(proposal.need)
    assert not selectors.consultations_waiting(consultations).exists()
    assert not selectors.consultations_answered(consultations.order_by("pk")).exists()
    assert selectors.consultations_abandoned(consultations.order_by("pk")).exists()
    assert not selectors.received(Received.objects.order_by("pk")).exists()


def test_nobody_goes_on_with_an_abandoned_need(refused):
    proposal = making.proposed()
    abandoned(proposal.need)
    for act in (
        lambda: services.take(making.of(proposal.expert), proposal),
        lambda: services.propose(making.staff(), proposal.need, making.expert()),
        lambda: services.answer_need(making.staff(), proposal.need, "答え"),
        lambda: pause(proposal.need),
        lambda: abandoned(proposal.need),
    ):
        with refused("need_abandoned"):
            act()


def test_it_rejects_to_abandon_what_somebody_works_on(refused):
    with refused("need_taken"):
        abandoned(making.taken().need)


def test_it_rejects_to_abandon_what_is_answered(refused):
    need = making.need()
    services.answer_need(making.staff(), need, "答え")
    with refused("need_settled"):
        abandoned(need)


def test_it_rejects_to_abandon_without_a_reason(refused):
    with refused("has_reason", "reason"):
        services.abandon(making.staff(), making.need(), None)


def test_an_abandoned_need_is_taken_up_again():
    need = abandoned()
    services.take_up_again(making.staff(), need)
    need.refresh_from_db()
    assert (need.abandoned_on, need.abandon_reason, need.abandoned_by) == (None, None, None)
    assert services.answer_need(making.staff(), need, "答え").state == "helped"


def test_it_rejects_to_take_up_what_was_not_abandoned(refused):
    with refused("not_abandoned"):
        services.take_up_again(making.staff(), making.need())


def test_a_pause_ends_when_the_need_is_abandoned():
    need = making.need()
    pause(need)
    abandoned(need)
    assert need.pauses.get().resumed_on == TODAY


def test_the_database_holds_no_abandonment_without_a_reason():
    need = making.need()
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(abandoned_on=TODAY)
