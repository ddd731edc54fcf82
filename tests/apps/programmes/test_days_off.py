"""Days on which nobody works: shipped, added, taken out; working days follow at once."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes import days_off
from banso.apps.programmes.models import DayOff
from banso.apps.programmes.services import load_shipped_configuration
from support import people

pytestmark = pytest.mark.usefixtures("configuration")

#: A Thursday, and the Friday after it.
THURSDAY, FRIDAY = date(2026, 3, 12), date(2026, 3, 13)


@pytest.fixture
def manager():
    person = people.make("programme_manager")
    return Actor(person.pk, "programme_manager", datetime(2026, 3, 10, 9, 20, tzinfo=ZONE))


def add(actor, first=FRIDAY, last=None, kind="closed"):
    data = days_off.DaysOffData(first, last, kind, "創立記念日", "Founding day")
    return days_off.add_days_off(actor, data)


def test_public_holidays_and_the_turn_of_the_year_are_shipped_for_2020_to_2028():
    years = set(DayOff.objects.order_by("day").values_list("day__year", flat=True))
    assert years == set(range(2020, 2029))
    # Between Respect for the Aged Day and the equinox; the substitute of a Sunday; the closing days.
    days = days_off.working_days()
    assert days.between(date(2026, 9, 18), date(2026, 9, 24)) == 1
    assert days.between(date(2027, 3, 19), date(2027, 3, 22)) == 0
    assert days.between(date(2026, 12, 28), date(2027, 1, 4)) == 1


def test_a_day_off_is_no_working_day_until_it_is_taken_out(manager):
    assert days_off.working_days().between(THURSDAY, FRIDAY) == 1
    (added,) = add(manager)
    assert days_off.working_days().between(THURSDAY, FRIDAY) == 0
    days_off.take_out(manager, added)
    assert days_off.working_days().between(THURSDAY, FRIDAY) == 1
    days_off.put_back(manager, added)
    assert days_off.working_days().between(THURSDAY, FRIDAY) == 0


def test_a_shipped_day_that_was_taken_out_is_not_brought_back(manager):
    equinox = days_off.take_out(manager, DayOff.objects.get(day=date(2026, 3, 20)))
    load_shipped_configuration(manager)
    equinox.refresh_from_db()
    assert equinox.taken_out


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"last": THURSDAY}, "last_before_first", "last"),
        ({"last": date(2026, 4, 13)}, "too_many_days", "last"),
        ({"first": date(2206, 3, 13)}, "far_away", "first"),
        ({"first": date(2026, 3, 19), "last": date(2026, 3, 21)}, "day_there", "first"),
        ({"kind": "feast"}, "unknown_code", "kind"),
    ],
)
def test_wrong_days_are_refused_and_none_is_stored(manager, refused, values, rule, field):
    before = DayOff.objects.count()
    with refused(rule, field):
        add(manager, **values)
    assert DayOff.objects.count() == before


def test_the_programme_manager_closes_some_days_and_offices_see_them(client_as):
    sent = {"first": "2026-08-13", "last": "2026-08-14", "kind": "closed"}
    names = {"name_ja": "夏季休業", "name_en": "Summer closure"}
    reply = client_as("programme_manager").post(reverse("programmes:day_off_add"), sent | names)
    assert reply.url == "/days-off/?year=2026"
    page = client_as("office_staff", language="en").get(reply.url).content.decode()
    assert page.count("Summer closure") == 2 and "Add days off" not in page


def test_a_year_without_days_off_is_said_to_be_missing(client_as):
    page = client_as("programme_manager", language="en").get("/days-off/?year=2029").content.decode()
    assert "No day off is entered for 2029" in page
