"""A site's file of ratings: a listing by its identifier, a day, stars from 0 to 5, how many reviews.

A row that tells a day of a listing otherwise than before is an error, as is a product that the site does not
have on sale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from banso.apps.sales.layouts import Field
from banso.apps.sales.models import FileKind, Rating
from banso.apps.sales.row_files import RULES as ROW_RULES
from banso.apps.sales.row_files import RowFile, Wrong
from banso.web.normalise import number_text

RULES: Mapping[str, object] = {
    **ROW_RULES,
    "stars_unreadable": _("Stars go from 0 to 5."),
    "reviews_unreadable": _("This is no whole number of reviews."),
    "rated_already": _("This day is stored already with %(stars)s of %(reviews)s."),
}


@dataclass(frozen=True)
class Rated:
    """One row: the key of the listing, the day, the mean, of how many."""

    listing: int
    day: date
    stars: Decimal
    reviews: int


class RatingFile(RowFile):
    """A day of a listing is told once."""

    kind = FileKind.RATINGS
    fields = (
        Field("product", _("Product (identifier on the site)")),
        Field("day", _("Day of the rating")),
        Field("stars", _("Stars")),
        Field("reviews", _("Reviews")),
    )

    def row(self, cells: Mapping[str, str]) -> Rated:
        """The listing, day, stars and reviews."""
        listing, day = self.listing(cells), self.day(cells)
        try:
            stars = Decimal(number_text(cells["stars"])).quantize(Decimal("0.01"))
            inside = 0 <= stars <= 5
        except InvalidOperation:
            inside = False
        if not inside:
            raise Wrong("stars", "stars_unreadable")
        reviews = number_text(cells["reviews"])
        if not reviews.isdecimal() or len(reviews) > 9:
            raise Wrong("reviews", "reviews_unreadable")
        return Rated(listing.pk, day, stars, int(reviews))

    def key(self, row: Rated) -> tuple[int, date]:
        """Listing and day."""
        return row.listing, row.day

    def stored(self, rows: Sequence[Rated]) -> dict[tuple[int, date], Rating]:
        """The ratings of these listings."""
        found = Rating.objects.filter(listing__in={row.listing for row in rows})
        return {(rating.listing_id, rating.day): rating for rating in found.order_by("pk")}

    def refuse(self, row: Rated, before: Rating) -> None:
        """A day has one rating."""
        if (before.stars, before.reviews) != (row.stars, row.reviews):
            told = {"stars": str(before.stars), "reviews": str(before.reviews)}
            raise Wrong("stars", "rated_already", **told)
