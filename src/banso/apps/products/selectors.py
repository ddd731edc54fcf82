"""Reading products."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.products.content import CertificateData, ClosedData, Content, TextData
from banso.apps.products.models import OPEN, Edition, EditionState, Image, Product, ProductState

_COLUMNS = (
    "category", "hs_code", "hs_year", "gtin", "price", "currency", "terms", "terms_place", "price_unit",
    "minimum_order", "lead_days", "shelf_days", "temperature", "allergens_stated", "maker",
    "maker_name", "stock",
)  # fmt: skip


def content_of(edition: Edition) -> Content:
    """What an edition says, as it would be given again; of many their ``PARTS`` should be prefetched."""
    texts = {
        row.language: TextData(row.language, row.name, row.description, row.ingredients)
        for row in edition.texts.all()
    }
    return Content(
        texts=[texts[language] for language, _name in settings.PRODUCT_LANGUAGES if language in texts],
        allergens=list(edition.allergens.all()),
        certificates=[
            CertificateData(row.kind, row.number, row.expires_on) for row in edition.certificates.all()
        ],
        closed_markets=[ClosedData(row.market, row.why, row.until) for row in edition.closed_markets.all()],
        **{name: getattr(edition, name) for name in _COLUMNS},
    )


def may_see_picture(access: Access, product: Product, stored_name: str) -> bool:
    """Whether somebody may see a picture: it belongs to an edition of a product within reach."""
    there = Image.objects.filter(edition__product=product, stored_name=stored_name).exists()
    return there and access.allows(Action.PRODUCT_VIEW, product)


def published() -> QuerySet[Edition]:
    """The editions that buyers and operators may be shown, as far as the product itself goes."""
    return Edition.objects.filter(state=EditionState.PUBLISHED, product__state=ProductState.PUBLISHED)


#: All that hangs on an edition and that a page of it shows.
PARTS = ("texts", "images", "certificates__kind", "closed_markets__market", "allergens", "comments")


@dataclass(frozen=True)
class Standing:
    """A product as it stands: what buyers are shown, and what is being written or waits for its review."""

    product: Product
    published: Edition | None
    open: Edition | None
    #: The newest of all, where neither is there: it was dropped or never published.
    last: Edition

    @property
    def current(self) -> Edition:
        """What is looked at first: the one being written, else the published one."""
        return self.open or self.published or self.last


def standing(product: Product) -> Standing:
    """How a product stands; its editions should be prefetched, and there is at least one."""
    editions = sorted(product.editions.all(), key=lambda edition: -edition.number)
    return Standing(
        product,
        next((row for row in editions if row.state == EditionState.PUBLISHED), None),
        next((row for row in editions if row.state in OPEN), None),
        editions[0],
    )


def name_of(edition: Edition) -> str:
    """The name in the language of the page, else in the first language that has one; its texts prefetched."""
    names = {text.language: text.name for text in edition.texts.all()}
    preferred = (get_language() or "", *(language for language, _name in settings.PRODUCT_LANGUAGES))
    return next((names[language] for language in preferred if language in names), "")
