"""Reading a site's file of ratings: a listing by its identifier, a day, stars from 0 to 5, how many reviews.

A row that is stored already changes nothing; one that tells a day of a listing otherwise than before is an
error, as is a product that the site does not have on sale. One wrong row keeps the whole file out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from banso.apps.mapping import guess
from banso.apps.sales.goods import Range
from banso.apps.sales.models import Rating
from banso.apps.sales.reading import RULES as SALES_RULES
from banso.apps.sales.reading import Field
from banso.apps.sales.sites import Site
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Row, Table
from banso.web.normalise import number_text, read_date

FIELDS = (
    Field("product", _("Product (identifier on the site)")),
    Field("day", _("Day of the rating")),
    Field("stars", _("Stars")),
    Field("reviews", _("Reviews")),
)
RULES: Mapping[str, object] = {
    **SALES_RULES,
    "columns_unknown": _("Name the columns: product, day, stars, reviews."),
    "product_unknown": _("The site has no such product on sale."),
    "stars_unreadable": _("Stars go from 0 to 5."),
    "reviews_unreadable": _("This is no whole number of reviews."),
    "row_twice": _("This product and day stands in the file twice."),
    "rated_already": _("This day is stored already with %(stars)s of %(reviews)s."),
}


@dataclass(frozen=True)
class Rated:
    """One row: the key of the listing, the day, the mean, of how many."""

    listing: int
    day: date
    stars: Decimal
    reviews: int


@dataclass(frozen=True)
class Ratings:
    """What a file comes to: ``new`` rows, how many were stored before, and what is wrong."""

    new: tuple[Rated, ...] = ()
    known: int = 0
    faults: tuple[Fault, ...] = ()


def read_ratings(site: Site, table: Table, today: date) -> Ratings:
    """Read a file of ratings. Nothing is stored."""
    faults = list(errors_among(table.faults))
    if faults or not table.readable:
        return Ratings(faults=tuple(faults))
    columns = guess(table.header, FIELDS)
    if len(columns) < len(FIELDS):
        said = "、".join(table.header)[:200]
        return Ratings(faults=(Fault(table.file, 1, None, said, "columns_unknown"),))
    goods, rows, seen = Range(site), [], set()
    for row in table.rows:
        found = _rated(goods, row, columns, today)
        if isinstance(found, Rated):
            if (found.listing, found.day) in seen:
                found = "day", "row_twice"
            else:
                seen.add((found.listing, found.day))
                rows.append((row, found))
        if not isinstance(found, Rated):
            faults.append(_fault(table, row, columns, *found))
    stored = {
        (rating.listing_id, rating.day): rating
        for rating in Rating.objects.filter(listing__in={found.listing for _row, found in rows})
    }
    new, known = [], 0
    for row, found in rows:
        before = stored.get((found.listing, found.day))
        if before is None:
            new.append(found)
        elif (before.stars, before.reviews) == (found.stars, found.reviews):
            known += 1
        else:
            told = {"stars": str(before.stars), "reviews": str(before.reviews)}
            faults.append(_fault(table, row, columns, "stars", "rated_already", **told))
    return Ratings(tuple(new), known, tuple(faults))


def _rated(goods: Range, row: Row, columns: Mapping[str, str], today: date) -> Rated | tuple[str, str]:
    """The row, or the field and the rule that it breaks."""
    cells = {field: row.cells.get(column, "").strip() for field, column in columns.items()}
    product = goods.find(cells["product"]) if cells["product"] else None
    if product is None:
        return "product", "product_unknown" if cells["product"] else "value_missing"
    day = read_date(cells["day"])
    if day is None or day > today:
        return "day", "day_unreadable" if day is None else "day_ahead"
    try:
        stars = Decimal(number_text(cells["stars"])).quantize(Decimal("0.01"))
        inside = 0 <= stars <= 5
    except InvalidOperation:
        inside = False
    if not inside:
        return "stars", "stars_unreadable"
    reviews = number_text(cells["reviews"])
    if not reviews.isdecimal() or len(reviews) > 9:
        return "reviews", "reviews_unreadable"
    return Rated(product.listing.pk, day, stars, int(reviews))


def _fault(table: Table, row: Row, columns: Mapping[str, str], field: str, rule: str, **said: str) -> Fault:
    column = columns[field]
    return Fault(table.file, row.number, column, row.cells.get(column, "")[:60], rule, said)
