"""Products: the lists they choose from, what is said of each in editions, and what hangs on it."""

from banso.apps.products.models.editions import (
    OPEN,
    Comment,
    Edition,
    EditionState,
    Maker,
    Product,
    ProductState,
    Stock,
    Temperature,
    Terms,
)
from banso.apps.products.models.lists import Allergen, Category, CategoryGroup, CertificateKind
from banso.apps.products.models.parts import Certificate, CertificateTold, Closed, ClosedMarket, Image, Text

__all__ = [
    "OPEN",
    "Allergen",
    "Category",
    "CategoryGroup",
    "Certificate",
    "CertificateKind",
    "CertificateTold",
    "Closed",
    "ClosedMarket",
    "Comment",
    "Edition",
    "EditionState",
    "Image",
    "Maker",
    "Product",
    "ProductState",
    "Stock",
    "Temperature",
    "Terms",
    "Text",
]
