"""The range of a site: which listing a product of a report is, and what stands in its exports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from banso.apps.products.models import Edition, EditionState, Text
from banso.apps.sales.models import Listing, ListingState, SalesLine
from banso.apps.sales.sites import Site

#: What is sold by the piece where the product names no unit.
PIECE = "点"
#: A product that was never taken cannot be sold there.
_ON_SALE = (ListingState.LISTED, ListingState.PAUSED)
_TAKEN = (ListingState.PICKED, ListingState.ORDERED, *_ON_SALE, ListingState.ENDED)


@dataclass(frozen=True)
class Goods:
    """A listing, and how its product is named in exports."""

    listing: Listing
    name: str
    hs_code: str
    unit: str


class Range:
    """What a site has or had on sale, found by what reports call it. Four queries."""

    def __init__(self, site: Site) -> None:
        taken = Listing.objects.filter(**site.rows, state__in=_TAKEN).select_related("product", "case")
        # What is on sale now goes before what was there once.
        rows = sorted(taken.order_by("pk"), key=lambda row: (row.state in _ON_SALE, row.pk))
        self._goods = self._described(rows)
        self._by: dict[str, int] = {}
        self._by |= self._alone([(editions, key) for key, editions in self._gtins.items()])
        self._by |= self._alone([(row.product.article, row.pk) for row in rows])
        self._by |= {_key(row.product.ref): row.pk for row in rows}
        self._by |= self._matched_before(site)
        self._by |= {_key(row.identifier): row.pk for row in rows if row.identifier}

    def find(self, product: str) -> Goods | None:
        """What a report calls so; None where nobody can tell."""
        found = self._by.get(_key(product))
        return self._goods[found] if found is not None else None

    def of(self, listing: Listing) -> Goods:
        """What stands in the exports of a listing of this site."""
        return self._goods[listing.pk]

    def has(self, listing: Listing) -> bool:
        """Whether a listing is, or was, on sale at this site."""
        return listing.pk in self._goods

    def _described(self, rows: list[Listing]) -> dict[int, Goods]:
        editions = Edition.objects.filter(
            product__in=[row.product_id for row in rows], state=EditionState.PUBLISHED
        )
        said = {edition.product_id: edition for edition in editions.order_by("pk")}
        names = dict(
            Text.objects.filter(edition__in=list(said.values()), language="ja")
            .order_by("pk")
            .values_list("edition__product_id", "name")
        )
        self._gtins: dict[int, str] = {}
        found = {}
        for row in rows:
            edition = said.get(row.product_id)
            if edition is not None and edition.gtin:
                self._gtins[row.pk] = edition.gtin
            found[row.pk] = Goods(
                row,
                names.get(row.product_id, row.product.article),
                edition.hs_code if edition else "",
                (edition.price_unit if edition else "") or PIECE,
            )
        return found

    @staticmethod
    def _alone(pairs: list[tuple[str, int]]) -> dict[str, int]:
        """Those of which one listing alone is called so."""
        times = Counter(_key(name) for name, _listing in pairs if name)
        return {_key(name): listing for name, listing in pairs if name and times[_key(name)] == 1}

    def _matched_before(self, site: Site) -> dict[str, int]:
        """What staff said once."""
        where = {f"report__{name}": value for name, value in site.rows.items()}
        lines = SalesLine.objects.filter(**where, listing__isnull=False).order_by()
        pairs = lines.values_list("product_key", "listing_id").distinct()
        return {_key(name): listing for name, listing in pairs if listing in self._goods}


def _key(text: str) -> str:
    return text.strip().casefold()
