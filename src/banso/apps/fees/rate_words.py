"""Prices at several rates of tax in words, on pages and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.fees.models import TaxKind
from banso.web import formats


class RateSum(NamedTuple):
    """What a paper comes to at one rate of tax: its kind, percent, price before tax and tax in yen."""

    kind: str
    percent: Decimal
    net: int
    tax: int


def rate_words(kind: str, percent: Decimal) -> str:
    """A rate as it stands beside a line: 10%; a reduced one is marked."""
    if kind == TaxKind.OUTSIDE:
        return pgettext("tax", "outside the scope")
    rate = f"{percent.normalize():f}%"
    return _("%(rate)s (reduced)") % {"rate": rate} if kind == TaxKind.REDUCED else rate


def sums_in_words(sums: Iterable[RateSum]) -> list[tuple[str, str]]:
    """For each rate the price before tax and the tax; what is outside the scope has no tax."""
    found = []
    for kind, percent, net, tax in sums:
        if kind == TaxKind.OUTSIDE:
            found.append((_("Price outside the scope of tax"), formats.yen(net)))
            continue
        words = {"rate": rate_words(kind, percent)}
        found.append((_("Price at %(rate)s") % words, formats.yen(net)))
        found.append((_("Consumption tax (%(rate)s)") % words, formats.yen(tax)))
    return found
