"""Goods of listings at their sites: sent in, counted, disposed of. No disposal takes more than is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.sales.models import Listing, ListingState, StockEntry, StockKind
from banso.apps.sales.models.stock import DISPOSALS
from banso.apps.sales.reading import LARGEST
from banso.apps.sales.selectors import stocks_of
from banso.apps.sales.stock_file import MOST
from banso.engines.kernel.money import currencies_on, fits

_NEVER_THERE = (ListingState.OFFERED, ListingState.DECLINED)


@dataclass(frozen=True)
class Cost:
    """What a disposal cost."""

    amount: Decimal
    currency: str


@service
def tell_stock(actor: Actor, listing: Listing, kind: str, day: date, pieces: int) -> StockEntry:
    """Tell that goods were sent in, or how many were counted. Told again of the same day it is replaced.

    Raises:
        Refused: ``kind_unknown``; as ``dispose_stock``; ``less_than_gone`` fewer than were disposed of later.
    """
    if kind not in (StockKind.SENT_IN, StockKind.COUNTED):
        raise Refused("kind_unknown", _("Choose one of the options."), "kind")
    return _keep(actor, listing, StockKind(kind), day, pieces, None)


@service
def dispose_stock(
    actor: Actor, listing: Listing, kind: str, day: date, pieces: int, cost: Cost | None = None
) -> StockEntry:
    """Tell what became of goods that were not sold. Told again of the same day it is replaced.

    Raises:
        Refused: ``kind_unknown``; ``not_taken`` the site never had it; ``day_ahead``, ``year_closed``;
            ``pieces_range``; ``more_than_there``; ``cost_range``, ``currency_unknown``, ``amount_decimals``.
    """
    if kind not in DISPOSALS:
        raise Refused("kind_unknown", _("Say what became of it."), "kind")
    if cost is not None:
        _check_cost(cost, day)
    return _keep(actor, listing, StockKind(kind), day, pieces, cost)


def _check_cost(cost: Cost, day: date) -> None:
    if not 0 <= cost.amount < LARGEST:
        raise Refused("cost_range", _("This is no amount."), "cost")
    if cost.currency not in currencies_on(day):
        message = _("This is no currency in use on that day (ISO 4217).")
        raise Refused("currency_unknown", message, "currency")
    if not fits(cost.amount, cost.currency):
        raise Refused("amount_decimals", _("This currency has fewer decimals."), "cost")


def _keep(
    actor: Actor, listing: Listing, kind: StockKind, day: date, pieces: int, cost: Cost | None
) -> StockEntry:
    # What is there stays so until this is stored.
    listing = hold(Listing.objects).get(pk=listing.pk)
    if listing.state in _NEVER_THERE:
        raise Refused("not_taken", _("The site has not taken this product: there are no goods."))
    if day > actor.today:
        raise Refused("day_ahead", _("This lies after today."), "day")
    refuse_closed(actor, day, "day")
    if not (0 if kind == StockKind.COUNTED else 1) <= pieces <= MOST:
        raise Refused("pieces_range", _("Enter how many pieces, 1 or more."), "pieces")
    before = StockEntry.objects.filter(listing=listing, day=day, kind=kind).first()
    values: dict[str, Any] = {
        "pieces": pieces,
        "cost": cost.amount if cost else None,
        "currency": cost.currency if cost else "",
        "recorded_by_id": actor.user_id,
        "recorded_at": actor.at,
    }
    there = stocks_of([listing.pk], actor.today).get(listing.pk)
    beyond = set(there.beyond) if there else set()
    entry, _new = StockEntry.objects.update_or_create(listing=listing, day=day, kind=kind, defaults=values)
    # What was told before and cannot be, because more was sold since, does not stand in the way.
    worse = [told for told in stocks_of([listing.pk], actor.today)[listing.pk].beyond if told not in beyond]
    if worse:
        left = stocks_of([listing.pk], worse[0].day, without=entry.pk).get(listing.pk)
        if kind in DISPOSALS and (worse[0].day, worse[0].kind) == (day, kind):
            message = _("There were %(left)s pieces on that day, by what was told and sold.")
            raise Refused("more_than_there", message % {"left": left.left if left else 0}, "pieces")
        message = _("On %(day)s more pieces would have been disposed of than were there.")
        raise Refused("less_than_gone", message % {"day": worse[0].day.isoformat()}, "pieces")
    payload: dict[str, Any] = {"kind": kind.value, "day": day.isoformat(), "pieces": pieces}
    if before is not None:
        payload["before"] = before.pieces
    if cost is not None:
        payload |= {"cost": f"{cost.amount:f}", "currency": cost.currency}
    done = "disposed" if kind in DISPOSALS else "stocked"
    record(actor, f"sales_listing.{done}", ("sales_listing", listing.ref), payload)
    return entry
