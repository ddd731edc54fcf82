"""What the tests of this room stand on: needs, cases, and experts of whom one fits everything."""

from datetime import date, datetime, timedelta

from banso.apps.directory.models import Expert, Industry, Market
from banso.apps.intake.models import Subject
from banso.apps.journal.actor import ZONE, Actor
from support import people
from tests.apps.casework import making as casework
from tests.apps.intake import making as intake

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
DAY = NOW.date()


def staff(role="office_staff"):
    return intake.by(role, NOW)


def expert(**values):
    """An expert who knows all subjects, markets and industries, unless told otherwise."""
    known = {name: values.pop(name) for name in ("subjects", "markets", "industries") if name in values}
    found = intake.expert(**values)
    found.subjects.set(known.get("subjects", Subject.objects.order_by("pk")))
    found.markets.set(known.get("markets", Market.objects.order_by("pk")))
    found.industries.set(known.get("industries", Industry.objects.order_by("pk")))
    return found


def need(firm=None, **values):
    return intake.need(intake.asked(firm or people.make_firm()), **values)


def case(**values):
    """A case under hands-on support since April 2025."""
    return casework.opened(**values)


def absent(found: Expert, first=DAY, last=DAY):
    found.absences.create(first_day=first, last_day=last, reason="leave", noted_at=NOW)


def conflict(found: Expert, firm):
    found.conflicts.create(firm=firm, kind="client", declared_on=DAY - timedelta(days=1))


def log(case, found: Expert, hours: str, day: date = DAY):
    case.activities.create(expert=found, kind="advice", done_on=day, hours=hours, advice="助言")


def of(found: Expert):
    """The expert as an actor."""
    return Actor(found.user_id, "expert", NOW)
