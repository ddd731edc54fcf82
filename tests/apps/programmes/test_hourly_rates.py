"""What an hour of work costs: a dated row is added, a past one never changed."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.hourly import HourlyRateData, add_hourly_rate
from banso.apps.programmes.models import HourlyRate
from support import people

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = date(2026, 3, 10)


def add(day=TODAY, **values):
    person = people.make("programme_manager")
    actor = Actor(person.pk, "programme_manager", datetime(2026, 3, 10, 9, 20, tzinfo=ZONE))
    data = HourlyRateData(
        **{"worker": "expert", "in_force_from": day, "yen": 13_000, "basis": "contract"} | values
    )
    return add_hourly_rate(actor, data)


def test_shipped_rates_are_marked_as_an_assumption():
    assert set(HourlyRate.objects.order_by("pk").values_list("basis", flat=True)) == {"assumption"}
    assert set(HourlyRate.objects.order_by("pk").values_list("worker", flat=True)) == {"expert", "staff"}


def test_a_rate_is_added_from_today_on():
    assert add().yen == 13_000


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"day": date(2026, 3, 9)}, "rate_past", "in_force_from"),
        ({"yen": 0}, "rate_range", "yen"),
        ({"yen": 1_000_001}, "rate_range", "yen"),
        ({"worker": "robot"}, "unknown_code", "worker"),
        ({"basis": "guess"}, "unknown_code", "basis"),
    ],
)
def test_a_wrong_rate_is_refused(refused, values, rule, field):
    with refused(rule, field):
        add(**values)


def test_a_rate_comes_after_the_latest_one(refused):
    add(date(2026, 4, 1))
    with refused("rate_order", "in_force_from"):
        add(date(2026, 4, 1))
    add(date(2026, 4, 1), worker="staff")


def test_the_programme_manager_adds_a_rate_and_readers_see_it(client_as):
    client = client_as("programme_manager")
    sent = {"worker": "expert", "yen": "１３，０００円", "in_force_from": "2026-04-01", "basis": "accounts"}
    client.post(reverse("programmes:hourly_rate_add"), sent)
    assert "13,000" in client_as("auditor").get(reverse("programmes:hourly_rates")).content.decode()
