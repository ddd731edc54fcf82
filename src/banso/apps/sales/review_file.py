"""A site's file of reviews: its id, a listing, a day, stars from 1 to 5, title, text, language, marketplace.

The id tells a review once: what its writer changed later stays as it was told first. Of names and profiles
of buyers the file may hold columns; they are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.sales.layouts import Field
from banso.apps.sales.models import FileKind, Review
from banso.apps.sales.row_files import RULES as ROW_RULES
from banso.apps.sales.row_files import RowFile, Wrong
from banso.web.normalise import number_text

LONGEST_TITLE, LONGEST_TEXT, _LONGEST_CODE = 200, 5000, 60
RULES: Mapping[str, object] = {
    **ROW_RULES,
    "stars_whole": _("Stars of a review are 1, 2, 3, 4 or 5."),
    "title_long": _("This is longer than 200 characters."),
    "text_long": _("This is longer than 5,000 characters."),
    "language_unknown": _("Write a language code such as en or de, or leave it empty."),
    "review_elsewhere": _("A review of this id is stored for another product, %(listing)s."),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")


@dataclass(frozen=True)
class Reviewed:
    """One review as its row says it."""

    listing: int
    market: int
    code: str
    day: date
    stars: int
    title: str
    text: str
    language: str


class ReviewFile(RowFile):
    """The site's id tells a review once."""

    kind = FileKind.REVIEWS
    fields = (
        Field("code", _("Id of the review")),
        Field("product", _("Product (identifier on the site)")),
        Field("day", _("Day of the review")),
        Field("stars", _("Stars")),
        Field("title", pgettext_lazy("review", "Title"), needed=False),
        Field("text", pgettext_lazy("review", "Text")),
        Field("language", _("Language"), needed=False),
        Field("market", _("Marketplace (country code)"), needed=False),
    )

    def row(self, cells: Mapping[str, str]) -> Reviewed:
        """The review."""
        code, market = cells["code"], self.market(cells)
        if not code or len(code) > _LONGEST_CODE:
            raise Wrong("code", "value_long" if code else "value_missing")
        listing, day = self.listing(cells, market), self.day(cells)
        stars = number_text(cells["stars"]).removesuffix(".0")
        if stars not in ("1", "2", "3", "4", "5"):
            raise Wrong("stars", "stars_whole")
        title, text = cells.get("title", ""), cells["text"]
        if len(title) > LONGEST_TITLE:
            raise Wrong("title", "title_long")
        if len(text) > LONGEST_TEXT:
            raise Wrong("text", "text_long")
        language = cells.get("language", "").casefold().replace("_", "-")
        if language and not _LANGUAGE.fullmatch(language):
            raise Wrong("language", "language_unknown")
        return Reviewed(listing.pk, market, code, day, int(stars), title, text, language)

    def key(self, row: Reviewed) -> str:
        """The site's id."""
        return row.code

    def stored(self, rows: Sequence[Reviewed]) -> dict[str, Review]:
        """The reviews of the site with these ids."""
        wanted = {row.code for row in rows}
        found = Review.objects.filter(**self.site.rows).select_related("listing").defer("text")
        return {review.code: review for review in found.order_by("pk") if review.code in wanted}

    def refuse(self, row: Reviewed, before: Review) -> None:
        """An id belongs to one product."""
        if before.listing_id != row.listing:
            raise Wrong("code", "review_elsewhere", listing=before.listing.ref)
