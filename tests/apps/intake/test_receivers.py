"""The six kinds of receivers: who replies, what a proposal needs, and what each is refused for."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.accounts.absences import be_on_leave
from banso.apps.casework.models import Case
from banso.apps.directory.models import ConflictOfInterest, ExpertAbsence
from banso.apps.intake import services
from banso.apps.intake.models import Proposal, Receiver
from banso.apps.journal.models import Event
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()
LATER = making.NOW + timedelta(days=2)
KINDS = list(Receiver.values)
OUTSIDE = ["provider", "trading", "partner"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_takes_a_need_on_and_settles_it(kind):
    to, replier = making.receivers()[kind]
    proposal = making.offered(to)
    assert (proposal.receiver, proposal.to) == (kind, to)
    services.take(replier, proposal)
    services.settle(replier, proposal, "helped", "登録の手順です。")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("helped", "登録の手順です。")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["helped", "no_help", "not_reachable", "not_my_field"])
def test_each_kind_is_taken_up_again_from_every_closed_state(kind, state):
    to, replier = making.receivers()[kind]
    proposal = making.offered(to)
    if state == "not_my_field":
        services.refuse(replier, proposal, making.reason())
    else:
        services.take(replier, proposal)
        services.settle(replier, proposal, state, "答え")
    found = services.reopen(making.staff(LATER), proposal)
    assert found.state == ("waiting" if state == "not_my_field" else "taken")


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_expert_gets_a_spot_case(kind):
    to, replier = making.receivers()[kind]
    proposal = services.take(replier, making.offered(to))
    assert Case.objects.filter(need=proposal.need).exists() is (kind == "expert")


@pytest.mark.parametrize("kind", OUTSIDE)
def test_nothing_goes_outside_before_the_firm_agrees(refused, kind):
    to, _replier = making.receivers()[kind]
    with refused("consented", "consent"):
        services.propose(making.staff(), making.need(), to)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_day_of_consent_is_kept_for_those_outside_alone(kind):
    to, _replier = making.receivers()[kind]
    assert making.offered(to).consent_on == (TODAY if kind in OUTSIDE else None)


def test_the_database_holds_no_proposal_outside_without_consent():
    proposal = making.offered(making.provider())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(consent_on=None)


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_holds_one_receiver_of_its_kind(kind):
    to, _replier = making.receivers()[kind]
    proposal = making.offered(to)
    others = [other for other in KINDS if other != kind]
    for other in others:
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(receiver=other, consent_on=TODAY)


@pytest.mark.parametrize("kind", KINDS)
def test_it_rejects_the_same_receiver_twice(refused, kind):
    to, _replier = making.receivers()[kind]
    proposal = making.offered(to)
    with refused("proposed_already", "expert" if kind == "expert" else "to"):
        making.offered(to, proposal.need)


@pytest.mark.parametrize("make", [making.provider, making.trader, making.body])
@pytest.mark.parametrize(("days", "stops"), [(0, True), (-1, True), (1, False)])
def test_it_rejects_a_receiver_that_is_retired(refused, make, days, stops):
    to = make(retired_on=TODAY + timedelta(days=days))
    if stops:
        with refused("in_use", "to"):
            making.offered(to)
    else:
        assert making.offered(to).state == "waiting"


ABSENCES = [
    ({"first_day": TODAY, "last_day": TODAY}, True),
    ({"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)}, False),
    ({"first_day": TODAY + timedelta(days=1), "last_day": TODAY + timedelta(days=9)}, False),
    ({"first_day": TODAY, "last_day": TODAY, "taken_back_at": making.NOW}, False),
]


@pytest.mark.parametrize(("days", "stops"), ABSENCES)
def test_it_rejects_an_expert_who_is_absent_today(refused, days, stops):
    expert = making.expert()
    ExpertAbsence.objects.create(expert=expert, reason="leave", noted_at=making.NOW, **days)
    if stops:
        with refused("present", "expert"):
            making.proposed(an_expert=expert)
    else:
        assert making.proposed(an_expert=expert).state == "waiting"


@pytest.mark.parametrize(
    ("ended", "stops"), [(None, True), (date(2026, 3, 11), True), (date(2026, 3, 10), False)]
)
def test_it_rejects_an_expert_with_a_conflict_of_interest(refused, ended, stops):
    need, expert = making.need(), making.expert()
    ConflictOfInterest.objects.create(
        expert=expert,
        firm=need.consultation.firm,
        kind="client",
        declared_on=date(2026, 1, 5),
        ended_on=ended,
    )
    if stops:
        with refused("no_conflict", "expert"):
            making.proposed(need, expert)
    else:
        assert making.proposed(need, expert).state == "waiting"


def test_a_conflict_with_another_firm_does_not_matter():
    expert = making.expert()
    ConflictOfInterest.objects.create(
        expert=expert, firm=people.make_firm(), kind="client", declared_on=date(2026, 1, 5)
    )
    assert making.proposed(an_expert=expert).state == "waiting"


def test_an_office_does_not_propose_to_itself(refused):
    need = making.need()
    with refused("another", "to"):
        making.offered(need.consultation.office, need)


def test_it_rejects_a_colleague_who_works_at_no_office(refused):
    with refused("at_an_office", "to"):
        making.offered(people.make("evaluator"))


def test_it_rejects_a_colleague_who_is_absent(refused):
    manager = making.staff()
    colleague = making.office().staff.get().user
    be_on_leave(manager, colleague, date(2026, 3, 31))
    with refused("there", "to"):
        making.offered(colleague)


def test_a_colleagues_proposal_keeps_the_office_of_the_time():
    other = making.office()
    colleague = other.staff.get().user
    assert making.offered(colleague).office == other


def test_the_office_replies_for_a_partner_body_of_which_nobody_signs_in():
    proposal = services.take(making.staff(), making.offered(making.body()))
    assert proposal.state == "taken"


def test_the_office_does_not_reply_for_members_who_sign_in(refused):
    to, _replier = making.receivers()["partner"]
    proposal = making.offered(to)
    with refused("no_account"):
        services.take(making.staff(), proposal)


def test_a_need_in_the_hands_of_one_is_not_taken_by_another(refused):
    need = making.need()
    first, second = making.offered(making.provider(), need), making.proposed(need)
    services.take(making.staff(), first)
    with refused("need_taken"):
        services.take(making.of(second.expert), second)


def test_the_database_holds_one_receiver_at_work_on_a_need():
    need = making.need()
    first, second = making.offered(making.provider(), need), making.offered(making.trader(), need)
    services.take(making.staff(), first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=second.pk).update(state="taken")


@pytest.mark.parametrize("by_window", [False, True])
def test_once_somebody_helped_the_others_are_withdrawn(by_window):
    need = making.need()
    first, second = making.proposed(need), making.offered(making.trader(), need)
    refused_one = making.offered(making.provider(), need)
    services.refuse(making.staff(), refused_one, making.reason())
    if by_window:
        services.answer_need(making.staff(LATER), need, "答え")
    else:
        services.take(making.of(first.expert), first)
        services.settle(making.of(first.expert, LATER), first, "helped", "答え")
    second.refresh_from_db()
    refused_one.refresh_from_db()
    assert (second.state, second.withdrawn_at) == ("waiting", LATER)
    assert refused_one.withdrawn_at is None
    told = Event.objects.filter(action="proposal.withdrawn").order_by("id")
    assert {json.loads(event.payload)["why"] for event in told} == {"helped"}


def test_a_need_not_helped_withdraws_nothing():
    need = making.need()
    first, second = making.proposed(need), making.offered(making.trader(), need)
    services.take(making.of(first.expert), first)
    services.settle(making.of(first.expert), first, "no_help", "答え")
    second.refresh_from_db()
    assert second.withdrawn_at is None


def test_what_was_withdrawn_is_not_taken_on(refused):
    proposal = making.proposed()
    services.withdraw(making.staff(), proposal)
    with refused("live"):
        services.take(making.of(proposal.expert), proposal)


def test_what_was_withdrawn_is_sent_again_with_a_new_clock():
    proposal = making.proposed()
    services.withdraw(making.staff(), proposal)
    found = services.send_again(making.staff(LATER), proposal)
    assert (found.withdrawn_at, found.sent_at, found.silent_from) == (None, LATER, LATER.date())


def test_what_was_taken_on_is_not_withdrawn(refused):
    with refused("proposal_state"):
        services.withdraw(making.staff(), making.taken())


def test_a_stale_page_is_refused_and_stores_nothing(refused):
    need = making.need()
    seen = Event.objects.filter(subject_ref=need.consultation.ref).count()
    making.proposed(need)
    for act in (
        lambda: services.propose(making.staff(), need, making.expert(), seen=seen),
        lambda: services.answer_need(making.staff(), need, "答え", seen=seen),
        lambda: services.abandon(making.staff(), need, making.abandon_reason(), seen=seen),
    ):
        with refused("stale"):
            act()
    assert need.proposals.count() == 1


def test_who_took_a_need_on_sees_how_to_reach_the_firm_and_it_is_written_down():
    to, replier = making.receivers()["office"]
    proposal = services.take(replier, making.offered(to))
    services.open_contacts(replier, proposal)
    viewed = Event.objects.get(action="contact.viewed")
    assert (viewed.subject_ref, viewed.actor_id) == (proposal.need.consultation.firm.ref, replier.user_id)


def test_nobody_sees_how_to_reach_the_firm_before_taking_the_need_on(refused):
    to, replier = making.receivers()["office"]
    with refused("not_taken"):
        services.open_contacts(replier, making.offered(to))
