"""Ratings, reviews and stock out of a site's files: every new row, or nothing; the same file again changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.progress import Progress
from banso.apps.sales.models import FileKind, Rating, Review, StockEntry
from banso.apps.sales.reading import LIMITS, digest_of
from banso.apps.sales.row_files import Rows
from banso.apps.sales.sites import Site
from banso.apps.sales.taking import ROW_FILES
from banso.engines.kernel.tables import read_table

_ACTIONS = {
    FileKind.RATINGS: "ratings.stored",
    FileKind.REVIEWS: "reviews.stored",
    FileKind.STOCK: "stock.stored",
}


@service
def store_rows(
    actor: Actor,
    site: Site,
    kind: FileKind,
    name: str,
    content: bytes,
    progress: Progress = lambda done, of: None,
) -> Rows:
    """Store what a file of ratings, reviews or stock tells.

    Raises:
        Refused: ``rows_faulty``: the file has errors (its reader says which).
    """
    # Files of one site come one after the other.
    hold(type(site.mall or site.channel)._default_manager).get(pk=(site.mall or site.channel).pk)
    reader = ROW_FILES[kind](site, actor.today)
    found = reader.read(read_table(name, content, LIMITS), None, progress)
    if found.faults:
        raise Refused("rows_faulty", _("The file has errors. Nothing was stored."), "file")
    if found.new:
        file = digest_of(content)
        rows = [_ROWS[kind](actor, site, row, file) for row in found.new]
        type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)
        payload = {"rows": len(found.new), "known": found.known, "file": file}
        record(actor, _ACTIONS[kind], ("site", site.code), payload)
    return found


def _rating(actor: Actor, site: Site, row: Any, file: str) -> Model:
    return Rating(
        listing_id=row.listing,
        day=row.day,
        stars=row.stars,
        reviews=row.reviews,
        file=file,
        stored_by_id=actor.user_id,
        stored_at=actor.at,
    )


def _review(actor: Actor, site: Site, row: Any, file: str) -> Model:
    return Review(
        listing_id=row.listing,
        market_id=row.market,
        code=row.code,
        day=row.day,
        stars=row.stars,
        title=row.title,
        text=row.text,
        language=row.language,
        file=file,
        stored_by_id=actor.user_id,
        stored_at=actor.at,
        **site.columns,
    )


def _stock(actor: Actor, site: Site, row: Any, file: str) -> Model:
    return StockEntry(
        listing_id=row.listing,
        day=row.day,
        kind=row.kind,
        pieces=row.pieces,
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
    )


_ROWS: Mapping[FileKind, Callable[[Actor, Site, Any, str], Model]] = {
    FileKind.RATINGS: _rating,
    FileKind.REVIEWS: _review,
    FileKind.STOCK: _stock,
}
