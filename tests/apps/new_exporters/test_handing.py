"""Hand-over and hand-back: whatever happens, every part has exactly one holder."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banso.apps.base import Refused
from banso.apps.new_exporters import services, silence
from banso.apps.new_exporters.holders import holder_of
from banso.apps.new_exporters.models import Component, HandOver, HandOverState
from banso.apps.new_exporters.services.sharing import taking_part
from support import people
from support.races import at_once
from tests.apps.new_exporters import making

pytestmark = pytest.mark.usefixtures("configuration")


def offered(member, registration, component=None, to=None):
    to = to or making.of_body(making.body("chamber-b"))
    return services.hand_over(member, registration, component, to=to, reason="得意な機関に任せる")


def test_till_it_is_accepted_the_sender_holds_the_part():
    body, member = making.body(), making.member()
    registration = making.registered(member)
    part = making.planned(member, registration)
    sent = offered(member, registration, part)
    part.refresh_from_db()
    assert holder_of(part, "holder") == making.of_body(body)
    services.accept(making.member(making.body("chamber-b")), sent)
    part.refresh_from_db()
    assert holder_of(part, "holder") == making.of_body(making.body("chamber-b"))


def test_without_the_firms_consent_nothing_goes_to_another_body():
    member = making.member()
    registration = making.registered(member, agreed=False)
    with pytest.raises(Refused) as refused:
        offered(member, registration)
    assert refused.value.rule == "may_share"


def test_to_an_office_it_goes_without_consent():
    member = making.member()
    registration = making.registered(member, agreed=False)
    sent = offered(member, registration, to=making.of_office(registration.office))
    services.accept(making.staff(registration.office), sent)
    registration.refresh_from_db()
    assert holder_of(registration, "lead") == making.of_office(registration.office)


def test_who_hands_back_says_why():
    member = making.member()
    sent = offered(member, making.registered(member))
    receiver = making.member(making.body("chamber-b"))
    with pytest.raises(Refused) as refused:
        services.hand_back(receiver, sent, answer=" ")
    assert (refused.value.rule, refused.value.field) == ("has_answer", "answer")
    assert services.hand_back(receiver, sent, answer="担当者がいない").state == HandOverState.HANDED_BACK


def test_only_the_receiver_answers():
    member = making.member()
    sent = offered(member, making.registered(member))
    with pytest.raises(Refused) as refused:
        services.accept(member, sent)
    assert refused.value.rule == "receives"


def test_a_part_is_offered_to_one_at_a_time():
    member = making.member()
    registration = making.registered(member)
    offered(member, registration)
    with pytest.raises(Refused) as refused:
        offered(member, registration, to=making.of_office(registration.office))
    assert refused.value.rule == "waits_already"


def test_who_no_longer_takes_part_no_longer_reads(client_as):
    member = making.member()
    registration = making.registered(member)
    other = making.body("chamber-b")
    sent = offered(member, registration)
    reader = client_as("partner_member", user=people.make("partner_member", partner_body=other))
    address = f"/new-exporters/{registration.ref}/"
    assert reader.get(address).status_code == 200
    services.recall(member, sent)
    assert reader.get(address).status_code == 404


def test_without_an_answer_it_goes_back_after_the_days_of_its_kind_and_only_once():
    member = making.member()
    registration = making.registered(member)
    sent = offered(member, registration, making.planned(member, registration))
    assert silence.run(making.NOW + timedelta(days=21)) == {"came_back": 0}
    assert silence.run(making.NOW + timedelta(days=22)) == {"came_back": 1}
    assert silence.run(making.NOW + timedelta(days=25)) == {"came_back": 0}
    sent.refresh_from_db()
    assert sent.state == HandOverState.CAME_BACK
    assert taking_part(registration) == {
        making.of_body(making.body()),
        making.of_office(registration.office),
    }


@pytest.mark.parametrize(("days", "due"), [(8, 0), (9, 1), (20, 1)])
def test_the_receiver_is_reminded_from_the_first_step_on(days, due):
    member = making.member()
    receiver = making.member(making.body("chamber-b"))
    offered(member, making.registered(member))
    found = list(silence.to_answer(making.NOW + timedelta(days=days), None))
    assert [item.persons for item in found] == [(receiver.user_id,)] * due


def test_what_was_handed_back_is_for_the_sender_to_go_on_with():
    member = making.member()
    registration = making.registered(member)
    sent = offered(member, registration)
    services.hand_back(making.member(making.body("chamber-b")), sent, answer="担当者がいない")
    assert [item.persons for item in silence.to_go_on(making.NOW, None)] == [(member.user_id,)]
    offered(member, registration, to=making.of_office(registration.office))
    assert list(silence.to_go_on(making.NOW, None)) == []


@pytest.mark.django_db(transaction=True)
def test_of_accepting_and_recalling_at_once_one_happens():
    member = making.member()
    registration = making.registered(member)
    part = making.planned(member, registration)
    sent = offered(member, registration, part)
    receiver = making.member(making.body("chamber-b"))
    done = at_once(lambda: services.accept(receiver, sent), lambda: services.recall(member, sent))
    assert done == ["hand_over_state", "stored"]
    part.refresh_from_db()
    accepted = HandOver.objects.get(pk=sent.pk).state == HandOverState.ACCEPTED
    assert (holder_of(part, "holder") == making.of_body(making.body("chamber-b"))) == accepted


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["offer", "offer_lead", "accept", "hand_back", "recall", "night", "plan"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=14,
)


@given(moves=MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_offered_and_answered_nothing_is_ever_without_one_holder(moves):
    bodies = [making.body(f"chamber-{letter}") for letter in "abc"]
    members = [making.member(row) for row in bodies]
    registration = making.registered(members[0])
    making.planned(members[0], registration)
    days = 0
    for move, who, index in moves:
        actor = members[who]
        parts = list(registration.components.order_by("pk"))
        waiting = list(registration.hand_overs.filter(state=HandOverState.WAITING).order_by("pk"))
        sent = waiting[index % len(waiting)] if waiting else None
        try:
            if move == "plan":
                making.planned(actor, registration)
            elif move == "offer":
                part = parts[index % len(parts)]
                offered(actor, registration, part, making.of_body(bodies[index]))
            elif move == "offer_lead":
                offered(actor, registration, None, making.of_body(bodies[index]))
            elif move == "night":
                days += 8
                silence.run(making.NOW + timedelta(days=days))
            elif sent is not None and move == "accept":
                services.accept(actor, sent)
            elif sent is not None and move == "hand_back":
                services.hand_back(actor, sent, answer="できない")
            elif sent is not None:
                services.recall(actor, sent)
        except Refused:
            pass
        registration.refresh_from_db()
        shared = {(row.office_id, row.body_id) for row in registration.shares.all()}
        assert {(holder.office_id, holder.body_id) for holder in taking_part(registration)} == shared
        for part in Component.objects.filter(registration=registration):
            holder_of(part, "holder")
        for one in registration.hand_overs.filter(state=HandOverState.WAITING):
            row, prefix = (one.component, "holder") if one.component else (registration, "lead")
            assert holder_of(row, prefix) == holder_of(one, "from")
