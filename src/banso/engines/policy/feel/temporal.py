"""Dates, times and durations: read from text, written as text, added and taken apart.

Source of the rules: DMN 1.3, 10.3.2.3 (kinds of values), 10.3.2.5 and table 57 (arithmetic), 10.3.4.1
(conversion functions). Years are 1 to 9999, seconds have up to six decimals, time zones are offsets.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone

from banso.engines.policy.expressions import Months, Value

Moment = date | datetime | time
Duration = timedelta | Months

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)


def read_date(text: str) -> date | None:
    """The date of ``2026-04-01``; None if it is none."""
    found = _DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of ``09:30:00``, ``09:30:00.5Z`` or ``09:30:00+09:00``; None if it is none."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, fraction, zone = found.groups()
    try:
        return time(int(hour), int(minute), int(second), _micro(fraction), tzinfo=_zone(zone))
    except ValueError:
        return None


def read_date_and_time(text: str) -> datetime | None:
    """The moment of ``2026-04-01T09:30:00``, with or without a zone; a date alone is its midnight."""
    day_text, joined, time_text = text.partition("T")
    day, clock = read_date(day_text), read_time(time_text) if joined else time()
    return datetime.combine(day, clock) if day and clock is not None else None


def read_duration(text: str) -> Duration | None:
    """The length of ``P1Y2M`` or of ``P2DT3H4M5.5S``; None if it is none, or mixes months with days."""
    if found := _MONTHS.fullmatch(text):
        months = 12 * int(found[2] or 0) + int(found[3] or 0)
        return Months(-months if found[1] else months)
    if not (found := _DAYS.fullmatch(text)):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    try:
        length = timedelta(
            days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=_micro(found[6])
        )
    except OverflowError:
        return None
    return -length if found[1] else length


def read_any(text: str) -> Value:
    """The value of ``@"..."``: a date, a time, both, or a duration, whichever it looks like; None if none."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if "T" in text:
        return read_date_and_time(text)
    return read_time(text) if ":" in text else read_date(text)


def written(value: Moment | Duration) -> str:
    """The text of a value, as the readers of this module take it."""
    if isinstance(value, Months):
        years, months = divmod(abs(value.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if value.months < 0 else ''}P{parts}"
    if isinstance(value, timedelta):
        return _written_length(value)
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{_written_time(value.timetz())}"
    return _written_time(value) if isinstance(value, time) else value.isoformat()


def later(moment: Moment, length: Duration) -> Moment | None:
    """A date or time moved by a duration; None where they do not go together or the year is out of range.

    The last days of a month stay in the month they are moved to (31 January and one month: 28 February).
    A date stays a date: part of a day is cut off downwards. A time goes round the clock.
    """
    try:
        if isinstance(moment, time):
            if isinstance(length, Months):
                return None
            day = datetime.combine(date(2000, 1, 1), moment) + timedelta(seconds=length.seconds)
            return (day + timedelta(microseconds=length.microseconds)).timetz()
        if isinstance(length, Months):
            year, month = divmod(moment.year * 12 + moment.month - 1 + length.months, 12)
            if not 1 <= year <= 9999:
                return None
            return moment.replace(
                year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1])
            )
        return moment + length
    except OverflowError:
        return None


def distance(left: Moment, right: Moment) -> timedelta | None:
    """How much later the left is than the right; None for kinds that do not go together.

    Beside a moment, a date is its midnight in UTC (DMN 1.3, 10.3.2.3.6).
    """
    try:
        if isinstance(left, time) and isinstance(right, time):
            day = date(2000, 1, 1)
            return datetime.combine(day, left) - datetime.combine(day, right)
        if isinstance(left, time) or isinstance(right, time):
            return None
        if isinstance(left, datetime) != isinstance(right, datetime):
            left, right = _moment(left), _moment(right)
        return left - right  # type: ignore[operator,return-value]
    except (TypeError, OverflowError):
        return None


def months_between(start: date, end: date) -> Months:
    """The whole months from one date or moment to another; negative backwards."""
    if end < start:
        return Months(-months_between(end, start).months)
    months = (end.year - start.year) * 12 + end.month - start.month
    rest_start, rest_end = _rest_of_month(start), _rest_of_month(end)
    return Months(months - (rest_end < rest_start))


def part(value: Value, name: str) -> Value:
    """A named part of a date, time or duration (DMN 1.3, table 65); None if it has no such part."""
    if isinstance(value, Months):
        sign = -1 if value.months < 0 else 1
        years, months = divmod(abs(value.months), 12)
        return {"years": sign * years, "months": sign * months}.get(name)
    if isinstance(value, timedelta):
        sign = -1 if value < timedelta() else 1
        size = abs(value)
        hours, rest = divmod(size.seconds, 3600)
        parts = {"days": size.days, "hours": hours, "minutes": rest // 60, "seconds": rest % 60}
        return sign * parts[name] if name in parts else None
    if name in ("year", "month", "day") and isinstance(value, date):
        return getattr(value, name)
    if name == "weekday" and isinstance(value, date):
        return value.isoweekday()
    if name in ("hour", "minute", "second") and isinstance(value, datetime | time):
        return getattr(value, name)
    if name == "time offset" and isinstance(value, datetime | time):
        return value.utcoffset()
    return None


def zone_of(offset: timedelta) -> timezone:
    """The zone of an offset of at most 14 hours.

    Raises:
        ValueError: it is longer.
    """
    if abs(offset) > timedelta(hours=14):
        raise ValueError(offset)
    return timezone(offset)


#: The names of the parts of dates, times and durations.
PARTS = frozenset(
    {
        "year", "month", "day", "weekday", "hour", "minute", "second", "time offset",
        "years", "months", "days", "hours", "minutes", "seconds",
    }
)  # fmt: skip


def _micro(fraction: str | None) -> int:
    return int((fraction or "0").ljust(6, "0"))


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[4:6])
    if minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=int(text[1:3]), minutes=minutes)
    return zone_of(-offset if text[0] == "-" else offset)


def _written_time(value: time) -> str:
    text = value.isoformat()
    if value.microsecond:
        head, zone = text[:15], text[15:]
        text = head.rstrip("0") + zone
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _written_length(value: timedelta) -> str:
    size = abs(value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{size.microseconds:06}".rstrip("0") if size.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction or not (size.days or clock):
        clock += f"{seconds}{fraction}S"
    days = f"{size.days}D" if size.days else ""
    return f"{'-' if value < timedelta() else ''}P{days}{'T' + clock if clock else ''}"


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(tzinfo=UTC))


def _rest_of_month(value: date) -> tuple[int, time]:
    return value.day, value.time() if isinstance(value, datetime) else time()
