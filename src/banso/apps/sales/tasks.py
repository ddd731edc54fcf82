"""What runs by itself in this room, every night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q

from banso.apps.journal.actor import system
from banso.apps.products.models import Edition, EditionState, ProductState
from banso.apps.products.needs import missing
from banso.apps.products.readiness import Asked
from banso.apps.sales import services
from banso.apps.sales.models import FileState, Listing, ListingState, PauseReason, SentFile

#: A file that nobody stored is kept so long.
_KEPT = timedelta(days=7)


def watch_listings(now: datetime) -> dict[str, int]:
    """Take off sale what a site may not sell today, and put back on sale what it may sell again.

    Found by what is so and not yet recorded: days without a run lose nothing, one run more changes nothing.
    """
    actor = system(now)
    done = {"paused": 0, "resumed": 0}
    for listing, reason in list(_standing(actor.today)):
        if reason is None and listing.state == ListingState.PAUSED:
            services.resume(actor, listing)
            done["resumed"] += 1
        elif reason is not None and listing.state == ListingState.LISTED:
            services.pause(actor, listing, reason)
            done["paused"] += 1
    return done


def drop_old_files(now: datetime) -> dict[str, int]:
    """Give up files of sites that were sent a week ago and that nobody stored."""
    rows = SentFile.objects.filter(state__in=(FileState.FAULTY, FileState.CHECKED), sent_at__lt=now - _KEPT)
    old = list(rows.order_by("pk"))
    for sent in old:
        services.cancel_file(system(now), sent)
    return {"dropped": len(old)}


def _standing(day: date) -> Iterator[tuple[Listing, PauseReason | None]]:
    """Listings that may have to change, and why they may not be on sale on a day; None where they may."""
    asked = Asked()
    rows = Listing.objects.filter(state__in=(ListingState.LISTED, ListingState.PAUSED)).filter(
        Q(state=ListingState.PAUSED)
        | ~Q(product__state=ProductState.PUBLISHED)
        | Q(channel__needs__need__startswith="certificate:")
    )
    published = Edition.objects.filter(state=EditionState.PUBLISHED).select_related("category")
    editions = Prefetch("product__editions", published.prefetch_related("certificates__kind"))
    for listing in (
        rows.order_by("pk")
        .distinct()
        .select_related("product", "channel", "mall__market")
        .prefetch_related(editions)
        .iterator(chunk_size=500)
    ):
        yield listing, _why_not(listing, asked, day)


def _why_not(listing: Listing, asked: Asked, day: date) -> PauseReason | None:
    editions = listing.product.editions.all()
    if listing.product.state != ProductState.PUBLISHED or not editions:
        return PauseReason.SUSPENDED
    codes = asked.codes(listing.channel, listing.mall.market if listing.mall else None)
    certificates = [code for code in codes if code.startswith("certificate:")]
    return PauseReason.CERTIFICATE if missing(editions[0], day, certificates) else None
