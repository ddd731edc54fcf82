"""What may not be sold for now goes off sale by itself, and comes back."""

from datetime import date, timedelta

import pytest

from banso.apps.channels.models import ChannelNeed
from banso.apps.directory.models import Market
from banso.apps.notices.models import Letter
from banso.apps.products import services as products
from banso.apps.sales.tasks import watch_listings
from tests.apps.behalf.making import contact

from . import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


@pytest.fixture
def listing(configuration):
    found = making.listed()
    contact(found.product.firm, email="firm@firm.invalid", mails_support=True)
    return found


def run(listing, days=0):
    """The night's run so many days from now, and what became of the listing."""
    found = watch_listings(making.NOW + timedelta(days=days))
    listing.refresh_from_db()
    return found, listing.state, listing.reason


def test_a_product_is_off_sale_while_it_is_suspended_and_the_firm_is_told_once(listing):
    products.suspend(making.by("office_staff"), listing.product, "label")
    assert run(listing) == ({"paused": 1, "resumed": 0}, "paused", "suspended")
    assert run(listing, 1) == ({"paused": 0, "resumed": 0}, "paused", "suspended")
    assert Letter.objects.filter(template="sales.listing_paused").count() == 1
    products.resume(making.by("office_staff"), listing.product, "label")
    assert run(listing, 2) == ({"paused": 0, "resumed": 1}, "listed", "")


def ask_for_certificate(listing, market):
    """The channel asks for the certificate that the product holds; gives it."""
    held = listing.product.editions.get().certificates.get()
    ChannelNeed.objects.create(
        code="x", position=99, channel=listing.channel, market=market, need=f"certificate:{held.kind.code}"
    )
    return held


def test_a_certificate_that_ended_takes_a_product_off_sale_where_it_is_asked_for(listing):
    held = ask_for_certificate(listing, listing.mall.market)
    left = (held.expires_on - making.NOW.date()).days
    assert run(listing, left)[1] == "listed"
    assert run(listing, left + 1)[1:] == ("paused", "certificate")
    type(held).objects.update(expires_on=date(2030, 3, 31))
    assert run(listing, left + 2)[1:] == ("listed", "")


def test_a_certificate_that_is_asked_for_elsewhere_changes_nothing_here(listing):
    held = ask_for_certificate(listing, Market.objects.get(code="MY"))
    assert run(listing, (held.expires_on - making.NOW.date()).days + 1)[1] == "listed"
