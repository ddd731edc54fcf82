"""Arranging online meetings."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from icalendar import Calendar

from banso.apps.base import Refused
from banso.apps.buyers.models import Buyer
from banso.apps.meetings import reminders, services
from banso.apps.meetings.models import OnlineMeeting, State
from banso.apps.meetings.subject import title
from banso.apps.meetings.words import both_clocks
from banso.apps.notices.delivery import write
from banso.apps.notices.meetings import calendar
from banso.apps.notices.models import Letter, Participant
from tests.apps.inquiries import making as talks
from tests.apps.inquiries.making import by_buyer, by_firm
from tests.apps.meetings import making

pytestmark = pytest.mark.usefixtures("configuration", "db")
AT = datetime(2026, 3, 12, 3, tzinfo=UTC)


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def refused(act, *args) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        act(*args)
    return refusal.value.rule, refusal.value.field


def test_slots_are_read_by_the_clock_of_who_proposes_and_shown_by_both(staff):
    meeting = making.proposed(staff, at=AT)
    first = meeting.slots.order_by("starts_at").first()
    assert first.starts_at == datetime(2026, 3, 28, 14, tzinfo=UTC)
    own, other = both_clocks(first.starts_at, meeting, "firm")
    assert "23:00" in own and "Tokyo" in own and "10:00" in other and "UTC-04:00" in other
    firm = by_firm(meeting.inquiry, AT)
    meeting = services.propose_others(firm, meeting, services.Times(["2026-03-30T09:00"]))
    second = meeting.slots.get(round=2)
    assert second.starts_at == datetime(2026, 3, 30, 0, tzinfo=UTC) and meeting.turn == "buyer"


@pytest.mark.parametrize(
    ("times", "which", "rule", "field"),
    [
        (["2026-03-12T10:00"], "", None, None),
        (["2026-03-11T10:00"], "", "slot_past", "slot1"),
        (["2026-03-28T10:00", "2026-03-28 10:00"], "", "slot_repeated", "slot2"),
        (["", "soon"], "", "slot_unreadable", "slot2"),
        (["", ""], "", "slot_missing", "slot1"),
        (["2027-03-01T10:00"], "", "slot_far", "slot1"),
    ],
)
def test_which_slots_can_be_proposed(staff, times, which, rule, field):
    inquiry = talks.answered(staff)
    propose = (services.propose, by_buyer(inquiry, AT), inquiry, making.proposal(*times, which=which))
    if rule is None:
        propose[0](*propose[1:])
    else:
        assert refused(*propose) == (rule, field)


@pytest.mark.parametrize(
    ("at", "time", "which", "rule"),
    [
        (datetime(2027, 3, 1, tzinfo=UTC), "2027-03-14T02:30", "", "slot_does_not_exist"),
        (datetime(2026, 10, 20, tzinfo=UTC), "2026-11-01T01:30", "", "slot_comes_twice"),
        (datetime(2026, 10, 20, tzinfo=UTC), "2026-11-01T01:30", "second", None),
    ],
)
def test_an_hour_that_clocks_skip_is_refused_and_one_that_comes_twice_is_asked_back(
    staff, at, time, which, rule
):
    buyer, zone = by_buyer(talks.answered(staff), at), services.ZoneInfo("America/Toronto")
    if rule:
        assert refused(services.moments_of, buyer, services.Times([time], which), zone) == (rule, "slot1")
    else:
        found = services.moments_of(buyer, services.Times([time], which), zone)
        assert found == [datetime(2026, 11, 1, 6, 30, tzinfo=UTC)]


def test_nobody_accepts_the_own_proposal_and_one_waits_at_a_time(staff):
    meeting = making.proposed(staff, at=AT)
    buyer, slot = by_buyer(meeting.inquiry, AT), meeting.slots.first()
    assert refused(services.accept, buyer, meeting, slot)[0] == "own_turn"
    assert refused(services.propose, buyer, meeting.inquiry, making.proposal())[0] == "proposal_open"


def test_nothing_is_proposed_before_the_first_answer(staff):
    inquiry = talks.asked(staff)
    assert refused(services.propose, by_buyer(inquiry, AT), inquiry, making.proposal())[0] == "not_exchanged"


def invitations(meeting: OnlineMeeting) -> list[tuple[str, int, str]]:
    """Of each person invited what the newest calendar part says: uid, sequence, method."""
    found = []
    for person in Participant.objects.filter(meeting=meeting.appointment).order_by("pk"):
        enclosed = calendar({"participant": person.pk}, AT)
        event = Calendar.from_ical(enclosed.content).walk("VEVENT")[0]
        found.append((str(event["uid"]), int(event["sequence"]), enclosed.method))
    return found


def test_the_invitation_goes_to_both_and_keeps_its_name_when_it_changes_or_is_called_off(staff):
    meeting = making.agreed(staff, AT)
    firm = by_firm(meeting.inquiry, AT)
    first = invitations(meeting)
    assert len(first) == 2 and {kind[1:] for kind in first} == {(0, "REQUEST")}
    meeting = services.change_link(firm, meeting, "https://meet.example.invalid/a")
    meeting = OnlineMeeting.objects.get(pk=meeting.pk)
    assert {kind[1:] for kind in invitations(meeting)} == {(1, "REQUEST")}
    services.cancel(by_buyer(meeting.inquiry, AT), meeting)
    meeting = OnlineMeeting.objects.get(pk=meeting.pk)
    last = invitations(meeting)
    assert {kind[1:] for kind in last} == {(2, "CANCEL")} and [kind[0] for kind in last] == [
        kind[0] for kind in first
    ]
    assert Letter.objects.filter(template="notices.meeting").count() == 6


def test_minutes_are_written_once_it_has_begun(staff):
    meeting = making.agreed(staff, AT)
    early, late = by_firm(meeting.inquiry, AT), by_firm(meeting.inquiry, AT + timedelta(days=20))
    assert refused(services.report, early, meeting, "order", "They order in May.")[0] == "begun"
    assert services.report(late, meeting, "order", "They order in May.").state == State.HELD
    assert refused(services.cancel, late, meeting)[0] == "online_meeting_state"


def test_a_maker_is_reminded_of_a_proposal_and_both_of_the_day(staff):
    meeting = making.proposed(staff, at=AT)
    later = AT + timedelta(days=3)
    assert not list(reminders.to_answer(later - timedelta(minutes=1), None))
    assert [due.subject_ref for due in reminders.to_answer(later, None)] == [meeting.ref]
    slot = meeting.slots.order_by("starts_at").first()
    services.accept(by_firm(meeting.inquiry, AT), meeting, slot)
    before = slot.starts_at - timedelta(hours=20)
    addresses = {due.address for due in reminders.tomorrow(before, None)}
    assert addresses == {f"/street/meetings/{meeting.ref}/", f"/online-meetings/{meeting.ref}/"}
    after = slot.starts_at + timedelta(days=3)
    assert [due.subject_ref for due in reminders.minutes_late(after, None)] == [meeting.ref]


def test_a_buyer_is_invited_in_chinese_and_by_the_own_clock(staff):
    meeting = making.proposed(staff, "2026-03-28T10:00", at=AT)
    Buyer.objects.update(language="zh-hans")
    accepted = services.accept(by_firm(meeting.inquiry, AT), meeting, meeting.slots.get(), "")
    rows = Letter.objects.filter(template="notices.meeting")
    both = (accepted.for_buyer, accepted.for_firm)
    to_buyer, to_firm = (write(rows.get(to_user=user), AT) for user in both)
    assert to_buyer.subject.startswith("会面邀请: ") and "2026年3月28日 10:00（Toronto" in to_buyer.subject
    assert "By your clock" not in to_firm.body and to_firm.subject.startswith("面談のご案内")
    (event,) = Calendar.from_ical(to_buyer.enclosure.content).events
    with translation.override("zh-hans"):
        assert str(event["summary"]) == title(accepted.ref)
    assert str(event["location"]) == "线上" and "线上" in to_buyer.body
