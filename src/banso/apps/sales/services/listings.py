"""Listings: offered to a site, picked or declined, ordered, on sale, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, fire, hold
from banso.apps.casework.models import Case, CaseState
from banso.apps.channels.models import Channel
from banso.apps.directory.services import Mail
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.notices.services import send_to_firm
from banso.apps.products.models import ClosedMarket, Edition, EditionState, Product, ProductState
from banso.apps.sales.models import (
    Campaign,
    CampaignState,
    DeclineReason,
    EndReason,
    Identifier,
    Listing,
    ListingState,
    PauseReason,
)
from banso.apps.sales.services.identifiers import IdentifierData, keep_identifier
from banso.apps.sales.services.store import unchecked
from banso.apps.sales.sites import Site
from banso.apps.sales.transitions import LISTING, REFUSALS

_LONGEST_WORDS = 400
LETTER_PAUSED = "sales.listing_paused"
#: A product in one of these has a place of its campaign.
PLACED = (
    ListingState.PICKED, ListingState.ORDERED, ListingState.LISTED, ListingState.PAUSED, ListingState.ENDED
)  # fmt: skip
#: What an event of the table has done.
_DONE = {
    "pick": "picked", "decline": "declined", "order": "ordered", "list": "listed", "pause": "paused",
    "resume": "resumed", "end": "ended",
}  # fmt: skip


def subject(listing: Listing) -> Subject:
    """The subject of events about a listing."""
    return ("sales_listing", listing.ref)


@service
def offer(
    actor: Actor, product: Product, site: Site, case: Case, campaign: Campaign | None = None
) -> Listing:
    """Offer a published product to a site, on the place of a case of its firm; or to a campaign of its mall.

    Raises:
        Refused: ``product_not_published``; ``case_of_other_firm``; ``case_of_other_channel``; ``case_ended``;
            ``market_closed`` the product is not sold in the market of the mall; ``mall_closed``;
            ``listing_open`` it stands there already; of a campaign ``campaign_of_other_mall``,
            ``campaign_not_open``, ``category_not_wanted``.
    """
    # A product, its case and the site stay as they are until the listing is stored.
    product = hold(Product.objects).get(pk=product.pk)
    case = hold(Case.objects).get(pk=case.pk)
    if product.state != ProductState.PUBLISHED:
        raise Refused("product_not_published", _("Only a published product can be offered."), "product")
    if case.firm_id != product.firm_id:
        raise Refused("case_of_other_firm", _("This case is another firm's."), "case")
    if not Channel.objects.filter(pk=site.channel.pk, service=case.service_id).exists():
        raise Refused("case_of_other_channel", _("This case has no place in this channel."), "case")
    if case.state == CaseState.ENDED:
        raise Refused("case_ended", _("The support of this case has ended."), "case")
    if site.mall is not None:
        _open_there(actor, product, site)
    if campaign is not None:
        _wanted_by(actor, product, site, campaign)
    listing = Listing(
        ref=next_reference("LI", actor),
        product=product,
        case=case,
        campaign=campaign,
        state=ListingState.OFFERED,
        offered_on=actor.today,
        **site.columns,
    )
    try:
        with transaction.atomic():
            listing.save(force_insert=True)
    except IntegrityError as fault:
        raise Refused(
            "listing_open", _("This product is offered or on sale there already."), "product"
        ) from fault
    payload = {"product": product.ref, "site": site.code, "case": case.ref}
    if campaign is not None:
        payload["campaign"] = campaign.ref
    record(actor, "sales_listing.offered", subject(listing), payload)
    return listing


@service
def offer_many(
    actor: Actor, products: Sequence[Product], site: Site, case: Case, campaign: Campaign | None = None
) -> list[Listing]:
    """Offer products of a firm to a site, all of them or none; each is an event of its own.

    Raises:
        Refused: as ``offer``, with the article number of the product.
    """
    found = []
    for product in sorted(products, key=lambda row: row.pk):
        try:
            found.append(offer(actor, product, site, case, campaign))
        except Refused as refused:
            raise Refused(refused.rule, f"{product.article}: {refused.message}") from refused
    return found


@service
def pick(actor: Actor, listing: Listing) -> Listing:
    """The site takes the product into its range.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``product_offered``, ``place_free``.
    """
    return _move(actor, listing, "pick", answered_on=actor.today)


@service
def decline(actor: Actor, listing: Listing, reason: str, words: str = "") -> Listing:
    """The site does not take the product; ``words`` are what it says to the firm beside the reason.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``reason_unknown``, ``too_long``.
    """
    reason, words = _code(reason, DeclineReason.values), words.strip()
    _refuse_longer(words, _LONGEST_WORDS, "words")
    return _move(actor, listing, "decline", answered_on=actor.today, reason=reason, words=words)


@service
def order(actor: Actor, listing: Listing) -> Listing:
    """The site ordered goods.

    Raises:
        Refused: ``role``, ``sales_listing_state``.
    """
    return _move(actor, listing, "order", ordered_on=actor.today)


@service
def list_(actor: Actor, listing: Listing, identifier: str | IdentifierData) -> Listing:
    """The product is on sale, and the reports of the site name it so; of a store say on which marketplace.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``product_offered``, ``checked``; as ``keep_identifier``.
    """
    data = IdentifierData(identifier) if isinstance(identifier, str) else identifier
    listed = _move(actor, listing, "list", listed_on=actor.today)
    if data.code.strip():
        keep_identifier(actor, listed, data)
    return listed


@service
def pause(actor: Actor, listing: Listing, reason: PauseReason) -> Listing:
    """The product is off sale until the cause is gone; the firm is written to.

    Raises:
        Refused: ``role``, ``sales_listing_state``.
    """
    paused = _move(actor, listing, "pause", reason=reason.value)
    firm = paused.product.firm
    send_to_firm(actor, firm, Mail.SUPPORT, LETTER_PAUSED, subject(paused), {"listing": paused.ref})
    return paused


@service
def resume(actor: Actor, listing: Listing) -> Listing:
    """The cause is gone: the product is on sale again.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``product_offered``.
    """
    return _move(actor, listing, "resume", reason="")


@service
def end(actor: Actor, listing: Listing, reason: str, on: date | None = None) -> Listing:
    """The product goes off the site, today unless told otherwise. What was sold stays, and late reports are
    still taken.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``reason_unknown``; ``day_ahead``, ``end_before``,
            ``year_closed``.
    """
    day = on or actor.today
    if day > actor.today:
        raise Refused("day_ahead", _("This lies after today."), "on")
    began = listing.listed_on or listing.answered_on
    if began is not None and day < began:
        raise Refused("end_before", _("The last day lies before the first."), "on")
    refuse_closed(actor, day, "on")
    ended = _move(actor, listing, "end", ended_on=day, reason=_code(reason, EndReason.values))
    # Its codes may name another product from now on.
    Identifier.objects.filter(listing=ended).update(until=day)
    return ended


def _move(actor: Actor, listing: Listing, event: str, **values: Any) -> Listing:
    stored = hold(Listing.objects).select_related("product__firm", "mall", "channel").get(pk=listing.pk)
    facts = {
        "published": stored.product.state == ProductState.PUBLISHED,
        "place_free": event != "pick" or _place_free(stored),
        "checked": event != "list" or not unchecked(stored),
    }
    fired = fire(LISTING, REFUSALS, stored.state, event, actor.role, facts)
    stored.state = fired.target
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=["state", *values])
    payload: dict[str, Any] = {"reason": stored.reason, "guards": dict(fired.guards)}
    if values.get("words"):
        payload["words"] = digest(stored.words)
    record(actor, f"sales_listing.{_DONE[event]}", subject(stored), payload)
    return stored


def _place_free(listing: Listing) -> bool:
    """Whether the campaign has a place left; its row is held, so that two do not take the last one."""
    if listing.campaign_id is None:
        return True
    campaign = hold(Campaign.objects).get(pk=listing.campaign_id)
    return campaign.listings.filter(state__in=PLACED).count() < campaign.places


def _wanted_by(actor: Actor, product: Product, site: Site, campaign: Campaign) -> None:
    """The campaign is this mall's, takes offers today, and looks for products of this category."""
    campaign = hold(Campaign.objects).get(pk=campaign.pk)
    if site.mall is None or campaign.mall_id != site.mall.pk:
        raise Refused("campaign_of_other_mall", _("This campaign is another mall's."), "campaign")
    days = campaign.offers_from <= actor.today <= campaign.offers_to
    if campaign.state != CampaignState.OPEN or not days:
        raise Refused("campaign_not_open", _("This campaign takes no offers today."), "campaign")
    wanted = set(campaign.categories.order_by("pk").values_list("pk", flat=True))
    said = Edition.objects.filter(product=product, state=EditionState.PUBLISHED)
    if wanted and said.values_list("category", flat=True).first() not in wanted:
        message = _("The campaign does not look for products of this category.")
        raise Refused("category_not_wanted", message, "product")


def _refuse_longer(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": longest, "count": len(text)}, field)


def _code(value: str, codes: list[str]) -> str:
    if value not in codes:
        raise Refused("reason_unknown", _("Choose one of the reasons."), "reason")
    return value


def _open_there(actor: Actor, product: Product, site: Site) -> None:
    """The mall is open, and nothing keeps the product out of its market."""
    assert site.mall is not None
    if site.mall.closed_on is not None and site.mall.closed_on <= actor.today:
        raise Refused("mall_closed", _("This mall is closed."), "mall")
    shut = ClosedMarket.objects.filter(
        edition__product=product, edition__state=EditionState.PUBLISHED, market=site.mall.market_id
    )
    for row in shut.order_by("pk"):
        if row.until is None or row.until >= actor.today:
            message = _("The product is not sold in this market: %(why)s.")
            message %= {"why": row.get_why_display()}
            raise Refused("market_closed", message, "mall")
