"""Many products of a firm out of one workbook, with their pictures in a zip: all of it is stored, or nothing.

1. Each row is read by the form of the page, with codes in the place of keys; a fault names row and column.
2. A product that the firm does not have is begun. One that says something else gets it in its open edition,
   else in a new one; one that says the same stays untouched, so that the same file twice changes nothing.
3. Pictures are named by the article number (``S-1.jpg``, or ``S-1_2.png`` for the second): what an edition
   does not show yet comes behind what it shows.
4. Any fault, or a mere try, undoes the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.products import content, selectors, services
from banso.apps.products.bulk_rows import NO_ALLERGENS
from banso.apps.products.content import TEXT_PARTS, Content
from banso.apps.products.forms import BeginForm, WholeForm
from banso.apps.products.models import Edition, Product
from banso.apps.products.storage import Stored
from banso.engines.kernel import archives
from banso.engines.kernel.faults import errors_among
from banso.engines.kernel.tables import Limits, Row, Table
from banso.web.faults import TABLE_RULES, sentence

LIMITS = Limits(file_bytes=1024 * 1024, rows=300)
#: Pictures are drawn while the sender waits.
_ZIP = archives.Limits(entries=200)
_LANGUAGES = [code for code, _name in settings.PRODUCT_LANGUAGES]
#: The columns that are fields of the form as they are.
_PLAIN = (
    "article",
    *(f"{part}_{language}" for language in _LANGUAGES for part in TEXT_PARTS),
    "category", "hs_code", "hs_year", "gtin", "price", "currency", "price_unit", "terms", "terms_place",
    "minimum_order", "lead_days", "shelf_days", "temperature", "maker", "maker_name", "stock",
)  # fmt: skip
COLUMNS = (*_PLAIN, "allergens", "certificates", "closed_markets", "pictures_ja", "pictures_en")
#: What the rows of a column hold, part by part: ``halal|H-1|2027-03-31; gi``.
_PARTS = {"certificates": ("kind", "number", "expires_on"), "closed_markets": ("market", "why", "until")}
_PICTURE = re.compile(r"(?P<article>.+?)(?:_(?P<number>[1-8]))?\.(?:jpe?g|png|webp)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[;；\n]")


@dataclass(frozen=True)
class RowFault:
    """One piece of bad input: where it stands, what it says, which rule it breaks."""

    sheet: str
    row: int | None
    column: str | None
    value: str
    rule: str
    message: str


@dataclass
class Outcome:
    """What a file comes to: the rows that begin a product, change one or change nothing, and all faults."""

    lines: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    def count(self, what: str) -> int:
        """How many rows come to ``new``, ``changed`` or ``same``."""
        return sum(found == what for _row, _article, found in self.lines)


#: By article number, in their order.
Pictures = Mapping[str, Sequence[Stored]]


def read_pictures(file: IO[bytes], name: str) -> tuple[dict[str, list[Stored]], list[RowFault]]:
    """The pictures of a zip by article number, drawn anew and kept on trial; and what is wrong in it."""
    found: dict[str, list[tuple[int, Stored]]] = {}
    faults = []
    try:
        for entry, bytes_ in archives.files_in(file, _ZIP):
            named = _PICTURE.fullmatch(entry)
            if named is None:
                message = _("A picture is named by its article number, for example S-1.jpg or S-1_2.png.")
                faults.append(RowFault(name, None, None, entry, "picture_name", message))
                continue
            try:
                picture = services.read_picture(bytes_)
            except Refused as refused:
                faults.append(RowFault(name, None, None, entry, refused.rule, refused.message))
            else:
                found.setdefault(named["article"], []).append((int(named["number"] or 1), picture))
    except archives.NotTaken as fault:
        message = _(
            "The zip is not taken: it is damaged or protected, leads out of itself or unpacks to too much."
        )
        faults.append(RowFault(name, None, None, fault.name, f"zip_{fault.rule}", message))
    ordered = {
        article: [one for _number, one in sorted(rows, key=lambda row: row[0])]
        for article, rows in found.items()
    }
    return ordered, faults


def try_file(actor: Actor, firm: Firm, table: Table, pictures: Pictures) -> Outcome:
    """What a file would come to; nothing is stored."""
    with transaction.atomic():
        outcome = _run(actor, firm, table, pictures)
        transaction.set_rollback(True)
    return outcome


@service
def store_file(actor: Actor, firm: Firm, table: Table, pictures: Pictures, digest: str) -> Outcome:
    """Store every row of a file; ``digest`` is that of its bytes.

    Raises:
        Refused: ``file_faulty``, something in it cannot be stored (any more).
    """
    outcome = _run(actor, firm, table, pictures)
    if outcome.faults:
        raise Refused("file_faulty", _("Something has changed since. Please send the file again."))
    payload = {"new": outcome.count("new"), "changed": outcome.count("changed"), "rows": len(outcome.lines)}
    record(actor, "products.file_stored", ("firm", firm.ref), payload | {"file": digest})
    return outcome


def _run(actor: Actor, firm: Firm, table: Table, pictures: Pictures) -> Outcome:
    outcome = Outcome(faults=list(_table_faults(table)))
    if outcome.faults:
        return outcome
    known = Product.objects.filter(firm=firm).prefetch_related("editions")
    products = {product.article: product for product in known}
    seen: set[str] = set()
    for row in table.rows:
        article = row.cells.get("article", "").strip()
        if article in seen:
            message = _("This article number stands in a row above already.")
            outcome.faults.append(
                RowFault(table.file, row.number, "article", article, "article_twice", message)
            )
            continue
        seen.add(article)
        try:
            what, faults = _row(
                actor, firm, table.file, row, products.get(article), pictures.get(article, ())
            )
        except Refused as refused:
            column = refused.field if refused.field in COLUMNS else None
            what, faults = (
                "",
                [RowFault(table.file, row.number, column, article, refused.rule, refused.message)],
            )
        outcome.faults += faults
        if not faults:
            outcome.lines.append((row.number, article, what))
    for article in sorted(set(pictures) - seen):
        message = _("No row has the article number of this picture.")
        outcome.faults.append(RowFault(table.file, None, None, article, "picture_of_nothing", message))
    return outcome


def _table_faults(table: Table) -> Iterator[RowFault]:
    for fault in errors_among(table.faults):
        message = sentence(TABLE_RULES, fault)
        yield RowFault(table.file, fault.row, fault.column, fault.value or "", fault.rule, message)
    for column in table.header:
        if column and column not in COLUMNS:
            yield RowFault(
                table.file, 1, column, column, "column_unknown", _("The template has no such column.")
            )
    if table.readable and "article" not in table.header:
        yield RowFault(table.file, 1, "article", "", "column_missing", _("This column is needed."))


def _row(
    actor: Actor, firm: Firm, sheet: str, row: Row, product: Product | None, pictures: Sequence[Stored]
) -> tuple[str, list[RowFault]]:
    form = _form_of(row.cells, actor.today)
    form.is_valid()
    said = form.content()
    checked = content.check(said, actor.today)
    form.refuse(checked.faults)
    faults = [
        RowFault(sheet, row.number, column, row.cells.get(column or "", ""), rule, message)
        for column, rule, message in form.faults()
    ]
    if faults:
        return "", faults
    words = _words(row.cells, pictures)
    if product is None:
        edition = services.begin(actor, firm, form.main.cleaned_data["article"], said)
        _add(actor, edition, pictures, words)
        return "new", []
    current = selectors.standing(product).current
    shown = {image.stored_name for image in current.images.all()}
    fresh = [pair for pair in zip(pictures, words, strict=True) if pair[0].name not in shown]
    now = selectors.content_of(current)
    same = _plain(replace(said, **checked.columns)) == _plain(now)
    if same and not fresh:
        return "same", []
    edition = services.next_edition(actor, product)
    if not same:
        services.write(actor, edition, said)
    _add(actor, edition, [picture for picture, _said in fresh], [said for _picture, said in fresh])
    return "changed", []


def _add(actor: Actor, edition: Edition, pictures: Sequence[Stored], words: Sequence[services.Words]) -> None:
    for picture, said in zip(pictures, words, strict=True):
        services.add_picture(actor, edition, picture, said)


def _words(cells: Mapping[str, str], pictures: Sequence[Stored]) -> list[services.Words]:
    """The words of each picture; without pictures in the zip what stands there is of those shown before."""
    if not pictures:
        return []
    said = [_split(cells.get(f"pictures_{language}", "")) for language in ("ja", "en")]
    for language, words in zip(("ja", "en"), said, strict=True):
        if len(words) != len(pictures):
            message = _("There are %(pictures)s pictures and words for %(words)s.")
            numbers = {"pictures": len(pictures), "words": len(words)}
            raise Refused("alt_count", message % numbers, f"pictures_{language}")
    return [services.Words(ja, en) for ja, en in zip(*said, strict=True)]


def _form_of(cells: Mapping[str, str], day: date) -> WholeForm:
    """The form of the page, filled in by a row."""
    data: MultiValueDict[str, str] = MultiValueDict({name: [cells.get(name, "")] for name in _PLAIN})
    allergens = cells.get("allergens", "").split()
    if allergens:
        data["allergens_stated"] = "on"
    data.setlist("allergens", [code for code in allergens if code != NO_ALLERGENS])
    for column, parts in _PARTS.items():
        rows = _split(cells.get(column, ""))
        data[f"{column}-TOTAL_FORMS"], data[f"{column}-INITIAL_FORMS"] = str(len(rows)), "0"
        for number, text in enumerate(rows):
            for part, value in zip(parts, text.split("|"), strict=False):
                data[f"{column}-{number}-{part}"] = value.strip()
    return WholeForm(BeginForm, data, day, by_code=True)


def _split(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _plain(said: Content) -> dict[str, Any]:
    """What is said, so that the same is equal however it was ordered and written."""
    return vars(said) | {
        "texts": sorted(
            (row.language, *(getattr(row, part).strip() for part in TEXT_PARTS))
            for row in said.texts
            if row.name
        ),
        "allergens": sorted(row.pk for row in said.allergens),
        "certificates": sorted((row.kind.pk, row.number, str(row.expires_on)) for row in said.certificates),
        "closed_markets": sorted((row.market.pk, row.why, str(row.until)) for row in said.closed_markets),
    }
