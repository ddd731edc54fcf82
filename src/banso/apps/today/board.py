"""What the first pages are built of: counts, and queues whose rows all answer the same five questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banso.web import formats
from banso.web.templatetags.banso import status

Text = str | Promise

#: How many rows of a queue the first page shows; the rest lies behind "all N".
SHOWN = 5


@dataclass(frozen=True)
class Count:
    """One cell of the tally: a count that leads to what it counts."""

    label: Text
    value: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a queue: how late, who, what, what has been done, what next."""

    when: SafeString
    who: str
    who_url: str
    who_note: str
    what: str
    what_note: str
    state: SafeString | str
    state_note: str
    verb: Text
    url: str


@dataclass(frozen=True)
class Queue:
    """A section of work: its first rows, the rule behind it, and the way to all of them."""

    id: str
    title: Text
    count: int
    rule: Text
    heads: Sequence[Text]
    lines: list[Line]
    all_url: str
    empty: Text
    #: What its cell in the tally says beside the count: new ones, late ones.
    note: str = ""

    @property
    def tallied(self) -> Count:
        """Its cell in the tally."""
        return Count(self.title, self.count, f"#{self.id}", self.note)


@dataclass(frozen=True)
class Queues:
    """Queues of which the empty ones take no room: they are only named."""

    shown: list[Queue]
    empty: list[Text]


def only_filled(queues: Sequence[Queue]) -> Queues:
    """Those with something in them, and the titles of the others."""
    return Queues([queue for queue in queues if queue.count], [q.title for q in queues if not q.count])


def counts_note(late: int, new: int | None = None) -> str:
    """What a tally says beside a count: how many are new, how many late."""
    parts = [_("new %(n)s") % {"n": formats.number(new)}] if new else []
    parts += [_("late %(n)s") % {"n": formats.number(late)}] if late else []
    return formats.joined(*parts)


@dataclass(frozen=True)
class Waiting:
    """Whom we wait for: how many things, since when the oldest of them, and where all of them are listed."""

    who: Text
    count: int
    days: int | None = field(default=None)
    url: str = ""


def waited(since: date, today: date, limits: Sequence[int] = ()) -> SafeString:
    """How long something has waited; marked past a limit (in days), and the largest one passed is named."""
    days = (today - since).days
    shown = _("Today") if days <= 0 else _("%(n)s days") % {"n": formats.number(days)}
    passed = max((limit for limit in limits if days > limit), default=None)
    if passed is None:
        return format_html('<span class="num">{}</span>', shown)
    note = _("%(over)s days past %(limit)s") % {"over": days - passed, "limit": passed}
    return format_html('{}<span class="l2">{}</span>', status("late", shown), note)


def ago(day: date, today: date) -> SafeString:
    """How many days ago, and the day itself."""
    days = _("%(n)s days ago") % {"n": formats.number((today - day).days)}
    return format_html(
        '<span class="num">{}</span><span class="l2">{}</span>', days, formats.short_day(day, today)
    )
