"""Campaigns: who may offer when, and how many are picked."""

from datetime import date

import pytest

from banso.apps.base import Refused
from banso.apps.products.models import Category
from banso.apps.sales import services
from support import people
from tests.apps.malls import making

from . import making as sales

pytestmark = pytest.mark.usefixtures("configuration")


def refused(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.rule


def test_a_campaign_picks_within_its_places():
    campaign = making.opened(places=1)
    first, second = making.offered(campaign), making.offered(campaign, "S-2")
    services.pick(making.operator(), first)
    assert refused(services.pick, making.operator(), second) == "place_free"
    services.change_campaign(sales.by(), campaign, making.campaign_data(places=2))
    assert services.pick(making.operator(), second).state == "picked"


def test_a_campaign_is_closed_once_everybody_has_an_answer():
    campaign = making.opened()
    listing = making.offered(campaign)
    services.begin_picking(making.operator(), campaign)
    assert refused(services.close_campaign, sales.by(), campaign) == "all_answered"
    services.decline(making.operator(), listing, "price")
    assert services.close_campaign(sales.by(), campaign).state == "closed"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"offers_from": date(2026, 3, 11)}, "campaign_not_open"),
        ({"offers_from": date(2026, 2, 1), "offers_to": date(2026, 3, 10)}, None),
        ({"categories": ["leaf_tea"]}, "category_not_wanted"),
        ({"categories": ["soy_sauce"]}, None),
    ],
)
def test_products_are_offered_on_its_days_and_of_its_categories(values, rule):
    if "categories" in values:
        values = {"categories": list(Category.objects.filter(code__in=values["categories"]))}
        assert values["categories"]
    campaign = making.opened(**values)
    if rule is None:
        assert making.offered(campaign).campaign == campaign
    else:
        assert refused(making.offered, campaign) == rule


def test_what_firms_rely_on_does_not_change_once_it_is_open():
    campaign = making.opened(places=3)
    for values in ({"places": 2}, {"offers_to": date(2026, 3, 30)}):
        data = making.campaign_data(**{"places": 3} | values)
        assert refused(services.change_campaign, sales.by(), campaign, data) == "not_for_open"


def test_a_draft_whose_days_are_over_is_not_opened():
    data = making.campaign_data(offers_from=date(2026, 2, 1), offers_to=date(2026, 2, 28))
    campaign = services.write_campaign(sales.by(), sales.site().mall, data)
    assert refused(services.open_campaign, sales.by(), campaign) == "not_over"


def test_a_firm_offers_what_fits_on_its_own_place(client_as, clock):
    listing = sales.offered(firm=people.make_firm())
    services.decline(sales.by(), listing, "price")
    campaign = making.opened(offers_from=clock.date(), offers_to=clock.date())
    client = client_as("firm_member", firm=listing.case.firm)
    assert campaign.ref in client.get("/campaigns/").content.decode()
    address = f"/campaigns/offer/?campaign={campaign.ref}"
    assert [item.offerable for item in client.get(address).context["items"]] == [True]
    client.post(address, {"products": [listing.product.ref]})
    offered = campaign.listings.get()
    assert (offered.product, offered.case, offered.state) == (listing.product, listing.case, "offered")
    stranger = client_as("firm_member", firm=people.make_firm())
    assert stranger.get(address).context["items"] == []
    assert f"/listings/{offered.ref}/" not in stranger.get(f"/campaigns/{campaign.ref}/").content.decode()
