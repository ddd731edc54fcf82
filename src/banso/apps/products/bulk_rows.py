"""What a product says as a row of the workbook of many products: the way back of ``bulk``."""

from __future__ import annotations

from collections.abc import Iterator

from banso.apps.directory.models import Firm
from banso.apps.products import selectors
from banso.apps.products.content import TEXT_PARTS, Content
from banso.apps.products.models import Product, ProductState
from banso.apps.products.words import hs_written

#: No allergens, after having looked.
NO_ALLERGENS = "none"


def rows_of(firm: Firm) -> Iterator[dict[str, str]]:
    """The products of a firm as they stand: what is being written, else what is published.

    Withdrawn products are left out. Read back by ``bulk.store_file`` such a row changes nothing. Pictures are
    not named: words are asked for those that come along in a zip.
    """
    products = Product.objects.filter(firm=firm).exclude(state=ProductState.WITHDRAWN).order_by("article")
    for product in products.prefetch_related(*(f"editions__{part}" for part in selectors.PARTS)):
        yield {"article": product.article, **cells(selectors.content_of(selectors.standing(product).current))}


def cells(said: Content) -> dict[str, str]:
    """What an edition says, by column."""
    found = {
        "category": said.category.code if said.category else "",
        "hs_code": hs_written(said.hs_code),
        "price": "" if said.price is None else f"{said.price.normalize():f}",
        "certificates": "; ".join(
            _parts(row.kind.code, row.number, row.expires_on) for row in said.certificates
        ),
        "closed_markets": "; ".join(
            _parts(row.market.code, row.why, row.until) for row in said.closed_markets
        ),
    }
    for text in said.texts:
        found |= {f"{part}_{text.language}": getattr(text, part) for part in TEXT_PARTS}
    if said.allergens_stated:
        found["allergens"] = " ".join(row.code for row in said.allergens) or NO_ALLERGENS
    for name in ("hs_year", "minimum_order", "lead_days", "shelf_days"):
        number = getattr(said, name)
        found[name] = "" if number is None else str(number)
    for name in (
        "gtin", "currency", "price_unit", "terms", "terms_place", "temperature", "maker",
        "maker_name", "stock",
    ):  # fmt: skip
        found[name] = getattr(said, name)
    return found


def _parts(*values: object) -> str:
    return "|".join("" if value is None else str(value) for value in values).rstrip("|")
