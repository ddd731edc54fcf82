"""Reading products."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from banso.apps.products.content import CertificateData, ClosedData, Content, TextData
from banso.apps.products.models import Edition, EditionState, ProductState

_COLUMNS = (
    "category", "hs_code", "hs_year", "gtin", "price", "currency", "terms", "terms_place", "price_unit",
    "minimum_order", "lead_days", "shelf_days", "temperature", "ingredients", "allergens_stated", "maker",
    "maker_name", "stock",
)  # fmt: skip


def content_of(edition: Edition) -> Content:
    """What an edition says, as it would be given again."""
    texts = {row.language: TextData(row.language, row.name, row.description) for row in edition.texts.all()}
    return Content(
        texts=[texts[language] for language, _name in settings.PRODUCT_LANGUAGES if language in texts],
        allergens=list(edition.allergens.all()),
        certificates=[
            CertificateData(row.kind, row.number, row.expires_on)
            for row in edition.certificates.select_related("kind")
        ],
        closed_markets=[
            ClosedData(row.market, row.why, row.until)
            for row in edition.closed_markets.select_related("market")
        ],
        **{name: getattr(edition, name) for name in _COLUMNS},
    )


def published() -> QuerySet[Edition]:
    """The editions that buyers and operators may be shown, as far as the product itself goes."""
    return Edition.objects.filter(state=EditionState.PUBLISHED, product__state=ProductState.PUBLISHED)
