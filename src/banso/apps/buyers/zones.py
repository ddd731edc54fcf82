"""In which time zone a buyer's clock runs: as it says itself, else that of its market's largest place."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

TOKYO = "Asia/Tokyo"
#: By market; where it is not told, the clock of the world.
OF_MARKETS = {
    "US": "America/New_York", "CA": "America/Toronto", "MX": "America/Mexico_City", "BR": "America/Sao_Paulo",
    "CN": "Asia/Shanghai", "HK": "Asia/Hong_Kong", "TW": "Asia/Taipei", "KR": "Asia/Seoul",
    "SG": "Asia/Singapore", "MY": "Asia/Kuala_Lumpur", "TH": "Asia/Bangkok", "VN": "Asia/Ho_Chi_Minh",
    "ID": "Asia/Jakarta", "PH": "Asia/Manila", "IN": "Asia/Kolkata", "AE": "Asia/Dubai", "SA": "Asia/Riyadh",
    "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "GB": "Europe/London", "FR": "Europe/Paris",
    "DE": "Europe/Berlin", "IT": "Europe/Rome", "ES": "Europe/Madrid", "NL": "Europe/Amsterdam",
    "BE": "Europe/Brussels", "CH": "Europe/Zurich", "SE": "Europe/Stockholm", "PL": "Europe/Warsaw",
    "ZA": "Africa/Johannesburg",
}  # fmt: skip
_ELSEWHERE = "UTC"
_PARTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def usual(market: str) -> str:
    """The zone of a market (its code) where a company says nothing."""
    return OF_MARKETS.get(market, _ELSEWHERE)


@cache
def names() -> tuple[str, ...]:
    """Every zone that may be chosen, by name."""
    return (_ELSEWHERE, *sorted(name for name in available_timezones() if name.split("/")[0] in _PARTS))
