"""What a product page and the items of a search say of a product, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from banso.apps.catalogue import facets, readiness
from banso.apps.directory.models import Market
from banso.apps.products.models import Certificate, CertificateKind, Closed, Edition, Image, Text
from banso.apps.products.needs import label_of
from banso.apps.products.readiness import Readiness
from banso.apps.street.viewer import Lists, Viewer, market_name
from banso.web import formats

#: The languages of a product's text that stand in for one that is missing.
_INSTEAD = {"zh": ("zh", "en", "ja"), "en": ("en", "ja"), "ja": ("ja", "en")}
_WEEK = 7
#: Shelf lives of two months and more are said in months.
_MONTHS_FROM = 60


def language() -> str:
    """The language of the page, as texts of products name it."""
    return {"zh-hans": "zh", "en": "en"}.get(get_language() or "", "ja")


def text_of(edition: Edition) -> Text:
    """Name and description in the language of the page, else in English, else in Japanese."""
    texts = {text.language: text for text in edition.texts.all()}
    return next(texts[code] for code in _INSTEAD[language()] if code in texts)


def ingredients_of(edition: Edition) -> str:
    """What it is made of, in the language of the page, else in English, else in Japanese; empty: unknown."""
    said = {text.language: text.ingredients for text in edition.texts.all()}
    return next((said[code] for code in _INSTEAD[language()] if said.get(code)), "")


def alt_of(image: Image) -> str:
    """What is to be seen on a picture."""
    return image.alt_ja if language() == "ja" else image.alt_en


def maker_of(edition: Edition) -> str:
    """Who sells it, and where it comes from."""
    firm = edition.product.firm
    name = firm.name if language() == "ja" else (firm.name_en or firm.name)
    return f"{name}, {firm.prefecture.name}" if language() != "ja" else f"{name}（{firm.prefecture.name}）"


def price_of(edition: Edition) -> str:
    """6.80 USD per tin, FOB Shimizu."""
    if edition.price is None:
        return _("On request")
    amount = f"{_plain(edition.price)} {edition.currency}"
    if edition.price_unit:
        amount = _("%(price)s per %(unit)s") % {"price": amount, "unit": edition.price_unit}
    terms = " ".join(part for part in (edition.terms, edition.terms_place) if part)
    return f"{amount}, {terms}" if terms else amount


def _plain(price: Decimal) -> str:
    """With two decimals, or as many more as it has."""
    short = price.quantize(Decimal("0.01"))
    return f"{short if short == price else price.normalize():,f}"


def minimum_of(edition: Edition) -> str:
    """120 × tin."""
    if edition.minimum_order is None:
        return _("Not stated")
    number = formats.number(edition.minimum_order)
    return f"{number} × {edition.price_unit}" if edition.price_unit else number


def lead_of(edition: Edition) -> str:
    """3 weeks, or 10 days."""
    days = edition.lead_days
    if days is None:
        return _("Not stated")
    if days and days % _WEEK == 0:
        weeks = days // _WEEK
        return ngettext("%(number)s week", "%(number)s weeks", weeks) % {"number": weeks}
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def shelf_of(edition: Edition) -> str:
    """12 months, ambient."""
    days, keeps = edition.shelf_days, edition.get_temperature_display()
    if days is None:
        is_food = edition.category is not None and edition.category.is_food
        said = _("Not stated") if is_food else _("Not applicable")
    elif days < _MONTHS_FROM:
        said = ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    else:
        months = round(days * 12 / 365)
        said = ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    return f"{said}, {keeps}" if keeps and days is not None else said


def held(edition: Edition, day: date) -> list[Certificate]:
    """The certificates that hold on a day."""
    return [row for row in edition.certificates.all() if row.expires_on is None or row.expires_on >= day]


def certificates_of(edition: Edition, day: date) -> str:
    """Their names."""
    names = [row.kind.name for row in held(edition, day)]
    return ("、" if language() != "en" else ", ").join(names) or _("None stated")


def table_of(edition: Edition) -> list[tuple[str, str]]:
    """What the page and the sheet of a product say in a table; what is asked of food only for food only."""
    category = edition.category
    assert category is not None  # no edition is published without
    code = edition.hs_code
    hs_code = f"{code[:4]}.{code[4:]} (HS {edition.hs_year})" if code else _("Not stated")
    said = [
        (_("Category"), category.name),
        (_("Price"), price_of(edition)),
        (_("Minimum order"), minimum_of(edition)),
        (_("Lead time"), lead_of(edition)),
        (_("Stock"), edition.get_stock_display() or _("Not stated")),
        (_("HS code"), hs_code),
        ("GTIN", edition.gtin or _("Not stated")),
    ]
    if category.is_food:
        allergens = ", ".join(row.name for row in edition.allergens.all())
        none = _("None") if edition.allergens_stated else _("Not stated")
        said += [
            (_("Shelf life"), shelf_of(edition)),
            (_("Ingredients"), ingredients_of(edition) or _("Not stated")),
            (_("Allergens"), allergens or none),
        ]
    return said


@dataclass(frozen=True)
class ReadyLine:
    """How ready a product is for a market, in words: the mark, what it says, and what is lacking."""

    kind: str
    words: str
    more: str
    open: bool


def ready_line(found: Readiness | None, market: Market, certificates: Iterable[CertificateKind]) -> ReadyLine:
    """Say a readiness."""
    name = market_name(market)
    if found is None:
        return ReadyLine("unk", _("Not checked for %(market)s") % {"market": name}, "", True)
    if found.closed is not None:
        if found.closed.why == Closed.NOT_ALLOWED:
            why = _("May not be sold there")
        elif found.closed.until:
            day = formats.day(found.closed.until)
            why = _("A distributor holds this market until %(day)s") % {"day": day}
        else:
            why = _("A distributor holds this market")
        return ReadyLine("no", _("Not offered in %(market)s") % {"market": name}, why, False)
    values = {"met": found.met, "asked": len(found.asked), "market": name}
    count = _("%(met)s of %(asked)s") % values
    if found.ready:
        return ReadyLine("ok", _("Ready for %(market)s") % values, count, True)
    kinds = {kind.code: kind for kind in certificates}
    lacking = ("、" if language() != "en" else ", ").join(label_of(code, kinds) for code in found.lacking)
    words = _("%(met)s of %(asked)s for %(market)s") % values
    return ReadyLine("part", words, _("Missing: %(what)s") % {"what": lacking}, True)


@dataclass(frozen=True)
class Item:
    """One product among those found."""

    edition: Edition
    name: str
    maker: str
    image: Image | None
    alt: str
    facts: list[tuple[str, str]]
    ready: ReadyLine
    kept: bool
    compared: bool

    @property
    def ref(self) -> str:
        """The reference of the product."""
        return self.edition.product.ref


def item(viewer: Viewer, edition: Edition) -> Item:
    """A product as one of those found; what hangs on it was read before."""
    image = next(iter(edition.images.all()), None)
    market = viewer.company.market
    return Item(
        edition=edition,
        name=text_of(edition).name,
        maker=maker_of(edition),
        image=image,
        alt=alt_of(image) if image else "",
        facts=[
            (_("Price"), price_of(edition)),
            (_("Minimum"), minimum_of(edition)),
            (_("Lead time"), lead_of(edition)),
            (_("Shelf life"), shelf_of(edition)),
            (_("Certificates"), certificates_of(edition, viewer.day)),
        ],
        ready=ready_line(viewer.readiness(edition, market), market, viewer.lists.certificates),
        kept=edition.product_id in viewer.kept,
        compared=edition.product.ref in viewer.compared,
    )


def code_words(facet: str, number: int, lists: Lists) -> str:
    """What a code of a facet is called on the page."""
    if number == facets.UNKNOWN and facet not in facets.SEVERAL:
        return _("Not stated")
    rows = {"category": lists.categories, "region": lists.regions, "certificate": lists.certificates}
    if facet in rows:
        return next((row.name for row in rows[facet] if row.pk == number), "")
    if facet == facets.READY:
        return _readiness_words(number)
    if facet == "temperature":
        return str(facets.temperature_label(number))
    return _band_words(facet, number)


def _readiness_words(number: int) -> str:
    return {
        readiness.READY: _("Everything is there"),
        readiness.FEW: _("Up to %(number)s things missing") % {"number": readiness.MOST_FEW},
        readiness.MORE: _("More missing"),
        readiness.CLOSED: _("Not offered there"),
    }[number]


def _band_words(facet: str, number: int) -> str:
    ends = {"price": facets.PRICES, "minimum_order": facets.MINIMUMS, "lead_time": facets.LEAD_TIMES}[facet]
    least = ends[number - 2] if number > 1 else None
    most = ends[number - 1] if number <= len(ends) else None
    if facet == "lead_time":
        if most is None:
            return _("Over %(number)s days") % {"number": least}
        return _("Within %(number)s days") % {"number": most}
    unit = " JPY" if facet == "price" else ""
    if least is None:
        return _("Up to %(number)s") % {"number": f"{most:,}{unit}"}
    if most is None:
        return _("Over %(number)s") % {"number": f"{least:,}{unit}"}
    return f"{least + 1:,} – {most:,}{unit}"
