"""The neutral order: matches first, then lots by a seed that anybody can use again; ranges from three on."""

from datetime import date, timedelta

import pytest

from banso.apps.fees.selectors import private_range
from banso.apps.intake.models import Subject
from banso.apps.programmes.models import Service
from banso.apps.providers import selectors, services
from banso.engines.kernel import lots
from tests.apps.intake.making import need as make_need
from tests.apps.providers.making import published

pytestmark = pytest.mark.usefixtures("configuration", "clock")


@pytest.fixture
def five(actor):
    """Five listings; the last serves another subject besides."""
    staff, head = actor("office_staff"), actor("programme_manager")
    price = Subject.objects.get(code="price")
    contract = Subject.objects.get(code="contract")
    return [
        published(
            staff, head, price_from=10_000 * number, price_to=20_000 * number,
            subjects=[contract, price] if number == 5 else [contract],
        )
        for number in range(1, 6)
    ]  # fmt: skip


def order(wanted, seed):
    rows = selectors.with_lists(selectors.listed(date(2026, 3, 10)))
    return [place.listing.ref for place in selectors.in_order(rows, wanted, seed)]


def test_more_matches_come_first_and_equals_by_the_lot_of_the_seed(five):
    wanted = {"subjects": Subject.objects.get(code="price")}
    refs = [listing.ref for listing in five]
    assert order(wanted, "a") == [refs[4], *lots.order("a", refs[:4])]
    assert order({}, "b") == list(lots.order("b", refs))


def test_the_lot_of_a_need_is_made_once_and_kept(actor):
    staff = actor("office_staff")
    need = make_need()
    assert services.lot_of(staff, need).seed == services.lot_of(staff, need).seed


def test_a_price_range_is_published_from_three_providers_on(five):
    day = five[0].listed_from
    spot = Service.objects.get(code="spot")
    like = private_range([spot], day)[spot.pk]
    found = [(one.unit, one.least, one.most, one.providers) for one in like.ranges]
    assert (like.providers, found) == (5, [("hour", 10_000, 100_000, 5)])
    assert selectors.price_ranges(five[:2]) == ()
    assert private_range([spot], day + timedelta(days=400))[spot.pk].providers == 0
