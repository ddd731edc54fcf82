"""What the tests of this room stand on: fiscal years in a state."""

from datetime import date, datetime

from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import FiscalYear
from support import people


def at(day: date) -> datetime:
    """Ten o'clock on a day."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)


def manager(day: date) -> Actor:
    """Somebody of head office on a day."""
    person = people.example("programme_manager") or people.make("programme_manager")
    return Actor(person.pk, "programme_manager", at(day))


def year(number: int, state: str = "open") -> FiscalYear:
    """A fiscal year in a state, past the services."""
    closed = at(date(number + 1, 6, 30)) if state == "closed" else None
    opened = None if state == "planned" else at(date(number, 3, 1))
    row, _made = FiscalYear.objects.update_or_create(
        year=number, defaults={"state": state, "opened_at": opened, "closed_at": closed}
    )
    return row
