"""By what a site names a listing, on each of its marketplaces."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Market
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.sales.models import CodeKind, Identifier, Listing, ListingState
from banso.engines.kernel.money import currencies_on

_LONGEST = 60
_OVER = (ListingState.OFFERED, ListingState.DECLINED, ListingState.ENDED)


@dataclass(frozen=True)
class IdentifierData:
    """A code on a marketplace (of a mall it is the mall's own), what it is, in which currency it is sold."""

    code: str
    market: Market | None = None
    kind: str = CodeKind.OTHER
    currency: str = ""


@service
def keep_identifier(actor: Actor, listing: Listing, data: IdentifierData) -> Identifier:
    """Keep by what a marketplace of the site names a listing; of the same kind it takes the place of the one
    before.

    Raises:
        Refused: ``sales_listing_state`` it is not taken, or has ended; ``code_missing``, ``too_long``;
            ``market_missing``; ``market_elsewhere`` a mall has one marketplace; ``kind_unknown``;
            ``currency_unknown``; ``identifier_taken`` another listing there bears the code.
    """
    listing = hold(Listing.objects).select_related("mall").get(pk=listing.pk)
    if listing.state in _OVER:
        raise Refused(
            "sales_listing_state", _("This listing is no longer at that point. Please look at it again.")
        )
    code, currency = data.code.strip(), data.currency.strip().upper()
    if not code:
        raise Refused("code_missing", _("This is missing."), "identifier")
    if len(code) > _LONGEST:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": _LONGEST, "count": len(code)}, "identifier")
    market = data.market or (listing.mall.market if listing.mall else None)
    if market is None:
        raise Refused("market_missing", _("Say on which marketplace."), "market")
    if listing.mall is not None and market.pk != listing.mall.market_id:
        raise Refused("market_elsewhere", _("This mall has no such marketplace."), "market")
    if data.kind not in CodeKind.values:
        raise Refused("kind_unknown", _("Choose one of the options."), "kind")
    if currency and currency not in currencies_on(actor.today):
        message = _("This is no currency in use on that day (ISO 4217).")
        raise Refused("currency_unknown", message, "currency")
    site = {"channel_id": listing.channel_id, "mall_id": listing.mall_id}
    try:
        with transaction.atomic():
            kept, _new = Identifier.objects.update_or_create(
                listing=listing,
                market=market,
                kind=data.kind,
                defaults={"code": code, "currency": currency, **site},
            )
    except IntegrityError as fault:
        taken = Identifier.objects.filter(**site, market=market, code__iexact=code, until__isnull=True)
        other = taken.select_related("listing").first()
        message = _("%(code)s names %(listing)s on this site, marketplace %(market)s, already.") % {
            "code": code, "listing": other.listing.ref if other else "–", "market": market.code,
        }  # fmt: skip
        raise Refused("identifier_taken", message, "identifier") from fault
    payload = {"market": market.code, "kind": str(data.kind), "code": digest(code), "currency": currency}
    record(actor, "sales_listing.identified", ("sales_listing", listing.ref), payload)
    return kept


@service
def drop_identifier(actor: Actor, identifier: Identifier) -> None:
    """Take a code back that was a mistake. Lines that were read by it stay as they are.

    Raises:
        Refused: ``identifier_gone``.
    """
    found = hold(Identifier.objects).select_related("listing", "market").filter(pk=identifier.pk).first()
    if found is None or found.until is not None:
        raise Refused("identifier_gone", _("This code is no longer in use."))
    payload = {"market": found.market.code, "kind": found.kind, "code": digest(found.code)}
    listing = found.listing
    found.delete()
    record(actor, "sales_listing.unidentified", ("sales_listing", listing.ref), payload)
