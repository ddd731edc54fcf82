"""Who is reminded: of listings that near their end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.journal.actor import day_of
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.providers.models import Listing, State
from banso.apps.providers.selectors import renewable

_REVIEW_WITHIN = timedelta(days=14)


def renewals(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Published listings near or past their end: to whom entered each, else to whom reviewed it."""
    rows = renewable(day_of(now))
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    for listing in rows.order_by("ref"):
        person = listing.entered_by_id or listing.reviewed_by_id
        yield Due(
            "listing",
            listing.ref,
            listing.listed_to,
            reverse("providers:listing", args=[listing.ref]),
            persons=(person,) if person else (),
        )


def reviews(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Listings that wait for their review, due two weeks after they were entered."""
    rows = Listing.objects.filter(state=State.WAITING)
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    managers = current(day_of(now)).filter(role=Role.PROGRAMME_MANAGER, user__is_active=True)
    persons = tuple(managers.order_by("user").values_list("user", flat=True).distinct())
    for listing in rows.order_by("ref"):
        yield Due(
            "listing",
            listing.ref,
            day_of(listing.entered_at) + _REVIEW_WITHIN,
            reverse("providers:listing", args=[listing.ref]),
            persons=persons,
        )


def register() -> None:
    """Let people be reminded."""
    sources.register(Source("listing_review", _("Private provider: review the listing"), reviews))
    sources.register(Source("listing_renewal", _("Private provider: renew the listing"), renewals))
