"""Fiscal years (April to March), eras and calendar months. Periods are never counted in days."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

FIRST_MONTH = 4


class Era(NamedTuple):
    """A Japanese era: its code, its name and its first day in the Gregorian calendar."""

    code: str
    name: str
    first_day: date


# The day each era was proclaimed or, from Taisho on, began. Latest first.
ERAS = (
    Era("reiwa", "令和", date(2019, 5, 1)),
    Era("heisei", "平成", date(1989, 1, 8)),
    Era("showa", "昭和", date(1926, 12, 25)),
    Era("taisho", "大正", date(1912, 7, 30)),
    Era("meiji", "明治", date(1868, 10, 23)),
)


def fiscal_year(day: date) -> int:
    """Return the fiscal year a day lies in, named after the year of its April."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def fiscal_year_days(year: int) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year."""
    return date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH - 1, 31)


def era_of(day: date) -> tuple[Era, int]:
    """Return the era a day lies in and the year of that era, from 1.

    Raises ValueError for days before Meiji.
    """
    for era in ERAS:
        if day >= era.first_day:
            return era, day.year - era.first_day.year + 1
    raise ValueError(f"{day} lies before the Meiji era")


def fiscal_year_label(year: int, language: Literal["ja", "en"]) -> str:
    """Return 令和3年度 or FY2021 for the fiscal year 2021.

    A fiscal year in which the era changes bears the era of its 31 December: 2019 is 令和元年度, 1988 is
    昭和63年度, as the government counts them.
    """
    if language == "en":
        return f"FY{year}"
    era, number = era_of(date(year, 12, 31))
    return f"{era.name}{_era_year(number)}年度"


def date_label(day: date, language: Literal["ja", "en"]) -> str:
    """Return 令和3年4月1日, or 2021-04-01 in English, for the first day of fiscal 2021."""
    if language == "en":
        return day.isoformat()
    era, number = era_of(day)
    return f"{era.name}{_era_year(number)}年{day.month}月{day.day}日"


def _era_year(number: int) -> str:
    return "元" if number == 1 else str(number)


def add_months(day: date, months: int) -> date:
    """Return the day `months` calendar months later (earlier if negative).

    A day that the month reached lacks becomes its last: 31 January and one month is 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_between(start: date, end: date) -> int:
    """Return how many whole calendar months have passed from `start` to `end`.

    It is the largest n with add_months(start, n) <= end; negative if `end` comes before `start`.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def month_days(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month a day lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def months_of(start: date, end: date) -> Iterator[date]:
    """Yield the first day of every month that the days from `start` to `end`, both included, touch."""
    month = start.replace(day=1)
    while month <= end:
        yield month
        month = add_months(month, 1)
