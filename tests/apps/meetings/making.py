"""Online meetings for tests, made through the services."""

from datetime import datetime

from banso.apps.inquiries.models import Inquiry
from banso.apps.meetings import services
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.services import ProposalData, Times
from tests.apps.inquiries import making as talks
from tests.apps.inquiries.making import by_buyer, by_firm

#: By the clock in Toronto, 18 days after the moment of the tests.
SLOTS = ("2026-03-28T10:00", "2026-03-28T19:00")


def proposal(*times: str, which: str = "", **values) -> ProposalData:
    return ProposalData(
        **{"times": Times(times or SLOTS, which), "length": 45, "about": "Prices for 2027", **values}
    )


def proposed(staff, *times: str, at: datetime, **values) -> OnlineMeeting:
    """A buyer in Canada proposes, once the maker of a soy sauce has answered."""
    inquiry: Inquiry = talks.answered(staff)
    return services.propose(by_buyer(inquiry, at), inquiry, proposal(*times, **values))


def agreed(staff, at: datetime, link: str = "") -> OnlineMeeting:
    meeting = proposed(staff, at=at)
    slot = meeting.slots.order_by("starts_at").first()
    return services.accept(by_firm(meeting.inquiry, at), meeting, slot, link)
