"""What people type for numbers and dates, brought to one form. Never for names: NFKC changes ㈱ and 髙."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from banso.engines.kernel.fiscal import ERAS

#: Everything that is typed for a hyphen or minus, besides what NFKC already turns into one.
_HYPHENS = re.compile(r"[‐‑‒–—―−ーｰ－]")
_ERA_DATE = re.compile(r"(\S+?)(元|\d{1,2})年(\d{1,2})月(\d{1,2})日")
_PLAIN_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_ERA_SHORT = re.compile(r"([RHSTM])(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})", re.IGNORECASE)


def plain(text: str) -> str:
    """Full-width digits, letters, commas and hyphens as plain ones; no space at the ends."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip()


def number_text(text: str) -> str:
    """The number alone: no grouping commas, spaces, yen signs or a unit of yen at its end."""
    return re.sub(r"[,、\s_¥\\]", "", plain(text)).removesuffix("円")


def code_text(text: str) -> str:
    """A code written in groups, such as a corporate number: no hyphens and no spaces."""
    return re.sub(r"[-\s]", "", plain(text))


def read_date(text: str) -> date | None:
    """A date typed as 2026-03-10, 2026/3/10, 2026年3月10日, 令和8年3月10日 or R8.3.10; else None.

    A year of an era must lie within that era: 平成32年 is refused, though it was printed on many papers.
    """
    cleaned = re.sub(r"\s", "", plain(text))
    if match := _PLAIN_DATE.fullmatch(cleaned):
        return _date(*(int(part) for part in match.groups()))
    if match := _ERA_SHORT.fullmatch(cleaned):
        name, year, month, day = match.groups()
        return _era_date(_ERA_LETTERS[name.upper()], int(year), int(month), int(day))
    if match := _ERA_DATE.fullmatch(cleaned):
        name, year, month, day = match.groups()
        return _era_date(name, 1 if year == "元" else int(year), int(month), int(day))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _era_date(name: str, year: int, month: int, day: int) -> date | None:
    for index, era in enumerate(ERAS):
        if era.name == name and year >= 1:
            found = _date(era.first_day.year + year - 1, month, day)
            ended = ERAS[index - 1].first_day if index else date.max
            return found if found and era.first_day <= found < ended else None
    return None
