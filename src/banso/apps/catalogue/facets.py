"""Into which bands and codes a product falls, and what these are called in addresses and commands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from banso.apps.catalogue import readiness
from banso.apps.directory.models import Region
from banso.apps.products.models import Category, CertificateKind, Edition, Temperature

#: A code that stands for "not known".
UNKNOWN = 0
#: Upper ends of the bands, the last of which is open: whole yen a unit, units, days.
PRICES = (500, 1_000, 3_000, 10_000, 30_000)
MINIMUMS = (50, 200, 1_000)
LEAD_TIMES = (14, 42, 90)
_TEMPERATURES = {value: number for number, value in enumerate(Temperature.values, start=1)}

#: The column of an entry by the name of its facet.
COLUMNS = {
    "category": "category_id",
    "hs_chapter": "chapter",
    "price": "price_band",
    "minimum_order": "minimum_band",
    "lead_time": "lead_band",
    "temperature": "temperature",
    "region": "region_id",
}
#: How ready a product is for the market of whoever looks; only where a market is named.
READY = "ready"
#: Facets of which a product may have several codes.
SEVERAL = {"certificate": "certificates"}


def band(value: int | None, ends: tuple[int, ...]) -> int:
    """The number of the band of a value, from 1; a value at an end is within it. 0: not known."""
    return UNKNOWN if value is None else bisect_right(ends, value - 1) + 1


def chapter(edition: Edition) -> int:
    """The chapter of the Harmonized System, 0 where no code is given."""
    return int(edition.hs_code[:2]) if edition.hs_code else UNKNOWN


def temperature(edition: Edition) -> int:
    """The number of the temperature band, from 1."""
    return _TEMPERATURES.get(edition.temperature, UNKNOWN)


def temperature_label(number: int) -> str:
    """The words for the number of a temperature band."""
    return str(Temperature(Temperature.values[number - 1]).label)


_BANDS = {"price": PRICES, "minimum_order": MINIMUMS, "lead_time": LEAD_TIMES}
NOT_KNOWN = "unknown"


@dataclass(frozen=True)
class Codes:
    """What the numbers of each facet are called in addresses, commands and answers."""

    names: Mapping[str, Mapping[int, str]]

    def name(self, facet: str, number: int) -> str:
        """What a number of a facet is called."""
        if number == UNKNOWN and facet not in SEVERAL:
            return NOT_KNOWN
        return f"{number:02d}" if facet == "hs_chapter" else self.names[facet][number]

    def number(self, facet: str, name: str) -> int | None:
        """The number by its name; None where nothing of the facet is called so."""
        if facet in SEVERAL or name != NOT_KNOWN:
            if facet == "hs_chapter":
                return int(name) if name.isascii() and name.isdecimal() and len(name) == 2 else None
            return next((number for number, called in self.names[facet].items() if called == name), None)
        return UNKNOWN


def codes_of(
    categories: Iterable[Category], regions: Iterable[Region], certificates: Iterable[CertificateKind]
) -> Codes:
    """The names of all codes, from these rows of the lists."""
    bands = {
        facet: {
            number: f"{(0, *ends)[number - 1] + 1}-{ends[number - 1] if number <= len(ends) else ''}"
            for number in range(1, len(ends) + 2)
        }
        for facet, ends in _BANDS.items()
    }
    return Codes(
        {
            "category": {row.pk: row.code for row in categories},
            "region": {row.pk: row.code for row in regions},
            "certificate": {row.pk: row.code for row in certificates},
            "temperature": {number: value for value, number in _TEMPERATURES.items()},
            "hs_chapter": {},
            READY: readiness.NAMES,
            **bands,
        }
    )


def read_codes() -> Codes:
    """The names of all codes, as the lists stand now. Three queries."""
    return codes_of(
        Category.objects.order_by("pk"), Region.objects.order_by("pk"), CertificateKind.objects.order_by("pk")
    )
