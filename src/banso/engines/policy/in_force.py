"""Which version of a policy is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything with the first and last day on which it is in force; a last day of None is open."""

    @property
    def in_force_from(self) -> date | None:
        """The first day."""

    @property
    def in_force_to(self) -> date | None:
        """The last day."""


_Version = TypeVar("_Version", bound=Dated)


class NotOneInForce(Exception):
    """No version, or more than one, is in force on a day."""

    def __init__(self, day: date, versions: Sequence[object]) -> None:
        super().__init__(f"{len(versions)} versions in force on {day}")
        self.day, self.versions = day, tuple(versions)


def covers(version: Dated, day: date) -> bool:
    """Whether a version is in force on a day. One without a first day never is."""
    first, last = version.in_force_from, version.in_force_to
    return first is not None and first <= day and (last is None or day <= last)


def in_force_on(versions: Iterable[_Version], day: date) -> _Version:
    """The one version in force on a day.

    Raises:
        NotOneInForce: there is none, or versions overlap on that day.
    """
    found = [version for version in versions if covers(version, day)]
    if len(found) != 1:
        raise NotOneInForce(day, found)
    return found[0]


def overlapping(versions: Sequence[_Version]) -> tuple[tuple[_Version, _Version], ...]:
    """The pairs of versions that are in force on a same day."""
    dated = [version for version in versions if version.in_force_from is not None]
    return tuple(
        (first, second)
        for place, first in enumerate(dated)
        for second in dated[place + 1 :]
        if _meet(first, second)
    )


def _meet(first: Dated, second: Dated) -> bool:
    latest = max(first.in_force_from or date.min, second.in_force_from or date.min)
    return all(version.in_force_to is None or version.in_force_to >= latest for version in (first, second))
