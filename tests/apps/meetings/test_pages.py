"""Online meetings on pages."""

import pytest

from banso.apps.meetings.models import OnlineMeeting, State
from tests.apps.inquiries import making as talks
from tests.apps.meetings import making

pytestmark = pytest.mark.usefixtures("configuration")


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_buyer_proposes_and_the_maker_accepts_by_its_own_clock(actor, client_as):
    inquiry = talks.answered(actor("office_staff"))
    buyer = client_as("buyer", user=inquiry.buyer.user, language="en")
    assert "Propose an online meeting" in text(buyer.get(f"/street/inquiries/{inquiry.ref}/"))
    typed = {"slot1": "2026-03-01T10:00", "slot2": "", "about": "Prices", "length": "30"}
    address = f"/street/inquiries/{inquiry.ref}/meet/"
    refused = text(buyer.post(address, typed))
    assert "This time has passed." in refused and "2026-03-01T10:00" in refused
    response = buyer.post(address, typed | {"slot1": "2026-03-28T10:00"})
    meeting = OnlineMeeting.objects.get()
    assert response.url == f"/street/meetings/{meeting.ref}/"
    firm = client_as("firm_member", user=talks.member(inquiry), language="en")
    page = text(firm.get(f"/online-meetings/{meeting.ref}/"))
    assert "28 Mar 2026 23:00 (Tokyo" in page and "10:00 (Toronto" in page
    slot = meeting.slots.get()
    firm.post(f"/online-meetings/{meeting.ref}/answer/", {"do": "accept", "slot": str(slot.pk), "link": ""})
    assert OnlineMeeting.objects.get().state == State.AGREED
    agreed = text(buyer.get(f"/street/meetings/{meeting.ref}/"))
    assert "For your calendar" in agreed and "28 Mar 2026 10:00 (Toronto" in agreed
    calendar = buyer.get(f"/street/meetings/{meeting.ref}/calendar/").content
    assert b"TZID=Asia/Tokyo:20260328T230000" in calendar and b"BEGIN:VTIMEZONE" in calendar


def test_a_colleague_of_another_company_finds_no_meeting(actor, client_as):
    staff = actor("office_staff")
    inquiry = talks.answered(staff)
    other = talks.answered(staff, product=inquiry.product)
    meeting = making.services.propose(talks.by_buyer(inquiry), inquiry, making.proposal())
    client = client_as("buyer", user=other.buyer.user)
    assert client.get(f"/street/meetings/{meeting.ref}/").status_code == 404
    assert client.get(f"/online-meetings/{meeting.ref}/").status_code == 404
