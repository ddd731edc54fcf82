"""What may be asked of a product, by name, and whether an edition has it. Channels name what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.products.models import CertificateKind, Edition, Maker


@dataclass(frozen=True)
class Need:
    """Something asked of an edition on a day. ``food_only``: asked of what is eaten or drunk only."""

    met: Callable[[Edition, date], bool]
    food_only: bool = False
    label: str | Promise = ""


def _given(name: str) -> Callable[[Edition, date], bool]:
    return lambda edition, _day: getattr(edition, name) not in (None, "")


#: By the name that configuration uses; those of one language or one certificate are read by ``need``.
NEEDS: Mapping[str, Need] = {
    "category": Need(_given("category_id"), label=gettext_lazy("Category")),
    "image": Need(lambda edition, _day: edition.has_picture, label=gettext_lazy("Picture")),
    "hs_code": Need(_given("hs_code"), label=gettext_lazy("HS code")),
    "gtin": Need(_given("gtin"), label=gettext_lazy("GTIN")),
    "price": Need(_given("price"), label=gettext_lazy("Price")),
    "terms": Need(_given("terms"), label=gettext_lazy("Terms of delivery")),
    "minimum_order": Need(_given("minimum_order"), label=gettext_lazy("Minimum order")),
    "lead_time": Need(_given("lead_days"), label=gettext_lazy("Lead time")),
    "shelf_life": Need(_given("shelf_days"), True, gettext_lazy("Shelf life")),
    "temperature": Need(_given("temperature"), True, gettext_lazy("Temperature")),
    "ingredients": Need(
        lambda edition, _day: any(text.ingredients for text in edition.texts.all()),
        True,
        gettext_lazy("Ingredients"),
    ),
    "allergens": Need(lambda edition, _day: edition.allergens_stated, True, gettext_lazy("Allergens")),
    "maker": Need(
        lambda edition, _day: edition.maker in (Maker.FIRM, Maker.CONSENTED),
        label=pgettext_lazy("product", "The maker's consent"),
    ),
    "stock": Need(_given("stock"), label=gettext_lazy("Stock")),
}
#: Asked of every product before somebody reviews it.
ALWAYS = ("name:ja", "name:en", "category")


def need(code: str) -> Need:
    """What a code asks for: one of ``NEEDS``, ``name:xx``, ``description:xx`` or ``certificate:KIND``.

    Raises:
        KeyError: nothing goes by this code.
    """
    kind, _colon, which = code.partition(":")
    if kind == "certificate" and which:
        return Need(
            lambda edition, day: any(
                held.kind.code == which and held.holds_on(day) for held in edition.certificates.all()
            )
        )
    if kind in ("name", "description") and which in dict(settings.PRODUCT_LANGUAGES):
        return Need(
            lambda edition, _day: any(
                text.language == which and getattr(text, kind) for text in edition.texts.all()
            )
        )
    return NEEDS[code]


def label_of(code: str, certificates: Mapping[str, CertificateKind]) -> str:
    """What a code asks for, in the language of the page; ``certificates`` are the kinds by their code."""
    kind, _colon, which = code.partition(":")
    if kind == "certificate":
        return _("Certificate: %(name)s") % {"name": certificates[which].name}
    if kind in ("name", "description"):
        label = _("Name in %(language)s") if kind == "name" else _("Description in %(language)s")
        return label % {"language": dict(settings.PRODUCT_LANGUAGES)[which]}
    return str(NEEDS[code].label)


def asked_of(edition: Edition, codes: Iterable[str]) -> list[str]:
    """Those codes that are asked of this edition at all: what is asked of food only for food only."""
    is_food = edition.category is not None and edition.category.is_food
    return [code for code in codes if is_food or not need(code).food_only]


def missing(edition: Edition, day: date, codes: Iterable[str] = ALWAYS) -> list[str]:
    """The codes of what an edition lacks on a day; what is asked of food only counts for food only."""
    return [code for code in asked_of(edition, codes) if not need(code).met(edition, day)]
