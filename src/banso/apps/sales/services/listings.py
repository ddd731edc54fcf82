"""Listings: offered to a site, picked or declined, ordered, on sale, ended."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, fire, hold
from banso.apps.casework.models import Case, CaseState
from banso.apps.channels.models import Channel
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, next_reference, record, service
from banso.apps.products.models import ClosedMarket, EditionState, Product, ProductState
from banso.apps.sales.models import DeclineReason, EndReason, Listing, ListingState
from banso.apps.sales.sites import Site
from banso.apps.sales.transitions import LISTING, REFUSALS

_LONGEST = 60


def subject(listing: Listing) -> Subject:
    """The subject of events about a listing."""
    return ("sales_listing", listing.ref)


@service
def offer(actor: Actor, product: Product, site: Site, case: Case) -> Listing:
    """Offer a published product to a site, on the place of a case of its firm.

    Raises:
        Refused: ``product_not_published``; ``case_of_other_firm``; ``case_of_other_channel``; ``case_ended``;
            ``market_closed`` the product is not sold in the market of the mall; ``mall_closed``;
            ``listing_open`` it stands there already.
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
    listing = Listing(
        ref=next_reference("LI", actor),
        product=product,
        case=case,
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
    record(actor, "sales_listing.offered", subject(listing), payload)
    return listing


@service
def pick(actor: Actor, listing: Listing) -> Listing:
    """The site takes the product into its range.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``product_offered``.
    """
    return _move(actor, listing, "pick", answered_on=actor.today)


@service
def decline(actor: Actor, listing: Listing, reason: str) -> Listing:
    """The site does not take the product.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``reason_unknown``.
    """
    return _move(
        actor, listing, "decline", answered_on=actor.today, reason=_code(reason, DeclineReason.values)
    )


@service
def order(actor: Actor, listing: Listing) -> Listing:
    """The site ordered goods.

    Raises:
        Refused: ``role``, ``sales_listing_state``.
    """
    return _move(actor, listing, "order", ordered_on=actor.today)


@service
def list_(actor: Actor, listing: Listing, identifier: str) -> Listing:
    """The product is on sale, and the reports of the site name it so.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``product_offered``; ``too_long``;
            ``identifier_taken`` another product there bears it.
    """
    identifier = identifier.strip()
    if len(identifier) > _LONGEST:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": _LONGEST, "count": len(identifier)}, "identifier")
    try:
        with transaction.atomic():
            return _move(actor, listing, "list", listed_on=actor.today, identifier=identifier)
    except IntegrityError as fault:
        message = _("Another product on this site has this identifier.")
        raise Refused("identifier_taken", message, "identifier") from fault


@service
def end(actor: Actor, listing: Listing, reason: str) -> Listing:
    """The product goes off the site. What was sold stays, and late reports are still taken.

    Raises:
        Refused: ``role``, ``sales_listing_state``, ``reason_unknown``.
    """
    return _move(actor, listing, "end", ended_on=actor.today, reason=_code(reason, EndReason.values))


def _move(actor: Actor, listing: Listing, event: str, **values: Any) -> Listing:
    stored = hold(Listing.objects).select_related("product", "mall", "channel").get(pk=listing.pk)
    facts = {"published": stored.product.state == ProductState.PUBLISHED}
    fired = fire(LISTING, REFUSALS, stored.state, event, actor.role, facts)
    stored.state = fired.target
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=["state", *values])
    payload = {"reason": stored.reason, "guards": dict(fired.guards)}
    action = {"pick": "picked", "decline": "declined", "order": "ordered", "list": "listed", "end": "ended"}
    record(actor, f"sales_listing.{action[event]}", subject(stored), payload)
    return stored


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
