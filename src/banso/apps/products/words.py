"""What an edition says, row by row in words: for the page of a product, its review and its comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from banso.apps.products.models import Comment, Edition, EditionState, Product, ProductState
from banso.web import formats

#: The rows that are asked of food and drink only.
FOOD_ROWS = (
    "shelf_days",
    "temperature",
    *(f"ingredients:{code}" for code, _name in settings.PRODUCT_LANGUAGES),
    "allergens",
)
#: The rows of the needs that go by another name than theirs.
_ROW_OF_NEED = {"lead_time": "lead_days", "shelf_life": "shelf_days", "ingredients": "ingredients:ja"}
_FIRST_INPUTS = {
    "certificates": "certificates-0-kind",
    "closed_markets": "closed_markets-0-market",
    "allergens": "allergens_stated",
    "maker": "maker_0",
}
MARKS = {
    EditionState.WRITTEN: "part",
    EditionState.WAITING: "now",
    EditionState.RETURNED: "late",
    EditionState.PUBLISHED: "ok",
    EditionState.REPLACED: "dash",
    EditionState.DROPPED: "dash",
}
PRODUCT_MARKS = {
    ProductState.DRAFT: "unk",
    ProductState.PUBLISHED: "ok",
    ProductState.SUSPENDED: "late",
    ProductState.WITHDRAWN: "dash",
}
_LABELS: dict[str, Promise] = {
    "category": gettext_lazy("Category"),
    "hs_code": gettext_lazy("HS code"),
    "gtin": gettext_lazy("GTIN"),
    "image": gettext_lazy("Pictures"),
    "price": gettext_lazy("Price"),
    "terms": gettext_lazy("Terms of delivery"),
    "minimum_order": gettext_lazy("Minimum order"),
    "lead_days": gettext_lazy("Lead time"),
    "shelf_days": gettext_lazy("Shelf life"),
    "temperature": gettext_lazy("Temperature"),
    **{
        f"ingredients:{code}": format_lazy(gettext_lazy("Ingredients in {language}"), language=name)
        for code, name in settings.PRODUCT_LANGUAGES
    },
    "allergens": gettext_lazy("Allergens"),
    "maker": gettext_lazy("Maker"),
    "stock": gettext_lazy("Stock"),
    "certificates": gettext_lazy("Certificates"),
    "closed_markets": gettext_lazy("Markets where it is not sold"),
}


@dataclass
class Row:
    """One thing that is said of a product: now, in what buyers are shown, and what reviewers said of it."""

    name: str
    label: str
    value: str
    #: What is published, where there is another edition beside it.
    published: str = ""
    comments: list[Comment] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether the next edition says something else."""
        return self.value != self.published

    @property
    def html_id(self) -> str:
        """Where a link to this row leads."""
        return f"row-{self.name.replace(':', '-')}"


def row_names(edition: Edition) -> list[str]:
    """The rows that are asked of an edition, in the order of the page."""
    texts = [
        f"{part}:{code}" for code, _name in settings.PRODUCT_LANGUAGES for part in ("name", "description")
    ]
    food = edition.category is None or edition.category.is_food
    return texts + [name for name in _LABELS if food or name not in FOOD_ROWS]


def label_of(name: str) -> str:
    """What a row is called; the empty name stands for the whole."""
    if name in _LABELS:
        return str(_LABELS[name])
    part, _colon, language = name.partition(":")
    if language:
        label = _("Name in %(language)s") if part == "name" else _("Description in %(language)s")
        return label % {"language": dict(settings.PRODUCT_LANGUAGES)[language]}
    return _("The whole")


def row_of_need(code: str) -> str:
    """The row in which what a channel asks for is said."""
    return "certificates" if code.startswith("certificate:") else _ROW_OF_NEED.get(code, code)


def input_of(product: Product, name: str) -> str:
    """Where a firm says what stands in a row: the address of the form and its field."""
    if name == "image":
        return reverse("products:pictures", args=[product.ref])
    part = _FIRST_INPUTS.get(name, name.replace(":", "_"))
    return f"{reverse('products:write', args=[product.ref])}#id_{part}"


def rows_of(edition: Edition, published: Edition | None = None) -> list[Row]:
    """What an edition says, beside what is published, with the comments that are open."""
    said = dict(_said(edition))
    before = dict(_said(published)) if published else {}
    names = row_names(edition)
    rows = {name: Row(name, label_of(name), said[name], before.get(name, "")) for name in ("", *names)}
    for comment in edition.comments.all():
        if comment.settled_at is None:
            rows.get(comment.field, rows[""]).comments.append(comment)
    whole = rows.pop("")
    return [whole, *rows.values()] if whole.comments else list(rows.values())


def _said(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "", ""
    texts = {text.language: text for text in edition.texts.all()}
    for language, _name in settings.PRODUCT_LANGUAGES:
        text = texts.get(language)
        yield f"name:{language}", text.name if text else ""
        yield f"description:{language}", text.description if text else ""
    yield "category", edition.category.name if edition.category else ""
    yield "hs_code", hs_words(edition)
    yield "gtin", edition.gtin
    pictures = len(edition.images.all())
    yield "image", ngettext("%(n)s picture", "%(n)s pictures", pictures) % {"n": pictures} if pictures else ""
    yield "price", price_words(edition)
    yield "terms", f"{edition.get_terms_display()} {edition.terms_place}".strip()
    yield "minimum_order", _units(edition)
    yield "lead_days", days_words(edition.lead_days)
    yield "shelf_days", days_words(edition.shelf_days)
    yield "temperature", str(edition.get_temperature_display())
    for language, _name in settings.PRODUCT_LANGUAGES:
        text = texts.get(language)
        yield f"ingredients:{language}", text.ingredients if text else ""
    yield "allergens", _allergens(edition)
    yield "maker", " ".join(filter(None, (str(edition.get_maker_display()), edition.maker_name)))
    yield "stock", str(edition.get_stock_display())
    yield (
        "certificates",
        "\n".join(
            formats.joined(row.kind.name, row.number, until_words(row.expires_on))
            for row in edition.certificates.all()
        ),
    )
    yield (
        "closed_markets",
        "\n".join(
            formats.joined(row.market.name, row.get_why_display(), until_words(row.until))
            for row in edition.closed_markets.all()
        ),
    )


def hs_words(edition: Edition) -> str:
    """The HS code as it is written, with the year of its nomenclature."""
    return f"{hs_written(edition.hs_code)} (HS {edition.hs_year})" if edition.hs_code else ""


def hs_written(code: str) -> str:
    """An HS code of six or nine digits with its marks, as ``2103.10-000``; empty for none."""
    return f"{code[:4]}.{code[4:6]}" + (f"-{code[6:]}" if code[6:] else "") if code else ""


def price_words(edition: Edition) -> str:
    """The price of one unit, in its currency."""
    if edition.price is None:
        return ""
    price = f"{edition.currency} {edition.price.normalize():,f}"
    return f"{price} / {edition.price_unit}" if edition.price_unit else price


def days_words(days: int | None) -> str:
    """A number of days in words."""
    return "" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.number(days)}


def until_words(day: object) -> str:
    """The last day of something that ends."""
    return _("until %(day)s") % {"day": formats.day(day)} if day else ""  # type: ignore[arg-type]


def _units(edition: Edition) -> str:
    if edition.minimum_order is None:
        return ""
    return formats.joined(formats.number(edition.minimum_order), edition.price_unit)


def _allergens(edition: Edition) -> str:
    if not edition.allergens_stated:
        return ""
    return ", ".join(row.name for row in edition.allergens.all()) or pgettext("allergens", "None")
