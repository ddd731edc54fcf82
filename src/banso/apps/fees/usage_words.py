"""How much of a cap or of a free allowance a firm has used up already, and what is left, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from banso.apps.fees.quotation import Calculation, Quotation, RowSaid, anything_used
from banso.apps.fees.usage import Usage
from banso.web import formats


def used_words(row: RowSaid, found: Calculation | None, usage: Usage) -> str:
    """What was used of what a row allows, before what is priced now; empty where the row allows nothing."""
    if found is None:
        return ""
    if "free_times" in row.table_outputs:
        return sentences(*_allowance(found, usage))
    if "cap_year_yen" in row.table_outputs:
        return sentences(*_caps(found, usage))
    return ""


def sentences(*said: str) -> str:
    """Sentences one after the other; Japanese puts no space between them."""
    return ("" if formats.language() == "ja" else " ").join(said)


def frozen_words(quoted: Quotation) -> dict[tuple[str, int], dict[str, str]]:
    """The same in both languages for each row of a price of which something was used, as a quote keeps it."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    if quoted.most is None:
        return found
    for row in quoted.rows:
        if not anything_used(row, quoted.most, quoted.usage):
            continue
        for language in ("ja", "en"):
            with translation.override(language):
                words = used_words(row, quoted.most, quoted.usage)
                found.setdefault((row.table, row.row), {})[f"used_{language}"] = words
    return found


def _allowance(found: Calculation, usage: Usage) -> Iterator[str]:
    if found.terms.free_times is not None:
        words = _("Free this fiscal year: %(most)s times, %(used)s used, %(left)s left.")
        yield words % _counted(Decimal(found.terms.free_times), Decimal(usage.times))
    if found.terms.free_hours is not None:
        words = _("Free this fiscal year: %(most)s hours, %(used)s used, %(left)s left.")
        yield words % _counted(Decimal(found.terms.free_hours), usage.hours)


def _counted(most: Decimal, used: Decimal) -> dict[str, str]:
    figures = {"most": most, "used": used, "left": max(most - used, Decimal(0))}
    return {name: f"{figure.normalize():f}" for name, figure in figures.items()}


def _caps(found: Calculation, usage: Usage) -> Iterator[str]:
    if found.terms.cap_year_yen is not None:
        words = _("Cap of this fiscal year %(most)s: %(used)s agreed already, %(left)s left.")
        yield words % _yen(found.terms.cap_year_yen, usage.charged.year)
    if found.terms.cap_life_yen is not None:
        words = _("Cap in all %(most)s: %(used)s agreed already, %(left)s left.")
        yield words % _yen(found.terms.cap_life_yen, usage.charged.life)


def _yen(most: int, used: int) -> dict[str, str]:
    return {
        "most": formats.yen(most),
        "used": formats.yen(used),
        "left": formats.yen(max(most - used, 0)),
    }
