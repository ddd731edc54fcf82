"""Writing in the room of private providers: entered or applied for, reviewed by another, ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.accounts.links import digest_of
from banso.apps.base import Refused, fire, hold
from banso.apps.directory import outside
from banso.apps.directory.models import Prefecture, PrivateProvider
from banso.apps.intake.models import Need
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.providers.models import Listing, NeedLot, State, Tie
from banso.apps.providers.transitions import LISTING, REFUSALS

#: How long the mailed link of an application works.
CONFIRM_WITHIN = timedelta(days=7)
#: A listing ends at the latest so many days after it was published, and is reviewed again then.
LONGEST = 731
_LISTS = ("services", "subjects", "markets", "languages")
#: The bodies of this kind are kept by their listings.
_WHICH = "providers"


@dataclass(frozen=True)
class ListingData:
    """What is said of a provider. Prices in yen for one ``price_unit``."""

    name_ja: str
    name_en: str
    email: str
    offer: str
    price_from: int
    price_to: int
    price_unit: str
    tie: str
    tie_words: str = ""
    phone: str = ""
    prefecture: Prefecture | None = None
    services: Sequence[Any] = ()
    subjects: Sequence[Any] = ()
    markets: Sequence[Any] = ()
    languages: Sequence[Any] = ()


@service
def enter(actor: Actor, data: ListingData, provider: PrivateProvider | None = None) -> Listing:
    """Staff enter a provider, or a change of one that is known; somebody else reviews it.

    Raises:
        Refused: a price range upside down, a tie without words or words without a tie, nothing served,
            ``change_waits``: a change of this provider waits for its review already.
    """
    listing = _write(actor, data, State.WAITING, provider)
    record(actor, "listing.entered", ("listing", listing.ref), {"changes": bool(provider), **_said(data)})
    return listing


@service
def apply(actor: Actor, data: ListingData) -> Listing:
    """A provider asks to be listed; it counts once the mailed link was followed.

    Raises:
        Refused: as by ``enter``.
    """
    token = secrets.token_urlsafe(32)
    listing = _write(actor, data, State.UNCONFIRMED, None, by_provider=True, confirm_digest=digest_of(token))
    subject = ("listing", listing.ref)
    record(actor, "listing.applied", subject, _said(data))
    send_letter(
        actor,
        LetterData(
            "providers.confirm",
            subject,
            to_address_of=("listing", listing.ref),
            context_refs={"listing": listing.ref},
            enclosed={"path": reverse("providers:confirm", args=[token])},
            language=get_language() or "",
        ),
    )
    return listing


@service
def store_change(actor: Actor, published: Listing, data: ListingData) -> Listing:
    """A provider changes what is published of it, its proved mail address apart; the change waits.

    Raises:
        Refused: as by ``enter``.
    """
    proved = replace(data, email=published.email)
    listing = _write(actor, proved, State.WAITING, published.provider, by_provider=True)
    record(actor, "listing.changed_by_provider", ("listing", listing.ref), _said(proved))
    return listing


@service
def confirm(actor: Actor, token: str) -> Listing:
    """The applicant follows the link: the application waits for its review.

    Raises:
        Refused: ``link_closed``, the link is unknown, was used, or is older than a week.
    """
    found = hold(Listing.objects).filter(confirm_digest=digest_of(token), state=State.UNCONFIRMED).first()
    if found is None or actor.at > found.entered_at + CONFIRM_WITHIN:
        raise Refused("link_closed", _("This link can no longer be used. Please apply again."))
    _move(actor, found, "confirm")
    found.confirm_digest = ""
    found.save(update_fields=["state", "confirm_digest"])
    record(actor, "listing.confirmed", ("listing", found.ref))
    return found


@service
def publish(actor: Actor, listing: Listing, listed_to: date) -> Listing:
    """Publish a listing from today until a day; it takes the place of the one published before.

    Raises:
        Refused: ``by_another``, ``listing_state``, ``end_past``, ``end_far``.
    """
    held = hold(Listing.objects).get(pk=listing.pk)
    guards = _move(actor, held, "publish")
    if listed_to < actor.today:
        raise Refused("end_past", _("Give a day that is not past."), "listed_to")
    if listed_to > actor.today + timedelta(days=LONGEST):
        raise Refused("end_far", _("A listing lasts two years at most."), "listed_to")
    if held.provider is not None:
        for before in hold(Listing.objects).filter(provider=held.provider, state=State.PUBLISHED):
            _move(actor, before, "replace")
            before.save(update_fields=["state"])
    held.provider = _body(actor, held, listed_to)
    held.reviewed_at, held.reviewed_by_id = actor.at, actor.user_id
    held.listed_from, held.listed_to = actor.today, listed_to
    held.save()
    payload = {"listed_to": listed_to.isoformat(), "guards": guards}
    record(actor, "listing.published", ("listing", held.ref), payload)
    return held


@service
def refuse(actor: Actor, listing: Listing, reason: str) -> Listing:
    """Do not publish a listing, and say why. One that is published already stays as it is.

    Raises:
        Refused: ``by_another``, ``listing_state``.
    """
    held = hold(Listing.objects).get(pk=listing.pk)
    guards = _move(actor, held, "refuse")
    held.reason, held.reviewed_at, held.reviewed_by_id = reason, actor.at, actor.user_id
    held.save(update_fields=["state", "reason", "reviewed_at", "reviewed_by"])
    record(actor, "listing.refused", ("listing", held.ref), {"reason": digest(reason), "guards": guards})
    return held


@service
def end(actor: Actor, listing: Listing, reason: str) -> Listing:
    """Take a published listing off the list today. What its provider has in hand stays there.

    Raises:
        Refused: ``listing_state``.
    """
    held = hold(Listing.objects.select_related("provider")).get(pk=listing.pk)
    _move(actor, held, "end")
    held.reason = reason
    held.save(update_fields=["state", "reason"])
    held.provider = outside.keep_body(actor, _WHICH, held.provider, actor.today - timedelta(days=1))
    record(actor, "listing.ended", ("listing", held.ref), {"reason": digest(reason)})
    return held


@service
def lot_of(actor: Actor, need: Need) -> NeedLot:
    """The lot of a need: made when its list is first looked at, then always the same."""
    lot, made = NeedLot.objects.get_or_create(
        need=need, defaults={"seed": secrets.token_hex(16), "made_at": actor.at}
    )
    if made:
        subject = ("consultation", need.consultation.ref)
        record(actor, "providers.lot_made", subject, {"need": need.pk, "seed": lot.seed})
    return lot


def _write(
    actor: Actor,
    data: ListingData,
    state: State,
    provider: PrivateProvider | None,
    *,
    by_provider: bool = False,
    **more: Any,
) -> Listing:
    _check(data)
    values = {field.name: getattr(data, field.name) for field in fields(data) if field.name not in _LISTS}
    listing = Listing(
        ref=next_reference("L", actor),
        state=state,
        provider=provider,
        entered_at=actor.at,
        entered_by_id=None if by_provider else actor.user_id,
        **values,
        **more,
    )
    try:
        with transaction.atomic():
            listing.save()
    except IntegrityError as fault:
        waits = Listing.objects.filter(provider=provider, state=State.WAITING).exists()
        if provider is None or not waits:
            raise
        raise Refused("change_waits", _("A change of this provider waits for its review.")) from fault
    for name in _LISTS:
        getattr(listing, name).set(getattr(data, name))
    return listing


def _check(data: ListingData) -> None:
    if data.price_from <= 0:
        raise Refused("price_zero", _("Give a price above zero."), "price_from")
    if data.price_to < data.price_from:
        raise Refused("price_range", _("The highest price is below the lowest."), "price_to")
    if data.tie != Tie.NONE and not data.tie_words:
        raise Refused("tie_unsaid", _("Say in words what the tie is."), "tie_words")
    if data.tie == Tie.NONE and data.tie_words:
        raise Refused("tie_unclear", _("You describe a tie: choose which one it is."), "tie")
    for name in ("services", "subjects"):
        if not data.__dict__[name]:
            raise Refused("nothing_served", _("Please choose at least one."), name)


def _said(data: ListingData) -> dict[str, Any]:
    """What the journal may hold of a listing: codes and yen."""
    prices = {"price_from": data.price_from, "price_to": data.price_to, "price_unit": str(data.price_unit)}
    return {**prices, "tie": str(data.tie)}


def _move(actor: Actor, listing: Listing, event: str) -> dict[str, bool | None]:
    facts = {"entered_by": listing.entered_by_id, "reviewer": actor.user_id}
    fired = fire(LISTING, REFUSALS, listing.state, event, actor.role, facts)
    listing.state = fired.target
    return dict(fired.guards)


def _body(actor: Actor, listing: Listing, listed_to: date) -> PrivateProvider:
    """The body to whom needs are proposed, as the listing says it is."""
    data = outside.BodyData(
        name_ja=listing.name_ja,
        name_en=listing.name_en,
        email=listing.email,
        phone=listing.phone,
        prefecture=listing.prefecture,
        subjects=list(listing.subjects.all()),
        markets=list(listing.markets.all()),
        industries=list(listing.provider.industries.all()) if listing.provider else [],
    )
    if listing.provider is None:
        body = outside.add_body(actor, _WHICH, listing.ref.lower(), data)
    else:
        body = outside.change_body(actor, _WHICH, listing.provider, data)
    return outside.keep_body(actor, _WHICH, body, listed_to)
