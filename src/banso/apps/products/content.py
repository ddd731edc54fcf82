"""What is said of a product, and which of it can be stored: a draft may lack much but holds nothing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Market
from banso.apps.products.models import (
    Allergen,
    Category,
    CertificateKind,
    Closed,
    Maker,
    Stock,
    Temperature,
    Terms,
)
from banso.engines.kernel import gtin, hs, money

#: Of a product the whole subheading is needed.
_HS_LENGTHS = (hs.INTERNATIONAL_DIGITS, hs.NATIONAL_DIGITS)
#: A price beyond this, in any currency, is a slip of the hand.
_HIGHEST_PRICE = Decimal(10) ** 10
_MOST_UNITS = 10_000_000
#: Lead time and shelf life in days: up to ten years, which wine and vinegar reach.
_MOST_DAYS = 3_660


#: What is said in each language.
TEXT_PARTS = ("name", "description", "ingredients")


@dataclass(frozen=True)
class TextData:
    """Name, description and ingredients in one language of ``settings.PRODUCT_LANGUAGES``."""

    language: str
    name: str
    description: str = ""
    ingredients: str = ""


@dataclass(frozen=True)
class CertificateData:
    kind: CertificateKind
    number: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class ClosedData:
    """A market in which the product is not offered; ``until`` is the last such day, None: for good."""

    market: Market
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Content:
    """All that a firm says of a product. What is empty is not known; ``price`` is of one ``price_unit``."""

    texts: Sequence[TextData] = ()
    category: Category | None = None
    hs_code: str = ""
    hs_year: int | None = None
    gtin: str = ""
    price: Decimal | None = None
    currency: str = ""
    terms: str = ""
    terms_place: str = ""
    price_unit: str = ""
    minimum_order: int | None = None
    lead_days: int | None = None
    shelf_days: int | None = None
    temperature: str = ""
    allergens_stated: bool = False
    allergens: Sequence[Allergen] = ()
    maker: str = ""
    maker_name: str = ""
    stock: str = ""
    certificates: Sequence[CertificateData] = ()
    closed_markets: Sequence[ClosedData] = ()


@dataclass
class Checked:
    """The columns of an edition, and every fault of what was given; with faults nothing is stored."""

    columns: dict[str, Any] = field(default_factory=dict)
    faults: list[Refused] = field(default_factory=list)


def check(content: Content, today: date) -> Checked:
    """What can be stored of what was given. Each fault names its field; those of texts, certificates and
    markets name the row too: ``texts.en.name``, ``certificates.1``, ``closed_markets.0``.
    """
    checked = Checked()
    for columns in (_code_columns, _price_columns, _number_columns, _chosen_columns, _word_columns):
        columns(content, today, checked)
    _check_texts(content, checked)
    _check_certificates(content, today, checked)
    _check_closed(content, today, checked)
    return checked


def _code_columns(content: Content, today: date, checked: Checked) -> None:
    try:
        code, year = hs.read(content.hs_code, content.hs_year, _HS_LENGTHS, today.year)
        checked.columns |= {"hs_code": code, "hs_year": year}
    except hs.HSCodeError as fault:
        checked.faults.append(_hs_fault(fault))
    try:
        checked.columns["gtin"] = gtin.read(content.gtin)
    except gtin.GTINError as fault:
        checked.faults.append(Refused(f"gtin_{fault.rule}", _gtin_message(fault.rule), "gtin"))


def _hs_fault(fault: hs.HSCodeError) -> Refused:
    if fault.rule == "year":
        years = ", ".join(map(str, hs.YEARS))
        message = _("Choose the year of the nomenclature: %(years)s.") % {"years": years}
        return Refused("hs_year", message, "hs_year")
    if fault.rule == "code_missing":
        return Refused("hs_code_missing", _("Give the HS code of this year too."), "hs_code")
    if fault.rule == "chapter":
        return Refused("hs_chapter", _("No chapter of the HS has the first two digits."), "hs_code")
    return Refused(
        "hs_digits", _("An HS code of a product has 6 or 9 digits, for example 0902.10."), "hs_code"
    )


def _gtin_message(rule: gtin.Rule) -> str:
    messages = {
        "digits": _("A GTIN has digits only."),
        "length": _("A GTIN has 8, 12, 13 or 14 digits."),
        "check_digit": _(
            "The last digit does not fit the others. Please compare the number with the one on the package."
        ),
    }
    return messages[rule]


def _price_columns(content: Content, today: date, checked: Checked) -> None:
    price, currency = content.price, content.currency.strip().upper()
    if price is None:
        # A currency alone says nothing.
        checked.columns |= {"price": None, "currency": ""}
        return
    if not currency:
        checked.faults.append(Refused("currency_missing", _("Give the currency of the price."), "currency"))
    elif currency not in money.currencies_on(today):
        checked.faults.append(
            Refused(
                "currency_unknown",
                _("%(currency)s is no currency. Give its three letters, for example USD.")
                % {"currency": content.currency},
                "currency",
            )
        )
    elif not price.is_finite() or not 0 < price <= _HIGHEST_PRICE:
        checked.faults.append(Refused("price_range", _("Give a price above 0."), "price"))
    elif not money.fits(price, currency):
        checked.faults.append(
            Refused(
                "price_decimals",
                _("A price in %(currency)s has at most %(count)s decimals.")
                % {"currency": currency, "count": money.decimals(currency)},
                "price",
            )
        )
    checked.columns |= {"price": price, "currency": currency}


def _number_columns(content: Content, _today: date, checked: Checked) -> None:
    for name, least, most in (
        ("minimum_order", 1, _MOST_UNITS),
        ("lead_days", 0, _MOST_DAYS),
        ("shelf_days", 1, _MOST_DAYS),
    ):
        value = getattr(content, name)
        if value is not None and not least <= value <= most:
            message = _("Give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            checked.faults.append(Refused("number_range", message, name))
        checked.columns[name] = value


def _chosen_columns(content: Content, _today: date, checked: Checked) -> None:
    for name, codes in (
        ("terms", Terms.values),
        ("temperature", Temperature.values),
        ("maker", Maker.values),
        ("stock", Stock.values),
    ):
        value = getattr(content, name)
        if value and value not in codes:
            checked.faults.append(_unknown(name))
        checked.columns[name] = value
    if content.allergens and not content.allergens_stated:
        message = _("Say that allergens were looked for, or name none.")
        checked.faults.append(Refused("allergens_not_stated", message, "allergens_stated"))
    checked.columns |= {"category": content.category, "allergens_stated": content.allergens_stated}


def _word_columns(content: Content, _today: date, checked: Checked) -> None:
    for name, longest in (
        ("terms_place", 60),
        ("price_unit", 20),
        ("maker_name", 120),
    ):
        checked.columns[name] = _words(getattr(content, name), name, longest, checked)
    other = content.maker in (Maker.CONSENTED, Maker.ASKED)
    if other and not checked.columns["maker_name"]:
        checked.faults.append(Refused("maker_name_missing", _("Name the maker."), "maker_name"))
    if not other:
        checked.columns["maker_name"] = ""


def _check_texts(content: Content, checked: Checked) -> None:
    seen: set[str] = set()
    for text in content.texts:
        place = f"texts.{text.language}"
        if text.language not in dict(settings.PRODUCT_LANGUAGES) or text.language in seen:
            checked.faults.append(_unknown(place))
        seen.add(text.language)
        _words(text.name, f"{place}.name", 120, checked)
        for part in ("description", "ingredients"):
            _words(getattr(text, part), f"{place}.{part}", 2000, checked)
        if (text.description.strip() or text.ingredients.strip()) and not text.name.strip():
            message = _("Give the name in this language too.")
            checked.faults.append(Refused("name_missing", message, f"{place}.name"))


def _check_certificates(content: Content, today: date, checked: Checked) -> None:
    kinds: set[int] = set()
    for number, certificate in enumerate(content.certificates):
        place = f"certificates.{number}"
        if certificate.kind.pk in kinds:
            message = _("This certificate stands here already.")
            checked.faults.append(Refused("certificate_twice", message, place))
        kinds.add(certificate.kind.pk)
        if certificate.expires_on is not None and certificate.expires_on < today:
            message = _("This certificate has run out. Enter the new one, or leave it out.")
            checked.faults.append(Refused("certificate_over", message, place))
        _words(certificate.number, place, 60, checked)


def _check_closed(content: Content, today: date, checked: Checked) -> None:
    markets: set[int] = set()
    for number, closed in enumerate(content.closed_markets):
        place = f"closed_markets.{number}"
        if closed.why not in Closed.values:
            checked.faults.append(_unknown(place))
        if closed.market.pk in markets:
            checked.faults.append(Refused("market_twice", _("This market stands here already."), place))
        markets.add(closed.market.pk)
        if closed.until is not None and closed.until < today:
            checked.faults.append(Refused("market_day_past", _("This day has passed."), place))


def _words(value: str, name: str, longest: int, checked: Checked) -> str:
    value = value.strip()
    if len(value) > longest:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        checked.faults.append(Refused("too_long", message % {"longest": longest, "count": len(value)}, name))
    return value


def _unknown(name: str) -> Refused:
    return Refused("unknown_code", _("Choose one of the options."), name)
