"""What is asked of a firm on its first page, and what buyers of Japan Street wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.models import State as InquiryState
from banso.apps.journal.actor import day_of
from banso.apps.meetings.models import OnlineMeeting
from banso.apps.meetings.models import State as MeetingState
from banso.apps.orders.models import Order
from banso.apps.orders.models import State as OrderState
from banso.web import formats
from banso.web.navigation import address

#: How many of each kind of request are listed one by one.
LISTED = 5


@dataclass(frozen=True)
class Plea:
    """Something we ask of the firm: until when, what, and where to do it."""

    by: str
    what: str
    url: str
    late: bool = False


class AskedByBuyers:
    """Questions, meetings and orders that wait for a word of the firm, the oldest first.

    ``querysets`` are to be read together with others; ``pleas`` after that asks for nothing more.
    """

    def __init__(self, access: Access) -> None:
        questions = Inquiry.objects.filter(state=InquiryState.OPEN).order_by("waiting_since", "pk")
        meetings = OnlineMeeting.objects.filter(state=MeetingState.PROPOSED, turn=Side.FIRM)
        orders = Order.objects.filter(state=OrderState.REPORTED, side=Side.BUYER)
        self._questions = access.rows(Action.INQUIRY_ANSWER, questions)[:LISTED]
        self._meetings = access.rows(Action.MEET_ARRANGE, meetings.order_by("asked_at", "pk"))[:LISTED]
        self._orders = access.rows(Action.ORDER_CONFIRM, orders.order_by("reported_at", "pk"))[:LISTED]
        self.querysets: tuple[QuerySet[Any], ...] = (self._questions, self._meetings, self._orders)

    def pleas(self) -> list[Plea]:
        """One for each, with the day since which a buyer waits."""
        asked = _("A buyer has waited for your answer since %(day)s (%(ref)s)")
        meet = _("A buyer proposed an online meeting on %(day)s (%(ref)s): choose a time or propose others")
        ordered = _("A buyer reported an order on %(day)s (%(ref)s): is it right?")
        return [
            *(
                self._plea(asked, row, row.waiting_since, address("inquiries:inquiry", row.ref))
                for row in self._questions
            ),
            *(
                self._plea(meet, row, row.asked_at, address("meetings:meeting", row.ref))
                for row in self._meetings
            ),
            *(
                self._plea(ordered, row, row.reported_at, address("orders:order", row.ref))
                for row in self._orders
            ),
        ]

    @staticmethod
    def _plea(words: str, row: Any, moment: Any, url: str) -> Plea:
        return Plea("", words % {"day": formats.day(day_of(moment)), "ref": row.ref}, url)
