"""The letter to a firm: a certificate of a published product is about to end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.products.models import Certificate, EditionState
from banso.apps.products.selectors import name_of
from banso.apps.products.services.certificates import LETTER
from banso.web import formats


def ending(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter says; None once the certificate was renewed or has ended."""
    rows = Certificate.objects.filter(
        edition__product__ref=references["product"],
        edition__state=EditionState.PUBLISHED,
        kind__code=references["certificate"],
        expires_on__gte=formats.local_date(now),
    ).exclude(edition__product__state="withdrawn")
    found = rows.select_related("edition__product__firm__office", "kind").first()
    if found is None:
        return None
    product = found.edition.product
    return {
        "product": name_of(found.edition) or product.article,
        "article": product.article,
        "certificate": found.kind.name,
        "until": formats.day(found.expires_on),
        "office": product.firm.office.name,
        "path": reverse("products:product", args=[product.ref]),
    }


def register() -> None:
    """Let the letter be sent."""
    register_letter(
        LetterKind(
            LETTER,
            _("A certificate of a product is about to end"),
            "products/mail/certificate_ending.txt",
            ending,
        )
    )
