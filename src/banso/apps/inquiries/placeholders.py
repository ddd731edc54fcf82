"""What stands in braces in a message template, and is filled in when somebody begins with it.

Only what both sides may know before the first exchange: the product, its maker as published, the buyer's
country, the day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused
from banso.apps.directory.models import Market
from banso.apps.inquiries.naming import maker_name, product_name
from banso.apps.products.models import Product
from banso.apps.street.viewer import market_name
from banso.web import formats

#: Each placeholder and what it stands for.
PLACEHOLDERS: dict[str, Promise] = {
    "product": gettext_lazy("the name of the product"),
    "maker": gettext_lazy("the maker, as it is published"),
    "market": gettext_lazy("the country of the buyer"),
    "today": gettext_lazy("the day on which the message is begun"),
}
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
#: What a preview fills in, by language.
_SAMPLES = {
    "ja": {"product": "木桶しょうゆ 500ml", "maker": "見本食品株式会社", "market": "カナダ"},
    "en": {"product": "Barrel-aged soy sauce 500 ml", "maker": "Sample Foods Co., Ltd.", "market": "Canada"},
    "zh-hans": {"product": "木桶酱油 500毫升", "maker": "Sample Foods Co., Ltd.", "market": "加拿大"},
}


@dataclass(frozen=True)
class About:
    """What a message will be about."""

    product: Product
    market: Market
    day: date

    def values(self, language: str) -> dict[str, str]:
        """What placeholders stand for, in a language."""
        with translation.override(language):
            return {
                "product": product_name(self.product),
                "maker": maker_name(self.product),
                "market": market_name(self.market),
                "today": formats.day(self.day),
            }


def samples(language: str, day: date) -> dict[str, str]:
    """What a preview fills in, in a language."""
    with translation.override(language):
        return {**_SAMPLES[language], "today": formats.day(day)}


def check(text: str, field: str) -> None:
    """See that every placeholder of a text is known.

    Raises:
        Refused: ``placeholder_unknown``, ``brace_alone``.
    """
    unknown = [name for name in _IN_BRACES.findall(text) if name not in PLACEHOLDERS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        words = {"unknown": f"{{{unknown[0]}}}", "known": known}
        said = _("%(unknown)s is no placeholder. There are %(known)s.") % words
        raise Refused("placeholder_unknown", said, field)
    if re.search(r"[{}]", _IN_BRACES.sub("", text)):
        said = _("A brace { or } stands alone. Braces are for placeholders.")
        raise Refused("brace_alone", said, field)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A checked text with what its placeholders stand for."""
    return _IN_BRACES.sub(lambda match: values[match[1]], text)
