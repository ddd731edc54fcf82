"""The letter to a firm: a product of it is off sale at a site for now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.products.selectors import name_of, published
from banso.apps.sales.models import Listing, ListingState
from banso.apps.sales.services.listings import LETTER_PAUSED
from banso.apps.sales.sites import Site


def paused(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter says; None once the product is on sale again or ended there."""
    rows = Listing.objects.filter(ref=references["listing"], state=ListingState.PAUSED)
    listing = rows.select_related("product__firm__office", "channel", "mall").first()
    if listing is None:
        return None
    edition = published().filter(product=listing.product).prefetch_related("texts").first()
    return {
        "product": (edition and name_of(edition)) or listing.product.article,
        "site": Site(listing.channel, listing.mall).name,
        "reason": listing.reason_words,
        "office": listing.product.firm.office.name,
        "path": reverse("sales:listing", args=[listing.ref]),
    }


def register() -> None:
    """Let the letter be sent."""
    register_letter(
        LetterKind(LETTER_PAUSED, _("A product is off sale for now"), "sales/mail/listing_paused.txt", paused)
    )
