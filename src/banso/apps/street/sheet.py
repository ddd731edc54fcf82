"""A product on a sheet of paper, to hand to somebody: what its page says, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.catalogue.selectors import with_parts
from banso.apps.products.models import Edition, Image
from banso.apps.products.sending import pictures_folder, place_of
from banso.apps.street import facts
from banso.apps.street.framing import for_buyers
from banso.apps.street.viewer import Viewer
from banso.engines.reporting.paper import pdf
from banso.web import formats
from banso.web.downloads import download

TEMPLATE = Path(__file__).parent / "papers" / "sheet.typ"
#: So many pictures stand side by side.
_PICTURES = 3
#: The fonts have forms of characters for each of the two; without a region Chinese would be set in Japanese.
_REGIONS = {"zh": "cn", "ja": "jp"}


@require_GET
@for_buyers
def sheet(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """The sheet of a product that the company is shown."""
    edition = viewer.edition(ref)
    with_parts([edition])
    return download(sheet_pdf(viewer, edition), f"{ref}.pdf")


def sheet_pdf(viewer: Viewer, edition: Edition) -> bytes:
    """The PDF: its parts were read before. Whoever takes it stands on it, and so does the day."""
    text, language = facts.text_of(edition), facts.language()
    by = {
        "name": viewer.buyer.user.name,
        "company": viewer.company.name,
        "day": formats.day(viewer.day),
    }
    certificates = "\n".join(_certificate(row) for row in facts.held(edition, viewer.day))
    words: dict[str, Any] = {
        "language": language,
        "region": _REGIONS.get(language, "us"),
        "ref": edition.product.ref,
        "name": text.name,
        "maker": facts.maker_of(edition),
        "pictures": _pictures(edition.images.all()),
        "about_title": _("About it"),
        "description": text.description,
        "facts_title": _("Facts"),
        "facts": [
            *((str(label), str(value)) for label, value in facts.table_of(edition)),
            (_("Certificates"), certificates or _("None stated")),
        ],
        "ready_title": _("Your markets"),
        "ready": [
            (line.words, line.more)
            for line in (
                facts.ready_line(viewer.readiness(edition, market), market, viewer.lists.certificates)
                for market in viewer.markets
            )
        ],
        "shared": _("Japan Street, %(day)s. Shared by %(name)s, %(company)s.") % by,
        "note": _("As published on this day. Prices and terms hold once the maker confirms them."),
    }
    return pdf(TEMPLATE, words, viewer.day, files=pictures_folder())


def _pictures(images: Iterable[Image]) -> list[dict[str, str]]:
    """The first pictures: where they lie, and what is to be seen. None without its file."""
    places = [(place_of(image.stored_name), facts.alt_of(image)) for image in images]
    return [{"path": f"/{place}", "alt": alt} for place, alt in places if place][:_PICTURES]


def _certificate(row: Any) -> str:
    said = " ".join(part for part in (row.kind.name, row.number) if part)
    if row.expires_on is None:
        return said
    return _("%(certificate)s, valid until %(day)s") % {
        "certificate": said,
        "day": formats.day(row.expires_on),
    }
