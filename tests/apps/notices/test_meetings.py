"""Meetings: everybody invited is told, also of what changes; nothing is changed twice."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from banso.apps.journal.models import Event
from banso.apps.notices import sources
from banso.apps.notices.models import Meeting, MeetingState
from banso.apps.notices.selectors import appointments
from banso.apps.notices.services import MeetingData, Slot, cancel_meeting, move_meeting, plan_meeting
from banso.apps.notices.sources import Found, SubjectKind
from support.people import make_firm
from support.races import at_once


@pytest.fixture
def case(monkeypatch, db):
    """A kind of record that meetings may be about, and one of it."""
    firm = make_firm(name="山田製茶")
    found = Found("C-1", firm.name, "/cases/C-1/", firm.pk, firm.office_id)
    kind = SubjectKind("test_case", "Case", lambda access, action, ref: found, lambda ref: f"/cases/{ref}/")
    monkeypatch.setattr(sources, "_subjects", {kind.kind: kind})
    return found


@pytest.fixture
def contact(case):
    return (
        make_firm()
        .__class__.objects.get(pk=case.firm)
        .contacts.create(name="山田花子", email="hanako@firm.invalid")
    )


@pytest.fixture
def slot(clock):
    begins = clock + timedelta(days=2)
    return Slot(begins, begins + timedelta(hours=1), "東京")


@pytest.fixture
def plan(actor, case, slot, contact):
    def make(**values):
        staff = actor("office_staff")
        from banso.apps.accounts.models import User

        data = {
            "about": ("test_case", case), "title": "戦略の相談", "slot": slot,
            "people": [User.objects.get(pk=staff.user_id)], "contacts": [contact],
        }  # fmt: skip
        return plan_meeting(staff, MeetingData(**data | values))

    return make


def calendars(postbox):
    found = []
    for _to, message in postbox.taken:
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                assert part["Content-Type"].params["method"] in ("REQUEST", "CANCEL")
                found.append((part["Content-Type"].params["method"], Calendar.from_ical(part.get_content())))
    return found


def test_everybody_invited_gets_an_invitation_that_calendars_read(plan, postbox, deliver, contact):
    meeting = plan()
    deliver()
    assert len(postbox.taken) == 2
    (method, first), (_same, second) = calendars(postbox)
    assert method == "REQUEST"
    assert first.events[0]["UID"] == second.events[0]["UID"]
    assert {str(calendar.events[0]["ATTENDEE"]) for calendar in (first, second)} == {
        f"MAILTO:{meeting.participants.get(user__isnull=False).user.email}",
        f"MAILTO:{contact.email}",
    }
    words = postbox.taken[0][1].get_body(("plain",)).get_content()
    assert "戦略の相談" in words
    assert "山田製茶" in words


def test_a_moved_meeting_is_the_same_appointment_with_a_higher_sequence(plan, actor, slot, postbox, deliver):
    meeting = plan()
    later = slot.starts_at + timedelta(days=1)
    move_meeting(actor("office_staff"), meeting, Slot(later, later + timedelta(hours=1), "大阪"))
    deliver()
    # The first invitations had not left: only the newer ones go out.
    assert [(method, int(c.events[0]["SEQUENCE"])) for method, c in calendars(postbox)] == [
        ("REQUEST", 1)
    ] * 2
    assert str(calendars(postbox)[0][1].events[0]["LOCATION"]) == "大阪"


def test_a_cancelled_meeting_is_taken_out_of_calendars(plan, actor, postbox, deliver):
    meeting = plan()
    deliver()
    cancel_meeting(actor("office_staff"), meeting)
    deliver()
    assert [method for method, _c in calendars(postbox)] == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]
    actions = Event.objects.filter(subject_kind="test_case", action__startswith="meeting.").order_by("number")
    assert [event.action for event in actions] == ["meeting.planned", "meeting.cancelled"]


def test_who_has_no_mail_address_takes_part_without_a_letter(plan, contact, postbox, deliver):
    contact.email = ""
    contact.save()
    assert plan().participants.count() == 2
    deliver()
    assert len(postbox.taken) == 1


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"starts": -1, "ends": 1}, "begins_later", "starts_at"),
        ({"starts": 24, "ends": 24}, "ends_before_it_begins", "ends_at"),
        ({"starts": 24, "ends": 25, "place": ""}, "no_place", "place"),
    ],
)
def test_a_meeting_needs_a_time_ahead_an_end_and_a_place(plan, refused, clock, change, rule, field):
    begins, ends = (clock + timedelta(hours=change[name]) for name in ("starts", "ends"))
    with refused(rule, field=field):
        plan(slot=Slot(begins, ends, change.get("place", "東京")))


def test_a_meeting_without_anybody_is_refused(plan, refused):
    with refused("somebody_invited", field="people"):
        plan(people=[], contacts=[])


def test_a_meeting_changed_meanwhile_is_not_changed_again(plan, actor, slot, refused):
    meeting = plan()
    seen = Meeting.objects.get(pk=meeting.pk)
    cancel_meeting(actor("office_staff"), meeting)
    with refused("meeting_state"):
        move_meeting(actor("office_staff"), seen, slot)
    seen.refresh_from_db()
    assert (seen.state, seen.sequence) == (MeetingState.CANCELLED, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_meeting_at_once_one_is_refused(plan, actor, slot):
    meeting = plan()
    seen = Meeting.objects.get(pk=meeting.pk)
    staff = actor("office_staff")
    outcome = at_once(lambda: cancel_meeting(staff, meeting), lambda: move_meeting(staff, seen, slot))
    assert outcome == ["meeting_state", "stored"]


def test_the_appointments_of_a_day_are_those_in_reach_and_not_cancelled(plan, actor, clock, slot, person):
    from banso.apps.accounts.access import Access
    from banso.apps.accounts.models import User

    kept, gone = plan(), plan(title="x")
    cancel_meeting(actor("office_staff"), gone)
    staff = Access(User.objects.get(pk=actor("office_staff").user_id), clock)
    assert appointments(staff, slot.starts_at.date()) == [kept]
    assert appointments(staff, clock.date()) == []
    other = Access(person("reviewer"), clock)
    assert appointments(other, slot.starts_at.date()) == []
