"""Campaigns of malls: written by head office, opened, picked from, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused, fire, hold
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.products.models import Category
from banso.apps.sales.models import Campaign, CampaignState, ListingState
from banso.apps.sales.transitions import CAMPAIGN, CAMPAIGN_REFUSALS


@dataclass(frozen=True)
class CampaignData:
    """What is said of a campaign; no categories: it takes all."""

    theme: str
    theme_en: str
    text: str
    places: int
    offers_from: date
    offers_to: date
    runs_from: date
    runs_to: date
    categories: Sequence[Category] = ()


def subject(campaign: Campaign) -> Subject:
    """The subject of events about a campaign."""
    return ("campaign", campaign.ref)


@service
def write_campaign(actor: Actor, mall: Mall, data: CampaignData) -> Campaign:
    """Write the draft of a campaign of a mall.

    Raises:
        Refused: ``mall_closed``; ``theme_missing``, ``places_missing``, ``end_before``.
    """
    if mall.closed_on is not None:
        raise Refused("mall_closed", _("This mall is closed."), "mall")
    _check(data)
    campaign = Campaign.objects.create(
        ref=next_reference("CP", actor),
        mall=mall,
        state=CampaignState.DRAFT,
        written_by_id=actor.user_id,
        written_at=actor.at,
        **_columns(data),
    )
    campaign.categories.set(data.categories)
    record(actor, "campaign.written", subject(campaign), {"mall": mall.code, **_said(data)})
    return campaign


@service
def change_campaign(actor: Actor, campaign: Campaign, data: CampaignData) -> Campaign:
    """Change a draft, or of an open campaign what may still change: text, more places, later days.

    Raises:
        Refused: ``campaign_state``; ``not_for_open`` categories, or fewer places than were there; as
            ``write_campaign``.
    """
    stored = hold(Campaign.objects).get(pk=campaign.pk)
    if stored.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise Refused("campaign_state", str(CAMPAIGN_REFUSALS.otherwise))
    _check(data)
    if stored.state == CampaignState.OPEN:
        same = set(data.categories) == set(stored.categories.order_by("pk"))
        later = data.offers_from == stored.offers_from and data.offers_to >= stored.offers_to
        if not (same and later and data.places >= stored.places):
            message = _("Firms offer to it already: places and days may grow, the categories stay.")
            raise Refused("not_for_open", message)
    for name, value in _columns(data).items():
        setattr(stored, name, value)
    stored.save()
    stored.categories.set(data.categories)
    record(actor, "campaign.changed", subject(stored), _said(data))
    return stored


@service
def open_campaign(actor: Actor, campaign: Campaign) -> Campaign:
    """Let firms see it, and offer from its first day on.

    Raises:
        Refused: ``role``, ``campaign_state``, ``not_over``.
    """
    return _move(actor, campaign, "open")


@service
def begin_picking(actor: Actor, campaign: Campaign) -> Campaign:
    """No more offers: the mall picks.

    Raises:
        Refused: ``role``, ``campaign_state``.
    """
    return _move(actor, campaign, "begin_picking")


@service
def close_campaign(actor: Actor, campaign: Campaign) -> Campaign:
    """Every offer is answered. What was picked goes on by itself.

    Raises:
        Refused: ``role``, ``campaign_state``, ``all_answered``.
    """
    return _move(actor, campaign, "close")


def _move(actor: Actor, campaign: Campaign, event: str) -> Campaign:
    stored = hold(Campaign.objects).get(pk=campaign.pk)
    facts = {
        "days_left": stored.offers_to >= actor.today,
        "answered": not stored.listings.filter(state=ListingState.OFFERED).exists(),
    }
    fired = fire(CAMPAIGN, CAMPAIGN_REFUSALS, stored.state, event, actor.role, facts)
    stored.state = fired.target
    stored.save(update_fields=["state"])
    action = {"open": "opened", "begin_picking": "picking_begun", "close": "closed"}[event]
    record(actor, f"campaign.{action}", subject(stored), {"guards": dict(fired.guards)})
    return stored


def _check(data: CampaignData) -> None:
    for field in ("theme", "theme_en"):
        if not getattr(data, field).strip():
            raise Refused("theme_missing", _("Give it a theme."), field)
    if data.places < 1:
        raise Refused("places_missing", _("At least one place."), "places")
    before = _("The last day lies before the first.")
    if data.offers_to < data.offers_from:
        raise Refused("end_before", before, "offers_to")
    if data.runs_to < data.runs_from:
        raise Refused("end_before", before, "runs_to")
    if data.runs_to < data.offers_from:
        raise Refused("end_before", _("It is over before anything is offered."), "runs_to")


def _columns(data: CampaignData) -> dict[str, Any]:
    names = ("places", "offers_from", "offers_to", "runs_from", "runs_to")
    texts = {name: getattr(data, name).strip() for name in ("theme", "theme_en", "text")}
    return texts | {name: getattr(data, name) for name in names}


def _said(data: CampaignData) -> dict[str, Any]:
    days = ("offers_from", "offers_to", "runs_from", "runs_to")
    return {
        "places": data.places,
        "categories": sorted(row.code for row in data.categories),
        "text": digest("\n".join((data.theme, data.theme_en, data.text))),
        **{name: getattr(data, name).isoformat() for name in days},
    }
