"""Online meetings as both sides and staff reach them, for the test of how far a role reaches."""

from dataclasses import replace

from banso.apps.buyers.selectors import buyers_open
from banso.apps.meetings.models import OnlineMeeting
from support.build import MOMENT
from support.reach import Rows, Ties
from tests.apps.inquiries import reach as inquiries


def _meetings():
    rows = OnlineMeeting.objects.select_related("inquiry__product__firm").order_by("state", "pk")
    found: dict[str, list[OnlineMeeting]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(row)
    return [row for state in sorted(found) for row in found[state][:10]]


def _agreed():
    return [row for row in _meetings() if row.appointment_id]


def _of_maker(meeting: OnlineMeeting) -> Ties:
    firm = meeting.inquiry.product.firm
    return Ties(firm.pk, firm.office_id)


def _of_company(meeting: OnlineMeeting) -> Ties:
    people = buyers_open(MOMENT.date()).filter(company=meeting.inquiry.company_id).order_by("pk")
    return Ties(None, 0, set(people.values_list("user", flat=True)))


def _of_both(meeting: OnlineMeeting) -> Ties:
    return replace(_of_maker(meeting), experts=_of_company(meeting).experts)


def _key(meeting: OnlineMeeting) -> list[str]:
    return [meeting.ref]


_CONVERSATIONS = inquiries.ROWS["inquiries:inquiry"]
_OF_BUYERS = inquiries.ROWS["inquiries:street_inquiry"]
ROWS = {
    "meetings:meeting": Rows(_meetings, _of_both, _key),
    "meetings:calendar": Rows(_agreed, _of_both, _key),
    "meetings:answer": Rows(_meetings, _of_maker, _key, post=True),
    "meetings:cancel": Rows(_meetings, _of_maker, _key),
    "meetings:report": Rows(_meetings, _of_maker, _key),
    "meetings:propose": _CONVERSATIONS,
    "meetings:street_propose": _OF_BUYERS,
    "meetings:street_meeting": Rows(_meetings, _of_company, _key),
    "meetings:street_cancel": Rows(_meetings, _of_company, _key),
    "meetings:street_calendar": Rows(_agreed, _of_company, _key),
}
