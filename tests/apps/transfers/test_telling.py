"""Who gets open work is told of it once, meetings to come go with it, and a leave is noticed."""

from datetime import timedelta

import pytest

from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, ExpertAbsence, FormerFirm, Office
from banso.apps.notices.delivery import write
from banso.apps.notices.models import Letter, Meeting, Participant, Task
from banso.apps.transfers.handing import go_back
from banso.apps.transfers.reminders import stand_ins
from banso.apps.transfers.work import KINDS

from .making import TODAY, hand

pytestmark = pytest.mark.usefixtures("configuration")


def meet(desk, person, **values):
    """A meeting to come about the case, to which somebody is invited."""
    meeting = Meeting.objects.create(
        subject_kind="case", subject_ref=desk.case.ref, firm=desk.firm, office=desk.office, title="商談準備",
        starts_at=desk.asked.asked_at + timedelta(days=3), ends_at=desk.asked.asked_at + timedelta(days=4),
        place="事務所", planned_at=desk.asked.asked_at, **values,
    )  # fmt: skip
    return Participant.objects.create(meeting=meeting, user=person)


def letters(template="transfers.handed"):
    rows = Letter.objects.filter(template=template).order_by("pk")
    return [(letter.to_user_id, letter.to_kind, letter.to_ref) for letter in rows]


def test_each_new_owner_gets_one_letter_with_everything_that_came(chief, desk, person):
    third = person("office_staff", office=desk.office)
    desk.add_case("C-2")
    receivers = {"case_staff": desk.stand_in, ("case_staff", desk.case.pk): third, "task": third}
    hand(chief, desk, desk.staff, None, receivers=receivers)
    assert sorted(letters()) == sorted([(desk.stand_in.pk, "", ""), (third.pk, "", "")])
    words, body = text_of(Letter.objects.get(to_user=third))
    assert desk.staff.name in words
    assert [f"- {KINDS[code].words}: 1" in body for code in ("case_staff", "task")] == [True, True]


def text_of(letter):
    """Subject and body of a letter as the receiver gets it."""
    written = write(letter, letter.queued_at)
    return written.subject, written.body


def test_an_office_is_written_to_at_its_own_address(chief, desk):
    Office.objects.filter(pk=desk.other.pk).update(email="beta@office.example")
    hand(chief, desk, desk.office, Office.objects.get(pk=desk.other.pk), "office")
    assert letters() == [(None, "office", "beta")]


def test_whoever_is_back_from_a_leave_gets_one_letter(chief, desk):
    transfer = hand(chief, desk, desk.staff, desk.stand_in, "leave", back_on=TODAY + timedelta(days=30))
    go_back(chief, transfer)
    assert letters("transfers.came_back") == [(desk.staff.pk, "", "")]


def test_nothing_open_any_more_brings_no_letter_back(chief, desk):
    transfer = hand(chief, desk, desk.staff, desk.stand_in, "leave", back_on=TODAY + timedelta(days=30))
    Case.objects.update(state="ended", ended_on=TODAY, outcome="stopped")
    Task.objects.update(state="done")
    go_back(chief, transfer)
    assert letters("transfers.came_back") == []


@pytest.mark.parametrize("kind", ["staff", "expert"])
def test_meetings_to_come_are_attended_by_the_new_owner_who_is_invited(chief, desk, kind):
    giver, receiver = (desk.staff, desk.stand_in) if kind == "staff" else (desk.expert, desk.second)
    users = [row if kind == "staff" else row.user for row in (giver, receiver)]
    participant = meet(desk, users[0])
    called_off = meet(desk, users[0], state="cancelled")
    hand(chief, desk, giver, receiver)
    participant.refresh_from_db()
    called_off.refresh_from_db()
    assert (participant.user, called_off.user) == (users[1], users[0])
    assert letters("notices.meeting") == [(users[1].pk, "", "")]


def test_who_is_invited_already_is_not_invited_twice(chief, desk):
    first = meet(desk, desk.staff)
    Participant.objects.create(meeting=first.meeting, user=desk.stand_in)
    hand(chief, desk, desk.staff, desk.stand_in)
    assert [row.user for row in first.meeting.participants.order_by("pk")] == [desk.stand_in]


def test_meetings_go_to_an_expert_who_signs_in(chief, desk, refused):
    meet(desk, desk.expert.user)
    Expert.objects.filter(pk=desk.second.pk).update(user=None)
    with refused("no_account", "attend_expert"):
        hand(chief, desk, desk.expert, Expert.objects.get(pk=desk.second.pk))


def test_an_attendance_comes_back_after_a_leave(chief, desk):
    participant = meet(desk, desk.expert.user)
    transfer = hand(chief, desk, desk.expert, desk.second, "leave", back_on=TODAY + timedelta(days=1))
    go_back(chief, transfer)
    participant.refresh_from_db()
    assert participant.user == desk.expert.user


def absent(desk, first, last):
    return ExpertAbsence.objects.create(
        expert=desk.expert, first_day=TODAY + timedelta(days=first), last_day=TODAY + timedelta(days=last),
        reason="illness", noted_at=desk.asked.asked_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "told"), [(-3, 3, True), (7, 13, True), (8, 20, False), (0, 5, False), (-9, -1, False)]
)
def test_managers_are_told_of_experts_away_for_a_week_with_open_work(chief, desk, first, last, told):
    absence = absent(desk, first, last)
    found = [(due.subject_ref, due.office) for due in stand_ins(chief.at, None)]
    assert found == ([(str(absence.pk), desk.office.pk)] if told else [])


def test_nobody_is_told_once_the_work_has_gone_to_a_stand_in(chief, desk):
    absent(desk, 0, 20)
    hand(chief, desk, desk.expert, desk.second, "leave", back_on=TODAY + timedelta(days=21))
    assert list(stand_ins(chief.at, None)) == []


def test_a_firm_keeps_with_which_office_it_was(chief, desk):
    hand(chief, desk, desk.office, desk.other, "office")
    kept = FormerFirm.objects.get(firm=desk.firm)
    assert (kept.office, kept.until) == (desk.office, TODAY - timedelta(days=1))
