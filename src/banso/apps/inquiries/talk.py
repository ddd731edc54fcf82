"""A conversation as it is shown: who wrote what when, as far as the reader may know who it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from banso.apps.buyers.models import Buyer
from banso.apps.documents.models import Document
from banso.apps.documents.selectors import locked
from banso.apps.inquiries.models import Inquiry, Message, Side, State
from banso.apps.inquiries.naming import described, maker_name
from banso.apps.inquiries.sections import Shown
from banso.apps.journal.actor import day_of
from banso.engines.kernel.working_days import WorkingDays


@dataclass(frozen=True)
class Line:
    """One message. ``who`` is the person, where the reader may know; ``new``: not read before."""

    message: Message
    side: str
    who: str
    mine: bool
    new: bool
    files: list[tuple[Document, bool]]


@dataclass(frozen=True)
class Contact:
    """A person who wrote, and how to reach that person outside of Banso."""

    name: str
    email: str


@dataclass(frozen=True)
class Talk:
    """A conversation: its messages, and who is on the other side once that is known."""

    lines: list[Line]
    contacts: list[Contact]


def talk(shown: Shown) -> Talk:
    """Read the messages of a conversation. Two queries, one more where files were sent."""
    inquiry, own = shown.inquiry, shown.side
    rows = inquiry.messages.select_related("written_by").prefetch_related("files__document")
    messages = list(rows.order_by("number"))
    seen = inquiry.words - inquiry.unread(own)
    lines = [
        Line(
            message=row,
            side=_side(inquiry, row.side, shown),
            who=row.written_by.name if shown.named or row.side in (own, Side.STAFF) else "",
            mine=row.side == own,
            new=row.number > seen,
            files=[(file.document, locked(file.document)) for file in row.files.all()],
        )
        for row in messages
    ]
    others = (
        {row.written_by for row in messages if row.side not in (own, Side.STAFF)} if shown.named else set()
    )
    contacts = [Contact(user.name, user.email) for user in sorted(others, key=lambda user: user.pk)]
    return Talk(lines, contacts)


def _side(inquiry: Inquiry, side: str, shown: Shown) -> str:
    """Who spoke, as the reader may name that side."""
    if side == Side.FIRM:
        return maker_name(inquiry.product)
    if side == Side.BUYER:
        return inquiry.company.name if shown.named or shown.side == side else described(inquiry.company)
    return inquiry.product.firm.office.name


def waits_words(inquiry: Inquiry, now: datetime, calendar: WorkingDays) -> str:
    """Since how many working days the maker is waited for; nothing where it is not."""
    if inquiry.waiting_since is None:
        return ""
    days = calendar.between(day_of(inquiry.waiting_since), day_of(now))
    if not days:
        return _("asked today")
    return ngettext("for %(number)s working day", "for %(number)s working days", days) % {"number": days}


def answer_words(inquiry: Inquiry, calendar: WorkingDays) -> str:
    """After how many working days the first answer came; nothing as long as there is none."""
    if inquiry.first_answer_at is None:
        return ""
    days = calendar.between(day_of(inquiry.asked_at), day_of(inquiry.first_answer_at))
    if not days:
        return _("on the same day")
    return ngettext("after %(number)s working day", "after %(number)s working days", days) % {"number": days}


def state_mark(inquiry: Inquiry, side: str) -> tuple[str, str]:
    """The kind of mark and the words for the state of a conversation, as a side sees it."""
    if inquiry.state == State.OPEN:
        words = _("Waits for you") if side == Side.FIRM else State.OPEN.label
        return "now", str(words)
    if inquiry.state == State.ANSWERED:
        return "ok", str(State.ANSWERED.label)
    return ("no" if inquiry.state == State.ENDED else "dash"), str(State(inquiry.state).label)


def with_names(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """With all that lists and pages name."""
    related = rows.select_related("product__firm__office", "company__market", "outcome", "channel")
    return related.prefetch_related("product__editions__texts")


def written_in() -> str:
    """The language in which somebody writes: that of the page."""
    return get_language() or "ja"


def reads_in(buyer: Buyer) -> str:
    """The language in which a buyer reads, as it is called there."""
    return buyer.get_language_display()
