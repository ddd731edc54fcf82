"""The range of a site: which listing a product of a report is, and what stands in its exports."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from banso.apps.products.models import Edition, EditionState, Text
from banso.apps.sales.models import Identifier, Listing, ListingState, SalesLine
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
    """What a site has or had on sale, found by what reports call it. Five queries."""

    def __init__(self, site: Site) -> None:
        taken = Listing.objects.filter(**site.rows, state__in=_TAKEN).select_related("product", "case")
        # What is on sale now goes before what was there once.
        rows = sorted(taken.order_by("pk"), key=lambda row: (row.state in _ON_SALE, row.pk))
        self._goods = self._described(rows)
        self._by: dict[str, int] = {}
        self._by |= self._alone([(editions, key) for key, editions in self._gtins.items()])
        self._by |= self._alone([(row.product.article, row.pk) for row in rows])
        self._by |= {key_of(row.product.ref): row.pk for row in rows}
        #: By marketplace and name: what staff said once, then the codes of listings.
        self._there = self._matched_before(site) | self._named(site, rows)
        listings = defaultdict(set)
        for (_market, name), listing in self._there.items():
            listings[name].add(listing)
        self._anywhere = {name: found.pop() for name, found in listings.items() if len(found) == 1}

    def find(self, product: str, market: int | None = None) -> Goods | None:
        """What a report calls so on a marketplace; None where nobody can tell. Of a file that names no
        marketplace: what is called so on all of them.
        """
        name = key_of(product)
        found = self._anywhere.get(name) if market is None else self._there.get((market, name))
        if found is None:
            found = self._by.get(name)
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
        times = Counter(key_of(name) for name, _listing in pairs if name)
        return {key_of(name): listing for name, listing in pairs if name and times[key_of(name)] == 1}

    def _named(self, site: Site, rows: list[Listing]) -> dict[tuple[int, str], int]:
        """The codes of listings by marketplace."""
        codes = defaultdict(list)
        for row in Identifier.objects.filter(**site.rows).order_by("pk"):
            codes[row.listing_id].append(row)
        return {(code.market_id, key_of(code.code)): row.pk for row in rows for code in codes[row.pk]}

    def _matched_before(self, site: Site) -> dict[tuple[int, str], int]:
        """What staff said once."""
        where = {f"report__{name}": value for name, value in site.rows.items()}
        lines = SalesLine.objects.filter(**where, listing__isnull=False).order_by()
        rows = lines.values_list("market_id", "product_key", "listing_id").distinct()
        return {(market, key_of(name)): listing for market, name, listing in rows if listing in self._goods}


def key_of(text: str) -> str:
    """A name as names of goods are compared."""
    return text.strip().casefold()
