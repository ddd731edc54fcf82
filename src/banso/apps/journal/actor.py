"""Who does something, in which role, and when: the one context that every service call is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Calendar dates everywhere are dates in this zone.
ZONE = ZoneInfo("Asia/Tokyo")

#: The role of what no person does: commands, jobs, the loading of the demonstration.
SYSTEM = "system"


def day_of(moment: datetime) -> date:
    """The calendar date of a moment in Tokyo."""
    return moment.astimezone(ZONE).date()


@dataclass(frozen=True)
class Actor:
    """The person (or the system, without ``user_id``) behind a service call, and the clock's reading.

    ``correcting``: what is entered is a correction with a reason, and may lie in a closed year.
    """

    user_id: int | None
    role: str
    at: datetime
    correcting: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an actor's clock must know its time zone")

    @property
    def today(self) -> date:
        """The calendar date in Tokyo."""
        return day_of(self.at)


def system(at: datetime) -> Actor:
    """The system itself, at this moment."""
    return Actor(None, SYSTEM, at)
