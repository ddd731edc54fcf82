"""Into which bands and codes a product falls, and what these are called in addresses and commands."""

from __future__ import annotations

from bisect import bisect_right

from banso.apps.products.models import Edition, Temperature

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
