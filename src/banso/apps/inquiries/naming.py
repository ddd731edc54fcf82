"""Who and what is named in a conversation: to whom, and when."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.buyers.models import BuyerCompany
from banso.apps.inquiries.models import Inquiry
from banso.apps.products.models import EditionState, Product
from banso.apps.street.viewer import market_name

#: The languages of a product's text, for a page in one of ours, the best first.
_TEXTS = {"zh-hans": ("zh", "en", "ja"), "en": ("en", "ja", "zh"), "ja": ("ja", "en", "zh")}


def product_name(product: Product, language: str = "") -> str:
    """What the published edition of a product is called; by its reference where it never had one.

    A draft is not quoted: buyers read this too. Its editions and their texts should be prefetched.
    """
    shown = [row for row in product.editions.all() if row.state == EditionState.PUBLISHED]
    names = {text.language: text.name for edition in shown for text in edition.texts.all()}
    order = _TEXTS.get(language or get_language() or "", _TEXTS["en"])
    return next((names[code] for code in order if code in names), product.ref)


def described(company: BuyerCompany) -> str:
    """A buyer before the first exchange: what and where it is, and not who."""
    values = {"kind": company.get_kind_display(), "market": market_name(company.market)}
    return _("A buyer in %(market)s (%(kind)s)") % values


def buyer_name(inquiry: Inquiry, *, to_staff: bool = False) -> str:
    """The buyer's company as the firm sees it, or staff, who always see who it is."""
    if to_staff or inquiry.exchanged:
        return f"{inquiry.company.name} ({market_name(inquiry.company.market)})"
    return described(inquiry.company)


def maker_name(product: Product) -> str:
    """The maker as it is published."""
    firm = product.firm
    return firm.name if get_language() == "ja" else (firm.name_en or firm.name)
