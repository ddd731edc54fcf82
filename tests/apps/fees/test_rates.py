"""Rates hold from a day on: a later one is added, an earlier one stays as it is."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.fees import services
from banso.apps.fees.models import CostRate, RoundingRule, TaxRate
from banso.apps.journal.actor import ZONE, Actor, system
from banso.apps.journal.models import Event
from banso.apps.journal.timeline import describe
from banso.apps.programmes.models import Service
from support import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
TODAY = NOW.date()


def manager():
    return Actor(people.make("programme_manager").pk, "programme_manager", NOW)


def cost(**changes):
    values = {
        "service": Service.objects.get(code="mall"),
        "part": "unit",
        "in_force_from": TODAY,
        "usual": Decimal(1),
        "yen": 150_000,
        "percent": None,
        "basis": "contract",
    }
    return services.CostRateData(**values | changes)


def test_a_rate_is_added_and_told_by_the_journal():
    services.add_cost_rate(manager(), cost())
    rates = CostRate.objects.filter(service__code="mall", part="unit").order_by("in_force_from")
    assert [rate.yen for rate in rates] == [120_000, 150_000]
    assert "150,000" in describe(Event.objects.latest("id"))


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"part": "travel"}, "unknown_code", "part"),
        ({"basis": "hearsay"}, "unknown_code", "basis"),
        ({"yen": None}, "rate_incomplete", "yen"),
        ({"part": "expert"}, "rate_not_of_part", "yen"),
        ({"percent": Decimal(5)}, "rate_not_of_part", "percent"),
        ({"part": "overhead", "usual": None, "yen": None}, "rate_incomplete", "percent"),
        ({"part": "overhead", "usual": None, "yen": None, "percent": Decimal(101)}, "rate_range", "percent"),
        ({"usual": Decimal(-1)}, "rate_range", "usual"),
        ({"yen": 10_000_001}, "rate_range", "yen"),
        ({"in_force_from": TODAY - timedelta(days=1)}, "rate_past", "in_force_from"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(changes, rule, field):
    with pytest.raises(Refused) as refused:
        services.add_cost_rate(manager(), cost(**changes))
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert CostRate.objects.filter(service__code="mall", part="unit").count() == 1


def test_tax_and_rounding_are_set_from_a_later_day_on():
    by, later = manager(), TODAY + timedelta(days=30)
    services.add_tax_rate(by, services.TaxRateData("standard", later, Decimal(12)))
    assert TaxRate.objects.filter(kind="standard").latest("in_force_from").share == Decimal("0.12")
    services.set_rounding(by, services.RoundingData(later, "down", "half_even"))
    assert RoundingRule.objects.count() == 2
    with pytest.raises(Refused) as refused:
        services.add_tax_rate(by, services.TaxRateData("standard", later, Decimal(13)))
    assert refused.value.rule == "rate_order"
    with pytest.raises(Refused) as refused:
        services.set_rounding(by, services.RoundingData(later + timedelta(days=1), "up", "down"))
    assert refused.value.field == "net"


def test_loading_the_rates_that_ship_twice_changes_nothing():
    assert TaxRate.objects.filter(in_force_from=date(2019, 10, 1), percent=10).exists()
    assert services.load_shipped_rates(system(NOW)) == 0
