"""What the services of the room share: rows held, states moved, what hangs on an edition."""

from __future__ import annotations

from typing import Any

from banso.apps.base import fire, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject
from banso.apps.products.content import Content
from banso.apps.products.models import Certificate, ClosedMarket, Edition, Product, Text
from banso.apps.products.transitions import EDITION, EDITION_REFUSALS, PRODUCT, PRODUCT_REFUSALS
from banso.engines.kernel.transitions import Fired


def subject(product: Product) -> Subject:
    """The subject of events about a product and its editions."""
    return ("product", product.ref)


def held(edition: Edition) -> Edition:
    """The edition and its product as stored now, held until the transaction ends."""
    return hold(Edition.objects.select_related("product", "category"), "product").get(pk=edition.pk)


def move_edition(actor: Actor, edition: Edition, event: str, facts: dict[str, Any] | None = None) -> Fired:
    """Move an edition by its table; the caller saves it.

    Raises:
        Refused: ``role``, ``edition_state`` or the guard that failed.
    """
    fired = fire(EDITION, EDITION_REFUSALS, edition.state, event, actor.role, facts)
    edition.state = fired.target
    return fired


def move_product(actor: Actor, product: Product, event: str) -> None:
    """Move a product by its table; the caller saves it.

    Raises:
        Refused: ``role`` or ``product_state``.
    """
    product.state = fire(PRODUCT, PRODUCT_REFUSALS, product.state, event, actor.role).target


def hang(edition: Edition, content: Content) -> None:
    """Let an edition have these texts, allergens, certificates and closed markets, and no others."""
    edition.texts.all().delete()
    edition.certificates.all().delete()
    edition.closed_markets.all().delete()
    Text.objects.bulk_create(
        Text(
            edition=edition,
            language=text.language,
            name=text.name.strip(),
            description=text.description.strip(),
            ingredients=text.ingredients.strip(),
        )
        for text in content.texts
        if text.name.strip()
    )
    Certificate.objects.bulk_create(
        Certificate(edition=edition, kind=row.kind, number=row.number.strip(), expires_on=row.expires_on)
        for row in content.certificates
    )
    ClosedMarket.objects.bulk_create(
        ClosedMarket(edition=edition, market=row.market, why=row.why, until=row.until)
        for row in content.closed_markets
    )
    edition.allergens.set(content.allergens)
