"""How a product gets onto a site and off it again."""

from datetime import date

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Market
from banso.apps.products import services as products
from banso.apps.products.models import ClosedMarket
from banso.apps.sales import services
from banso.apps.sales.models import Listing, MonthCost
from banso.apps.sales.sites import Site
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def refused(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.rule


def again(listing, **values):
    """The arguments by which a product is offered once more."""
    given = {"product": listing.product, "site": making.site(), "case": listing.case} | values
    return making.by(), given["product"], given["site"], given["case"]


def test_a_listing_goes_from_offer_to_sale_and_ends_with_a_reason():
    listing = services.pick(making.by(), making.offered())
    listing = services.order(making.by(), listing)
    listing = services.list_(making.by(), listing, " SKU-1 ")
    assert (listing.state, listing.identifier, listing.listed_on) == ("listed", "SKU-1", date(2026, 3, 10))
    listing = services.end(making.by(), listing, "not_sold")
    assert (listing.state, listing.reason) == ("ended", "not_sold")


def test_declining_needs_a_coded_reason():
    listing = making.offered()
    assert refused(services.decline, making.by(), listing, "bad taste") == "reason_unknown"
    assert services.decline(making.by(), listing, "price").state == "declined"


def test_a_product_stands_on_a_site_once_at_a_time():
    listing = making.offered()
    assert refused(services.offer, *again(listing)) == "listing_open"
    services.decline(making.by(), listing, "theme")
    assert services.offer(*again(listing)).state == "offered"


def test_only_the_firm_s_own_place_in_this_channel_is_used():
    listing, other = making.offered(), making.offered(article="S-2", at=making.site())
    assert refused(services.offer, *again(listing, case=other.case)) == "case_of_other_firm"
    Case.objects.filter(pk=listing.case_id).update(state="ended", ended_on="2026-03-01", outcome="exported")
    assert refused(services.offer, *again(listing)) == "case_ended"


def test_a_product_is_not_offered_where_it_may_not_be_sold():
    listing = making.offered()
    services.decline(making.by(), listing, "price")
    edition = listing.product.editions.get(state="published")
    ClosedMarket.objects.create(edition=edition, market=Market.objects.get(code="US"), why="exclusive")
    assert refused(services.offer, *again(listing)) == "market_closed"
    ClosedMarket.objects.filter(edition=edition).update(until="2026-03-09")
    assert services.offer(*again(listing)).state == "offered"


def test_nothing_is_offered_to_a_mall_that_closed():
    listing = making.offered()
    services.decline(making.by(), listing, "price")
    Mall.objects.filter(code="us-a").update(closed_on="2026-03-10")
    assert refused(services.offer, *again(listing)) == "mall_closed"


def test_a_suspended_product_is_not_picked():
    listing = making.offered()
    products.suspend(making.by(), listing.product, "確認中")
    assert refused(services.pick, making.by(), listing) == "product_offered"


def test_an_identifier_names_one_product_of_a_site():
    making.listed()
    other = services.pick(making.by(), making.offered(article="S-2", firm=people.make_firm()))
    assert refused(services.list_, making.by(), other, "SKU-1") == "identifier_taken"
    assert Listing.objects.get(pk=other.pk).state == "picked"


def test_what_a_month_cost_is_written_once_for_each_kind():
    mall = making.site()
    services.keep_cost(making.by(), mall, date(2026, 2, 1), "running", 400_000)
    services.keep_cost(making.by(), mall, date(2026, 2, 15), "running", 450_000)
    assert MonthCost.objects.get().yen == 450_000
    assert refused(services.keep_cost, making.by(), mall, date(2026, 4, 1), "running", 1) == "in_future"
    assert refused(services.keep_cost, making.by(), mall, date(2024, 12, 1), "running", 1) == "before_opening"
    assert refused(services.keep_cost, making.by(), mall, date(2026, 2, 1), "running", -1) == "amount_range"


def test_a_month_of_a_channel_with_one_page_costs_too():
    store = Site(Channel.objects.get(kind="store"))
    for yen in (30_000, 20_000):
        services.keep_cost(making.by(), store, date(2026, 2, 1), "fees", yen)
    cost = MonthCost.objects.get()
    assert (cost.channel, cost.mall, cost.yen) == (store.channel, None, 20_000)


def test_a_listing_ends_on_a_day_since_it_is_on_sale_and_not_ahead():
    listing = making.listed()
    assert refused(services.end, making.by(), listing, "season", date(2026, 3, 11)) == "day_ahead"
    assert refused(services.end, making.by(), listing, "season", date(2026, 3, 9)) == "end_before"
    assert services.end(making.by(), listing, "season", date(2026, 3, 10)).ended_on == date(2026, 3, 10)
