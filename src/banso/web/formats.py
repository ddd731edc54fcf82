"""How numbers, money and dates are written on pages, in the language of the page."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.journal.actor import ZONE
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_label

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Kana are Japanese wherever they stand; on a page in English so are characters.
_KANA, _CHARACTERS = re.compile("[\u3041-\u30ff]"), re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def language() -> Literal["ja", "en"]:
    """The language of the page: English or, for everything else, Japanese."""
    return "en" if (get_language() or "").startswith("en") else "ja"


def as_written(value: Any) -> Any:
    """A text; on a page in another language what is Japanese is marked, to be read out well."""
    spoken = get_language() or ""
    if not isinstance(value, str) or isinstance(value, SafeString) or spoken.startswith("ja"):
        return value
    japanese = (_CHARACTERS if spoken.startswith("en") else _KANA).search(value)
    return format_html('<span lang="ja">{}</span>', value) if japanese else value


def unknown(value: Any) -> Any:
    """The value itself, or the word for unknown when there is none. Zero and False are known."""
    return _("Unknown") if value is None or value == "" else value


def number(value: int | float | Decimal | None) -> str:
    """1,234 or 12.5; digits in groups of three, decimals as they are."""
    return unknown(None) if value is None else f"{value:,}"


def signed(value: int | None) -> str:
    """+2, −1 or ±0: a change."""
    if value is None:
        return unknown(None)
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value):,}"


def yen(value: int | None) -> str:
    """1,230,000円, or ¥1,230,000 in English."""
    if value is None:
        return unknown(None)
    sign, amount = ("−" if value < 0 else ""), f"{abs(value):,}"
    return f"{sign}¥{amount}" if language() == "en" else f"{sign}{amount}円"


def local_date(value: date | datetime) -> date:
    """The calendar date in Tokyo."""
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """2026年3月10日, or 10 Mar 2026 in English."""
    if value is None:
        return unknown(None)
    d = local_date(value)
    return (
        f"{d.day} {_MONTHS[d.month - 1]} {d.year}"
        if language() == "en"
        else f"{d.year}年{d.month}月{d.day}日"
    )


def short_day(value: date | datetime | None, today: date) -> str:
    """3月10日, or 10 Mar; 2025/3/10, or 10 Mar 2025, when it is not the year of today."""
    if value is None:
        return unknown(None)
    d = local_date(value)
    if d.year != today.year:
        return day(d) if language() == "en" else f"{d.year}/{d.month}/{d.day}"
    return f"{d.day} {_MONTHS[d.month - 1]}" if language() == "en" else f"{d.month}月{d.day}日"


def weekday(value: date | datetime) -> str:
    """火 or Tue."""
    return _WEEKDAYS[language()][local_date(value).weekday()]


def time_of_day(value: datetime) -> str:
    """9:20, in Tokyo."""
    at = value.astimezone(ZONE)
    return f"{at.hour}:{at.minute:02d}"


def moment(value: datetime | None) -> str:
    """2026年3月10日 9:20, or 10 Mar 2026 9:20 in English; Tokyo time."""
    return unknown(None) if value is None else f"{day(value)} {time_of_day(value)}"


def fiscal(value: date | datetime | int | None) -> str:
    """令和7年度, or FY2025 in English: of a day, or of the fiscal year named by its number."""
    if value is None:
        return unknown(None)
    year = value if isinstance(value, int) else fiscal_year(local_date(value))
    return fiscal_year_label(year, language())


def percent(numerator: int | None, denominator: int | None) -> str:
    """49.4 %: one decimal, half up; unknown without a base."""
    if numerator is None or not denominator:
        return unknown(None)
    thousandths = (numerator * 2000 + denominator) // (2 * denominator)
    return f"{thousandths // 10}.{thousandths % 10} %"


def joined(*parts: Any) -> str:
    """The parts that say something, side by side."""
    return (", " if language() == "en" else "　").join(str(part) for part in parts if part)
