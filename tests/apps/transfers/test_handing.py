"""Open work goes to others in one step, and nothing is left without an owner."""

from datetime import date, timedelta

import pytest

from banso.apps.accounts.absences import be_on_leave
from banso.apps.accounts.services import current
from banso.apps.casework.models import FollowUp
from banso.apps.directory.models import Expert, ExpertAbsence, Office
from banso.apps.intake.models import Proposal
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from banso.apps.notices.models import Task
from banso.apps.transfers.handing import go_back
from banso.apps.transfers.models import Transfer
from banso.apps.transfers.selectors import office_on, ownerless
from banso.apps.transfers.tasks import end_leaves

from .making import TODAY, counts, hand

pytestmark = pytest.mark.usefixtures("configuration")


def test_the_preview_counts_open_work_by_kind(desk):
    assert counts(desk.staff) == {"case_staff": 1, "task": 1}
    assert counts(desk.expert) == {"case_expert": 1, "proposal_expert": 1}


def test_all_open_work_of_a_person_goes_to_the_receiver(chief, desk):
    hand(chief, desk, desk.staff, desk.stand_in)
    assert (counts(desk.staff), counts(desk.stand_in)) == ({}, {"case_staff": 1, "task": 1})


def test_each_kind_and_each_row_can_have_its_own_receiver(chief, desk, person):
    third = person("office_staff", office=desk.office)
    other = desk.add_case("C-2")
    receivers = {"case_staff": desk.stand_in, ("case_staff", other.pk): third, "task": third}
    hand(chief, desk, desk.staff, None, receivers=receivers)
    assert counts(desk.stand_in) == {"case_staff": 1}
    assert counts(third) == {"case_staff": 1, "task": 1}


def test_what_is_done_stays_with_whoever_did_it(chief, desk):
    done = Task.objects.create(
        text="済", office=desk.office, assignee=desk.staff, state="done", noted_at=chief.at, due_on=TODAY
    )
    hand(chief, desk, desk.staff, desk.stand_in)
    done.refresh_from_db()
    assert done.assignee == desk.staff


def test_silence_of_the_new_receiver_counts_from_today(chief, desk):
    hand(chief, desk, desk.expert, desk.second)
    desk.proposal.refresh_from_db()
    assert (desk.proposal.expert, desk.proposal.silent_from) == (desk.second, TODAY)


def test_a_leave_gives_the_work_back_on_its_day_and_once(chief, desk):
    hand(chief, desk, desk.staff, desk.stand_in, "leave", back_on=TODAY + timedelta(days=30))
    assert end_leaves(chief.at + timedelta(days=29)) == {"leaves": 0, "rows": 0}
    assert end_leaves(chief.at + timedelta(days=33)) == {"leaves": 1, "rows": 2}
    assert end_leaves(chief.at + timedelta(days=34)) == {"leaves": 0, "rows": 0}
    assert (counts(desk.staff), counts(desk.stand_in)) == ({"case_staff": 1, "task": 1}, {})


def test_staff_on_leave_are_absent_until_their_work_goes_back(chief, desk):
    transfer = hand(chief, desk, desk.staff, desk.stand_in, "leave", back_on=TODAY + timedelta(days=30))
    absence = desk.staff.absences.get()
    assert (transfer.absence, absence.first_day) == (absence, TODAY)
    assert absence.last_day == TODAY + timedelta(days=29)
    go_back(Actor(chief.user_id, chief.role, chief.at + timedelta(days=5)), transfer)
    absence.refresh_from_db()
    assert absence.last_day == TODAY + timedelta(days=4)


def test_nothing_goes_to_a_colleague_who_is_absent(chief, desk, refused):
    be_on_leave(chief, desk.stand_in, TODAY)
    with refused("receiver_not_free", "case_staff"):
        hand(chief, desk, desk.staff, desk.stand_in)


def test_what_the_stand_in_finished_does_not_go_back(chief, desk):
    transfer = hand(chief, desk, desk.staff, desk.stand_in, "leave", back_on=TODAY + timedelta(days=30))
    Task.objects.filter(pk=desk.task.pk).update(state="done")
    assert go_back(Actor(None, "system", chief.at + timedelta(days=30)), transfer) == 1


