"""What is due about online meetings: an answer, being there, minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.selectors import members_of
from banso.apps.inquiries.models import Side
from banso.apps.journal.actor import ZONE, day_of
from banso.apps.meetings.models import OnlineMeeting, State
from banso.apps.meetings.services import SUBJECT
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source

#: A proposal is answered within so many days; minutes are written within so many.
ANSWER_WITHIN, MINUTES_WITHIN = timedelta(days=3), timedelta(days=2)


def _rows(refs: Collection[str] | None, **which: Any) -> QuerySet[OnlineMeeting]:
    rows = OnlineMeeting.objects.filter(**which).order_by("pk")
    rows = rows if refs is None else rows.filter(ref__in=refs)
    return rows.select_related("inquiry__product__firm", "inquiry__buyer", "appointment")


def to_answer(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Proposals that wait for a maker's answer, three days after they were made: the firm's people."""
    late = now - ANSWER_WITHIN
    rows = list(_rows(refs, state=State.PROPOSED, turn=Side.FIRM, asked_at__lte=late))
    yield from _of_firm(rows, now, lambda row: day_of(row.asked_at + ANSWER_WITHIN))


def tomorrow(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Agreed meetings of today and tomorrow: those who take part."""
    until = now + timedelta(days=1)
    rows = _rows(refs, state=State.AGREED, appointment__starts_at__gt=now, appointment__starts_at__lte=until)
    for row in rows:
        assert row.appointment is not None
        on, firm = day_of(row.appointment.starts_at), row.inquiry.product.firm
        if row.for_buyer_id:
            yield Due(SUBJECT, row.ref, on, reverse("meetings:street_meeting", args=[row.ref]),
                      (row.for_buyer_id,))  # fmt: skip
        if row.for_firm_id:
            yield Due(SUBJECT, row.ref, on, _address(row), (row.for_firm_id,), firm.office_id, firm.pk)


def minutes_late(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Meetings without minutes two days after: the firm's people."""
    late = now - MINUTES_WITHIN
    rows = list(_rows(refs, state=State.AGREED, appointment__ends_at__lte=late))
    yield from _of_firm(rows, now, lambda row: day_of(row.appointment.ends_at + MINUTES_WITHIN))


def _of_firm(rows: list[OnlineMeeting], now: datetime, due_on: Any) -> Iterator[Due]:
    firms = {row.inquiry.product.firm_id for row in rows}
    members = members_of(firms, now.astimezone(ZONE).date()) if rows else {}
    for row in rows:
        firm = row.inquiry.product.firm
        people = members.get(firm.pk, ())
        yield Due(SUBJECT, row.ref, due_on(row), _address(row), people, firm.office_id, firm.pk)


def _address(row: OnlineMeeting) -> str:
    return reverse("meetings:meeting", args=[row.ref])


def register() -> None:
    """Let people be reminded."""
    for source in (
        Source("online_meeting_answer", _("Online meeting to answer"), to_answer),
        Source("online_meeting_soon", _("Online meeting soon"), tomorrow),
        Source("online_meeting_minutes", _("Minutes of an online meeting to write"), minutes_late),
    ):
        sources.register(source)
