"""Closing a mall: all of it in one step, or nothing.

1. The day is today or before, the mall was open then, and no report tells of sales after it.
2. What is picked, ordered or on sale ends on that day because the mall closed; what waits for an answer is
   declined for the same reason. Unsold goods are written down listing by listing.
3. Its campaigns are closed, and the draft of its page in the directory is dropped. From then on it takes no
   offers, and reports of no month after its last.
4. Firms whose products were there, and those who run the mall, are written to. Operators keep their access,
   so that the last months are reported; reports, costs and sales stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import Refused, hold
from banso.apps.channels.models import Mall
from banso.apps.directory.services import Mail
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.malls.models import Closing, ClosingReason, EntryState
from banso.apps.malls.services.entries import drop_entry
from banso.apps.malls.services.operators import subject
from banso.apps.notices.services import LetterData, send_letter, send_to_firm
from banso.apps.sales import services as sales
from banso.apps.sales.models import (
    CampaignState,
    DeclineReason,
    EndReason,
    Listing,
    ListingState,
    SalesLine,
    StockKind,
)
from banso.apps.sales.models.listings import OPEN
from banso.apps.sales.models.stock import DISPOSALS

TO_FIRM, TO_OPERATOR = "malls.closed_firm", "malls.closed_operator"
_LONGEST = 1000


@dataclass(frozen=True)
class Unsold:
    """Pieces of a listing that were left, and what became of them."""

    listing: Listing
    pieces: int
    fate: str


@dataclass(frozen=True)
class ClosingData:
    """The last day, why, what is said to those concerned, and the goods that were left."""

    closed_on: date
    reason: str
    words: str = ""
    stock: Sequence[Unsold] = ()


@service
def close_mall(actor: Actor, mall: Mall, data: ClosingData) -> Closing:
    """Close a mall (see above).

    Raises:
        Refused: ``mall_closed``; ``reason_unknown``, ``too_long``; ``day_ahead``, ``before_opening``,
            ``year_closed``, ``sold_after``, ``listed_after`` the day; ``stock_elsewhere``, ``fate_unknown``.
    """
    mall = hold(Mall.objects).select_related("channel").get(pk=mall.pk)
    listings = list(hold(Listing.objects).filter(mall=mall, state__in=OPEN).order_by("pk"))
    _check(actor, mall, data, listings)
    waiting = [listing for listing in listings if listing.state == ListingState.OFFERED]
    ending = [listing for listing in listings if listing.state != ListingState.OFFERED]
    for listing in waiting:
        sales.decline(actor, listing, DeclineReason.MALL_CLOSED)
    for listing in ending:
        sales.end(actor, listing, EndReason.MALL_CLOSED, data.closed_on)
    running = mall.campaigns.exclude(state=CampaignState.CLOSED).order_by("pk")
    campaigns = [sales.close_campaign(actor, campaign) for campaign in running]
    draft = mall.entries.filter(state=EntryState.DRAFT).first()
    if draft is not None:
        drop_entry(actor, draft)
    mall.closed_on = data.closed_on
    mall.save(update_fields=["closed_on"])
    closing = Closing.objects.create(
        mall=mall,
        closed_on=data.closed_on,
        reason=data.reason,
        words=data.words.strip(),
        closed_by_id=actor.user_id,
        closed_at=actor.at,
    )
    left: dict[int, int] = defaultdict(int)
    for row in data.stock:
        left[row.listing.pk] += row.pieces
    for row in data.stock:
        if row.pieces:
            # What was left is the count of the last day, whatever was thought to be there.
            counted = left.pop(row.listing.pk, None)
            if counted is not None:
                sales.tell_stock(actor, row.listing, StockKind.COUNTED, data.closed_on, counted)
            sales.dispose_stock(actor, row.listing, row.fate, data.closed_on, row.pieces)
    firms = _tell(actor, mall, listings)
    payload = {
        "on": data.closed_on.isoformat(),
        "reason": data.reason,
        "words": digest(data.words),
        "ended": len(ending),
        "declined": len(waiting),
        "campaigns": len(campaigns),
        "unsold": sum(row.pieces for row in data.stock),
        "firms": firms,
    }
    record(actor, "mall.closed", subject(mall), payload)
    return closing


def _check(actor: Actor, mall: Mall, data: ClosingData, listings: Sequence[Listing]) -> None:
    if mall.closed_on is not None:
        raise Refused("mall_closed", _("This mall is closed."))
    if data.reason not in ClosingReason.values:
        raise Refused("reason_unknown", _("Choose one of the reasons."), "reason")
    if len(data.words.strip()) > _LONGEST:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        values = {"longest": _LONGEST, "count": len(data.words.strip())}
        raise Refused("too_long", message % values, "words")
    day = data.closed_on
    if day > actor.today:
        raise Refused("day_ahead", _("This lies after today."), "closed_on")
    if day < mall.opened_on:
        raise Refused("before_opening", _("The corner had not opened yet."), "closed_on")
    refuse_closed(actor, day, "closed_on")
    after = SalesLine.objects.filter(Q(day__gt=day) | Q(day__isnull=True, month__gt=day), report__mall=mall)
    if after.exists():
        raise Refused("sold_after", _("A report tells of sales after this day."), "closed_on")
    late = next((row for row in listings if (row.listed_on or row.answered_on or day) > day), None)
    if late is not None:
        message = _("%(listing)s was picked or put on sale after this day.") % {"listing": late.ref}
        raise Refused("listed_after", message, "closed_on")
    there = {row.pk for row in listings if row.state != ListingState.OFFERED}
    for row in data.stock:
        if row.listing.pk not in there:
            raise Refused("stock_elsewhere", _("This listing is not of this mall, or has ended."))
        if row.pieces and row.fate not in DISPOSALS:
            raise Refused("fate_unknown", _("Say what became of it."), f"fate_{row.listing.pk}")


def _tell(actor: Actor, mall: Mall, listings: Sequence[Listing]) -> int:
    """Write to the firms of these listings and to those who run the mall. Gives how many firms."""
    rows = Listing.objects.filter(pk__in=[listing.pk for listing in listings])
    firms = {row.case.firm_id: row.case.firm for row in rows.select_related("case__firm").order_by("pk")}
    for firm in firms.values():
        refs = {"mall": mall.code, "firm": firm.ref}
        send_to_firm(actor, firm, Mail.SUPPORT, TO_FIRM, subject(mall), refs)
    held = current(actor.today).filter(role=Role.MALL_OPERATOR, mall=mall, user__is_active=True)
    for user in {row.user_id: row.user for row in held.select_related("user").order_by("pk")}.values():
        letter = LetterData(TO_OPERATOR, subject(mall), to_user=user, context_refs={"mall": mall.code})
        send_letter(actor, letter)
    return len(firms)
