"""Listings for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.directory.models import Market
from banso.apps.intake.models import Subject
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import Service
from banso.apps.providers import services
from banso.apps.providers.models import Listing
from banso.apps.providers.services import ListingData


def said(**other: Any) -> ListingData:
    """What a provider says; the shipped configuration must be there."""
    values: dict[str, Any] = {
        "name_ja": "青葉貿易支援",
        "name_en": "Aoba Trade Support",
        "email": "aoba@test.invalid",
        "offer": "契約書の点検",
        "price_from": 10_000,
        "price_to": 30_000,
        "price_unit": "hour",
        "tie": "none",
        "services": list(Service.objects.filter(code="spot")),
        "subjects": list(Subject.objects.filter(code="contract")),
        "markets": list(Market.objects.filter(code="TW")),
    }
    return ListingData(**values | other)


def published(enterer: Actor, reviewer: Actor, until: date | None = None, **other: Any) -> Listing:
    """A published listing."""
    listing = services.enter(enterer, said(**other))
    return services.publish(reviewer, listing, until or reviewer.today + timedelta(days=364))


def later(actor: Actor, days: int) -> Actor:
    """The same person some days later."""
    at: datetime = actor.at + timedelta(days=days)
    return Actor(actor.user_id, actor.role, at)
