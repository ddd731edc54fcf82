"""What a clock on a wall shows, as a moment: where clocks change, an hour is missing or comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """Clocks are put forward over this time: no clock of the zone shows it."""


class TwiceThisTime(ValueError):
    """Clocks are put back over this time: they show it twice."""


def moment(local: datetime, zone: ZoneInfo, which: int | None = None) -> datetime:
    """The moment (UTC) at which clocks of a zone show a time. ``which``: 0 or 1, where it comes twice.

    Raises:
        NoSuchTime: no clock shows it.
        TwiceThisTime: it comes twice, and ``which`` is not said.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != local:
        raise NoSuchTime(f"{local} is shown by no clock in {zone}")
    if which is None:
        raise TwiceThisTime(f"{local} comes twice in {zone}")
    return (second if which else first).astimezone(UTC)