def test_a_contract_ends_with_its_transfer(chief, desk):
    last = TODAY + timedelta(days=21)
    hand(chief, desk, desk.expert, desk.second, "contract", last_day=last)
    desk.expert.refresh_from_db()
    assert desk.expert.contract_to == last
    assert counts(desk.expert) == {}


def test_a_closed_office_leaves_nothing_and_its_figures_stay(chief, desk):
    FollowUp.objects.create(
        case=desk.add_case("C-9", state="ended", ended_on=date(2025, 9, 30), outcome="answered"),
        months=6, due_on=TODAY,
    )  # fmt: skip
    hand(chief, desk, desk.office, desk.other, "office")
    desk.case.refresh_from_db()
    assert counts(desk.office) == {}
    assert desk.case.office == desk.other
    assert office_on(desk.case, TODAY - timedelta(days=1)) == desk.office
    assert office_on(desk.case, TODAY) == desk.other
    assert Office.objects.get(pk=desk.office.pk).retired_on == TODAY


def test_staff_of_a_closed_office_were_there_until_yesterday(chief, desk):
    hand(chief, desk, desk.office, desk.other, "office")
    old, new = desk.staff.assignments.order_by("pk")
    assert (old.office, old.valid_to) == (desk.office, TODAY - timedelta(days=1))
    assert (new.office, new.valid_from, new.valid_to) == (desk.other, TODAY, None)


def test_a_transfer_leaves_no_item_without_an_owner(chief, desk):
    before = ownerless(TODAY)
    hand(chief, desk, desk.staff, desk.stand_in)
    hand(chief, desk, desk.expert, desk.second, "contract", last_day=TODAY)
    hand(chief, desk, desk.office, desk.other, "office")
    assert before == ownerless(TODAY + timedelta(days=1)) == []


def test_items_of_whoever_just_left_are_found(desk):
    current(TODAY).filter(user=desk.staff).update(valid_to=TODAY - timedelta(days=1))
    Expert.objects.filter(pk=desk.expert.pk).update(contract_to=TODAY - timedelta(days=1))
    found = {item.work.code: item.count for item in ownerless(TODAY)}
    assert found == {"case_staff": 1, "task": 1, "case_expert": 1, "proposal_expert": 1}


def test_the_chains_tell_of_it_and_hold(chief, desk, events):
    hand(chief, desk, desk.expert, desk.second)
    assert events(desk.case) == ["work.handed"]
    assert events(desk.asked, "consultation") == ["work.handed"]
    assert Event.objects.filter(subject_kind="expert", action="work.transferred").count() == 1
    assert list(verify(Event.objects.order_by("pk"))) == []


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"seen": "old"}, "stale", None),
        ({"receivers": {}}, "no_receiver", "case_staff"),
        ({"back_on": TODAY}, "back_on", "back_on"),
        ({"last_day": TODAY}, "last_day", "last_day"),
        ({"occasion": "contract"}, "wrong_occasion", "occasion"),
    ],
)
def test_an_incomplete_transfer_moves_nothing(chief, desk, refused, values, rule, field):
    with refused(rule, field):
        hand(chief, desk, desk.staff, desk.stand_in, **values)
    assert counts(desk.staff) == {"case_staff": 1, "task": 1}
    assert not Transfer.objects.exists()


def test_nothing_goes_to_somebody_who_has_left(chief, desk, refused):
    current(TODAY).filter(user=desk.stand_in).update(valid_to=TODAY - timedelta(days=1))
    with refused("receiver_gone", "case_staff"):
        hand(chief, desk, desk.staff, desk.stand_in)


def test_nothing_goes_to_an_expert_who_is_absent(chief, desk, refused):
    ExpertAbsence.objects.create(
        expert=desk.second, first_day=TODAY, last_day=TODAY, reason="leave", noted_at=chief.at
    )
    with refused("receiver_not_free", "case_expert"):
        hand(chief, desk, desk.expert, desk.second)


def test_nobody_is_asked_twice_about_one_need(chief, desk, refused, clock):
    Proposal.objects.create(
        need=desk.proposal.need, receiver="expert", expert=desk.second, sent_at=clock, silent_from=TODAY
    )
    with refused("asked_before", "proposal_expert"):
        hand(chief, desk, desk.expert, desk.second)
